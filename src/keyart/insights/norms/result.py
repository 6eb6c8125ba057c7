"""The result: assets compared with their norm."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from keyart.core.plain import plain

_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int64()


@dataclass(frozen=True)
class Norm:
    """An asset compared with its kind; null where there is not enough data."""

    asset: str
    """Its id."""
    name: str
    """Its name."""
    title: str | None
    """The id of its title."""
    kind: str
    """Its kind, such as thriller artwork."""
    people: int
    """How many people were shown it."""
    takes: float
    """What they did: viewers, plays or seconds, depending on the measure."""
    observed: float
    """Its rate among people who saw it first."""
    expected: float | None
    """What its kind would get on the same days, in the same placements, markets and ages."""
    index: float | None
    """The likely observed / expected, 100 being par, shrunk towards the catalogue's
    middle as far as chance explains the difference."""
    low: float | None
    """The lower bound of the index, at 95%."""
    high: float | None
    """The upper bound."""
    percentile: float | None
    """The share of its peers that it is better than."""
    among: str
    """Its peers, such as thriller artwork in Germany."""
    peers: int
    """How many peers it has."""
    usual_low: float | None
    """The rate that a quarter of its peers would stay below in its place."""
    usual: float | None
    """The same for half of them: the median."""
    usual_high: float | None
    """The same for three quarters."""
    sentence: str
    """Where it stands, in a sentence."""


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
    """Typical rates for the kinds of some assets, and where the assets stand."""

    measure: str
    """The rate that was judged."""
    rows: tuple[Norm, ...]
    """The assets, the best first."""
    notes: tuple[str, ...]
    """Notes for the reader."""
    suppressed: int = 0
    """How many more were seen by too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table."""
        return pa.Table.from_pylist(
            [asdict(row) for row in self.rows], pa.schema(list(SCHEMA.items()))
        )
