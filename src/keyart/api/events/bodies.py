"""The events in the body of a request: unpacked, parsed, and checked as an ingest does."""

import gzip
import io
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from keyart.api.errors import Refused
from keyart.api.events.arrow_streams import read_stream
from keyart.core.errors import BadInput, StoreError
from keyart.core.report import Account
from keyart.ingest import ReadOptions, Source, read_events
from keyart.ingest.formats.files import InMemory
from keyart.ingest.formats.json_input import JsonInput
from keyart.ingest.values.text import decode
from keyart.store.inbox import EventFormat

ARROW_TYPE = "application/vnd.apache.arrow.stream"
LINES_TYPE = "application/x-ndjson"

TYPES: Mapping[str, EventFormat] = {
    "": EventFormat.LINES,
    LINES_TYPE: EventFormat.LINES,
    "application/jsonl": EventFormat.LINES,
    "application/json": EventFormat.LINES,
    "text/plain": EventFormat.LINES,
    ARROW_TYPE: EventFormat.ARROW,
}
"""The event format for each Content-Type."""

NAME = "the request"
"""The name of a body in messages."""

MOST_ROWS = 1_000_000
"""The most events in one request."""

MOST_COLUMNS = 10_000

_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Body:
    """The events of a request, as stored in the inbox and as read by an ingest."""

    form: EventFormat
    data: bytes
    source: Source


def form_of_type(content_type: str) -> EventFormat:
    """Return the format for a Content-Type; raises `Refused` (415)."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise Refused(
            415,
            "unsupported_media_type",
            "Send events as JSON lines or as an Arrow stream.",
            hint=f"Send Content-Type: {LINES_TYPE}, or {ARROW_TYPE}.",
        )
    return TYPES[kind]


def unpacked(data: bytes, encoding: str, limit: int) -> bytes:
    """Return a body without its Content-Encoding, of at most `limit` bytes; raises `Refused`."""
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return data
    if name not in {"gzip", "x-gzip"}:
        raise Refused(
            415, "unsupported_encoding", "Only gzip is supported.", hint="Send it unpacked."
        )
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            body = file.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{NAME} is not whole gzip: {error}.", hint="Pack it again.") from None
    if len(body) > limit:
        raise _too_large(f"is larger than {limit:,} bytes uncompressed", ", or raise events_size")
    return body


def _too_large(how: str, or_else: str = "") -> Refused:
    return Refused(413, "body_too_large", f"The request {how}.", hint=f"Send it in parts{or_else}.")


def parsed(data: bytes, form: EventFormat) -> Body:
    """Return the events in a body; raises `BadInput` if it cannot be read at all."""
    if form is EventFormat.LINES:
        return _lines(data)
    table = read_stream(data, NAME)
    _check_shape(table.num_rows, table.schema.names)
    return Body(EventFormat.ARROW, data, table)


def _lines(data: bytes) -> Body:
    data = data.removeprefix(_UTF8_MARK)
    if data and not data.endswith(b"\n"):
        data += b"\n"
    source = JsonInput(InMemory(NAME, data))
    columns = source.header().columns
    _check_shape(data.count(b"\n"), columns)
    return Body(EventFormat.LINES, data, source)


def _check_shape(rows: int, columns: Collection[str]) -> None:
    if rows > MOST_ROWS:
        raise _too_large(f"brings more than {MOST_ROWS:,} events")
    if len(columns) > MOST_COLUMNS:
        raise BadInput(f"{NAME} has more than {MOST_COLUMNS:,} columns.", hint="Send fewer.")


def provisional_account(source: Source, table: str, options: ReadOptions) -> Account:
    """Return the account of events as far as known before publication; raises `BadInput`.

    Rows that are valid by themselves count as accepted, except for those with an `event_id` that
    appeared earlier in the same request.
    """
    account = Account()
    ids = _Ids()
    try:
        for checked in read_events(source, table, options):
            account.rows += checked.rows
            for count in checked.rejected.column("code").value_counts().to_pylist():
                account.reject(count["values"], count["counts"])
            ids.add(checked.accepted.column("event_id"))
    except duckdb.FatalException as error:
        raise StoreError(
            "The check of events failed and was restarted.", hint="Send them again."
        ) from error
    except (ValueError, pa.ArrowException, duckdb.Error) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise BadInput(
            f"{NAME} cannot be read: {reason}.", hint="Write values as text or numbers."
        ) from error
    account.duplicate = ids.duplicate()
    account.accepted = account.rows - account.quarantined - account.duplicate
    return account


class _Ids:
    """The ids of events, texts or dictionaries of texts, to count repeats."""

    def __init__(self) -> None:
        self._count = 0
        self._distinct: list[pa.Array] = []

    def add(self, ids: pa.ChunkedArray) -> None:
        for chunk in ids.drop_null().chunks:
            self._count += len(chunk)
            self._distinct.append(decode(pc.unique(chunk)))

    def duplicate(self) -> int:
        distinct = pa.chunked_array(self._distinct, pa.string())
        return self._count - pc.count_distinct(distinct).as_py()
