"""Answers and facts as bytes: JSON, JSON lines, CSV, Parquet, Arrow; one batch at a time."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from keyart.core.rebuild import rebuild
from keyart.query.result import Meta, Result, times

Column = pa.Array | pa.ChunkedArray

META_KEY = b"keyart"
"""The key of the schema's metadata that holds totals and meta, as a JSON object."""

STREAM_ROWS = 1 << 16
"""Rows of one batch of an Arrow stream."""


class RowFormat(StrEnum):
    """A file format of rows."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"

    @property
    def media_type(self) -> str:
        """The media type for HTTP."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    RowFormat.CSV: "text/csv; charset=utf-8",
    RowFormat.JSONL: "application/x-ndjson",
    RowFormat.PARQUET: "application/vnd.apache.parquet",
    RowFormat.ARROW: "application/vnd.apache.arrow.stream",
}


def answer_json(result: Result) -> bytes:
    """Return an answer as the contract's JSON object: rows, totals, meta; times as ISO text."""
    answer = {
        "rows": json_rows(result.table),
        "totals": dict(result.totals),
        "meta": result.meta.to_dict(),
    }
    return _json(answer).encode()


def encode(
    schema: pa.Schema, batches: Iterable[pa.RecordBatch], form: RowFormat
) -> Iterator[bytes]:
    """Yield the bytes of rows as they come; at most one batch is in memory."""
    match form:
        case RowFormat.JSONL:
            return _json_lines(batches)
        case RowFormat.CSV:
            return _csv(schema, batches)
        case RowFormat.PARQUET:
            return _encode_batches(batches, lambda sink: pq.ParquetWriter(sink, schema))
        case RowFormat.ARROW:
            return _encode_batches(batches, lambda sink: pa.ipc.new_stream(sink, schema))


class _Sink(io.RawIOBase):
    """Buffers what is written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any) -> int:
        """Add bytes."""
        part = bytes(data)
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """Return the bytes written since the last call."""
        data, self._parts = b"".join(self._parts), []
        return data


def _encode_batches(
    batches: Iterable[pa.RecordBatch], writer_to: Callable[[_Sink], Any]
) -> Iterator[bytes]:
    """Yield the bytes that a writer makes of rows, batch by batch."""
    sink = _Sink()
    with writer_to(sink) as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield sink.take()
    yield sink.take()


def _csv(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    converted = (_with_text_times(batch) for batch in batches)
    text_schema = _with_text_times(pa.RecordBatch.from_pylist([], schema)).schema
    return _encode_batches(converted, lambda sink: csv.CSVWriter(sink, text_schema))


def _with_text_times(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows with times as ISO text and dictionaries as values, for CSV."""
    columns = [_with_text(column) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _with_text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    if not pa.types.is_timestamp(column.type):
        return column
    places, texts = iso_texts(column)
    return pa.array(texts, pa.string()).take(pa.array(places))


def _json_lines(batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    for batch in batches:
        yield "".join(f"{_json(row)}\n" for row in json_rows(batch)).encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_json_default)


def _json_default(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not a JSON type")


def json_rows(table: pa.Table | pa.RecordBatch) -> list[dict[str, Any]]:
    """Return the rows in JSON types: times as ISO text with their offset."""
    names = table.schema.names
    return [dict(zip(names, row, strict=True)) for row in zip(*json_columns(table), strict=True)]


def json_columns(table: pa.Table | pa.RecordBatch) -> list[list[Any]]:
    """Return the columns in JSON types: times as ISO text, missing values as None."""
    return [_json_values(column) for column in table.columns]


def iso_texts(column: Column) -> tuple[np.ndarray[Any, Any], list[str | None]]:
    """Return a column of times as (each row's place in the texts, texts).

    Each distinct time is formatted once: answers by time have few.
    """
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    distinct = whole.dictionary_encode(null_encoding="encode")
    texts = [None if t is None else t.isoformat() for t in times(distinct.dictionary)]
    return distinct.indices.to_numpy(), texts


def _json_values(column: Column) -> list[Any]:
    if not pa.types.is_timestamp(column.type):
        return column.to_pylist()
    places, texts = iso_texts(column)
    return [texts[place] for place in places.tolist()]


def answer_arrow(result: Result) -> bytes:
    """Return an answer as an Arrow stream, which `read_answer` reads."""
    summary = {"totals": dict(result.totals), "meta": result.meta.to_dict()}
    about = {**(result.table.schema.metadata or {}), META_KEY: json.dumps(summary, allow_nan=False)}
    table = result.table.replace_schema_metadata(about)
    return b"".join(encode(table.schema, table.to_batches(STREAM_ROWS), RowFormat.ARROW))


def read_answer(data: bytes) -> Result:
    """Return the answer that `answer_arrow` wrote; raises `pa.ArrowInvalid` or `KeyError`."""
    with pa.ipc.open_stream(data) as stream:
        table = stream.read_all()
    about: dict[bytes, bytes] = dict(table.schema.metadata or {})
    summary: dict[str, Any] = json.loads(about.pop(META_KEY))
    answer_table = table.replace_schema_metadata(about or None)
    return Result(answer_table, summary["totals"], rebuild(Meta, summary["meta"]))
