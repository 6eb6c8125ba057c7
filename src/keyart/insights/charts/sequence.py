"""A difference as it was seen day by day, and when it became sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from keyart.insights.charts import axis
from keyart.insights.charts import text as texts
from keyart.insights.charts.calendar import across_days, day_text, days_scale
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.chart import Chart, Table
from keyart.insights.charts.figures import Kind, known
from keyart.insights.charts.flags import raised
from keyart.insights.charts.legend import Sign, legend
from keyart.insights.charts.lines import draw_band, draw_line, runs
from keyart.insights.charts.palette import Tone
from keyart.insights.charts.rows import Figure, Row, figures, interval
from keyart.insights.charts.scale import LIMIT, Scale, domain

_LANE = 18
"""How much room above the plot the words of one marker take."""


@dataclass(frozen=True)
class Day:
    """What was known at the end of a day; what is None, or NaN, is missing."""

    day: date
    value: float | None
    low: float | None = None
    high: float | None = None
    """An interval that is valid however often one looks."""
    fixed: tuple[float, float] | None = None
    """The interval of a test that looks once, on this day."""


@dataclass(frozen=True)
class ByDay(Chart):
    """The sequence of a difference: its line, its always-valid band, and what happened when."""

    days: tuple[Day, ...]
    kind: Kind = "points"
    tone: Tone = "plain"
    par: float = 0.0
    """No difference."""
    band: tuple[float, float] | None = None
    """Differences within do not matter."""
    gate: date | None = None
    """The first day with enough data; what is before is hatched."""
    gate_words: str = "enough data from {}"
    """What stands at the gate; {} is its day."""
    sure: date | None = None
    """The first day on which the difference was sure."""
    complete_until: date | None = None
    """From here on plays may still come; what is later is hatched."""
    band_words: str = "no difference that matters"
    always_words: str = "valid at every look"
    fixed_words: str = "of a test that looks once"

    def _draw(self, canvas: Canvas, top: float) -> float:
        days = sorted(self.days, key=lambda day: day.day)
        rows = [Row("", day.value, day.low, day.high) for day in days]
        last = figures(rows, self.kind)[-1]
        up = Scale(*self._domain(days), 0, 0)
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
        up = Scale(up.low, up.high, bottom, top)
        self._ground(canvas, across, up)
        _curves(canvas, days, (across, up), self.tone)
        for flag in flags:
            y = top - _LANE * flag.lane
            canvas.line((flag.x, y - 1), (flag.x, bottom), "ink", 1.2)
            canvas.text((flag.start, y - 6), flag.words, "ink-2")
        self._last(canvas, days[-1], last, (across, up))
        return legend(canvas, across_days(canvas, across, bottom), self._keys(), self.tone)

    def _domain(self, days: Sequence[Day]) -> tuple[float, float]:
        """Return the ends of the scale: early bands, wide as a house, may go beyond them."""
        settled = [day for day in days if self.gate and day.day >= self.gate]
        settled = settled or days[len(days) // 4 :]
        values = [self.par, *(self.band or ()), *(day.value for day in days)]
        for day in settled:
            values += [day.low, day.high, *(day.fixed or ())]
        return domain(values)

    def _markers(self, across: Scale) -> list[tuple[float, str]]:
        wanted = (
            (self.gate, self.gate_words),
            (self.sure, "sure since {}"),
            (self.complete_until, "complete until {}"),
        )
        return [
            (across(day.toordinal()), words.replace("{}", day_text(day)))
            for day, words in wanted
            if day and across.holds(day.toordinal())
        ]

    def _ground(self, canvas: Canvas, across: Scale, up: Scale) -> None:
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

    def _last(self, canvas: Canvas, day: Day, said: Figure, scales: tuple[Scale, Scale]) -> None:
        value = known(day.value)
        if value is None:
            return
        across, up = scales
        x, y = across(day.day.toordinal()) + 10, min(max(up(value), up.end + 12), up.start - 16)
        canvas.text((x, y + 2), said.value, size=13, bold=True)
        canvas.text((x, y + 17), said.doubt, "ink-3")

    def _keys(self) -> list[tuple[Sign, str]]:
        keys: list[tuple[Sign, str]] = []
        if any(day.fixed for day in self.days):
            keys.append(("band", self.always_words))
            keys.append(("dashes", self.fixed_words))
        if self.band:
            keys.append(("norm", self.band_words))
        return keys

    def _table(self) -> Table:
        days = sorted(self.days, key=lambda day: day.day)
        said = figures([Row("", day.value, day.low, day.high) for day in days], self.kind)
        cells = [
            (day.day.isoformat(), figure.value, figure.doubt)
            for day, figure in zip(days, said, strict=True)
        ]
        return Table(("Day", "Difference", "Interval"), cells)


def _curves(canvas: Canvas, days: Sequence[Day], scales: tuple[Scale, Scale], tone: Tone) -> None:
    across, up = scales
    always = [Row("", None, day.low, day.high).bounds for day in days]
    fixed = [interval(*day.fixed) if day.fixed else None for day in days]
    low, high = (runs(_ends(days, always, end), across, up) for end in (0, 1))
    draw_band(canvas, low, high, tone)
    for end in (0, 1):
        for run in runs(_ends(days, fixed, end), across, up):
            canvas.path(run, tone, 1, stroke_dasharray="3 3", stroke_opacity=".7")
    values = [(float(day.day.toordinal()), known(day.value)) for day in days]
    draw_line(canvas, runs(values, across, up), tone, 2.2)


def _ends(
    days: Sequence[Day], intervals: Sequence[tuple[float, float] | None], end: int
) -> list[tuple[float, float | None]]:
    """Return the lower (0) or upper (1) end of each day's interval; open ones go far."""
    return [
        (float(day.day.toordinal()), min(max(bounds[end], -LIMIT), LIMIT) if bounds else None)
        for day, bounds in zip(days, intervals, strict=True)
    ]
