"""A fit of affinities as data: what a store keeps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.audiences.affinities.mixture import Mixture
from keyart.audiences.affinities.traits import Trait

TITLES_SCHEMA = pa.schema(
    {
        "title_id": pa.string(),
        "popularity": pa.list_(pa.float64()),
        "lift": pa.list_(pa.float64()),
        "weight": pa.list_(pa.float64()),
    }
)
"""The table of a model: each title's values by market and by taste."""


@dataclass(frozen=True)
class TitlePart:
    """A title that defines an affinity.

    `lift` is how many times as much people watch it for this taste as others do, `part` its share
    of what is watched for the taste.
    """

    title_id: str
    name: str
    lift: float
    part: float


@dataclass(frozen=True)
class Affinity:
    """One affinity of one fit."""

    id: str
    """With its kind: `affinity:heist-thrillers`."""
    name: str
    suggested: str
    """The name that this fit suggests."""
    taste: int
    """Its number in the mixture."""
    members: int
    strength: float
    """The mean strength of its members."""
    marks: tuple[Trait, ...] = ()
    """Its tags, genres, decades and words, most informative first."""
    titles: tuple[TitlePart, ...] = ()
    """The titles that define it, most important first."""
    edited_by: str | None = None
    """Who named it; None if a fit did. Empty text is an unnamed person."""
    since: int = 0
    """The fit in which it first appeared."""

    def to_dict(self) -> dict[str, Any]:
        """Return all fields in JSON types."""
        return {**asdict(self), "marks": [asdict(m) for m in self.marks],
                "titles": [asdict(t) for t in self.titles]}  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Affinity":
        """Return the affinity of `to_dict`'s data."""
        simple = {f.name: data[f.name] for f in fields(cls) if f.name not in {"marks", "titles"}}
        return cls(
            **simple,
            marks=tuple(Trait(**mark) for mark in data["marks"]),
            titles=tuple(TitlePart(**part) for part in data["titles"]),
        )


class Fate(StrEnum):
    """What happened to an affinity between two fits."""

    BORN = "born"
    DIED = "died"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True)
class AffinityChange:
    """An affinity that only one of two fits has.

    `members` is its size; `other` the id of the affinity that it split from or merged into.
    """

    fate: Fate
    id: str
    name: str
    members: int
    other: str | None = None


@dataclass(frozen=True, eq=False)
class AffinityModel:
    """A fitted model: m titles, k tastes, c markets.

    The mixture also has the tastes that were left out or withheld: without them, other tastes
    would take their place.
    """

    number: int
    """1 for a store's first fit, then 2, …"""
    affinities: tuple[Affinity, ...]
    title_ids: tuple[str, ...]
    """In byte order, [m]."""
    markets: tuple[str, ...]
    """The countries that are separate markets, [c − 1]; all others form the last one."""
    mixture: Mixture
    card: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def titles_table(self) -> pa.Table:
        """Return the mixture as a table with `TITLES_SCHEMA`, a row for each title."""
        columns = [
            pa.array(self.title_ids, pa.string()),
            *(_to_lists(part.T) for part in
              (self.mixture.popularity, self.mixture.lift, self.mixture.weight)),
        ]  # fmt: skip
        return pa.table(columns, schema=TITLES_SCHEMA)

    def to_dict(self) -> dict[str, Any]:
        """Return everything except the mixture in JSON types."""
        return {
            "number": self.number,
            "markets": list(self.markets),
            "affinities": [affinity.to_dict() for affinity in self.affinities],
            "card": dict(self.card),
        }


def read_model(data: Mapping[str, Any], titles: pa.Table) -> AffinityModel:
    """Return the model that was stored as `to_dict()` and `titles_table()`."""
    mixture = Mixture(*(_from_lists(titles, name) for name in ("lift", "popularity", "weight")))
    return AffinityModel(
        number=data["number"],
        affinities=tuple(Affinity.from_dict(entry) for entry in data["affinities"]),
        title_ids=tuple(titles.column("title_id").to_pylist()),
        markets=tuple(data["markets"]),
        mixture=mixture,
        card=data["card"],
    )


def _to_lists(rows: np.ndarray[Any, np.dtype[np.float64]]) -> pa.Array:
    offsets = np.arange(rows.shape[0] + 1, dtype=np.int32) * rows.shape[1]
    values = pa.array(np.ascontiguousarray(rows, np.float64).ravel())
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _from_lists(titles: pa.Table, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    lists = titles.column(name).combine_chunks()
    values = lists.flatten().to_numpy(zero_copy_only=False)
    columns = values.size // len(lists) if len(lists) else 0
    return np.ascontiguousarray(values.reshape(len(lists), columns).T)
