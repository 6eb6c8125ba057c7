"""From values to pixels, and the few round values that an axis names."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from keyart.insights.charts.figures import finite

LIMIT = 1e150
"""Values beyond are drawn as this one: their differences still are numbers."""

LEAST = 1e-100
"""Values closer to each other than this are drawn as equal."""

_STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Scale:
    """A straight line from the values `low` to `high` to the pixels `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value; what lies outside is drawn at the border."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Return whether a value lies within the scale."""
        return self.low <= value <= self.high

    def ticks(self, most: int = 5) -> list[float]:
        """Return at most `most` round values within the scale, zero among them where it is."""
        step = self.step(most)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]

    def step(self, most: int = 5) -> float:
        """Return the round distance of at most `most` ticks, but of at least two."""
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
    """Return the least and greatest value that a scale of `values` shall hold, with some air.

    `floor` is a value that nothing can be below: the air ends there. Where all values are equal,
    or there are none, the scale still has a width.
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
