"""Static charts, as SVG without scripts, fonts or links, from names and numbers.

- `Forest`: differences from a reference with intervals; one `Row` each.
- `RateChart`: rates with intervals on one scale; one `Row` each.
- `DailyChart`: the sequence of a difference and of its always-valid interval; one `Day` each.
- `Quadrant`: effective against authentic; one `Spot` for each asset.
- `Heatmap`: audiences by assets; rows and columns have a `Head`, each cell is a `HeatmapCell`.
- `Reliability`: what was said against what happened; one `Bin` each.

Every chart is a frozen dataclass. `svg(width, theme)` draws it; `table()` says the same as an HTML
table; `html()` is both in one figure, which notebooks show. None of them knows a store, or how its
figures were judged: a `Tone`, and the words beside it, are given by who judges. What is None or
NaN is missing, and is drawn as missing. The same data gives the same bytes.
"""

from keyart.insights.charts.chart import Chart
from keyart.insights.charts.figures import NumberKind
from keyart.insights.charts.forest import Forest, RateChart
from keyart.insights.charts.heatmap import Head, Heatmap, HeatmapCell
from keyart.insights.charts.palette import Theme, Tone
from keyart.insights.charts.quadrant import Quadrant, Spot
from keyart.insights.charts.reliability import Bin, Reliability
from keyart.insights.charts.rows import Row
from keyart.insights.charts.sequence import DailyChart, Day

__all__ = [
    "Bin",
    "Chart",
    "DailyChart",
    "Day",
    "Forest",
    "Head",
    "Heatmap",
    "HeatmapCell",
    "NumberKind",
    "Quadrant",
    "RateChart",
    "Reliability",
    "Row",
    "Spot",
    "Theme",
    "Tone",
]
