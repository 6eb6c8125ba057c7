"""What is said of an asset beside its norm."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int64()


@dataclass(frozen=True)
class Norm:
    """One asset and what its kind gets.

    `observed` is its rate among people who met it first, `expected` what its kind would have got
    on the same days, in the same placements, markets and ages. `index` is what is likely behind
    observed / expected, 100 being par, drawn towards the catalogue's middle as far as chance
    explains it, `low` to `high` its 95% interval. `percentile` is the share of `peers` that it is
    better than; `usual_low` to `usual_high` is what the middle half of them would have got in its
    place, `usual` the median. Null where there is too little to say.
    """

    asset: str
    name: str
    title: str | None
    kind: str
    people: int
    takes: float
    observed: float
    expected: float | None
    index: float | None
    low: float | None
    high: float | None
    percentile: float | None
    among: str
    peers: int
    usual_low: float | None
    usual: float | None
    usual_high: float | None
    sentence: str


SCHEMA: Mapping[str, pa.DataType] = {
    "asset": _TEXT,
    "name": _TEXT,
    "title": _TEXT,
    "kind": _TEXT,
    "people": _COUNT,
    "takes": _NUMBER,
    "observed": _NUMBER,
    "expected": _NUMBER,
    "index": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
    "percentile": _NUMBER,
    "among": _TEXT,
    "peers": _COUNT,
    "usual_low": _NUMBER,
    "usual": _NUMBER,
    "usual_high": _NUMBER,
    "sentence": _TEXT,
}


@dataclass(frozen=True)
class Norms:
    """The norms of some assets, the best standing first, and what the asker should know."""

    measure: str
    rows: tuple[Norm, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return {
            "measure": self.measure,
            "rows": [asdict(row) for row in self.rows],
            "notes": list(self.notes),
        }

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table."""
        return pa.Table.from_pylist(
            [asdict(row) for row in self.rows], pa.schema(list(SCHEMA.items()))
        )
