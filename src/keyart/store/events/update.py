"""The kept events that one publication adds, and their ids."""

import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from keyart.core.schema import EVENT_TABLES
from keyart.core.vocabulary import Vocabulary
from keyart.store.catalogue.database import FileRow
from keyart.store.catalogue.draft import Contents, VersionDraft
from keyart.store.events.kept import (
    CONTESTED_SCHEMA,
    GROUP_ROWS,
    INDEX_SCHEMA,
    EventStats,
    Words,
    decode_text,
    entries,
    entry_batches,
    write_events,
)
from keyart.store.files.arrow import column, map_table, raw, write_batches
from keyart.store.files.sorted_runs import MAX_RUNS, runs_to_merge
from keyart.store.paths import FileKind

MAX_SMALL_FILES = 32
"""Files under a row group; if there are more, some are joined."""

SPILL_ROWS = 1 << 18
"""Fewer ids of a part wait for the commit in memory, more in a file."""


class EventUpdate:
    """Adds files of events; `save` writes the index of their ids. Safe for threads."""

    def __init__(self, draft: VersionDraft, work: Path, batch: int) -> None:
        self._draft = draft
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
        ids = entries(events)
        last_ts = self._write(table, decode_text(events, vocabularies), self._batch).last_ts
        with self._lock:
            self.last_ts = max(last_ts, self.last_ts or last_ts)
            if len(ids):
                self._add_entries(table, ids)

    def _write(self, table: str, events: pa.Table, batch: int | None) -> EventStats:
        name = self._draft.new_name(FileKind.EVENTS, table, ".parquet")
        stats = write_events(self._draft.path(name), events)
        contents = Contents(stats.rows, stats.first_ts, stats.last_ts, batch=batch)
        self._draft.add(FileKind.EVENTS, table, name, contents)
        return stats

    def _add_entries(self, table: str, ids: Words) -> None:
        waiting = self._entries.setdefault(table, [])
        if len(ids) > SPILL_ROWS:
            path = self._work / f"ids-{table}-{len(waiting)}.arrow"
            batch = pa.record_batch([pa.array(ids)], schema=INDEX_SCHEMA)
            write_batches(path, INDEX_SCHEMA, [batch])
            ids = column(map_table(path, path.stat().st_size), "entry", np.uint64)
        waiting.append(ids)

    def add_contested_ids(self, table: str, hashes: Words) -> None:
        """Keep hashes of ids that events of several profiles, titles or assets have."""
        with self._lock:
            self._contested.setdefault(table, []).append(hashes)

    def save(self) -> None:
        """Write the index of the new ids, and join files and runs where there are too many."""
        for table in EVENT_TABLES:
            self._join_small_files(table.name)
        for table, runs in self._entries.items():
            self._write_index(table, runs)
            files = self._draft.files(FileKind.EVENT_IDS, table)
            chosen = runs_to_merge([file.rows for file in files], MAX_RUNS)
            if chosen:
                self._write_index(
                    table, [run for i in chosen for run in self._read_index(files[i])]
                )
            for i in chosen:
                self._draft.end(files[i])
        for table, hashes in self._contested.items():
            self._write_contested(table, hashes)

    def _join_small_files(self, table: str) -> None:
        small = [f for f in self._draft.files(FileKind.EVENTS, table) if f.rows < GROUP_ROWS]
        if len(small) <= MAX_SMALL_FILES:
            return
        columns = self._columns(small[-1])
        joinable = [file for file in small if self._columns(file) == columns]
        sizes = [file.rows for file in joinable]
        chosen = [joinable[i] for i in runs_to_merge(sizes, MAX_SMALL_FILES)]
        if chosen:
            parts = [part for file in chosen for part in self._draft.map_file(file).read_groups()]
            self._write(table, pa.concat_tables(parts).unify_dictionaries(), batch=None)
        for file in chosen:
            self._draft.end(file)

    def _columns(self, file: FileRow) -> list[str]:
        return self._draft.map_file(file).parquet().schema_arrow.names

    def _read_index(self, file: FileRow) -> list[Words]:
        batches = self._draft.map_table(file).to_batches()
        return [raw(batch.column(0), np.uint64) for batch in batches]

    def _write_index(self, table: str, runs: list[Words]) -> None:
        name = self._draft.new_name(FileKind.EVENT_IDS, f"{table}-ids")
        rows = write_batches(self._draft.path(name), INDEX_SCHEMA, entry_batches(runs))
        self._draft.add(FileKind.EVENT_IDS, table, name, Contents(rows, batch=self._batch))

    def _write_contested(self, table: str, hashes: list[Words]) -> None:
        older = self._draft.files(FileKind.CONTESTED, table)
        parts = [column(self._draft.map_table(file), "hash", np.uint64) for file in older]
        union = np.unique(np.concatenate([*parts, *hashes]))
        if len(union) == sum(map(len, parts)):
            return
        name = self._draft.new_name(FileKind.CONTESTED, f"{table}-contested")
        batch = pa.record_batch([pa.array(union)], schema=CONTESTED_SCHEMA)
        rows = write_batches(self._draft.path(name), CONTESTED_SCHEMA, [batch])
        self._draft.add(FileKind.CONTESTED, table, name, Contents(rows))
        for file in older:
            self._draft.end(file)
