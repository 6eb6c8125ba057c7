"""Answers and facts as bytes: JSON, JSON lines, CSV, Parquet, Arrow; a batch of rows at a time."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from keyart.query.plain import iso_texts, plain_rows
from keyart.query.result import Result


class Form(StrEnum):
    """How rows are written."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"

    @property
    def media_type(self) -> str:
        """What HTTP calls it."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSONL: "application/x-ndjson",
    Form.PARQUET: "application/vnd.apache.parquet",
    Form.ARROW: "application/vnd.apache.arrow.stream",
}


def answer_json(result: Result) -> bytes:
    """Return an answer as the contract's JSON object: rows, totals, meta; times as ISO text."""
    answer = {
        "rows": plain_rows(result.table),
        "totals": dict(result.totals),
        "meta": result.meta.to_dict(),
    }
    return _json(answer).encode()


def encode(schema: pa.Schema, batches: Iterable[pa.RecordBatch], form: Form) -> Iterator[bytes]:
    """Yield the bytes of rows as they come; never more than a batch is in memory."""
    match form:
        case Form.JSONL:
            return _json_lines(batches)
        case Form.CSV:
            return _csv(schema, batches)
        case Form.PARQUET:
            return _written(batches, lambda sink: pq.ParquetWriter(sink, schema))
        case Form.ARROW:
            return _written(batches, lambda sink: pa.ipc.new_stream(sink, schema))


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Keep some bytes."""
        part = bytes(data)
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken, self._parts = b"".join(self._parts), []
        return taken


def _written(
    batches: Iterable[pa.RecordBatch], writer_to: Callable[[_Sink], Any]
) -> Iterator[bytes]:
    """Yield what a writer makes of rows, batch by batch."""
    sink = _Sink()
    with writer_to(sink) as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield sink.take()
    yield sink.take()


def _csv(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    texts = (_with_text_times(batch) for batch in batches)
    plain = _with_text_times(pa.RecordBatch.from_pylist([], schema)).schema
    return _written(texts, lambda sink: csv.CSVWriter(sink, plain))


def _with_text_times(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows with times as ISO text and dictionaries as their values, as CSV can hold them."""
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
        yield "".join(f"{_json(row)}\n" for row in plain_rows(batch)).encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
