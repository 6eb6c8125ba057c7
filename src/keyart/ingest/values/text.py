"""Text of any Arrow type, reduced to two: `string`, and a dictionary of `string`."""

from collections.abc import Callable, Mapping
from typing import TypeGuard

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.ingest.formats.blocks import Block, UnreadableRow

Mask = npt.NDArray[np.bool_]


def is_coded(array: pa.Array) -> TypeGuard[pa.DictionaryArray]:
    """Return whether `array` is dictionary-encoded."""
    return pa.types.is_dictionary(array.type)


def is_text(array: pa.Array) -> bool:
    """Return whether `array` is `string` or a dictionary of it, as `canonical` returns text."""
    return pa.types.is_string(array.dictionary.type if is_coded(array) else array.type)


def decode(array: pa.Array) -> pa.Array:
    """Return the values of a dictionary-encoded array; others unchanged."""
    return array.dictionary_decode() if is_coded(array) else array


_FURTHEST = 9_000_000_000_000
"""Seconds from 1970, some 285,000 years: DuckDB fails at times beyond."""

_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_DAY = 86_400


def canonical(array: pa.Array) -> pa.Array:
    """Return text of any encoding as `string` or a dictionary of `string`; others unchanged.

    Bytes are read as text, since Parquet files without logical types store text so. They may not
    be UTF-8: see `clean_block`. Times are clipped to the range that can be written.
    """
    kind = array.type
    if isinstance(array, pa.ExtensionArray):
        return array if isinstance(kind, pa.UuidType) else canonical(array.storage)
    if is_coded(array):
        return _canonical_dictionary(array)
    if pa.types.is_run_end_encoded(kind):
        return canonical(pc.run_end_decode(array))
    if _is_bytes(kind):
        return array.cast(pa.binary()).view(pa.string())
    target = next((target for test, target in _SIMPLER_TYPES if test(kind)), None)
    return _clip_times(array) if target is None else array.cast(target)


def _is_rounded(kind: pa.DataType) -> bool:
    return pa.types.is_decimal(kind) and kind.scale < 0


_SIMPLER_TYPES: tuple[tuple[Callable[[pa.DataType], bool], pa.DataType], ...] = (
    (pa.types.is_large_string, pa.string()),
    (pa.types.is_string_view, pa.string()),
    (pa.types.is_decimal256, pa.string()),
    (_is_rounded, pa.string()),
    (pa.types.is_float16, pa.float32()),
)


def _clip_times(array: pa.Array) -> pa.Array:
    """Return times clipped to the range that every engine can write."""
    kind = array.type
    if pa.types.is_time(kind):
        first, last = 0, _DAY * _PER_SECOND[kind.unit] - 1
    elif (pa.types.is_timestamp(kind) or pa.types.is_duration(kind)) and kind.unit != "ns":
        last = _FURTHEST * _PER_SECOND[kind.unit]
        first = -last
    else:
        return array
    numbers = array.view(pa.int32() if kind.bit_width == 32 else pa.int64())
    least, most = (pc.min_max(numbers)[name].as_py() for name in ("min", "max"))
    if least is None or (first <= least and most <= last):
        return array
    bound = pc.max_element_wise(numbers, first, skip_nulls=False)
    return pc.min_element_wise(bound, last, skip_nulls=False).cast(numbers.type).view(kind)


def _canonical_dictionary(array: pa.DictionaryArray) -> pa.Array:
    values = canonical(array.dictionary)
    if not pa.types.is_string(values.type) or values.null_count:
        return canonical(array.dictionary_decode())
    return pa.DictionaryArray.from_arrays(array.indices, values)


def _is_bytes(kind: pa.DataType) -> bool:
    tests = (
        pa.types.is_binary,
        pa.types.is_large_binary,
        pa.types.is_binary_view,
        pa.types.is_fixed_size_binary,
    )
    return any(test(kind) for test in tests)


def find_undecodable(array: pa.Array) -> Mask | None:
    """Return which values of `array`, nested ones too, are not valid UTF-8; None if all are."""
    if _is_valid(array.dictionary if is_coded(array) else array):
        return None
    return np.array([not _decodes(value) for value in decode(array)])


def _is_valid(array: pa.Array) -> bool:
    if not (pa.types.is_string(array.type) or pa.types.is_nested(array.type)):
        return True
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _decodes(value: pa.Scalar) -> bool:
    try:
        value.as_py()
    except UnicodeDecodeError:
        return False
    return True


def clean_block(block: Block) -> Block:
    """Return the block with canonical text; rows that are not UTF-8 become unreadable rows."""
    columns = {name: canonical(array) for name, array in block.columns.items()}
    wrong = {name: mask for name, a in columns.items() if (mask := find_undecodable(a)) is not None}
    if not wrong:
        return Block(columns, block.rows, block.broken, block.done)
    bad = np.logical_or.reduce(list(wrong.values()))
    broken = tuple(_not_utf8(int(row), wrong, k) for k, row in enumerate(block.rows) if bad[k])
    keep = pa.array(~bad)
    columns = {name: canonical(decode(array).filter(keep)) for name, array in columns.items()}
    return Block(columns, block.rows[~bad], block.broken + broken, block.done)


def _not_utf8(row: int, wrong: Mapping[str, Mask], index: int) -> UnreadableRow:
    names = [name for name, mask in wrong.items() if mask[index]]
    return UnreadableRow(row, f"Row {row}: {', '.join(names)} is not UTF-8.")
