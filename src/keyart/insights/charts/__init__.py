"""Static charts, as SVG without scripts, fonts or links, from names and numbers.

- `Forest`: differences from a reference with intervals; one `Row` each.
- `Rates`: rates with intervals on one scale; one `Row` each.
- `ByDay`: the sequence of a difference and of its always-valid interval; one `Day` each.
- `Quadrant`: effective against authentic; one `Spot` for each asset.
- `Heatmap`: audiences by assets; rows and columns have a `Head`, where they meet is a `Cell`.
- `Reliability`: what was said against what happened; one `Bin` each.

Every chart is a frozen dataclass. `svg(width, theme)` draws it; `table()` says the same as an HTML
table; `html()` is both in one figure, which notebooks show. None of them knows a store, or how its
figures were judged: a `Tone`, and the words beside it, are given by who judges. What is None or
NaN is missing, and is drawn as missing. The same data gives the same bytes.
"""

from keyart.insights.charts.chart import Chart
from keyart.insights.charts.figures import Kind
from keyart.insights.charts.forest import Forest
from keyart.insights.charts.heatmap import Cell, Head, Heatmap
from keyart.insights.charts.palette import Theme, Tone
from keyart.insights.charts.quadrant import Quadrant, Spot
from keyart.insights.charts.rates import Rates
from keyart.insights.charts.reliability import Bin, Reliability
from keyart.insights.charts.rows import Row
from keyart.insights.charts.sequence import ByDay, Day

__all__ = [
    "Bin",
    "ByDay",
    "Cell",
    "Chart",
    "Day",
    "Forest",
    "Head",
    "Heatmap",
    "Kind",
    "Quadrant",
    "Rates",
    "Reliability",
    "Row",
    "Spot",
    "Theme",
    "Tone",
]
