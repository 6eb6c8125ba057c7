"""What is said of outliers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from keyart.core.plain import plain

_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int64()


@dataclass(frozen=True)
class Outlier:
    """An asset or title that does far better or worse than similar ones."""

    level: str
    """asset or title."""
    id: str
    """Its id in the input."""
    name: str
    """Its name."""
    title: str | None
    """The id of an asset's title."""
    title_name: str | None
    """The name of that title."""
    kind: str
    """Its kind, such as thriller artwork."""
    against: str
    """What it is compared with: its `kind`, or the other assets of its `title`."""
    direction: str
    """over or under."""
    observed: float
    """Its rate, among people who met it first."""
    expected: float
    """What those that it is compared with would have got on the same days, in the same placements,
    markets and ages."""
    difference: float
    """What is likely behind observed / expected - 1."""
    low: float
    """The lower bound of that, at 95%."""
    high: float
    """The upper bound."""
    people: int
    """How many people were shown it."""
    takes: float
    """What they gave it, all exposures included."""
    q: float
    """The share of false findings in a list that ends with it."""
    sure: str
    """The same in words."""
    impact: float
    """How much of `takes` is beyond the norm; below 0 if it falls short."""
    reason: str
    """The finding in a sentence."""


SCHEMA: Mapping[str, pa.DataType] = {
    "level": _TEXT,
    "id": _TEXT,
    "name": _TEXT,
    "title": _TEXT,
    "title_name": _TEXT,
    "kind": _TEXT,
    "against": _TEXT,
    "direction": _TEXT,
    "observed": _NUMBER,
    "expected": _NUMBER,
    "difference": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
    "people": _COUNT,
    "takes": _NUMBER,
    "q": _NUMBER,
    "sure": _TEXT,
    "impact": _NUMBER,
    "reason": _TEXT,
}


@dataclass(frozen=True)
class OutlierFamily:
    """Those that were judged together: the findings of each family hold q on their own."""

    level: str
    """asset or title."""
    against: str
    """What they are compared with."""
    judged: int
    """How many were judged."""
    left_out: int
    """How many had too little data."""
    ordinary: float
    """How far, as a share of the norm, two thirds of them truly differ from it."""
    found: int
    """How many outliers there are."""


@dataclass(frozen=True)
class Outliers:
    """Assets and titles that do far better or worse than similar ones."""

    measure: str
    """The rate that was judged."""
    findings: tuple[Outlier, ...]
    """The findings, those that matter to most people first."""
    families: tuple[OutlierFamily, ...]
    """What was judged together."""
    notes: tuple[str, ...]
    """What a reader should know."""
    suppressed: int = 0
    """How many more are about too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))

    def to_arrow(self) -> pa.Table:
        """Return the findings as an Arrow table."""
        rows = [asdict(one) for one in self.findings]
        return pa.Table.from_pylist(rows, pa.schema(list(SCHEMA.items())))
