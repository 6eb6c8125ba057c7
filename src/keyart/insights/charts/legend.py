"""What the marks of a chart mean, below it, where no label can stand beside them."""

from collections.abc import Sequence
from typing import Literal

from keyart.insights.charts import text as texts
from keyart.insights.charts.canvas import Canvas

Sign = Literal[
    "band", "inner", "unsure", "norm", "median", "dot", "hatch", "private", "frame", "faded"
]

_FILLS: dict[Sign, tuple[str, str]] = {
    "band": ("plain", ".16"),
    "faded": ("d2", ".3"),
    "norm": ("norm", "1"),
}


def legend(canvas: Canvas, y: float, keys: Sequence[tuple[Sign, str]]) -> float:
    """Draw the keys of a chart, (sign, words) each, as many in a line as fit; return its end."""
    if not keys:
        return y
    canvas.line((canvas.pad, y + 6), (canvas.right, y + 6), "line")
    x, y = canvas.pad, y + 26
    for sign, words in keys:
        label = texts.clip(words, canvas.room - 24)
        wide = 24 + texts.width(label)
        if x > canvas.pad and x + wide > canvas.right:
            x, y = canvas.pad, y + 20
        _draw(canvas, sign, x, y - 4)
        canvas.text((x + 24, y), label, "ink-2")
        x += wide + 16
    return y + 4


def _draw(canvas: Canvas, sign: Sign, x: float, middle: float) -> None:
    """Draw a sign, 18 pixels wide."""
    box, size = (x, middle - 5), (18.0, 10.0)
    if sign == "dot":
        canvas.circle((x + 9, middle), 3, "surface", stroke="plain", stroke_width=1.4)
    elif sign == "median":
        canvas.line((x + 9, middle - 6), (x + 9, middle + 6), "zero", stroke_dasharray="3 2")
    elif sign == "hatch":
        canvas.hatch(box, size)
    elif sign in {"private", "frame"}:
        dashes = {"stroke_dasharray": "3 2"} if sign == "private" else {}
        canvas.rect(box, size, "none", stroke="ink", stroke_width=1.4, **dashes)
    elif sign in {"inner", "unsure"}:
        _bar(canvas, x, middle, faded=sign == "unsure")
    else:
        fill, opacity = _FILLS[sign]
        canvas.rect(box, size, fill, fill_opacity=opacity)


def _bar(canvas: Canvas, x: float, middle: float, *, faded: bool) -> None:
    """Draw an interval as rows draw it: faded, or with another one behind it."""
    if not faded:
        canvas.rect((x + 4, middle - 6), (10, 12), "plain", rx=1.5, fill_opacity=".18")
    opacity = ".2" if faded else ".4"
    canvas.rect((x, middle - 3.5), (18, 7), "plain", rx=1.5, fill_opacity=opacity)
    if faded:
        canvas.rect((x + 7.5, middle - 6), (3, 12), "plain", rx=1, fill_opacity=".55")
