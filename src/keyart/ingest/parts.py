"""Parts: events split by the top bits of the profile's key, so that each part fits into memory."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import ipc

from keyart.core.ids import KEY_DTYPE
from keyart.ingest.values.keyed_hash import Keys

ROWS_PER_PART = 2_000_000
MAX_PARTS = 256

_PORTION_ROWS = 100_000
_FILE_ROWS = 1_000_000

Halves = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


BYTES_PER_EVENT = 320
"""Memory for each event of a part while its facts are made; measured: 210 to 320."""

BYTES_OF_INGEST = 200 << 20
"""Memory of any ingest beyond its events; measured: 190 MB."""


def choose_part_count(rows: int, memory: int | None = None, threads: int = 1) -> int:
    """Return the number of parts for `rows` events: a power of two, at most `MAX_PARTS`.

    `memory`, in bytes, is the limit for `threads` parts together.
    """
    at_once = ROWS_PER_PART
    if memory is not None:
        room = (memory - BYTES_OF_INGEST) // (BYTES_PER_EVENT * threads)
        at_once = max(1, min(at_once, room))
    count = max(1, -(-rows // at_once))
    return min(MAX_PARTS, 1 << (count - 1).bit_length())


def estimate_memory(rows: int, parts: int, threads: int) -> int:
    """Return about how many bytes an ingest of `rows` events in `parts` parts needs."""
    at_once = min(rows, threads * -(-rows // parts))
    return BYTES_OF_INGEST + BYTES_PER_EVENT * at_once


def part_of(high: npt.NDArray[np.uint64], parts: int) -> npt.NDArray[np.uint8]:
    """Return the part of each key, given its `high` half: its top bits."""
    bits = parts.bit_length() - 1
    if not bits:
        return np.zeros(len(high), np.uint8)
    return (high >> np.uint64(64 - bits)).astype(np.uint8)


def distinct_keys(high: Halves, low: Halves) -> tuple[Keys, Numbers]:
    """Return the sorted distinct keys, and for each row the number of its key among them."""
    order = np.argsort(high)
    if _share_high_half(high[order], low[order]):
        order = np.lexsort((low, high))
    high, low = high[order], low[order]
    heads = np.ones(len(order), np.bool_)
    heads[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
    keys = np.empty(int(heads.sum()), KEY_DTYPE)
    keys["high"], keys["low"] = high[heads], low[heads]
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(heads) - 1
    return keys, number


def _share_high_half(high: Halves, low: Halves) -> bool:
    """Return whether two keys share their first half but not the second, which is very rare."""
    return bool(((high[1:] == high[:-1]) & (low[1:] != low[:-1])).any())


def _column_numbers(table: pa.Table, name: str) -> npt.NDArray[np.uint64]:
    return table.column(name).to_numpy()


class Spool:
    """Takes the events of one table in any order and returns them part by part.

    A single part stays in memory. Several are written to files in `folder`, a million events per
    file: each portion is one record batch for each part, so that only one file is open at a time.
    """

    def __init__(self, folder: Path, name: str, parts: int, schema: pa.Schema) -> None:
        self._folder = folder
        self._name = name
        self._parts = parts
        self._schema = schema
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._files: list[Path] = []
        self._open: ipc.RecordBatchFileWriter | None = None
        self._written = 0
        self._writer = ThreadPoolExecutor(1)
        self._under_way: Future[None] | None = None
        self._finished = False

    def add(self, events: pa.Table) -> None:
        """Take some events."""
        self._waiting.append(events)
        self._rows += events.num_rows
        if self._parts > 1 and self._rows >= _PORTION_ROWS:
            self._start_scatter()

    def part(self, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """Return all events of a part, in one chunk, in the order in which they were added.

        `columns` selects columns. No more events can be added; after `finish` any thread may call.
        """
        self.finish()
        if self._parts == 1:
            events = self._waiting[0]
            return events if columns is None else events.select(columns)
        schema = self._schema
        if columns is not None:
            schema = pa.schema([schema.field(name) for name in columns])
        return _joined(schema, [self._read(path, number, columns) for path in self._files])

    def close(self) -> None:
        """Remove the files."""
        self.finish()
        for path in self._files:
            path.unlink()
        self._files.clear()
        self._waiting.clear()

    def _joined(self, tables: Sequence[pa.Table]) -> pa.Table:
        return _joined(self._schema, tables)

    def _start_scatter(self) -> None:
        """Write the waiting events in the background, one portion at a time."""
        tables, self._waiting, self._rows = self._waiting, [], 0
        self._wait()
        self._under_way = self._writer.submit(self._scatter, tables)

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.result()
            self._under_way = None

    def finish(self) -> None:
        """Write the remaining events; no more can be added."""
        if self._finished:
            return
        if self._parts == 1:
            self._waiting = [self._joined(self._waiting)]
        elif self._rows:
            self._start_scatter()
        self._wait()
        self._writer.shutdown()
        self._close_file()
        self._finished = True

    def _scatter(self, tables: list[pa.Table]) -> None:
        """Write tables to the open file, a record batch for each part."""
        events = tables[0] if len(tables) == 1 else self._joined(tables)
        part = part_of(_column_numbers(events, "key_high"), self._parts)
        order = np.argsort(part, kind="stable")
        bounds = np.searchsorted(part[order], np.arange(self._parts + 1))
        ordered = events.take(pa.array(order)).combine_chunks()
        file = self._open or self._open_file()
        for first, last in pairwise(bounds.tolist()):
            file.write_batch(_to_record_batch(ordered.slice(first, last - first)))
        self._written += events.num_rows
        if self._written >= _FILE_ROWS:
            self._close_file()

    def _open_file(self) -> ipc.RecordBatchFileWriter:
        path = self._folder / f"{self._name}-{len(self._files):05d}.arrow"
        options = ipc.IpcWriteOptions(compression="lz4")
        self._open = ipc.new_file(str(path), self._schema, options=options)
        self._files.append(path)
        self._written = 0
        return self._open

    def _close_file(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _read(self, path: Path, number: int, columns: Sequence[str] | None) -> pa.Table:
        chosen = None if columns is None else [self._schema.get_field_index(c) for c in columns]
        options = ipc.IpcReadOptions(included_fields=chosen)
        with pa.OSFile(str(path)) as file, ipc.open_file(file, options=options) as reader:
            portions = range(number, reader.num_record_batches, self._parts)
            events = pa.Table.from_batches([reader.get_batch(portion) for portion in portions])
        return events if columns is None else events.select(columns)


def _joined(schema: pa.Schema, tables: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables([schema.empty_table(), *tables]).combine_chunks()


def _to_record_batch(table: pa.Table) -> pa.RecordBatch:
    """Return a table of at most one chunk as a record batch, even if it is empty."""
    columns = [column.combine_chunks() for column in table.columns]
    return pa.RecordBatch.from_arrays(columns, schema=table.schema)
