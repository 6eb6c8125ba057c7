"""Values with their intervals, as data and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan
from statistics import median

from keyart.insights.charts.chart import Table, filled
from keyart.insights.charts.figures import SIGNED, Kind, decimals, finite, known, margin, shown
from keyart.insights.charts.legend import Sign
from keyart.insights.charts.palette import Tone


@dataclass(frozen=True)
class Row:
    """One value with its interval; what is None, or NaN, is missing. Infinite bounds are open."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    second: tuple[float, float] | None = None
    """Another interval, drawn faint behind the first."""
    adjusted: float | None = None
    """Another estimate, a hollow dot: what the value is once mixes are evened out."""
    letter: str = ""
    """The letter that the asset has in all charts of its title."""
    note: str = ""
    """A few words below the name."""
    tone: Tone = "plain"
    unsure: bool = False
    """Faded: could be chance."""

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The interval, if it has both its ends."""
        return interval(self.low, self.high)


@dataclass(frozen=True)
class Figure:
    """A row's value as text: the value, and its doubt."""

    value: str
    doubt: str = ""


def interval(low: float | None, high: float | None) -> tuple[float, float] | None:
    """Return an interval from the lower to the higher end, if both are there."""
    if low is None or high is None or isnan(low) or isnan(high):
        return None
    return min(low, high), max(low, high)


def figures(rows: Sequence[Row], kind: Kind) -> list[Figure]:
    """Return the text of each row, all with the same number of decimals."""
    widths = [high - low for low, high in filter(None, (row.bounds for row in rows))]
    halves = [width / 2 for width in finite(widths) if width > 0]
    places = decimals(median(halves), kind) if halves else None
    return [_figure(row, kind, places) for row in rows]


def _figure(row: Row, kind: Kind, places: int | None) -> Figure:
    value = shown(row.value, kind, places)
    number, bounds = known(row.value), row.bounds
    if bounds is None:
        return Figure(value)
    return Figure(value, _doubt(number, bounds, kind, places))


def _doubt(value: float | None, bounds: tuple[float, float], kind: Kind, places: int | None) -> str:
    low, high = (shown(bound, kind, places, unit=False) for bound in bounds)
    if bounds[0] == -inf or bounds[1] == inf:
        return f"≤ {high}" if bounds[1] != inf else f"≥ {low}" if bounds[0] != -inf else ""
    half = (bounds[1] - bounds[0]) / 2
    if kind in SIGNED and value is not None and abs(bounds[0] + half - value) <= 0.2 * half:
        return f"± {margin(half, kind, places)}"
    return f"{low} to {high}" if kind in SIGNED else f"{low} – {high}"


def row_keys(rows: Sequence[Row], second: str, adjusted: str) -> list[tuple[Sign, str]]:
    """Return the keys of what rows have: a second interval, another estimate, some that fade."""
    wanted: list[tuple[Sign, bool, str]] = [
        ("inner", any(row.second for row in rows), second),
        ("dot", any(known(row.adjusted) is not None for row in rows), adjusted),
        ("unsure", any(row.unsure for row in rows), "faded: could be chance"),
    ]
    return [(sign, words) for sign, there, words in wanted if there]


def table(rows: Sequence[Row], kind: Kind, value: str, second: str, adjusted: str) -> Table:
    """Return rows as a table whose columns are headed so; those that no row has are left out."""
    said = figures(rows, kind)
    return filled(
        [
            ("Name", [f"{row.letter} {row.name}".strip() for row in rows]),
            (value, [figure.value for figure in said]),
            ("Interval", [figure.doubt for figure in said]),
            (second, [_second(row, kind) for row in rows]),
            (adjusted, ["" if row.adjusted is None else shown(row.adjusted, kind) for row in rows]),
            ("Note", [row.note or ("could be chance" if row.unsure else "") for row in rows]),
        ]
    )


def _second(row: Row, kind: Kind) -> str:
    bounds = interval(*row.second) if row.second else None
    return _doubt(None, bounds, kind, None) if bounds else ""
