"""A difference as it developed day by day, and when it became certain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, permutations, product

from keyart.insights.charts import axis
from keyart.insights.charts import text as texts
from keyart.insights.charts.axis import LIMIT, AxisScale, domain
from keyart.insights.charts.canvas import Canvas, Point
from keyart.insights.charts.chart import Chart, ChartTable
from keyart.insights.charts.figures import NumberKind, finite_or_none
from keyart.insights.charts.legend import Sign, legend
from keyart.insights.charts.palette import Tone
from keyart.insights.charts.rows import Figure, Row, figures, interval

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_STEPS = (1, 2, 3, 7, 14, 28, 91, 182, 365)
_YEAR = 365


def day_text(day: date) -> str:
    """Return a day as text: 6 Nov."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def days_scale(days: list[date], start: float, end: float) -> AxisScale:
    """Return the scale of days, numbered as by `date.toordinal`; a single day is centred."""
    first, last = min(days).toordinal(), max(days).toordinal()
    air = 0.5 if first == last else 0
    return AxisScale(first - air, last + air, start, end)


def across_days(canvas: Canvas, scale: AxisScale, bottom: float) -> float:
    """Draw an axis of days below a plot and return where it ends."""
    labels = ((scale(day), text) for day, text in _ticks(scale))
    for x, label in axis.apart(labels, canvas.pad, canvas.right):
        canvas.line((x, bottom), (x, bottom + 4), "line-2")
        canvas.text((x, bottom + 18), label, "ink-3", "middle")
    return bottom + axis.LABELS


def _ticks(scale: AxisScale) -> Iterator[tuple[int, str]]:
    """Yield days and their texts: the month and year only where they change."""
    length = scale.high - scale.low
    most = max(2, int((scale.end - scale.start) / 60))
    step = next((step for step in _STEPS if length / step <= most), int(length / most) + 1)
    before: date | None = None
    for number in range(int(scale.low + 0.5), int(scale.high) + 1, step):
        day = date.fromordinal(number)
        if length > 2 * _YEAR:
            yield number, f"{_MONTHS[day.month - 1]} {day.year}"
        elif before and (before.year, before.month) == (day.year, day.month):
            yield number, str(day.day)
        else:
            yield number, day_text(day)
        before = day


@dataclass(frozen=True)
class Flag:
    """A line at `x` up to its words in a lane; lane 0 is just above the plot."""

    x: float
    words: str
    start: float
    """The left end of the words: at the line, or so that they end there."""
    lane: int

    @property
    def end(self) -> float:
        """The right end of the words."""
        return self.start + texts.width(self.words)

    def touches(self, other: "Flag") -> bool:
        """Return whether the words of the two flags are too close to each other."""
        beside = self.start < other.end + 8 and other.start < self.end + 8
        return self.lane == other.lane and beside

    def crosses(self, other: "Flag") -> bool:
        """Return whether this flag's line runs through the other one's words."""
        return self.lane > other.lane and other.start + 1 < self.x < other.end - 1


def raised(moments: Sequence[tuple[float, str]], room: tuple[float, float]) -> Sequence[Flag]:
    """Return the flags of a few `moments`, (pixel, words) each, with words within `room`.

    Of all arrangements, the first with the fewest words touching or crossed, then with the fewest
    lanes.
    """
    choices = [list(_choices(x, words, room, len(moments))) for x, words in moments]
    return min(product(*choices), key=_cost)


def _choices(x: float, words: str, room: tuple[float, float], lanes: int) -> Iterator[Flag]:
    words = texts.clip(words, room[1] - room[0])
    wide = texts.width(words)
    starts = [start for start in (x, x - wide) if room[0] <= start <= room[1] - wide]
    for lane in range(lanes):
        for start in starts or [room[1] - wide if x > sum(room) / 2 else room[0]]:
            yield Flag(x, words, start, lane)


def _cost(flags: Sequence[Flag]) -> tuple[int, int, int]:
    touching = sum(flag.touches(other) for flag, other in combinations(flags, 2))
    crossing = sum(flag.crosses(other) for flag, other in permutations(flags, 2))
    return touching, crossing, max((flag.lane for flag in flags), default=0)


