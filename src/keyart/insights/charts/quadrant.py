"""Two measures against each other, with the plane in four named parts: effective and authentic."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from keyart.insights.charts import axis
from keyart.insights.charts import text as texts
from keyart.insights.charts.axis import AxisScale, domain
from keyart.insights.charts.canvas import Anchor, Canvas, Point
from keyart.insights.charts.chart import Chart, ChartTable
from keyart.insights.charts.figures import NumberKind, finite, finite_or_none, shown
from keyart.insights.charts.palette import Tone
from keyart.insights.charts.rows import interval

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
        """Return whether this box lies entirely in another."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.top >= other.top and self.bottom <= other.bottom


@dataclass(frozen=True)
class Label:
    """A text with its position."""

    text: str
    at: Point
    """The start or end of its baseline, depending on `anchor`."""
    anchor: Anchor
    leader: tuple[Point, Point] | None
    """A thin line to its point, if the label is far from it."""


def around(point: Point, size: float) -> Box:
    """Return the square around a point."""
    return Box(point[0] - size, point[1] - size, point[0] + size, point[1] + size)


def place(
    labels: Iterable[tuple[Point, str]], obstacles: Iterable[Box], room: Box
) -> Iterator[Label]:
    """Yield the labels that fit into `room`, beside their points, without covering `obstacles`.

    Earlier labels are placed first.
    """
    full = list(obstacles)
    for point, text in labels:
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


_LABEL = 150.0
"""The maximum width of a label, in pixels."""
_SIDE = 0.4
"""The minimum width of one side of par, as a share of the other."""
_GRID = 2
"""Points without a label that are no farther apart than this are drawn once."""


@dataclass(frozen=True)
class Spot:
    """One asset by two measures; left out if either is missing."""

    name: str
    x: float | None
    y: float | None
    x_interval: tuple[float, float] | None = None
    y_interval: tuple[float, float] | None = None
    """Drawn if the spot has a label."""
    letter: str = ""
    tone: Tone = "plain"
    label: bool = False
    """Whether it is one of the few important ones; earlier ones are placed first."""

    @property
    def at(self) -> Point | None:
        """Both values."""
        x, y = finite_or_none(self.x), finite_or_none(self.y)
        return None if x is None or y is None else (x, y)

    @property
    def words(self) -> str:
        """Its letter and name."""
        return f"{self.letter} {self.name}".strip()


@dataclass(frozen=True)
class Quadrant(Chart):
    """Effective on the x axis, authentic on the y axis, with names for the four parts."""

    spots: tuple[Spot, ...]
    x_words: str = "plays won"
    y_words: str = "satisfaction"
    kind: NumberKind = "change"
    """The kind of both measures."""
    par: tuple[float, float] = (0.0, 0.0)
    """Where the four parts meet."""
    names: tuple[str, str, str, str] = (
        "hidden gem",
        "wins and keeps",
        "neither",
        "clickbait",
    )
    """The parts: upper left, upper right, lower left, lower right."""

    def _draw(self, canvas: Canvas, top: float) -> float:
        spots = [spot for spot in self.spots if spot.at]
        across, up = self._scales(canvas, top + 18)
        canvas.text((canvas.pad, top + 8), texts.clip(f"↑ {self.y_words}", canvas.room), "ink-2")
        end = axis.across(canvas, across, up.end, up.start, self.kind)
        axis.along(canvas, up, (across.start, across.end), self.kind)
        canvas.line((across.start, up(self.par[1])), (across.end, up(self.par[1])), "zero", 1.4)
        canvas.line((across(self.par[0]), up.start), (across(self.par[0]), up.end), "zero", 1.4)
        corners = self._corners(canvas, across, up)
        _crowd(canvas, [spot for spot in spots if not spot.label], across, up)
        _named(canvas, [spot for spot in spots if spot.label], (across, up), corners)
        words = texts.clip(f"{self.x_words} →", canvas.room)
        canvas.text((canvas.right, end + 14), words, "ink-2", "end")
        return end + 18

    def _scales(self, canvas: Canvas, top: float) -> tuple[AxisScale, AxisScale]:
        height = min(canvas.room * 0.9, 400.0)
        xs, ys = (_around(self.par[way], _extent(self.spots, way)) for way in (0, 1))
        up = AxisScale(*ys, top + height, top)
        left = canvas.pad + axis.margin(up, self.kind, height)
        return AxisScale(*xs, left, canvas.right), up

    def _corners(self, canvas: Canvas, across: AxisScale, up: AxisScale) -> list[Box]:
        """Write the names of the four parts in their corners, and return their boxes."""
        boxes: list[Box] = []
        par = across(self.par[0])
        for at, name in enumerate(self.names):
            right, lower = at % 2, at // 2
            word = texts.clip(name, (across.end - par if right else par - across.start) - 10)
            wide = texts.width(word)
            left = across.end - 5 - wide if right else across.start + 5
            base = up.start - 7 if lower else up.end + 15
            canvas.over((left, base), word, "ink-3")
            boxes.append(Box(left, base - 12, left + wide, base + 4))
        return boxes

    def _table(self) -> ChartTable:
        rows = [
            (spot.words, shown(spot.x, self.kind), shown(spot.y, self.kind), self._part(spot))
            for spot in sorted(self.spots, key=lambda spot: not spot.label)
        ]
        return ChartTable(("Name", self.x_words, self.y_words, "Part"), rows)

    def _part(self, spot: Spot) -> str:
        """Return the name of the part that contains a spot."""
        if not spot.at:
            return ""
        lower, right = spot.at[1] < self.par[1], spot.at[0] >= self.par[0]
        return self.names[2 * lower + right]


