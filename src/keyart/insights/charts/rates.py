"""Rates of several arms, one row each, on one scale."""

from dataclasses import dataclass

from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.chart import Chart, Table
from keyart.insights.charts.figures import Kind
from keyart.insights.charts.legend import Sign, legend
from keyart.insights.charts.row_drawing import Reading, draw_rows
from keyart.insights.charts.rows import Row, row_keys, table


@dataclass(frozen=True)
class Rates(Chart):
    """Rates with intervals; position says it all, so the scale need not begin at zero."""

    rows: tuple[Row, ...]
    kind: Kind = "rate"
    norm: tuple[float, float] | None = None
    """What the middle half of their kind gets."""
    median: float | None = None
    """What the middle one of their kind gets."""
    limits: tuple[float, float] | None = None
    """The ends of the scale, shared with other charts; None: all fits."""
    norm_words: str = "norm: the middle half of its kind"
    second_words: str = "another interval"
    adjusted_words: str = "adjusted"

    def _draw(self, canvas: Canvas, top: float) -> float:
        reading = Reading(
            kind=self.kind, zone=self.norm, middle=self.median, limits=self.limits, floor=0.0
        )
        return legend(canvas, draw_rows(canvas, top, self.rows, reading), self._keys())

    def _keys(self) -> list[tuple[Sign, str]]:
        keys: list[tuple[Sign, str]] = [("norm", self.norm_words)] if self.norm else []
        if self.median is not None:
            keys.append(("median", "median of its kind"))
        return keys + row_keys(self.rows, self.second_words, self.adjusted_words)

    def _table(self) -> Table:
        return table(self.rows, self.kind, "Value", self.second_words, self.adjusted_words)