def draw_line(canvas: Canvas, runs: Sequence[Sequence[Point]], stroke: str, width: float) -> None:
    """Draw runs of points, given in pixels; a single point is a dot."""
    for run in runs:
        if len(run) == 1:
            canvas.circle(run[0], width + 1, stroke)
        else:
            canvas.path(run, stroke, width, stroke_linejoin="round", stroke_linecap="round")


def draw_band(
    canvas: Canvas, low: Sequence[Sequence[Point]], high: Sequence[Sequence[Point]], fill: str
) -> None:
    """Fill between runs of lower and upper points; a single pair is a bar."""
    for below, above in zip(low, high, strict=True):
        if len(below) == 1:
            (x, bottom), (_, top) = below[0], above[0]
            canvas.rect((x - 4, top), (8, max(bottom - top, 1)), fill, rx=1.5, fill_opacity=".4")
        else:
            canvas.area([*above, *reversed(below)], fill, fill_opacity=".16")


def runs(
    points: Sequence[tuple[float, float | None]], across: AxisScale, up: AxisScale
) -> list[list[Point]]:
    """Return points as pixels, in runs without missing values, cut off at the ends of `up`."""
    segments: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            segments.append([])
        else:
            segments[-1].append((x, y))
    return [[(across(x), up(y)) for x, y in _cut(run, up)] for run in segments if run]


def _cut(run: Sequence[tuple[float, float]], up: AxisScale) -> Iterator[tuple[float, float]]:
    """Yield a run including the points where it crosses the ends of a scale, so slopes stay."""
    yield run[0]
    for (x, y), (to_x, to_y) in pairwise(run):
        edges = sorted((up.low, up.high), reverse=to_y < y)
        for edge in edges:
            if min(y, to_y) < edge < max(y, to_y):
                yield x + (to_x - x) * ((edge - y) / (to_y - y)), edge
        yield to_x, to_y


_LANE = 18
"""The height above the plot for the words of one marker."""


@dataclass(frozen=True)
class Day:
    """The state of knowledge at the end of a day; None or NaN means missing."""

    day: date
    value: float | None
    low: float | None = None
    high: float | None = None
    """The ends, `low` and `high`, of an interval that stays valid at every check."""
    fixed: tuple[float, float] | None = None
    """The interval of a single-check test on this day."""


