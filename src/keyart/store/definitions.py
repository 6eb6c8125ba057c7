"""What segments are defined as, with their history: one row for every time somebody said so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType

import pyarrow as pa

SCHEMA = pa.schema(
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


@dataclass(frozen=True)
class Definition:
    """What was said about one segment at one time."""

    name: str
    """The full name: `segment:binge`."""
    revision: int
    """1 for the first that was said about the name, then 2, …"""
    text: str | None
    """The expression; None: the segment was removed."""
    note: str | None
    owner: str | None
    """Who said so, as they call themselves."""
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
        """What each segment is defined as now, by full name; removed ones are not there."""
        newest = {name: rows[-1] for name, rows in self._rows.items()}
        return MappingProxyType({n: row for n, row in newest.items() if row.text is not None})

    def history(self, name: str) -> Sequence[Definition]:
        """Return all that was said about a name, oldest first; nothing for an unknown one."""
        return self._rows.get(name, ())

    def with_row(self, row: Definition) -> "Definitions":
        """Return these definitions and one more, which gets the next revision of its name."""
        return Definitions([*self, row])

    def __iter__(self) -> Iterator[Definition]:
        for rows in self._rows.values():
            yield from rows

    def table(self) -> pa.Table:
        """Return all rows as `SCHEMA` says."""
        return pa.Table.from_pylist([asdict(row) for row in self], SCHEMA)


def read_definitions(table: pa.Table) -> Definitions:
    """Return the definitions that `Definitions.table` made a table of."""
    return Definitions(Definition(**row) for row in table.to_pylist())
