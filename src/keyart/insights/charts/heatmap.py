"""Audiences by assets: how each does, how certain that is, and the best for each audience."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from keyart.insights.charts import text as texts
from keyart.insights.charts.canvas import Canvas, Point
from keyart.insights.charts.chart import Chart, ChartTable
from keyart.insights.charts.figures import MISSING, NumberKind, finite, finite_or_none, shown
from keyart.insights.charts.legend import Sign, legend

_LEAST = 43.0
"""The minimum cell width, in pixels; columns that do not fit go below."""
_MOST = 104.0
_NAMED = 64.0
"""Columns narrower than this show letters, where available, instead of names."""
_HEIGHT = 38.0
_GAP = 2.0
_STEPS = (1 / 6, 1 / 2, 5 / 6)
"""Where the next colour starts, as shares of the largest difference."""


@dataclass(frozen=True)
class HeatmapCell:
    """One asset's result with one audience; None or NaN means missing."""

    value: float | None = None
    difference: float | None = None
    """Difference from the audience's own mean; determines the colour."""
    unsure: bool = False
    """Faded: could be chance."""
    best: bool = False
    """Framed: the best for this audience."""
    hidden: Literal["", "few", "private"] = ""
    """Why a cell has no colour: too few people for a result, or so few that it is not shown."""


@dataclass(frozen=True)
class Head:
    """The heading of a row or column."""

    name: str
    letter: str = ""
    note: str = ""


@dataclass(frozen=True)
class Heatmap(Chart):
    """Rows of cells: better than the row's mean is teal, worse is ochre."""

    columns: tuple[Head, ...]
    rows: tuple[tuple[Head, tuple[HeatmapCell, ...]], ...]
    """Each row has one cell for each column."""
    kind: NumberKind = "rate"
    difference: NumberKind = "points"
    best_words: str = "best for this audience"
    few_words: str = "too few people"
    private_words: str = "not shown, so nobody can be singled out"

    def __post_init__(self) -> None:
        if any(len(cells) != len(self.columns) for _, cells in self.rows):
            raise ValueError("each row of a heatmap has a cell for each of its columns")

    def _draw(self, canvas: Canvas, top: float) -> float:
        layout = self._layout(canvas)
        for start in range(0, len(self.columns), layout.columns):
            top = self._block(canvas, range(start, start + layout.columns), top, layout) + 10
        if layout.short:
            top = _letters(canvas, self.columns, top)
        return legend(canvas, top - 6, self._keys())

    def _layout(self, canvas: Canvas) -> "_HeatmapLayout":
        names = max(max(texts.width(row.name, 13), texts.width(row.note)) for row, _ in self.rows)
        left = canvas.pad + (min(names, canvas.room * 0.24) + 12 if canvas.wide else 0)
        room, count = canvas.right - left, len(self.columns)
        blocks = math.ceil(count / max(1, int(room / _LEAST)))
        columns = math.ceil(count / blocks)
        wide = min(_MOST, room / columns)
        values = [shown(cell.value, self.kind) for _, cells in self.rows for cell in cells]
        unit = all(texts.width(value, bold=True) <= wide - 6 for value in values)
        lettered = all(head.letter for head in self.columns)
        return _HeatmapLayout(left, columns, wide, unit, lettered and wide < _NAMED)

    def _block(self, canvas: Canvas, block: range, top: float, layout: "_HeatmapLayout") -> float:
        """Draw some of the columns below their heads, and return where they end."""
        columns = list(zip(block, self.columns[block.start : block.stop], strict=False))
        heads = [(at, _head(column, layout)) for at, column in columns]
        lines = max(len(head) for _, head in heads)
        for at, head in heads:
            x = layout.left + layout.wide * (at - block.start + 0.5) - _GAP / 2
            for line, (text, bold) in enumerate(head):
                y = top + 12 + 15 * (lines - len(head) + line)
                canvas.text((x, y), text, "ink" if bold else "ink-2", "middle", bold=bold)
        top += 15 * lines + 6
        span = max(map(abs, finite(_differences(self.rows))), default=0.0)
        for row, cells in self.rows:
            top = _row_name(canvas, row, top, layout)
            for at, _ in columns:
                x = layout.left + layout.wide * (at - block.start)
                self._cell(canvas, cells[at], (x, top), (layout, span))
            top += _HEIGHT
        return top

    def _cell(
        self, canvas: Canvas, cell: HeatmapCell, at: Point, look: tuple["_HeatmapLayout", float]
    ) -> None:
        layout, span = look
        size = (layout.wide - _GAP, _HEIGHT - _GAP)
        ink = _ground(canvas, cell, at, size, span)
        if cell.best and not cell.hidden:
            stroke, width = ("line-2", 1) if cell.unsure else ("ink", 2)
            inner = (at[0] + width / 2, at[1] + width / 2), (size[0] - width, size[1] - width)
            canvas.rect(*inner, "none", stroke=stroke, stroke_width=width)
        middle, room = at[0] + size[0] / 2, size[0] - 4
        value, difference = self._format_cell(cell, layout)
        bold = not cell.unsure and not cell.hidden
        value = texts.clip(value, room, bold=bold)
        write = canvas.over if cell.hidden else canvas.text
        write((middle, at[1] + (16 if difference else 22)), value, ink, "middle", bold=bold)
        if difference:
            canvas.text((middle, at[1] + 31), texts.clip(difference, room), ink, "middle")

    def _format_cell(self, cell: HeatmapCell, layout: "_HeatmapLayout") -> tuple[str, str]:
        """Return a cell's value and difference, as far as they may be shown."""
        if cell.hidden == "private":
            return MISSING, ""
        value = shown(cell.value, self.kind, unit=layout.unit)
        if cell.hidden or finite_or_none(cell.difference) is None:
            return value, ""
        return value, shown(cell.difference, self.difference, unit=False)

    def _keys(self) -> list[tuple[Sign, str]]:
        cells = [cell for _, row in self.rows for cell in row]
        keys: list[tuple[Sign, str]] = [("scale", "worse to better than the row’s mean")]
        optional_keys: list[tuple[Sign, bool, str]] = [
            ("faded", any(cell.unsure for cell in cells), "faded: could be chance"),
            ("frame", any(cell.best for cell in cells), self.best_words),
            ("hatch", any(cell.hidden == "few" for cell in cells), self.few_words),
            ("private", any(cell.hidden == "private" for cell in cells), self.private_words),
        ]
        return keys + [(sign, words) for sign, there, words in optional_keys if there]

    def _table(self) -> ChartTable:
        if not self.columns:
            return ChartTable((), ())
        headings = ("", *(f"{head.letter} {head.name}".strip() for head in self.columns))
        return ChartTable(
            headings, [(row.name, *map(self._describe_cell, cells)) for row, cells in self.rows]
        )

    def _describe_cell(self, cell: HeatmapCell) -> str:
        """Return a cell in words."""
        if cell.hidden == "private":
            return "not shown"
        difference = finite_or_none(cell.difference)
        words = [
            shown(cell.value, self.kind),
            f"({shown(difference, self.difference)})" if difference is not None else "",
            "best" if cell.best else "",
            self.few_words if cell.hidden else "could be chance" if cell.unsure else "",
        ]
        return " ".join(filter(None, words))


