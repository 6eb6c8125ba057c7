"""The kept events that one publication adds, and their ids."""

import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.schema import EVENT_TABLES
from keyart.core.vocabulary import Vocabulary
from keyart.store.arrow_files import column, map_table, raw, write_batches
from keyart.store.catalog import FileRow
from keyart.store.event_files import GROUP_ROWS, EventStats, with_text, write_events
from keyart.store.event_ids import CONTESTED_SCHEMA, SCHEMA, entries, entry_batches
from keyart.store.paths import Kind
from keyart.store.pending import Contents, Pending
from keyart.store.sorted_runs import MAX_RUNS, runs_to_merge

Words = npt.NDArray[np.uint64]

MAX_SMALL_FILES = 32
"""Files of less than a row group above which some are joined."""

SPILL_ROWS = 1 << 18
"""A part's ids wait for the commit in memory if they are fewer than this, else in a file."""


class EventUpdate:
    """Adds files of events; `save` writes the index of their ids. Safe for threads."""

    def __init__(self, pending: Pending, work: Path, batch: int) -> None:
        self._pending = pending
        self._work = work
        self._batch = batch
        self._lock = threading.Lock()
        self._entries: dict[str, list[Words]] = {}
        self._contested: dict[str, list[Words]] = {}
        self.last_ts: int | None = None
        """The greatest timestamp added, µs since the epoch."""

    def add(self, table: str, events: pa.Table, vocabularies: Mapping[str, Vocabulary]) -> None:
        """Write `events` as one file; their columns of `vocabularies` become text."""
        if events.num_rows == 0:
            return
        found = entries(events)
        last_ts = self._write(table, with_text(events, vocabularies), self._batch).last_ts
        with self._lock:
            self.last_ts = max(last_ts, self.last_ts or last_ts)
            if len(found):
                self._remember(table, found)

    def _write(self, table: str, events: pa.Table, batch: int | None) -> EventStats:
        name = self._pending.new_name(Kind.EVENTS, table, ".parquet")
        stats = write_events(self._pending.path(name), events)
        contents = Contents(stats.rows, stats.first_ts, stats.last_ts, batch=batch)
        self._pending.add(Kind.EVENTS, table, name, contents)
        return stats

    def _remember(self, table: str, found: Words) -> None:
        waiting = self._entries.setdefault(table, [])
        if len(found) > SPILL_ROWS:
            path = self._work / f"ids-{table}-{len(waiting)}.arrow"
            batch = pa.record_batch([pa.array(found)], schema=SCHEMA)
            write_batches(path, SCHEMA, [batch])
            found = column(map_table(path, path.stat().st_size), "entry", np.uint64)
        waiting.append(found)

    def contest(self, table: str, hashes: Words) -> None:
        """Remember ids that events of several profiles, titles or assets have."""
        with self._lock:
            self._contested.setdefault(table, []).append(hashes)

    def save(self) -> None:
        """Write the index of the new ids, and join files and runs where there are too many."""
        for table in EVENT_TABLES:
            self._join_small_files(table.name)
        for table, runs in self._entries.items():
            self._write_index(table, runs)
            files = self._pending.files(Kind.EVENT_IDS, table)
            chosen = runs_to_merge([file.rows for file in files], MAX_RUNS)
            if chosen:
                self._write_index(table, [w for i in chosen for w in self._map(files[i])])
            for i in chosen:
                self._pending.end(files[i])
        for table, hashes in self._contested.items():
            self._write_contested(table, hashes)

    def _join_small_files(self, table: str) -> None:
        small = [f for f in self._pending.files(Kind.EVENTS, table) if f.rows < GROUP_ROWS]
        if len(small) <= MAX_SMALL_FILES:
            return
        columns = self._columns(small[-1])
        alike = [file for file in small if self._columns(file) == columns]
        chosen = [alike[i] for i in runs_to_merge([f.rows for f in alike], MAX_SMALL_FILES)]
        if chosen:
            parts = [part for file in chosen for part in self._pending.mapped(file).groups()]
            self._write(table, pa.concat_tables(parts).unify_dictionaries(), batch=None)
        for file in chosen:
            self._pending.end(file)

    def _columns(self, file: FileRow) -> list[str]:
        return self._pending.mapped(file).parquet().schema_arrow.names

    def _map(self, file: FileRow) -> list[Words]:
        batches = self._pending.map(file).to_batches()
        return [raw(batch.column(0), np.uint64) for batch in batches]

    def _write_index(self, table: str, runs: list[Words]) -> None:
        name = self._pending.new_name(Kind.EVENT_IDS, f"{table}-ids")
        rows = write_batches(self._pending.path(name), SCHEMA, entry_batches(runs))
        self._pending.add(Kind.EVENT_IDS, table, name, Contents(rows, batch=self._batch))

    def _write_contested(self, table: str, hashes: list[Words]) -> None:
        older = self._pending.files(Kind.CONTESTED, table)
        known = [column(self._pending.map(file), "hash", np.uint64) for file in older]
        union = np.unique(np.concatenate([*known, *hashes]))
        if len(union) == sum(map(len, known)):
            return
        name = self._pending.new_name(Kind.CONTESTED, f"{table}-contested")
        batch = pa.record_batch([pa.array(union)], schema=CONTESTED_SCHEMA)
        rows = write_batches(self._pending.path(name), CONTESTED_SCHEMA, [batch])
        self._pending.add(Kind.CONTESTED, table, name, Contents(rows))
        for file in older:
            self._pending.end(file)
