"""Values with their intervals, as data and as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan
from statistics import median

from keyart.insights.charts import axis
from keyart.insights.charts import text as texts
from keyart.insights.charts.axis import AxisScale, domain
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.chart import ChartTable, filled
from keyart.insights.charts.figures import (
    SIGNED,
    NumberKind,
    decimals,
    finite,
    finite_or_none,
    margin,
    shown,
)
from keyart.insights.charts.legend import Sign
from keyart.insights.charts.palette import Tone


@dataclass(frozen=True)
class Row:
    """One value with its interval; None or NaN means missing. Infinite bounds are open."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    second: tuple[float, float] | None = None
    """Another interval, drawn faintly behind the first."""
    adjusted: float | None = None
    """Another estimate, a hollow dot: the value adjusted for different mixes."""
    letter: str = ""
    """The asset's letter in all charts of its title."""
    note: str = ""
    """A few words below the name."""
    tone: Tone = "plain"
    unsure: bool = False
    """Faded: could be chance."""

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The interval, if both ends are known."""
        return interval(self.low, self.high)


@dataclass(frozen=True)
class Figure:
    """A row's value as text: the value and its uncertainty."""

    value: str
    doubt: str = ""


def interval(low: float | None, high: float | None) -> tuple[float, float] | None:
    """Return an interval from the lower to the higher end, if both are known."""
    if low is None or high is None or isnan(low) or isnan(high):
        return None
    return min(low, high), max(low, high)


def figures(rows: Sequence[Row], kind: NumberKind) -> list[Figure]:
    """Return the text of each row, all with the same number of decimals."""
    widths = [high - low for low, high in filter(None, (row.bounds for row in rows))]
    halves = [width / 2 for width in finite(widths) if width > 0]
    places = decimals(median(halves), kind) if halves else None
    return [_figure(row, kind, places) for row in rows]


def _figure(row: Row, kind: NumberKind, places: int | None) -> Figure:
    value = shown(row.value, kind, places)
    number, bounds = finite_or_none(row.value), row.bounds
    if bounds is None:
        return Figure(value)
    return Figure(value, _doubt(number, bounds, kind, places))


def _doubt(
    value: float | None, bounds: tuple[float, float], kind: NumberKind, places: int | None
) -> str:
    low, high = (shown(bound, kind, places, unit=False) for bound in bounds)
    if bounds[0] == -inf or bounds[1] == inf:
        return f"≤ {high}" if bounds[1] != inf else f"≥ {low}" if bounds[0] != -inf else ""
    half = (bounds[1] - bounds[0]) / 2
    if kind in SIGNED and value is not None and abs(bounds[0] + half - value) <= 0.2 * half:
        return f"± {margin(half, kind, places)}"
    return f"{low} to {high}" if kind in SIGNED else f"{low} – {high}"


def row_keys(rows: Sequence[Row], second: str, adjusted: str) -> list[tuple[Sign, str]]:
    """Return the legend for the rows: a second interval, another estimate, faded rows."""
    optional_keys: list[tuple[Sign, bool, str]] = [
        ("inner", any(row.second for row in rows), second),
        ("dot", any(finite_or_none(row.adjusted) is not None for row in rows), adjusted),
        ("unsure", any(row.unsure for row in rows), "faded: could be chance"),
    ]
    return [(sign, words) for sign, there, words in optional_keys if there]


def table(
    rows: Sequence[Row], kind: NumberKind, value: str, second: str, adjusted: str
) -> ChartTable:
    """Return rows as a table with these headings; columns empty in all rows are left out."""
    row_figures = figures(rows, kind)
    return filled(
        [
            ("Name", [f"{row.letter} {row.name}".strip() for row in rows]),
            (value, [figure.value for figure in row_figures]),
            ("Interval", [figure.doubt for figure in row_figures]),
            (second, [_second(row, kind) for row in rows]),
            (adjusted, ["" if row.adjusted is None else shown(row.adjusted, kind) for row in rows]),
            ("Note", [row.note or ("could be chance" if row.unsure else "") for row in rows]),
        ]
    )


def _second(row: Row, kind: NumberKind) -> str:
    bounds = interval(*row.second) if row.second else None
    return _doubt(None, bounds, kind, None) if bounds else ""


