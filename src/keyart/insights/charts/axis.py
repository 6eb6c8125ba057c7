"""Axes: a few round ticks, a thin grid, and the unit shown once."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keyart.insights.charts import text as texts
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.figures import NumberKind, finite, tick

LIMIT = 1e150
"""Larger values are drawn as this one, so that their differences stay finite."""

LEAST = 1e-100
"""Values closer to each other than this are drawn as equal."""

_STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class AxisScale:
    """A linear scale from the values `low` to `high` to the pixels `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value; values outside the scale are drawn at its border."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Return whether a value lies within the scale."""
        return self.low <= value <= self.high

    def ticks(self, most: int = 5) -> list[float]:
        """Return at most `most` round values within the scale, including zero if it is in range."""
        step = self.step(most)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]

    def step(self, most: int = 5) -> float:
        """Return the round distance between ticks: at most `most` of them, but at least two."""
        power = 10.0 ** math.floor(math.log10((self.high - self.low) / max(most, 1)))
        steps = [power * factor for factor in _STEPS]
        counts = [self._count(step) for step in steps]
        fitting = [at for at, count in enumerate(counts) if count <= most]
        at = fitting[0] if fitting else len(steps) - 1
        return steps[at] if counts[at] > 1 else steps[max(at - 1, 0)]

    def _count(self, step: float) -> int:
        return math.floor(self.high / step + 1e-9) - math.ceil(self.low / step - 1e-9) + 1


def domain(
    values: Iterable[float | None], *, pad: float = 0.06, floor: float | None = None
) -> tuple[float, float]:
    """Return the lowest and highest value of a scale for `values`, with some padding.

    No value can be below `floor`, so padding stops there. The scale has a width even if all values
    are equal, or there are none.
    """
    numbers = [min(max(number, -LIMIT), LIMIT) for number in finite(values)] or [0.0]
    low, high = min(numbers), max(numbers)
    air = (high - low) * pad
    if high - low <= max(1e-9 * max(abs(low), abs(high)), LEAST):
        air = max(abs(low), abs(high)) * 0.1
        air = air if air > LEAST else 0.01
    below = low - air
    if floor is not None and low >= floor:
        below = max(below, floor)
    return below, high + air


LABELS = 22
"""The height of the labels below an axis."""

POINTS = "points"
"""The unit that an axis of points shows once, because its ticks do not."""


def across(
    canvas: Canvas, scale: AxisScale, top: float, bottom: float, kind: NumberKind, unit: str = ""
) -> float:
    """Draw an axis below a plot, its grid from `top` to `bottom`, and return where it ends.

    The unit is at the right border of the canvas, unless a tick label is there.
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


def along(canvas: Canvas, scale: AxisScale, ends: tuple[float, float], kind: NumberKind) -> None:
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


def margin(scale: AxisScale, kind: NumberKind, height: float) -> float:
    """Return the width of the labels left of an axis that is `height` pixels high."""
    upright = AxisScale(scale.low, scale.high, height, 0)
    step = upright.step(_most(upright, 38))
    labels = [tick(value, kind, step) for value in upright.ticks(_most(upright, 38))]
    return max(map(texts.width, labels), default=0) + 8


def apart(
    labels: Iterable[tuple[float, str]], start: float, end: float
) -> Iterator[tuple[float, str]]:
    """Yield the labels that do not touch, given with their centres from left to right.

    They stay between the pixels `start` and `end`, and none repeats the one before.
    """
    occupied, before = start - 6, ""
    for x, label in labels:
        half = texts.width(label) / 2
        if x - half >= occupied + 6 and x + half <= end and label != before:
            yield x, label
            occupied, before = x + half, label


def _most(scale: AxisScale, distance: float) -> int:
    """Return how many ticks, `distance` pixels apart, fit on an axis."""
    return max(3, min(6, int(abs(scale.end - scale.start) / distance)))
