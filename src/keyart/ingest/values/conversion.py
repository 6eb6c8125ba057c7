"""Values of any type converted to the contract's kinds; null where that is impossible."""

from collections.abc import Callable, Mapping

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.schema import Kind
from keyart.ingest.values.sql import select
from keyart.ingest.values.text import decode, is_coded, is_text
from keyart.ingest.values.timestamps import timestamps

Converted = pa.Array | str
"""A converted array, or the SQL expression over its column that converts it."""

_Convert = Callable[[pa.Array], Converted]

_WHOLE = 1 << 53

_LISTS = (
    pa.types.is_list,
    pa.types.is_large_list,
    pa.types.is_fixed_size_list,
    pa.types.is_list_view,
)

_TEXT_OF_FLOAT = (
    "CASE WHEN isnan({0}) THEN NULL WHEN {0} = trunc({0}) AND abs({0}) < 9e18 "
    "THEN {0}::BIGINT::VARCHAR ELSE {0}::VARCHAR END"
)
_TEXT_OF_DECIMAL = (
    "CASE WHEN {0} = trunc({0}) THEN trunc({0})::DECIMAL(38, 0)::VARCHAR ELSE {0}::VARCHAR END"
)
_FLAG_OF_TEXT = (
    "CASE WHEN lower(trim({0})) IN ('true', 't', 'yes', 'y', '1') THEN true "
    "WHEN lower(trim({0})) IN ('false', 'f', 'no', 'n', '0') THEN false END"
)
_TRIMMED = "list_filter(list_transform({0}, lambda e: trim(e)), lambda e: e <> '')"
_LIST_OF_TEXT = _TRIMMED.format(
    "CASE WHEN {0} = '' THEN NULL WHEN {0} LIKE '[%' THEN TRY(from_json({0}, '[\"VARCHAR\"]')) "
    "ELSE string_split({0}, '|') END"
)
_LIST_OF_LIST = _TRIMMED.format("TRY_CAST({0} AS VARCHAR[])")


def convert(
    con: duckdb.DuckDBPyConnection,
    raw: Mapping[str, pa.Array],
    kinds: Mapping[str, Kind],
    tz: str,
) -> dict[str, pa.Array]:
    """Return each column as its kind.

    `raw` is as `text.canonical` returns it. STR and INT become text (`string` or a dictionary of
    it; INT: the decimal text of a whole number), FLOAT float64, TS int64 microseconds since 1970
    UTC, BOOL bool, LIST lists of string. Null means missing (an empty text is) or not convertible.
    """
    converted: dict[str, Converted] = {}
    for name, array in raw.items():
        kind = kinds[name]
        converted[name] = timestamps(array, tz) if kind is Kind.TS else _CONVERTERS[kind](array)
    pending = {name: sql for name, sql in converted.items() if isinstance(sql, str)}
    done = {name: array for name, array in converted.items() if not isinstance(array, str)}
    if pending:
        table = pa.table({f"c{k}": decode(raw[name]) for k, name in enumerate(pending)})
        fields = {f"c{k}": sql.format(f"c{k}") for k, sql in enumerate(pending.values())}
        selected = select(con, table, fields)
        done |= {name: selected[f"c{k}"] for k, name in enumerate(pending)}
    return {name: done[name] for name in raw}


def _to_text(array: pa.Array) -> Converted:
    if is_text(array):
        return drop_empty_text(array)
    for test, how in _TO_TEXT:
        if test(array.type):
            return how if isinstance(how, str) else how(array)
    return pa.nulls(len(array), pa.string())


def _integers_to_text(array: pa.Array) -> pa.Array:
    coded = array.dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices, coded.dictionary.cast(pa.string()))


def _is_time(kind: pa.DataType) -> bool:
    return pa.types.is_temporal(kind) and not pa.types.is_interval(kind)


_TO_TEXT: tuple[tuple[Callable[[pa.DataType], bool], str | _Convert], ...] = (
    (pa.types.is_integer, _integers_to_text),
    (pa.types.is_boolean, lambda array: array.cast(pa.string())),
    (pa.types.is_floating, _TEXT_OF_FLOAT),
    (pa.types.is_decimal, _TEXT_OF_DECIMAL),
    (pa.types.is_nested, "to_json({0})::VARCHAR"),
    (_is_time, "{0}::VARCHAR"),
    (lambda kind: isinstance(kind, pa.UuidType), "{0}::VARCHAR"),
)


def drop_empty_text(text: pa.Array) -> pa.Array:
    """Return `text` with null in place of the empty text."""
    values = text.dictionary if is_coded(text) else text
    lengths = pc.binary_length(values)
    if not len(values) or pc.min(lengths).as_py() != 0:
        return text
    decoded = decode(text)
    return pc.if_else(pc.equal(pc.binary_length(decoded), 0), None, decoded)


def _to_float(array: pa.Array) -> Converted:
    kind = array.type
    if is_text(array):
        return "TRY_CAST({0} AS DOUBLE)"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return array.cast(pa.float64(), safe=False)
    return pa.nulls(len(array), pa.float64())


def _to_whole_number(array: pa.Array) -> Converted:
    if pa.types.is_integer(array.type):
        return _to_text(array)
    if is_text(array) or pa.types.is_floating(array.type) or pa.types.is_decimal(array.type):
        number = "TRY_CAST({0} AS DOUBLE)"
        whole = f"{number} = trunc({number}) AND abs({number}) < {_WHOLE}"
        return f"CASE WHEN {whole} THEN {number}::BIGINT::VARCHAR END"
    return pa.nulls(len(array), pa.string())


def _to_flag(array: pa.Array) -> Converted:
    if pa.types.is_boolean(array.type):
        return array
    if is_text(array):
        return _FLAG_OF_TEXT
    if pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
        numbers = array.cast(pa.float64(), safe=False)
        is_flag = pc.is_in(numbers, pa.array([0.0, 1.0]))
        return pc.if_else(is_flag, pc.equal(numbers, 1.0), None)
    return pa.nulls(len(array), pa.bool_())


def _to_list(array: pa.Array) -> Converted:
    kind = array.type
    if is_text(array):
        return _LIST_OF_TEXT
    if any(test(kind) for test in _LISTS):
        return _LIST_OF_LIST
    return pa.nulls(len(array), pa.list_(pa.string()))


_CONVERTERS: Mapping[Kind, _Convert] = {
    Kind.STR: _to_text,
    Kind.INT: _to_whole_number,
    Kind.FLOAT: _to_float,
    Kind.BOOL: _to_flag,
    Kind.LIST: _to_list,
}


def given_mask(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Return which values of a raw column are present: not null, NaN, or the empty text."""
    if is_text(array):
        return drop_empty_text(array).is_valid().to_numpy(zero_copy_only=False)
    missing = pc.is_null(array, nan_is_null=True)
    return pc.invert(missing).to_numpy(zero_copy_only=False)
