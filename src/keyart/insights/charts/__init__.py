"""Static charts from names and numbers, as SVG without scripts, fonts or links.

- `Forest`: differences from a reference with intervals; one `Row` each.
- `RateChart`: rates with intervals on one scale; one `Row` each.
- `DailyChart`: a difference and its always-valid interval over time; one `Day` each.
- `Quadrant`: effective against authentic; one `Spot` for each asset.
- `Heatmap`: audiences by assets; rows and columns have a `Head`, each cell is a `HeatmapCell`.
- `Reliability`: predictions against outcomes; one `Bin` each.

Every chart is a frozen dataclass. `svg(width, theme)` draws it; `table()` shows the same data as an
HTML table; `html()` is both in one figure, which notebooks display. Charts know nothing of a store
or of how figures were judged: the caller provides each `Tone` and the words beside it. None and NaN
mean missing, and are drawn as missing. The same data gives the same bytes.
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