@dataclass(frozen=True)
class _HeatmapLayout:
    """The positions of cells, in pixels."""

    left: float
    columns: int
    """The number of columns side by side."""
    wide: float
    unit: bool
    """Whether there is room for the unit in each cell."""
    short: bool
    """Whether columns are headed by their letters only."""


def _head(head: Head, layout: _HeatmapLayout) -> list[tuple[str, bool]]:
    """Return the lines above a column, and whether they are bold."""
    letter = [(texts.clip(head.letter, layout.wide - 4, bold=True), True)] if head.letter else []
    if layout.short:
        return letter
    return letter + [(line, False) for line in texts.wrap(head.name, layout.wide - 6, lines=3)]


def _row_name(canvas: Canvas, row: Head, top: float, layout: _HeatmapLayout) -> float:
    """Write a row's name beside it, or above it if narrow; return where its cells start."""
    if not canvas.wide:
        name = texts.clip(row.name, canvas.room, 13)
        canvas.text((canvas.pad, top + 15), name, size=13)
        used = texts.width(name, 13) + 8
        canvas.text(
            (canvas.pad + used, top + 15), texts.clip(row.note, canvas.room - used), "ink-3"
        )
        return top + 21
    room = layout.left - canvas.pad - 12
    base = top + (15 if row.note else 23)
    canvas.text((canvas.pad, base), texts.clip(row.name, room, 13), size=13)
    if row.note:
        canvas.text((canvas.pad, base + 16), texts.clip(row.note, room), "ink-3")
    return top


def _letters(canvas: Canvas, columns: Sequence[Head], top: float) -> float:
    """Write the key to the letters above the columns; return where it ends."""
    x, y = canvas.pad, top + 10
    for head in columns:
        name = texts.clip(head.name, canvas.room - 40)
        start = texts.width(head.letter, bold=True) + 5
        if x > canvas.pad and x + start + texts.width(name) > canvas.right:
            x, y = canvas.pad, y + 18
        canvas.text((x, y), head.letter, bold=True)
        canvas.text((x + start, y), name, "ink-2")
        x += start + texts.width(name) + 14
    return y + 16


def _differences(
    rows: Sequence[tuple[Head, Sequence[HeatmapCell]]],
) -> list[float | None]:
    return [cell.difference for _, cells in rows for cell in cells if not cell.hidden]


def _ground(
    canvas: Canvas, cell: HeatmapCell, at: Point, size: tuple[float, float], span: float
) -> str:
    """Colour a cell, and return its text colour."""
    if cell.hidden == "few":
        canvas.hatch(at, size)
        return "ink-3"
    if cell.hidden:
        inner = (at[0] + 2, at[1] + 2), (size[0] - 4, size[1] - 4)
        canvas.rect(*inner, "none", stroke="line-2", stroke_dasharray="3 2")
        return "ink-3"
    level = _level(finite_or_none(cell.difference), span)
    faded = {"fill_opacity": ".3"} if cell.unsure and level else {}
    canvas.rect(at, size, f"d{level}", **faded)
    if cell.unsure:
        return "ink-2"
    return "d-ink-strong" if abs(level) == len(_STEPS) else "d-ink"


def _level(difference: float | None, span: float) -> int:
    """Return how far a difference is from the mean, from −3 to 3."""
    if not difference or span <= 0:
        return 0
    size = sum(abs(difference) / span >= step for step in _STEPS)
    return size if difference > 0 else -size
