"""The result: outliers."""

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
    """Its rate among people who saw it first."""
    expected: float
    """What its peers would get on the same days, in the same placements, markets and ages."""
    difference: float
    """The likely observed / expected - 1, shrunk as far as chance explains it."""
    low: float
    """Its lower bound, at 95%."""
    high: float
    """The upper bound."""
    people: int
    """How many people were shown it."""
    takes: float
    """What they did, all exposures included: viewers, plays or seconds."""
    q: float
    """The share of false findings in a list that ends with it."""
    sure: str
    """The same in words."""
    impact: float
    """How many takes above the norm; negative if below."""
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
    """Units that were judged together: q holds for each family."""

    level: str
    """asset or title."""
    against: str
    """What they are compared with."""
    judged: int
    """How many were judged."""
    left_out: int
    """How many need more data."""
    ordinary: float
    """The relative difference from the norm that two thirds of them stay within."""
    found: int
    """How many outliers there are."""


@dataclass(frozen=True)
class Outliers:
    """Assets and titles that do far better or worse than similar ones."""

    measure: str
    """The rate that was judged."""
    findings: tuple[Outlier, ...]
    """The findings, those with the largest impact first."""
    families: tuple[OutlierFamily, ...]
    """What was judged together."""
    notes: tuple[str, ...]
    """Notes for the reader."""
    suppressed: int = 0
    """How many more are about too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))

    def to_arrow(self) -> pa.Table:
        """Return the findings as an Arrow table."""
        rows = [asdict(finding) for finding in self.findings]
        return pa.Table.from_pylist(rows, pa.schema(list(SCHEMA.items())))
