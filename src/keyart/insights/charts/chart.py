"""The parts shared by all charts: a heading, the drawing, an equivalent table, and HTML of both."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from keyart.insights.charts import text as texts
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.palette import Theme

WIDTH = 720
NARROWEST = 280
"""The minimum width of charts, in pixels."""

NOTHING = "Nothing to show yet."
_MOST_SENTENCES = 12
"""The most table rows that a chart reads out to screen readers."""


@dataclass(frozen=True)
class ChartTable:
    """A chart's data as text: column headings and rows."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def filled(columns: Sequence[tuple[str, Sequence[str]]]) -> ChartTable:
    """Return the table of `columns`, (heading, cells) each, without empty ones."""
    kept = [(heading, cells) for heading, cells in columns if any(cells)]
    rows = list(zip(*(cells for _, cells in kept), strict=True))
    return ChartTable([heading for heading, _ in kept], rows)


@dataclass(frozen=True)
class Chart(ABC):
    """A chart of plain data."""

    title: str
    """What the chart shows, in a few words."""
    subtitle: str = field(default="", kw_only=True)
    """The measure, its unit, and anything else needed to read the chart."""

    def svg(self, width: float = WIDTH, theme: Theme | None = None) -> str:
        """Return the chart as an SVG, `width` pixels wide; its height depends on its content.

        Text keeps its size at every width, so draw at the width of display. With `theme` None it
        follows the reader's system, light or dark.
        """
        canvas = Canvas(max(width, NARROWEST), theme)
        table = self._table()
        top = _heading(canvas, self.title, self.subtitle)
        bottom = self._draw(canvas, top) if table.rows else _nothing(canvas, top)
        return canvas.svg(bottom + canvas.pad, self.title, _describe(self.subtitle, table))

    def table(self) -> str:
        """Return the chart's data as an HTML table."""
        table = self._table()
        root = ET.Element("table")
        ET.SubElement(root, "caption").text = texts.clean(self.title)
        _row(ET.SubElement(root, "thead"), table.headings, ["col"] * len(table.headings))
        body = ET.SubElement(root, "tbody")
        for row in table.rows:
            _row(body, row, ["row"] + [""] * (len(row) - 1))
        return ET.tostring(root, encoding="unicode", short_empty_elements=False)

    def html(self, width: float = WIDTH, theme: Theme | None = None) -> str:
        """Return the chart and its table, collapsed, as one HTML figure."""
        return (
            f'<figure style="margin:0;overflow-x:auto">{self.svg(width, theme)}'
            f"<details><summary>Show as table</summary>{self.table()}</details></figure>"
        )

    def _repr_html_(self) -> str:
        return self.html()

    @abstractmethod
    def _draw(self, canvas: Canvas, top: float) -> float:
        """Draw at least one row below `top`, and return where the drawing ends."""

    @abstractmethod
    def _table(self) -> ChartTable:
        """Return the drawn data as a table; if it has no rows, nothing is drawn."""


def _heading(canvas: Canvas, title: str, subtitle: str) -> float:
    y = canvas.pad
    for line in texts.wrap(title, canvas.room, 15, bold=True):
        y += 15
        canvas.text((canvas.pad, y), line, size=15, bold=True)
        y += 4
    for line in texts.wrap(subtitle, canvas.room, lines=4):
        y += 14
        canvas.text((canvas.pad, y), line, "ink-3")
        y += 2
    return y + 14


def _nothing(canvas: Canvas, top: float) -> float:
    canvas.text((canvas.pad, top + 12), NOTHING, "ink-3")
    return top + 16


def _describe(subtitle: str, table: ChartTable) -> str:
    """Return a chart's content as sentences."""
    lines = ["; ".join(cell for cell in row if cell) for row in table.rows[:_MOST_SENTENCES]]
    more = len(table.rows) - len(lines)
    return " ".join(
        [
            *([subtitle] if subtitle else []),
            *([f"{line}." for line in lines] or [NOTHING]),
            *([f"And {more:,} more."] if more else []),
        ]
    )


def _row(parent: ET.Element, cells: Sequence[str], scopes: Sequence[str]) -> None:
    row = ET.SubElement(parent, "tr")
    for cell, scope in zip(cells, scopes, strict=True):
        element = ET.SubElement(row, "th" if scope else "td", {"dir": "auto"})
        if scope:
            element.set("scope", scope)
        element.text = texts.clean(cell)
