"""The legend below a chart, for marks that cannot be labelled directly."""

from collections.abc import Sequence
from typing import Literal

from keyart.insights.charts import text as texts
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.palette import Tone

Sign = Literal[
    "band",
    "dashes",
    "inner",
    "unsure",
    "norm",
    "median",
    "dot",
    "hatch",
    "private",
    "frame",
    "faded",
    "scale",
]

_WIDE: dict[Sign, float] = {"scale": 84}
"""Widths of the signs that are wider than the others, in pixels."""
_USUAL = 18.0


def legend(
    canvas: Canvas, y: float, keys: Sequence[tuple[Sign, str]], tone: Tone = "plain"
) -> float:
    """Draw a chart's legend, (sign, words) each, as many per line as fit; return its end.

    `tone` is the tone of bands and their lines.
    """
    if not keys:
        return y
    canvas.line((canvas.pad, y + 6), (canvas.right, y + 6), "line")
    x, y = canvas.pad, y + 26
    for sign, words in keys:
        start = _WIDE.get(sign, _USUAL) + 6
        label = texts.clip(words, canvas.room - start)
        wide = start + texts.width(label)
        if x > canvas.pad and x + wide > canvas.right:
            x, y = canvas.pad, y + 20
        _draw(canvas, sign, (x, y - 4), tone)
        canvas.text((x + start, y), label, "ink-2")
        x += wide + 16
    return y + 4


def _draw(canvas: Canvas, sign: Sign, at: tuple[float, float], tone: Tone) -> None:
    """Draw a sign, starting at the middle of its left side."""
    x, y = at
    match sign:
        case "dot":
            canvas.circle((x + 9, y), 3, "surface", stroke="plain", stroke_width=1.4)
        case "median":
            canvas.line((x + 9, y - 6), (x + 9, y + 6), "zero", stroke_dasharray="3 2")
        case "dashes":
            canvas.line((x, y), (x + _USUAL, y), tone, stroke_dasharray="3 3")
        case "inner" | "unsure":
            _bar(canvas, x, y, faded=sign == "unsure")
        case "scale":
            for level in range(-3, 4):
                canvas.rect((x + 12 * (level + 3), y - 5), (12, 10), f"d{level}")
        case "hatch":
            canvas.hatch((x, y - 5), (_USUAL, 10))
        case _:
            fill, look = _boxes(tone)[sign]
            canvas.rect((x, y - 5), (_USUAL, 10), fill, **look)


def _boxes(tone: Tone) -> dict[Sign, tuple[str, dict[str, object]]]:
    """Return the rectangular signs: each one's fill and other attributes."""
    line: dict[str, object] = {"stroke": "ink", "stroke_width": 1.4}
    return {
        "band": (tone, {"fill_opacity": ".16"}),
        "norm": ("norm", {}),
        "faded": ("d2", {"fill_opacity": ".3"}),
        "frame": ("none", line),
        "private": ("none", line | {"stroke_dasharray": "3 2"}),
    }


def _bar(canvas: Canvas, x: float, middle: float, *, faded: bool) -> None:
    """Draw an interval as rows do: faded, or with another one behind it."""
    if not faded:
        canvas.rect((x + 4, middle - 6), (10, 12), "plain", rx=1.5, fill_opacity=".18")
    opacity = ".2" if faded else ".4"
    canvas.rect((x, middle - 3.5), (18, 7), "plain", rx=1.5, fill_opacity=opacity)
    if faded:
        canvas.rect((x + 7.5, middle - 6), (3, 12), "plain", rx=1, fill_opacity=".55")