@dataclass(frozen=True)
class DailyChart(Chart):
    """A difference over time: its line, its always-valid band, and key events."""

    days: tuple[Day, ...]
    kind: NumberKind = "points"
    tone: Tone = "plain"
    par: float = 0.0
    """The value of no difference."""
    band: tuple[float, float] | None = None
    """Differences in this range do not matter."""
    gate: date | None = None
    """The first day with enough data; earlier days are hatched."""
    gate_words: str = "enough data from {}"
    """The words at the gate; {} is its day."""
    sure: date | None = None
    """The first day on which the difference was certain."""
    complete_until: date | None = None
    """Plays may still arrive from here on; later days are hatched."""
    band_words: str = "no difference that matters"
    always_words: str = "valid at every check"
    fixed_words: str = "of a single-check test"

    def _draw(self, canvas: Canvas, top: float) -> float:
        days = sorted(self.days, key=lambda day: day.day)
        rows = [Row("", day.value, day.low, day.high) for day in days]
        last = figures(rows, self.kind)[-1]
        up = AxisScale(*self._domain(days), 0, 0)
        height = 230 if canvas.wide else 200
        room = max(texts.width(last.value, 13, bold=True), texts.width(last.doubt)) + 10
        left, right = canvas.pad + axis.margin(up, self.kind, height), canvas.right - room
        across = days_scale([day.day for day in days], left, right)
        flags = raised(self._markers(across), (canvas.pad, canvas.right))
        if self.kind == "points":
            canvas.text((canvas.pad, top + 8), axis.POINTS, "ink-3")
            top += _LANE
        top += _LANE * max((flag.lane + 1 for flag in flags), default=0)
        bottom = top + height
        up = AxisScale(up.low, up.high, bottom, top)
        self._ground(canvas, across, up)
        _curves(canvas, days, (across, up), self.tone)
        for flag in flags:
            y = top - _LANE * flag.lane
            canvas.line((flag.x, y - 1), (flag.x, bottom), "ink", 1.2)
            canvas.text((flag.start, y - 6), flag.words, "ink-2")
        self._last(canvas, days[-1], last, (across, up))
        return legend(canvas, across_days(canvas, across, bottom), self._keys(), self.tone)

    def _domain(self, days: Sequence[Day]) -> tuple[float, float]:
        """Return the ends of the scale; very wide early bands may exceed them."""
        settled = [day for day in days if self.gate and day.day >= self.gate]
        settled = settled or days[len(days) // 4 :]
        values = [self.par, *(self.band or ()), *(day.value for day in days)]
        for day in settled:
            values += [day.low, day.high, *(day.fixed or ())]
        return domain(values)

    def _markers(self, across: AxisScale) -> list[tuple[float, str]]:
        markers = (
            (self.gate, self.gate_words),
            (self.sure, "sure since {}"),
            (self.complete_until, "complete until {}"),
        )
        return [
            (across(day.toordinal()), words.replace("{}", day_text(day)))
            for day, words in markers
            if day and across.holds(day.toordinal())
        ]

    def _ground(self, canvas: Canvas, across: AxisScale, up: AxisScale) -> None:
        if self.band:
            low, high = (up(edge) for edge in sorted(self.band))
            size = (across.end - across.start, max(low - high, 1))
            canvas.rect((across.start, high), size, "norm")
        axis.along(canvas, up, (across.start, across.end), self.kind)
        for start, end in (
            (across.start, across(self.gate.toordinal()) if self.gate else across.start),
            (across(self.complete_until.toordinal()), across.end)
            if self.complete_until
            else (across.end, across.end),
        ):
            canvas.hatch((start, up.end), (end - start, up.start - up.end))
        par = up(self.par)
        canvas.line((across.start, par), (across.end, par), "zero", 1.4)

    def _last(
        self, canvas: Canvas, day: Day, figure: Figure, scales: tuple[AxisScale, AxisScale]
    ) -> None:
        value = finite_or_none(day.value)
        if value is None:
            return
        across, up = scales
        x, y = across(day.day.toordinal()) + 10, min(max(up(value), up.end + 12), up.start - 16)
        canvas.text((x, y + 2), figure.value, size=13, bold=True)
        canvas.text((x, y + 17), figure.doubt, "ink-3")

    def _keys(self) -> list[tuple[Sign, str]]:
        keys: list[tuple[Sign, str]] = []
        if any(day.fixed for day in self.days):
            keys.append(("band", self.always_words))
            keys.append(("dashes", self.fixed_words))
        if self.band:
            keys.append(("norm", self.band_words))
        return keys

    def _table(self) -> ChartTable:
        days = sorted(self.days, key=lambda day: day.day)
        day_figures = figures([Row("", day.value, day.low, day.high) for day in days], self.kind)
        cells = [
            (day.day.isoformat(), figure.value, figure.doubt)
            for day, figure in zip(days, day_figures, strict=True)
        ]
        return ChartTable(("Day", "Difference", "Interval"), cells)


def _curves(
    canvas: Canvas, days: Sequence[Day], scales: tuple[AxisScale, AxisScale], tone: Tone
) -> None:
    across, up = scales
    always = [Row("", None, day.low, day.high).bounds for day in days]
    fixed = [interval(*day.fixed) if day.fixed else None for day in days]
    low, high = (runs(_ends(days, always, end), across, up) for end in (0, 1))
    draw_band(canvas, low, high, tone)
    for end in (0, 1):
        for run in runs(_ends(days, fixed, end), across, up):
            canvas.path(run, tone, 1, stroke_dasharray="3 3", stroke_opacity=".7")
    values = [(float(day.day.toordinal()), finite_or_none(day.value)) for day in days]
    draw_line(canvas, runs(values, across, up), tone, 2.2)


def _ends(
    days: Sequence[Day], intervals: Sequence[tuple[float, float] | None], end: int
) -> list[tuple[float, float | None]]:
    """Return the lower (0) or upper (1) end of each day's interval; open ones extend far."""
    return [
        (float(day.day.toordinal()), min(max(bounds[end], -LIMIT), LIMIT) if bounds else None)
        for day, bounds in zip(days, intervals, strict=True)
    ]
