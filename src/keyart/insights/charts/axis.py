"""Axes: a few round ticks, a thin grid, the unit once."""

from collections.abc import Iterable, Iterator

from keyart.insights.charts import text as texts
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.figures import Kind, tick
from keyart.insights.charts.scale import Scale

LABELS = 22
"""How much room the labels below an axis take."""

POINTS = "points"
"""The unit that an axis of points names once, because its ticks do not."""


def across(
    canvas: Canvas, scale: Scale, top: float, bottom: float, kind: Kind, unit: str = ""
) -> float:
    """Draw an axis below a plot, its grid from `top` to `bottom`, and return where it ends.

    The unit stands at the right border of the canvas, if no label of a tick is there.
    """
    most = _most(scale, 48)
    ticks = [(value, tick(value, kind, scale.step(most))) for value in scale.ticks(most)]
    for value, _ in ticks:
        canvas.line((scale(value), top), (scale(value), bottom), "grid")
    places = [(scale(value), label) for value, label in ticks]
    end = canvas.right
    if unit:
        canvas.text((canvas.right, bottom + 16), unit, "ink-3", "end")
        end -= texts.width(unit) + 8
    for x, label in apart(places, canvas.pad, end):
        canvas.text((x, bottom + 16), label, "ink-3", "middle")
    return bottom + LABELS


def along(canvas: Canvas, scale: Scale, ends: tuple[float, float], kind: Kind) -> None:
    """Draw an axis left of a plot, with its grid between the two pixels `ends`."""
    most = _most(scale, 38)
    labels: set[str] = set()
    for value in scale.ticks(most):
        y = scale(value)
        canvas.line((ends[0], y), (ends[1], y), "grid")
        label = tick(value, kind, scale.step(most))
        if label not in labels:
            canvas.text((ends[0] - 8, y + 4), label, "ink-3", "end")
        labels.add(label)


def margin(scale: Scale, kind: Kind, height: float) -> float:
    """Return how much room the labels left of an axis take that is `height` pixels high."""
    upright = Scale(scale.low, scale.high, height, 0)
    step = upright.step(_most(upright, 38))
    labels = [tick(value, kind, step) for value in upright.ticks(_most(upright, 38))]
    return max(map(texts.width, labels), default=0) + 8


def apart(
    labels: Iterable[tuple[float, str]], start: float, end: float
) -> Iterator[tuple[float, str]]:
    """Yield those labels, given with their middle from left to right, that do not touch.

    They stay between the pixels `start` and `end`, and none says the same as the one before.
    """
    taken, before = start - 6, ""
    for x, label in labels:
        half = texts.width(label) / 2
        if x - half >= taken + 6 and x + half <= end and label != before:
            yield x, label
            taken, before = x + half, label


def _most(scale: Scale, distance: float) -> int:
    """Return how many ticks, `distance` pixels apart, an axis may have."""
    return max(3, min(6, int(abs(scale.end - scale.start) / distance)))
