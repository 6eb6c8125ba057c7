"""Rates of several arms, and their differences from a reference, one row each."""

from dataclasses import dataclass

from keyart.insights.charts import axis
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.chart import Chart, ChartTable
from keyart.insights.charts.figures import NumberKind
from keyart.insights.charts.legend import Sign, legend
from keyart.insights.charts.rows import Row, RowOptions, draw_rows, row_keys, table


@dataclass(frozen=True)
class RateChart(Chart):
    """Rates with intervals; only position matters, so the scale need not start at zero."""

    rows: tuple[Row, ...]
    kind: NumberKind = "rate"
    norm: tuple[float, float] | None = None
    """The range of the middle half of similar assets."""
    median: float | None = None
    """The median of similar assets."""
    limits: tuple[float, float] | None = None
    """The ends of the scale, shared with other charts; None: everything fits."""
    norm_words: str = "norm: the middle half of its kind"
    second_words: str = "another interval"
    adjusted_words: str = "adjusted"

    def _draw(self, canvas: Canvas, top: float) -> float:
        reading = RowOptions(
            kind=self.kind, zone=self.norm, middle=self.median, limits=self.limits, floor=0.0
        )
        return legend(canvas, draw_rows(canvas, top, self.rows, reading), self._keys())

    def _keys(self) -> list[tuple[Sign, str]]:
        keys: list[tuple[Sign, str]] = [("norm", self.norm_words)] if self.norm else []
        if self.median is not None:
            keys.append(("median", "median of its kind"))
        return keys + row_keys(self.rows, self.second_words, self.adjusted_words)

    def _table(self) -> ChartTable:
        return table(self.rows, self.kind, "Value", self.second_words, self.adjusted_words)


@dataclass(frozen=True)
class Forest(Chart):
    """Differences (or ratios) with intervals, around the line of no difference."""

    rows: tuple[Row, ...]
    kind: NumberKind = "points"
    par: float = 0.0
    """The value of no difference: 0, or 1 for ratios."""
    band: tuple[float, float] | None = None
    """Differences in this range do not matter."""
    sides: tuple[str, str] = ("", "")
    """The meanings of left and right of par: ("default better", "better than the default")."""
    limits: tuple[float, float] | None = None
    """The ends of the scale; intervals beyond end in an arrow. None: everything fits."""
    band_words: str = "no difference that matters"
    second_words: str = "fixed-horizon interval"
    adjusted_words: str = "after evening out the mix"

    def _draw(self, canvas: Canvas, top: float) -> float:
        reading = RowOptions(
            kind=self.kind,
            par=self.par,
            zone=self.band,
            sides=self.sides,
            limits=self.limits,
            unit=axis.POINTS if self.kind == "points" else "",
        )
        return legend(canvas, draw_rows(canvas, top, self.rows, reading), self._keys())

    def _keys(self) -> list[tuple[Sign, str]]:
        keys: list[tuple[Sign, str]] = [("norm", self.band_words)] if self.band else []
        return keys + row_keys(self.rows, self.second_words, self.adjusted_words)

    def _table(self) -> ChartTable:
        value = "Ratio" if self.kind == "ratio" else "Difference"
        heading = f"{value}, {axis.POINTS}" if self.kind == "points" else value
        return table(self.rows, self.kind, heading, self.second_words, self.adjusted_words)
