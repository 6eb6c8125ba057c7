"""Labels beside points: placed where nothing else is, or left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keyart.insights.charts import text as texts
from keyart.insights.charts.canvas import Anchor, Point

_HEIGHT = 12.0
_NEAR = 8.0
_DISTANCES = (_NEAR, 18.0, 30.0, 44.0)


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Return whether two boxes overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: "Box") -> bool:
        """Return whether this box lies wholly in another."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.top >= other.top and self.bottom <= other.bottom


@dataclass(frozen=True)
class Label:
    """A text that has found its place."""

    text: str
    at: Point
    """The start or end of its base line, as `anchor` says."""
    anchor: Anchor
    leader: tuple[Point, Point] | None
    """A thin line to the point that it names, if it stands far from it."""


def around(point: Point, size: float) -> Box:
    """Return the square around a point."""
    return Box(point[0] - size, point[1] - size, point[0] + size, point[1] + size)


def place(wanted: Iterable[tuple[Point, str]], taken: Iterable[Box], room: Box) -> Iterator[Label]:
    """Yield the labels that find a place in `room`, beside their points, on nothing `taken`.

    Those that come first choose first.
    """
    full = list(taken)
    for point, text in wanted:
        for label, box in _candidates(point, text):
            if box.within(room) and not any(box.meets(other) for other in full):
                full.append(box)
                yield label
                break


def _candidates(point: Point, text: str) -> Iterator[tuple[Label, Box]]:
    wide = texts.width(text, bold=True)
    x, y = point
    for distance in _DISTANCES:
        for down in (-1, 1):
            base = y + (-distance if down < 0 else distance + _HEIGHT - 3)
            for side in (1, -1):
                start = x + side * _NEAR
                left = start if side > 0 else start - wide
                box = Box(left - 2, base - _HEIGHT, left + wide + 2, base + 4)
                far = distance > _NEAR
                near_end = (start, base + 3 if down < 0 else base - _HEIGHT + 2)
                anchor: Anchor = "start" if side > 0 else "end"
                yield Label(text, (start, base), anchor, (point, near_end) if far else None), box