def _around(par: float, values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of a scale that leaves room for a name on each side of par."""
    low, high = domain([par, *values], pad=0.12)
    return min(low, par - _SIDE * (high - par)), max(high, par + _SIDE * (par - low))


def _extent(spots: Sequence[Spot], way: int) -> list[float]:
    """Return the values of all spots on one axis, and the ends of the drawn intervals."""
    values = [spot.at[way] for spot in spots if spot.at]
    for spot in spots:
        bounds = (spot.x_interval, spot.y_interval)[way]
        if spot.label and spot.at and bounds:
            values += finite(bounds)
    return values


def _crowd(canvas: Canvas, spots: Sequence[Spot], across: AxisScale, up: AxisScale) -> None:
    """Draw the spots without labels; several in one place are drawn once."""
    places = {
        (round(across(spot.at[0]) / _GRID), round(up(spot.at[1]) / _GRID), spot.tone)
        for spot in spots
        if spot.at
    }
    for x, y, tone in sorted(places):
        canvas.circle((x * _GRID, y * _GRID), 3, tone, fill_opacity=".45")


def _named(
    canvas: Canvas,
    spots: Sequence[Spot],
    scales: tuple[AxisScale, AxisScale],
    corners: Sequence[Box],
) -> None:
    across, up = scales
    points = [((across(spot.at[0]), up(spot.at[1])), spot) for spot in spots if spot.at]
    for point, spot in points:
        _cross(canvas, spot, point, scales)
    for point, spot in points:
        canvas.circle(point, 4.5, spot.tone, stroke="surface", stroke_width=1)
    longest = min(_LABEL, canvas.room * 0.35)
    labels = [(point, texts.clip(spot.words, longest, bold=True)) for point, spot in points]
    obstacles = [*corners, *(around(point, 5) for point, _ in points)]
    room = Box(across.start, up.end, across.end, up.start)
    for label in place(labels, obstacles, room):
        if label.leader:
            canvas.line(*label.leader, "line-2")
        canvas.over(label.at, label.text, "ink", label.anchor, bold=True)


def _cross(canvas: Canvas, spot: Spot, point: Point, scales: tuple[AxisScale, AxisScale]) -> None:
    """Draw the intervals of a spot."""
    across, up = scales
    wide = interval(*spot.x_interval) if spot.x_interval else None
    high = interval(*spot.y_interval) if spot.y_interval else None
    if wide:
        start, end = (across(bound) for bound in wide)
        canvas.line((start, point[1]), (end, point[1]), spot.tone, 1.6, stroke_opacity=".5")
    if high:
        start, end = (up(bound) for bound in high)
        canvas.line((point[0], start), (point[0], end), spot.tone, 1.6, stroke_opacity=".5")
