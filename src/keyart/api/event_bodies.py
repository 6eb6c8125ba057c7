"""The events in the body of a request: unpacked, parsed, and checked as an ingest does."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from keyart.api.errors import Refused
from keyart.core.errors import BadInput
from keyart.core.report import Account
from keyart.ingest import ReadOptions, Source, read_events
from keyart.ingest.in_memory import InMemory
from keyart.ingest.json_input import JsonInput
from keyart.store.inbox import Form

ARROW_TYPE = "application/vnd.apache.arrow.stream"
LINES_TYPE = "application/x-ndjson"

TYPES: Mapping[str, Form] = {
    "": Form.LINES,
    LINES_TYPE: Form.LINES,
    "application/jsonl": Form.LINES,
    "application/json": Form.LINES,
    "text/plain": Form.LINES,
    ARROW_TYPE: Form.ARROW,
}
"""What the Content-Type of a request says of its events."""

NAME = "the request"
"""What messages call a body."""

_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Body:
    """The events of a request, as the inbox keeps them and as an ingest reads them."""

    form: Form
    data: bytes
    source: Source


def form_of_type(content_type: str) -> Form:
    """Return what a Content-Type means; raises `Refused` (415)."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise Refused(
            415,
            "unsupported_media_type",
            "Events come as JSON lines or as an Arrow stream.",
            hint=f"Send Content-Type: {LINES_TYPE}, or {ARROW_TYPE}.",
        )
    return TYPES[kind]


def unpacked(data: bytes, encoding: str, limit: int) -> bytes:
    """Return a body without its Content-Encoding, of `limit` bytes at most; raises `Refused`."""
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return data
    if name not in {"gzip", "x-gzip"}:
        raise Refused(
            415, "unsupported_encoding", "Bodies may be packed by gzip.", hint="Send it unpacked."
        )
    parts: list[bytes] = []
    room = limit
    while data:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            part = unpacker.decompress(data, room + 1)
        except zlib.error as error:
            raise BadInput(f"{NAME} is not gzip: {error}.", hint="Pack it again.") from None
        room -= len(part)
        if room < 0:
            raise _too_large(limit)
        if not unpacker.eof:
            raise BadInput(f"{NAME} ends amid its gzip stream.", hint="Send all of it.")
        parts.append(part)
        data = unpacker.unused_data
    return b"".join(parts)


def _too_large(limit: int) -> Refused:
    return Refused(
        413,
        "body_too_large",
        f"The request is larger than {limit:,} bytes once it is unpacked.",
        hint="Send it in parts, or raise the setting events_size.",
    )


def parsed(data: bytes, form: Form) -> Body:
    """Return the events in a body; raises `BadInput` if it cannot be read at all."""
    return _lines(data) if form is Form.LINES else _arrow(data)


def _lines(data: bytes) -> Body:
    data = data.removeprefix(_UTF8_MARK)
    if data and not data.endswith(b"\n"):
        data += b"\n"
    source = JsonInput(InMemory(NAME, data))
    try:
        source.header()
    except RecursionError:
        raise BadInput(f"{NAME} is nested too deeply.", hint="Send flat objects.") from None
    return Body(Form.LINES, data, source)


def _arrow(data: bytes) -> Body:
    if data.startswith(b"ARROW1"):
        raise BadInput(f"{NAME} is an Arrow file.", hint="Send the stream format of Arrow.")
    try:
        table = pa.Table.from_batches(list(_batches(data)), pa.ipc.open_stream(data).schema)
    except (pa.ArrowException, OSError, ValueError) as error:
        said = str(error).partition("\n")[0].rstrip(".")
        raise BadInput(
            f"{NAME} is no whole Arrow stream: {said}.", hint="Write it again."
        ) from None
    return Body(Form.ARROW, data, table)


def _batches(data: bytes) -> Iterator[pa.RecordBatch]:
    """Yield the batches of an Arrow stream that are what they say; raises `ArrowInvalid`."""
    for message in pa.ipc.MessageReader.open_stream(data):
        if _is_packed(message):
            raise BadInput(
                f"{NAME} holds compressed buffers.",
                hint="Write the stream without, and send it with Content-Encoding: gzip.",
            )
    rows = 0
    for batch in pa.ipc.open_stream(data):
        rows += batch.num_rows
        if rows > len(data):
            raise BadInput(f"{NAME} has more rows than bytes.", hint="Leave empty rows away.")
        batch.validate(full=True)
        yield batch


def _is_packed(message: pa.Message) -> bool:
    """Return whether a message's buffers are compressed: their true size is not known then.

    pyarrow does not say, so this reads the message's flatbuffer (Arrow's Message.fbs): field 2 of
    a Message is its header; field 3 of a RecordBatch, which is field 1 of a DictionaryBatch, says
    how buffers are compressed, and is absent if they are not.
    """
    told = message.metadata.to_pybytes()
    header = _child(told, _uint(told, 0), 2)
    if message.type == "dictionary" and header is not None:
        header = _child(told, header, 1)
    if message.type not in {"dictionary", "record batch"} or header is None:
        return False
    return _field(told, header, 3) is not None


def _child(data: bytes, table: int, number: int) -> int | None:
    """Return where the table begins to which a field of another one points."""
    at = _field(data, table, number)
    return None if at is None else at + _uint(data, at)


def _field(data: bytes, table: int, number: int) -> int | None:
    """Return where a field of a flatbuffer's table lies, None if it is absent."""
    directory = table - struct.unpack_from("<i", data, table)[0]
    if 4 + 2 * number >= struct.unpack_from("<H", data, directory)[0]:
        return None
    offset = struct.unpack_from("<H", data, directory + 4 + 2 * number)[0]
    return table + offset if offset else None


def _uint(data: bytes, at: int) -> int:
    return struct.unpack_from("<I", data, at)[0]


def provisional_account(source: Source, table: str, options: ReadOptions) -> Account:
    """Return what can be said of events before they are published; raises `BadInput`.

    Rows that are good on their own count as accepted, but for those whose `event_id` has come
    before within the same request.
    """
    account = Account()
    ids: list[pa.ChunkedArray] = []
    try:
        for checked in read_events(source, table, options):
            account.rows += checked.rows
            for count in checked.rejected.column("code").value_counts().to_pylist():
                account.reject(count["values"], count["counts"])
            ids.append(checked.accepted.column("event_id"))
    except (ValueError, pa.ArrowException, duckdb.Error) as error:
        said = str(error).partition("\n")[0].rstrip(".")
        raise BadInput(
            f"{NAME} holds what cannot be read: {said}.", hint="Write it as text or as numbers."
        ) from error
    given = pa.chunked_array([chunk for column in ids for chunk in column.chunks], pa.string())
    given = given.drop_null()
    account.duplicate = len(given) - pc.count_distinct(given).as_py()
    account.accepted = account.rows - account.quarantined - account.duplicate
    return account
