"""Metadata tables, and which parts of folders of facts the store holds.

The newest row of a key replaces the older; absent columns keep their value. A store holds either
events, of which its facts are made, or imported facts. It is of the second kind once it has a file
of imported parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.schema import INPUT_TABLES, KEYS, Kind

TYPES = {
    Kind.STR: pa.string(),
    Kind.INT: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.TS: pa.timestamp("us", "UTC"),
    Kind.BOOL: pa.bool_(),
    Kind.LIST: pa.list_(pa.string()),
}
"""The Arrow type of each kind of input column."""

METADATA_TABLES = ("titles", "assets", "availability", "tests")
"""The tables that are kept row by row; profiles are kept by ordinal instead."""

IMPORTED_SCHEMA = pa.schema(
    [
        ("part", pa.string()),
        ("day", pa.date32()),
        ("rows", pa.int64()),
        ("seal", pa.string()),
    ]
)
"""`part` is a family of facts, with a row for each day, or the name of another part."""

STALE_SEAL = ""
"""The seal of a part that is read again even if its files have not changed."""

_SEPARATOR = "\x1f"
_NULL_KEY = "\x1e"


def metadata_schema(table: str, extra: tuple[str, ...] = ()) -> pa.Schema:
    """Return the schema of a stored metadata table: the input table's columns, then extra text."""
    fields = [(column.name, TYPES[column.kind]) for column in INPUT_TABLES[table].columns]
    return pa.schema([*fields, *((name, pa.string()) for name in extra)])


def empty_metadata(table: str) -> pa.Table:
    """Return a metadata table without rows."""
    return metadata_schema(table).empty_table()


def merge_metadata(table: str, older: pa.Table, newer: pa.Table) -> pa.Table:
    """Return the rows of `older` and `newer`, sorted by key.

    Rows of `newer` win, the last of each key; a column that it lacks keeps its value, one that it
    has is replaced, also by null. Columns that are not of the input table become text.
    """
    standard = set(INPUT_TABLES[table].names)
    names = dict.fromkeys([*older.schema.names, *newer.schema.names])
    schema = metadata_schema(table, tuple(name for name in names if name not in standard))
    newer = _last_of_each_key(table, newer)
    old_keys, new_keys = row_keys(table, older), row_keys(table, newer)
    kept = pc.invert(pc.is_in(old_keys, value_set=new_keys))
    carried = pc.index_in(new_keys, value_set=old_keys)
    columns = [_merge_column(field, older, newer, kept, carried) for field in schema]
    merged = pa.table(columns, schema=schema)
    order = pc.sort_indices(merged, [(key, "ascending") for key in KEYS[table]])
    return merged.take(order).combine_chunks()


def _merge_column(
    field: pa.Field, older: pa.Table, newer: pa.Table, kept: pa.Array, carried: pa.Array
) -> pa.ChunkedArray:
    """Return one merged column: the kept rows of `older`, then those of `newer`."""
    before = older.column(field.name) if field.name in older.schema.names else None
    absent = pa.nulls(len(kept), field.type)
    first = (absent if before is None else before.cast(field.type)).filter(kept)
    if field.name in newer.schema.names:
        second = newer.column(field.name).cast(field.type)
    elif before is not None:
        second = before.cast(field.type).take(carried)
    else:
        second = pa.nulls(newer.num_rows, field.type)
    return pa.chunked_array([*_chunks(first), *_chunks(second)], field.type)


def _chunks(values: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return values.chunks if isinstance(values, pa.ChunkedArray) else [values]


def row_keys(table: str, rows: pa.Table) -> pa.Array:
    """Return a text for each row, equal for rows of the same key only."""
    parts = [rows.column(key).cast(pa.string()).combine_chunks() for key in KEYS[table]]
    return pc.binary_join_element_wise(
        *parts, _SEPARATOR, null_handling="replace", null_replacement=_NULL_KEY
    )


def _last_of_each_key(table: str, rows: pa.Table) -> pa.Table:
    codes = row_keys(table, rows).dictionary_encode()
    last = np.zeros(len(codes.dictionary), np.int64)
    last[codes.indices.to_numpy()] = np.arange(rows.num_rows)
    return rows if len(last) == rows.num_rows else rows.take(pa.array(np.sort(last)))


@dataclass(frozen=True)
class ImportedPart:
    """One part of a folder of facts: a day of a family's facts, or another table."""

    name: str
    day: date | None = None


@dataclass(frozen=True)
class PartState:
    """A part as it was read: how many of its rows count, and a seal of its files."""

    rows: int
    seal: str


ImportedParts = Mapping[ImportedPart, PartState]


def parts_table(parts: ImportedParts) -> pa.Table:
    """Return parts as a table with the columns of `IMPORTED_SCHEMA`, sorted."""
    ordered = sorted(parts.items(), key=lambda item: (item[0].name, item[0].day or date.min))
    columns = {
        "part": [part.name for part, _ in ordered],
        "day": [part.day for part, _ in ordered],
        "rows": [state.rows for _, state in ordered],
        "seal": [state.seal for _, state in ordered],
    }
    return pa.table(columns, schema=IMPORTED_SCHEMA)


def read_parts(table: pa.Table) -> dict[ImportedPart, PartState]:
    """Return the parts in a table that `parts_table` made."""
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return {ImportedPart(name, day): PartState(count, seal) for name, day, count, seal in rows}


def imported_days(parts: Iterable[ImportedPart], family: str) -> list[date]:
    """Return the days of a family, ascending."""
    return sorted(part.day for part in parts if part.name == family and part.day is not None)
