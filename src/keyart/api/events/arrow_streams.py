"""Arrow streams from untrusted sources: what they claim is checked before use.

A stream can be small and expand hugely: a dictionary can store a long text once for a million rows,
and rows of some types take no bytes at all.
"""

import struct
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadInput

MOST_WRITTEN = 256 << 20
"""Maximum bytes of all values after expansion, unless the stream itself has a quarter of that."""

Lengths = npt.NDArray[np.int64]


def read_stream(data: bytes, name: str) -> pa.Table:
    """Return the table in `data`, called `name` in messages; raises `BadInput`."""
    if data.startswith(b"ARROW1"):
        raise BadInput(f"{name} is an Arrow file.", hint="Send Arrow's stream format.")
    try:
        return _table(data, name)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise BadInput(
            f"{name} is not a complete Arrow stream: {reason}.", hint="Write it again."
        ) from None


def _table(data: bytes, name: str) -> pa.Table:
    for message in pa.ipc.MessageReader.open_stream(data):
        if _is_packed(message):
            raise BadInput(
                f"{name} holds compressed buffers.",
                hint="Write the stream uncompressed, and send it with Content-Encoding: gzip.",
            )
    file = pa.BufferReader(data)
    with pa.ipc.open_stream(file) as stream:
        table = pa.Table.from_batches(_checked(stream, name, len(data)), stream.schema)
    if file.tell() != len(data):
        raise BadInput(f"{name} goes on after its end.", hint="Send one stream per request.")
    return table


def _checked(stream: pa.RecordBatchStreamReader, name: str, size: int) -> Iterator[pa.RecordBatch]:
    """Yield the batches of a stream of `size` bytes, each checked against its claims."""
    rows = expanded_bytes = 0
    for batch in stream:
        rows += batch.num_rows
        if rows > size:
            raise _more_than_bytes(name)
        batch.validate(full=True)
        for column, array in zip(batch.schema.names, batch.columns, strict=True):
            _check(array, size, f"Column {column[:40]!r} of {name}")
            expanded_bytes += _measure_expanded(array)
        if expanded_bytes > max(MOST_WRITTEN, 4 * size):
            raise BadInput(
                f"{name} stands for more than {MOST_WRITTEN:,} bytes of values.",
                hint="Send it in parts.",
            )
        yield batch


def _more_than_bytes(name: str) -> BadInput:
    return BadInput(f"{name} has more entries than bytes.", hint="Leave empty ones away.")


def _check(array: pa.Array, most: int, name: str, *, inner: bool = False) -> None:
    """Raise `BadInput` for an array that is not accepted, or contains one with too many entries."""
    kind = array.type
    if len(array) > most:
        raise _more_than_bytes(name)
    if _is_shared(kind) or (inner and (pa.types.is_dictionary(kind) or _is_view(kind))):
        raise BadInput(f"{name} has an unsupported type.", hint="Write plain values.")
    for child in _within(array):
        _check(child, most, name, inner=True)


def _is_shared(kind: pa.DataType) -> bool:
    """Return whether several entries of a column may share one large value."""
    tests = (
        pa.types.is_run_end_encoded,
        pa.types.is_list_view,
        pa.types.is_large_list_view,
        pa.types.is_union,
    )
    if pa.types.is_dictionary(kind):
        kind, tests = kind.value_type, (pa.types.is_nested, pa.types.is_fixed_size_binary)
    return any(test(kind) for test in tests)


def _is_view(kind: pa.DataType) -> bool:
    return pa.types.is_string_view(kind) or pa.types.is_binary_view(kind)


def _within(array: pa.Array) -> list[pa.Array]:
    kind = array.type
    if isinstance(array, pa.ExtensionArray):
        return [array.storage]
    if pa.types.is_struct(kind):
        return [array.field(number) for number in range(kind.num_fields)]
    return [array.values] if pa.types.is_nested(kind) else []


def _measure_expanded(array: pa.Array) -> int:
    """Return the bytes of an array's values after expansion."""
    if pa.types.is_dictionary(array.type):
        lengths = _lengths(array.dictionary)
        indices = array.indices.drop_null().to_numpy(zero_copy_only=False)
        return array.nbytes if lengths is None else int(lengths[indices].sum())
    lengths = _lengths(array) if _is_view(array.type) else None
    return array.nbytes if lengths is None else int(lengths.sum())


def _lengths(array: pa.Array) -> Lengths | None:
    """Return the bytes of each text; None if it is not text."""
    kind = array.type
    if _is_view(kind):
        views = np.frombuffer(array.buffers()[1] or b"", np.int32).reshape(-1, 4)
        return views[array.offset : array.offset + len(array), 0].astype(np.int64)
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary)
    if any(test(kind) for test in (*tests, pa.types.is_large_binary)):
        return pc.fill_null(pc.binary_length(array), 0).to_numpy().astype(np.int64)
    return None


def _is_packed(message: pa.Message) -> bool:
    """Return whether a message's buffers are compressed, so that their true size is unknown.

    pyarrow does not expose it, so this reads the message's flatbuffer (Arrow's Message.fbs): field
    2 of a Message is its header; field 3 of a RecordBatch, which is field 1 of a DictionaryBatch,
    describes the compression, and is absent if there is none.
    """
    metadata = message.metadata.to_pybytes()
    header = _child(metadata, _uint(metadata, 0), 2)
    if message.type == "dictionary" and header is not None:
        header = _child(metadata, header, 1)
    if message.type not in {"dictionary", "record batch"} or header is None:
        return False
    return _field(metadata, header, 3) is not None


def _child(data: bytes, table: int, number: int) -> int | None:
    """Return the start of the table that a field of another one points to."""
    at = _field(data, table, number)
    return None if at is None else at + _uint(data, at)


def _field(data: bytes, table: int, number: int) -> int | None:
    """Return the location of a field of a flatbuffer's table, None if it is absent."""
    directory = table - struct.unpack_from("<i", data, table)[0]
    if 4 + 2 * number >= struct.unpack_from("<H", data, directory)[0]:
        return None
    offset = struct.unpack_from("<H", data, directory + 4 + 2 * number)[0]
    return table + offset if offset else None


def _uint(data: bytes, at: int) -> int:
    return struct.unpack_from("<I", data, at)[0]
