"""What is said of outliers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int64()


@dataclass(frozen=True)
class Finding:
    """One asset or title that gets far more (`over`), or far less (`under`), than its like.

    `observed` is its rate among people who met it first, `expected` what those that it is held
    against (`against`: its `kind`, or the other assets of its `title`) would have got on the same
    days, in the same placements, markets and ages. `difference` is what is likely behind observed /
    expected - 1, `low` to `high` its 95% interval. `q` is the share of false ones in a list that
    ends with this finding, `sure` the same in words. `people` were shown it and `takes` is what
    they gave it, all exposures included; `impact` is how much of that is beyond the norm, below 0
    if it is short of it.
    """

    level: str
    id: str
    name: str
    title: str | None
    title_name: str | None
    kind: str
    against: str
    direction: str
    observed: float
    expected: float
    difference: float
    low: float
    high: float
    people: int
    takes: float
    q: float
    sure: str
    impact: float
    reason: str


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
class Family:
    """Those that were judged together: the findings of each family hold q on their own.

    `ordinary` is how far, as a share of the norm, two thirds of them truly differ from it.
    """

    level: str
    against: str
    judged: int
    left_out: int
    ordinary: float
    found: int


@dataclass(frozen=True)
class Outliers:
    """Findings, those that matter to most people first, and what the asker should know."""

    measure: str
    findings: tuple[Finding, ...]
    families: tuple[Family, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return {
            "measure": self.measure,
            "findings": [asdict(one) for one in self.findings],
            "families": [asdict(one) for one in self.families],
            "notes": list(self.notes),
        }

    def to_arrow(self) -> pa.Table:
        """Return the findings as an Arrow table."""
        rows = [asdict(one) for one in self.findings]
        return pa.Table.from_pylist(rows, pa.schema(list(SCHEMA.items())))
