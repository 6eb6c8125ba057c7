"""Predictions against outcomes: does 80% sure come true four times out of five?"""

from dataclasses import dataclass

from keyart.insights.charts import axis
from keyart.insights.charts import text as texts
from keyart.insights.charts.axis import AxisScale
from keyart.insights.charts.canvas import Canvas
from keyart.insights.charts.chart import Chart, ChartTable, filled
from keyart.insights.charts.figures import finite_or_none, shown
from keyart.insights.charts.legend import Sign, legend
from keyart.insights.charts.palette import Tone
from keyart.insights.charts.rows import interval

_SIDE = 340.0
"""The maximum side of the square plot, in pixels."""
_LISTED = 14
"""The most bins listed beside the plot."""
_COUNTS = 34.0
"""The height of the bars that show counts."""


@dataclass(frozen=True)
class Bin:
    """Similar predictions, and how often they came true, both as shares."""

    predicted: float | None
    observed: float | None
    low: float | None = None
    high: float | None = None
    count: int = 0
    """The number of predictions."""


@dataclass(frozen=True)
class Reliability(Chart):
    """A calibration plot: on the diagonal, predictions match outcomes."""

    bins: tuple[Bin, ...]
    tolerance: float = 0.0
    """The acceptable distance from the diagonal, a share: 0.03 for three points."""
    x_words: str = "said"
    y_words: str = "happened"
    tone: Tone = "plain"

    def _draw(self, canvas: Canvas, top: float) -> float:
        gap = texts.width("100%") + 8
        side = min(_SIDE, canvas.room - gap - texts.width("100%") / 2)
        top += 24
        across = AxisScale(0, 1, canvas.pad + gap, canvas.pad + gap + side)
        up = AxisScale(0, 1, top + side, top)
        canvas.text((canvas.pad, top - 16), texts.clip(f"↑ {self.y_words}", canvas.room), "ink-2")
        self._diagonal(canvas, across, up)
        axis.along(canvas, up, (across.start, across.end), "rate")
        for bin_ in self.bins:
            _mark(canvas, bin_, (across, up), self.tone)
        bottom = self._counts(canvas, across, up.start)
        end = axis.across(canvas, across, up.end, bottom, "rate")
        words = texts.clip(f"{self.x_words} →", side)
        canvas.text((across.end, end + 14), words, "ink-2", "end")
        if canvas.wide:
            self._list(canvas, across.end + 24, top)
        return legend(canvas, end + 20, self._keys())

    def _diagonal(self, canvas: Canvas, across: AxisScale, up: AxisScale) -> None:
        if self.tolerance > 0:
            near = min(self.tolerance, 1.0)
            corners = ((0, 0), (0, near), (1 - near, 1), (1, 1), (1, 1 - near), (near, 0))
            canvas.area([(across(x), up(y)) for x, y in corners], "norm")
        ends = (across.start, up.start), (across.end, up.end)
        canvas.line(*ends, "zero", 1.4, stroke_dasharray="4 3")

    def _counts(self, canvas: Canvas, across: AxisScale, top: float) -> float:
        """Draw each bin's number of predictions as a bar below the plot; return its end."""
        most = max((bin_.count for bin_ in self.bins), default=0)
        if most <= 0:
            return top
        bottom = top + 8 + _COUNTS
        for bin_ in self.bins:
            predicted = finite_or_none(bin_.predicted)
            if predicted is not None and bin_.count > 0:
                high = max(_COUNTS * bin_.count / most, 1)
                x = min(max(across(predicted) - 5, across.start), across.end - 10)
                canvas.rect((x, bottom - high), (10, high), self.tone, fill_opacity=".4")
        canvas.line((across.start, bottom), (across.end, bottom), "line-2")
        return bottom

    def _list(self, canvas: Canvas, left: float, top: float) -> None:
        """List the bins beside the plot, if there is room."""
        table = self._table()
        lines = [table.headings, *table.rows]
        wide = [max(map(texts.width, column)) + 14 for column in zip(*lines, strict=True)]
        if len(table.rows) > _LISTED or sum(wide) > canvas.right - left:
            return
        y = top + 10
        for line in lines:
            x = canvas.right - sum(wide)
            for cell, width in zip(line, wide, strict=True):
                x += width
                canvas.text((x, y), cell, "ink-3" if line is table.headings else "ink", "end")
            y += 22

    def _keys(self) -> list[tuple[Sign, str]]:
        if self.tolerance <= 0:
            return []
        return [("norm", f"within {self.tolerance * 100:g} points")]

    def _table(self) -> ChartTable:
        columns: list[tuple[str, list[str]]] = [
            (self.x_words, [shown(bin_.predicted, "rate") for bin_ in self.bins]),
            (self.y_words, [shown(bin_.observed, "rate") for bin_ in self.bins]),
            ("interval", [_interval(bin_) for bin_ in self.bins]),
            ("number", [shown(bin_.count, "number") if bin_.count else "" for bin_ in self.bins]),
        ]
        return filled(columns)


def _interval(bin_: Bin) -> str:
    bounds = interval(bin_.low, bin_.high)
    return " – ".join(shown(bound, "rate", unit=False) for bound in bounds) if bounds else ""


def _mark(canvas: Canvas, bin_: Bin, scales: tuple[AxisScale, AxisScale], tone: Tone) -> None:
    across, up = scales
    predicted, observed = finite_or_none(bin_.predicted), finite_or_none(bin_.observed)
    if predicted is None:
        return
    x, bounds = across(predicted), interval(bin_.low, bin_.high)
    if bounds:
        low, high = up(bounds[0]), up(bounds[1])
        size = (7, max(low - high, 1))
        canvas.rect((x - 3.5, high), size, tone, rx=1.5, fill_opacity=".4")
    if observed is not None:
        canvas.rect((x - 6, up(observed) - 2), (12, 4), tone, rx=1)
