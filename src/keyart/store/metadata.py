"""Metadata tables: the newest row of a key replaces the older, absent columns keep their value."""

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

_SEPARATOR = "\x1f"
_NULL_KEY = "\x1e"


def metadata_schema(table: str, further: tuple[str, ...] = ()) -> pa.Schema:
    """Return the schema of a stored metadata table: the contract's columns, then further text."""
    fields = [(column.name, TYPES[column.kind]) for column in INPUT_TABLES[table].columns]
    return pa.schema([*fields, *((name, pa.string()) for name in further)])


def empty_metadata(table: str) -> pa.Table:
    """Return a metadata table without rows."""
    return metadata_schema(table).empty_table()


def merge_metadata(table: str, older: pa.Table, newer: pa.Table) -> pa.Table:
    """Return `older` with the rows of `newer` put in; the result is sorted by key.

    Of several rows of one key in `newer` the last wins. A column that `newer` lacks keeps its
    value; one that it has is replaced, by null too. Columns beyond the contract become text.
    """
    known = set(INPUT_TABLES[table].names)
    names = dict.fromkeys([*older.schema.names, *newer.schema.names])
    schema = metadata_schema(table, tuple(name for name in names if name not in known))
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
    """Return one text for each row that is equal just for rows of the same key."""
    parts = [rows.column(key).cast(pa.string()).combine_chunks() for key in KEYS[table]]
    return pc.binary_join_element_wise(
        *parts, _SEPARATOR, null_handling="replace", null_replacement=_NULL_KEY
    )


def _last_of_each_key(table: str, rows: pa.Table) -> pa.Table:
    codes = row_keys(table, rows).dictionary_encode()
    last = np.zeros(len(codes.dictionary), np.int64)
    last[codes.indices.to_numpy()] = np.arange(rows.num_rows)
    return rows if len(last) == rows.num_rows else rows.take(pa.array(np.sort(last)))
