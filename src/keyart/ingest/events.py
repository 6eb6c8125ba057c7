"""Impressions and plays from any source, each row accepted or rejected."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import CUSTOM_SUM_SCALE
from keyart.core.schema import INPUT_TABLES, Kind
from keyart.ingest.checks import event_checks
from keyart.ingest.formats.blocks import RowNumbers
from keyart.ingest.formats.sources import Source
from keyart.ingest.mapping.fields import Field, event_fields
from keyart.ingest.reading import CheckedRows, Columns, ReadOptions, ReadPlan, open_source, read
from keyart.ingest.values.keyed_hash import Keys, profile_keys
from keyart.ingest.values.text import is_coded

MILLISECONDS = 1_000

_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.STR: pa.string(),
    Kind.INT: pa.string(),
    Kind.FLOAT: pa.float64(),
    Kind.TS: pa.int64(),
}


def read_events(source: Source, table: str, options: ReadOptions) -> Iterator[CheckedRows]:
    """Yield the rows of an event table (`impressions` or `plays`) from any source.

    The accepted rows are as `accepted_events` describes. Raises `BadInput`, `MissingColumn` or
    `UnknownName` before the first row.
    """
    definition = INPUT_TABLES[table]
    fields = event_fields(definition, options.config)
    checks = event_checks(fields, options.now, options.config.settings.min_visible_ms)

    def finish(columns: Columns, rows: RowNumbers) -> pa.Table:
        ids = columns.get("profile_id", pa.array([], pa.string()))
        return accepted_events(fields, columns, profile_keys(options.salt, ids), rows)

    return read(open_source(source), ReadPlan(definition, fields, checks, finish), options)


def accepted_events(
    fields: tuple[Field, ...], columns: Columns, keys: Keys, rows: RowNumbers
) -> pa.Table:
    """Return the accepted events, always with the same columns.

    `key_high`, `key_low` (uint64: the profile's key), `ts` (int64 microseconds since 1970 UTC),
    `row` (int64: the number of the row in its input), and the contract's columns, nullable: text
    as `string` or a dictionary of it (country upper-cased, position as decimal text);
    `propensity`, `visible_ms`, `media_seconds` and `fraction` as float64, never NaN; custom
    dimensions `x_…` as text, custom sums `s_…` as int64 millionths; of plays `watch_ms` as int64.
    """
    arrays: dict[str, pa.Array] = {
        "key_high": pa.array(np.ascontiguousarray(keys["high"])),
        "key_low": pa.array(np.ascontiguousarray(keys["low"])),
    }
    for field in fields:
        if field.name != "profile_id":
            values = columns.get(field.name, pa.nulls(0))
            if not len(values):
                values = pa.nulls(len(rows), _TYPES[field.kind])
            name, array = _finish_column(field, values)
            arrays[name] = array
    arrays["row"] = pa.array(rows)
    return pa.table(arrays)


def _finish_column(field: Field, array: pa.Array) -> tuple[str, pa.Array]:
    """Return the internal name and the values of a column."""
    if field.name == "country":
        return "country", to_upper(array)
    if field.name == "seconds":
        return "watch_ms", to_whole(array, MILLISECONDS)
    if field.name.startswith("s_"):
        return field.name, to_whole(array, CUSTOM_SUM_SCALE)
    if field.kind is Kind.FLOAT:
        return field.name, drop_nan(array)
    return field.name, array


def to_upper(text: pa.Array) -> pa.Array:
    """Return `text` in upper case."""
    if is_coded(text):
        return pa.DictionaryArray.from_arrays(text.indices, pc.utf8_upper(text.dictionary))
    return pc.utf8_upper(text)


def to_whole(numbers: pa.Array, scale: int) -> pa.Array:
    """Return `numbers` × `scale`, rounded half to even, as int64; NaN and null are 0."""
    floats = numbers.fill_null(0.0).to_numpy(zero_copy_only=False)
    return pa.array(np.rint(np.nan_to_num(floats * scale)).astype(np.int64))


def drop_nan(numbers: pa.Array) -> pa.Array:
    """Return `numbers` with null in place of NaN."""
    if numbers.null_count == len(numbers):
        return numbers
    nan = pc.is_nan(numbers)
    return pc.if_else(nan, None, numbers) if pc.any(nan).as_py() else numbers
