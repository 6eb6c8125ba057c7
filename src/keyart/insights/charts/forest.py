"""Differences from a reference, one row each: the forest plot."""

from dataclasses import dataclass

from keyart.insights.charts import axis
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.chart import Chart, Table
from keyart.insights.charts.figures import Kind
from keyart.insights.charts.legend import Sign, legend
from keyart.insights.charts.rows import Reading, Row, draw_rows, table


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
        keys: list[tuple[Sign, str]] = []
        if self.band:
            keys.append(("norm", self.band_words))
        if any(row.second for row in self.rows):
            keys.append(("inner", self.second_words))
        if any(row.adjusted is not None for row in self.rows):
            keys.append(("dot", self.adjusted_words))
        if any(row.unsure for row in self.rows):
            keys.append(("unsure", "faded: could be chance"))
        return keys

    def _table(self) -> Table:
        return table(self.rows, self.kind, "Difference", self.adjusted_words)
