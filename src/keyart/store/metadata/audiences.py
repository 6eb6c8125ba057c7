"""What the store keeps of audiences: definitions of segments, and fits of affinities.

A fit is two Arrow files. The one of members has a row for each membership, affinity by affinity,
profiles ascending; the metadata of its schema says where each affinity's rows are. The one of the
model has a row for each title, and its model card as JSON in the metadata of its schema. Their
subject is the fit's number.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.store.files.arrow import column

DEFINITIONS_SCHEMA = pa.schema(
    {
        "name": pa.string(),
        "revision": pa.int32(),
        "text": pa.string(),
        "note": pa.string(),
        "owner": pa.string(),
        "created": pa.timestamp("us", "UTC"),
        "version": pa.int64(),
    }
)


MEMBERS_SCHEMA = pa.schema({"profile": pa.uint32(), "strength": pa.float32()})
ROWS, MODEL_CARD = b"rows", b"told"
"""The keys of the metadata."""

Ordinals = npt.NDArray[np.uint32]
Strengths = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Definition:
    """One revision of the definition of a segment."""

    name: str
    """The full name: `segment:binge`."""
    revision: int
    """1 for the first definition of the name, then 2, …"""
    text: str | None
    """The expression; None: the segment was removed."""
    note: str | None
    owner: str | None
    """The author (free text)."""
    created: datetime
    version: int
    """The version of the store that came with it."""


class Definitions:
    """The definitions of one version of a store, sorted by name and revision."""

    def __init__(self, rows: Iterable[Definition] = ()) -> None:
        by_name: dict[str, list[Definition]] = {}
        for row in rows:
            by_name.setdefault(row.name, []).append(row)
        ordered = sorted(by_name, key=str.encode)
        self._rows = {name: tuple(by_name[name]) for name in ordered}

    @property
    def current(self) -> Mapping[str, Definition]:
        """The definition of each segment that is not removed, by full name."""
        newest = {name: rows[-1] for name, rows in self._rows.items()}
        return MappingProxyType({n: row for n, row in newest.items() if row.text is not None})

    def history(self, name: str) -> Sequence[Definition]:
        """Return all revisions of a name, oldest first; none for an unknown one."""
        return self._rows.get(name, ())

    def __iter__(self) -> Iterator[Definition]:
        for rows in self._rows.values():
            yield from rows

    def table(self) -> pa.Table:
        """Return all rows with the columns of `DEFINITIONS_SCHEMA`."""
        return pa.Table.from_pylist([asdict(row) for row in self], DEFINITIONS_SCHEMA)


def read_definitions(table: pa.Table) -> Definitions:
    """Return the definitions in a table of `Definitions.table`."""
    return Definitions(Definition(**row) for row in table.to_pylist())


@dataclass(frozen=True, eq=False)
class Fit:
    """A fit as it is stored."""

    number: int
    model: pa.Table
    members: pa.Table

    @cached_property
    def card(self) -> Mapping[str, Any]:
        """The model card: everything about the fit except the titles' rows of `model`."""
        return json.loads((self.model.schema.metadata or {})[MODEL_CARD])

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each affinity, by full name."""
        return MappingProxyType({a["id"]: a["name"] for a in self.card["affinities"]})

    @cached_property
    def rows(self) -> Mapping[str, tuple[int, int]]:
        """Where each affinity's members are, by full name: the first row, and the end."""
        ranges = json.loads((self.members.schema.metadata or {})[ROWS])
        return MappingProxyType({name: (first, end) for name, first, end in ranges})

    @cached_property
    def profiles(self) -> Mapping[str, Ordinals]:
        """The members of each affinity, by full name: ordinals, ascending."""
        members = column(self.members, "profile", np.uint32)
        return MappingProxyType({n: members[first:end] for n, (first, end) in self.rows.items()})

    @cached_property
    def strengths(self) -> Mapping[str, Strengths]:
        """The strength of each member, by the affinity's full name."""
        members = self.members.column("strength").to_numpy()
        return MappingProxyType({n: members[first:end] for n, (first, end) in self.rows.items()})


def members_table(members: Mapping[str, tuple[Ordinals, Strengths]]) -> pa.Table:
    """Return the file of members, given ordinals (ascending) and strengths by full name."""
    rows: list[tuple[str, int, int]] = []
    end = 0
    for name, (profile, _) in members.items():
        rows.append((name, end, end + profile.size))
        end += profile.size
    columns = [
        np.concatenate([np.empty(0, np.uint32), *(p for p, _ in members.values())]),
        np.concatenate([np.empty(0, np.float32), *(s for _, s in members.values())]),
    ]
    schema = MEMBERS_SCHEMA.with_metadata({ROWS: json.dumps(rows)})
    return pa.table([pa.array(values) for values in columns], schema=schema)


def model_table(titles: pa.Table, card: Mapping[str, Any]) -> pa.Table:
    """Return the file of the model."""
    return titles.replace_schema_metadata({MODEL_CARD: json.dumps(card, ensure_ascii=False)})
