"""The result: resonance."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import pyarrow as pa

from keyart.core.plain import plain


class Finding(StrEnum):
    """What the two indexes of a row say together."""

    UNDER_SERVED = "under_served"
    """Liked more than elsewhere, and watched more than it is offered, beyond chance."""
    OVER_SERVED = "over_served"
    """Liked less than elsewhere, and watched less than it is offered, beyond chance."""
    ONE_TITLE = "one_title"
    """It would be under-served, but one title alone makes it so."""
    USUAL = "usual"
    """No difference beyond chance."""
    TOO_LITTLE_DATA = "too_little_data"
    """Too few people to say."""


@dataclass(frozen=True)
class ResonanceRow:
    """How one value resonates with the people of one market or audience; null where unknown."""

    value: str
    """The genre, tag or other value; two of them with × between them."""
    market: str | None
    """The country or region, with `across`."""
    audience: str | None
    """The audience."""
    people: int
    """How many of the people watched titles with the value."""
    hours: float
    """Hours they viewed of these titles."""
    share_of_hours: float
    """The part of all hours they viewed."""
    share_of_supply: float
    """The part of the hours that could be watched there then."""
    taste_index: float | None
    """100 × share_of_hours / that of the people compared with."""
    taste_index_low: float | None
    """Its lower bound, at 95%."""
    taste_index_high: float | None
    """The upper bound."""
    demand_index: float | None
    """100 × share_of_hours / share_of_supply."""
    demand_index_low: float | None
    """Its lower bound, at 95%, over people and titles."""
    demand_index_high: float | None
    """The upper bound."""
    trend: float | None
    """100 × the taste index of the last 28 days / that of the 28 before."""
    trend_low: float | None
    """Its lower bound, at 95%."""
    trend_high: float | None
    """The upper bound."""
    titles: int
    """How many titles offered there carry the value; a series counts once."""
    top_title: str | None
    """The id of the one that was watched most."""
    top_title_name: str | None
    """Its name."""
    top_title_share: float | None
    """Its part of the hours."""
    without_top_title: float | None
    """The demand index without it."""
    finding: Finding
    """What this says."""
    sentence: str
    """The finding in a sentence."""


_TYPES = {int: pa.int64(), float: pa.float64(), float | None: pa.float64()}
SCHEMA: Mapping[str, pa.DataType] = {
    name: _TYPES.get(field.type, pa.string())  # pyright: ignore[reportArgumentType]
    for name, field in ResonanceRow.__dataclass_fields__.items()
}


@dataclass(frozen=True)
class Resonance:
    """What resonates with whom, and of what there is too little or too much."""

    by: tuple[str, ...]
    """What titles have in common."""
    across: str | None
    """What the rows are also split by."""
    against: str
    """Whose taste theirs is compared with."""
    rows: tuple[ResonanceRow, ...]
    """Each value with each market or audience: findings first, then those with the most hours."""
    notes: tuple[str, ...]
    """Notes for the reader."""
    suppressed: int = 0
    """How many more are about too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table."""
        rows = [asdict(row) for row in self.rows]
        return pa.Table.from_pylist(rows, pa.schema(list(SCHEMA.items())))
