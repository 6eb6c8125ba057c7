"""Static charts, as SVG without scripts, fonts or links, from names and numbers.

- `Forest`: differences from a reference with intervals, of `Row`s.
- `Rates`: rates with intervals on one scale, of `Row`s.

Every chart is a frozen dataclass. `svg(width, theme)` draws it; `table()` says the same as an HTML
table; `html()` is both in one figure, which notebooks show. None of them knows a store, or how its
figures were judged: a `Tone` and the words beside it are given by who judges.
"""

from keyart.insights.charts.chart import Chart
from keyart.insights.charts.figures import Kind
from keyart.insights.charts.forest import Forest
from keyart.insights.charts.palette import Theme, Tone
from keyart.insights.charts.rates import Rates
from keyart.insights.charts.rows import Row

__all__ = ["Chart", "Forest", "Kind", "Rates", "Row", "Theme", "Tone"]