_NAME = 13
"""The text size of names and figures."""
_LETTER = 20
"""The width of the letter before a name."""


@dataclass(frozen=True)
class RowOptions:
    """How to draw the rows."""

    kind: NumberKind
    par: float | None = None
    """The position of a line through all rows."""
    zone: tuple[float, float] | None = None
    """A grey zone behind all rows."""
    middle: float | None = None
    """A dashed line within the zone."""
    sides: tuple[str, str] = ("", "")
    """The meanings of left and right of par."""
    limits: tuple[float, float] | None = None
    """The ends of the scale, unless derived from the rows."""
    floor: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class _Layout:
    """The positions of columns, in pixels."""

    name: float
    """Width for names, including letters."""
    plot: tuple[float, float]
    stacked: bool
    """Whether the uncertainty is below the value."""
    letters: float
    lines: int
    """The maximum number of lines of a name, and of a note."""


@dataclass(frozen=True)
class _Label:
    """The lines of a name and of the note below it."""

    name: Sequence[str]
    note: Sequence[str]


def draw_rows(canvas: Canvas, top: float, rows: Sequence[Row], reading: RowOptions) -> float:
    """Draw `rows` below `top`, and return where they end, including the axis."""
    row_figures = figures(rows, reading.kind)
    layout = _layout(canvas, rows, row_figures)
    low, high = reading.limits or _domain(rows, reading)
    scale = AxisScale(low, high, *layout.plot)
    labels = [_label(row, layout) for row in rows]
    heights = [_height(row, label, layout) for row, label in zip(rows, labels, strict=True)]
    if any(reading.sides) and reading.par is not None:
        top = _sides(canvas, scale, top, reading)
    bottom = top + sum(heights)
    if reading.zone:
        ends = [scale(edge) for edge in sorted(reading.zone)]
        canvas.rect((ends[0], top), (max(ends[1] - ends[0], 1), bottom - top), "norm")
    end = axis.across(canvas, scale, top, bottom, reading.kind, reading.unit)
    _lines(canvas, scale, (top, bottom), reading)
    y = top
    for row, label, figure, height in zip(rows, labels, row_figures, heights, strict=True):
        if y > top:
            canvas.line((canvas.pad, y), (canvas.right, y), "line")
        _name(canvas, row, label, y + height / 2, layout)
        _mark(canvas, scale, row, y + height / 2)
        _write(canvas, row, figure, y + height / 2, layout)
        y += height
    return end


def _domain(rows: Sequence[Row], reading: RowOptions) -> tuple[float, float]:
    values: list[float | None] = [reading.par, *(reading.zone or ()), reading.middle]
    for row in rows:
        values += [row.value, row.low, row.high, row.adjusted, *(row.second or ())]
    return domain(values, floor=reading.floor)


def _layout(canvas: Canvas, rows: Sequence[Row], row_figures: Sequence[Figure]) -> _Layout:
    letters = _LETTER if any(row.letter for row in rows) else 0
    widest = max(max(texts.width(row.name, _NAME), texts.width(row.note)) for row in rows)
    name = letters + min(widest, canvas.room * 0.34 - letters)
    values = [texts.width(figure.value, _NAME, bold=True) for figure in row_figures]
    doubts = [texts.width(figure.doubt) for figure in row_figures]
    beside = max(value + 6 + doubt for value, doubt in zip(values, doubts, strict=True))
    stacked = canvas.room - name - beside - 32 < canvas.room * 0.38
    figure = max(*values, *doubts, 0.0) if stacked else beside
    figure = min(figure, canvas.room * 0.4)
    plot = (canvas.pad + name + 16, canvas.right - figure - 16)
    return _Layout(name, plot, stacked, letters, 2 if canvas.wide else 3)


def _label(row: Row, layout: _Layout) -> _Label:
    room = layout.name - layout.letters
    return _Label(
        texts.wrap(row.name, room, _NAME, lines=layout.lines),
        texts.wrap(row.note, room, lines=layout.lines),
    )


def _height(row: Row, label: _Label, layout: _Layout) -> float:
    lines = max(len(label.name) + len(label.note), 2 if layout.stacked and row.bounds else 1)
    return 16 * lines + 16


