"""What a store has of folders of facts: which parts, and how they looked when they were read.

A store holds either events, of which its facts are made, or imported facts. It is of the second
kind once it has a file of this table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

SCHEMA = pa.schema(
    [
        ("part", pa.string()),
        ("day", pa.date32()),
        ("rows", pa.int64()),
        ("seal", pa.string()),
    ]
)
"""`part` is a family of facts, whose days stand one by one, or the name of another part."""

UNKNOWN = ""
"""The seal of a part that is to be read again even if its files are as they were."""


@dataclass(frozen=True)
class Part:
    """One part of a folder of facts: the facts of a family's day, or a table beside them."""

    name: str
    day: date | None = None


@dataclass(frozen=True)
class Imported:
    """A part as it was read: how many rows of it count, and what tells its files from others."""

    rows: int
    seal: str


Parts = Mapping[Part, Imported]


def parts_table(parts: Parts) -> pa.Table:
    """Return parts as a table with the columns `SCHEMA`, sorted."""
    ordered = sorted(parts.items(), key=lambda item: (item[0].name, item[0].day or date.min))
    columns = {
        "part": [part.name for part, _ in ordered],
        "day": [part.day for part, _ in ordered],
        "rows": [own.rows for _, own in ordered],
        "seal": [own.seal for _, own in ordered],
    }
    return pa.table(columns, schema=SCHEMA)


def parts_of(table: pa.Table) -> dict[Part, Imported]:
    """Return the parts in a table that `parts_table` made."""
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return {Part(name, day): Imported(count, seal) for name, day, count, seal in rows}


def days_of(parts: Iterable[Part], family: str) -> list[date]:
    """Return the days of a family, ascending."""
    return sorted(part.day for part in parts if part.name == family and part.day is not None)
