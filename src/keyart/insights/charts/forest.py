"""Differences from a reference, one row each: the forest plot."""

from dataclasses import dataclass

from keyart.insights.charts import axis
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.chart import Chart, Table
from keyart.insights.charts.figures import Kind
from keyart.insights.charts.legend import Sign, legend
from keyart.insights.charts.row_drawing import Reading, draw_rows
from keyart.insights.charts.rows import Row, row_keys, table


@dataclass(frozen=True)
class Forest(Chart):
    """Differences (or ratios) with intervals, around the line of no difference."""

    rows: tuple[Row, ...]
    kind: Kind = "points"
    par: float = 0.0
    """No difference: 0, or 1 for ratios."""
    band: tuple[float, float] | None = None
    """Differences within do not matter."""
    sides: tuple[str, str] = ("", "")
    """What being left and right of par means: ("default better", "better than the default")."""
    limits: tuple[float, float] | None = None
    """The ends of the scale; intervals beyond end in a point. None: all fits."""
    band_words: str = "no difference that matters"
    second_words: str = "fixed-horizon interval"
    adjusted_words: str = "after evening out the mix"

    def _draw(self, canvas: Canvas, top: float) -> float:
        reading = Reading(
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

    def _table(self) -> Table:
        value = "Ratio" if self.kind == "ratio" else "Difference"
        heading = f"{value}, {axis.POINTS}" if self.kind == "points" else value
        return table(self.rows, self.kind, heading, self.second_words, self.adjusted_words)