def _sides(canvas: Canvas, scale: AxisScale, top: float, reading: RowOptions) -> float:
    """Write the meanings of the sides of par, beside it, or on two lines if narrow."""
    par = scale(reading.par or 0.0)
    left, right = f"← {reading.sides[0]}", f"{reading.sides[1]} →"
    beside = canvas.right - par - 8
    if texts.width(right) > beside or texts.width(left) > par - 8 - canvas.pad:
        canvas.text((canvas.pad, top + 10), texts.clip(left, canvas.room), "ink-3")
        canvas.text((canvas.right, top + 26), texts.clip(right, canvas.room), "ink-3", "end")
        return top + 34
    canvas.text((par - 8, top + 10), left, "ink-3", "end")
    canvas.text((par + 8, top + 10), right, "ink-3")
    return top + 18


def _lines(
    canvas: Canvas, scale: AxisScale, ends: tuple[float, float], reading: RowOptions
) -> None:
    if reading.middle is not None and scale.holds(reading.middle):
        x = scale(reading.middle)
        canvas.line((x, ends[0]), (x, ends[1]), "zero", stroke_dasharray="3 3")
    if reading.par is not None and scale.holds(reading.par):
        x = scale(reading.par)
        canvas.line((x, ends[0]), (x, ends[1]), "zero", 1.4)


def _name(canvas: Canvas, row: Row, label: _Label, middle: float, layout: _Layout) -> None:
    y = middle - 8 * (len(label.name) + len(label.note)) + 12
    x = canvas.pad + layout.letters
    if row.letter:
        letter = texts.clip(row.letter, _LETTER - 4, bold=True)
        canvas.text((canvas.pad, y), letter, bold=True)
    for line in label.name:
        canvas.text((x, y), line, size=_NAME)
        y += 16
    for line in label.note:
        canvas.text((x, y), line, "ink-3" if row.tone == "plain" else row.tone)
        y += 16


def _mark(canvas: Canvas, scale: AxisScale, row: Row, y: float) -> None:
    bars = [(interval(*row.second) if row.second else None, 15, ".18"), (row.bounds, 9, ".4")]
    for bounds, thick, opacity in bars:
        if bounds:
            start, end = scale(bounds[0]), scale(bounds[1])
            faded = ".2" if row.unsure and opacity == ".4" else opacity
            size = (max(end - start, 1.0), thick)
            canvas.rect((start, y - thick / 2), size, row.tone, rx=1.5, fill_opacity=faded)
            _beyond(canvas, scale, bounds, y, row.tone)
    value, adjusted = finite_or_none(row.value), finite_or_none(row.adjusted)
    if value is not None:
        opacity = {"fill_opacity": ".55"} if row.unsure else {}
        canvas.rect((scale(value) - 2, y - 7.5), (4, 15), row.tone, rx=1, **opacity)
    if adjusted is not None:
        canvas.circle((scale(adjusted), y + 11), 3, "surface", stroke="plain", stroke_width=1.4)


def _beyond(
    canvas: Canvas, scale: AxisScale, bounds: tuple[float, float], y: float, tone: Tone
) -> None:
    """Draw an arrow where an interval continues beyond the scale."""
    for beyond, x, tip in (
        (bounds[0] < scale.low, scale.start, -5),
        (bounds[1] > scale.high, scale.end, 5),
    ):
        if beyond:
            canvas.area([(x, y - 4.5), (x + tip, y), (x, y + 4.5)], tone)


def _write(canvas: Canvas, row: Row, figure: Figure, middle: float, layout: _Layout) -> None:
    room = canvas.right - layout.plot[1] - 8
    ink = "ink-3" if row.unsure or finite_or_none(row.value) is None else "ink"
    bold = ink == "ink"
    doubt = texts.clip(figure.doubt, room)
    value = texts.clip(figure.value, room, _NAME, bold=bold)
    if layout.stacked and doubt:
        canvas.text((canvas.right, middle - 4), value, ink, "end", size=_NAME, bold=bold)
        canvas.text((canvas.right, middle + 12), doubt, "ink-3", "end")
        return
    right = canvas.right
    if doubt:
        canvas.text((right, middle + 4), doubt, "ink-3", "end")
        right -= texts.width(doubt) + 6
    canvas.text((right, middle + 4), value, ink, "end", size=_NAME, bold=bold)
