"""Reading files of events: a task per file, with the readers and checks of an ingest.

A task yields rows of several kinds (`ROLE`): events, rejected rows, rows that stay in quarantine,
and a summary.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark import Broadcast

from keyart.core.config import Config
from keyart.core.vocabulary import Vocabularies
from keyart.ingest import (
    ACCEPTED,
    REJECTED,
    CheckedRows,
    EventCatalogue,
    ReadOptions,
    Stage,
    read_events,
    revive_events,
)
from keyart.ingest.values.keyed_hash import keys_of_table
from keyart.scale.spark.catalogue import rename_file
from keyart.scale.spark.errors import encode_errors
from keyart.scale.spark.places import fetch_file
from keyart.scale.spark.rows import (
    TABLE,
    add_constant,
    batches,
    decode_codes,
    fill_columns,
    schema_of,
    signed_halves,
    wide_schema,
)

ROLE, EVENT, REJECT, WAIT, SUMMARY = "role", "event", "rejected", "waiting", "summary"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_schema(config: Config) -> pa.Schema:
    """Return the columns that a task yields."""
    return pa.schema([pa.field(ROLE, pa.string()), *wide_schema(config), *REJECTED])


@dataclass
class ReadSummary:
    """The summary of the rows that a task has read."""

    rows: int = 0
    events: int = 0
    """Events to settle among them."""
    released: int = 0
    """Rows that left quarantine."""
    skipped: int = 0
    """Rows outside the requested days."""
    until: int | None = None
    """The newest time, µs, of an event that passed the checks."""
    notes: list[str] = field(default_factory=list[str])

    def add(self, other: "ReadSummary") -> None:
        """Add another summary."""
        self.rows += other.rows
        self.events += other.events
        self.released += other.released
        self.skipped += other.skipped
        self.notes += [note for note in other.notes if note not in self.notes]
        times = [instant for instant in (self.until, other.until) if instant is not None]
        self.until = max(times, default=None)


@dataclass(frozen=True)
class EventReader:
    """Reads events in tasks; salt and catalogue are broadcast, so plans and logs lack them."""

    config: Config
    now: datetime
    salt: Broadcast[str]
    catalogue: Broadcast[EventCatalogue]
    since: datetime | None = None
    until: datetime | None = None

    @encode_errors
    def read(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of files: each piece has `TABLE`, `name` (for people) and `path`."""
        for piece in pieces:
            for file in piece.to_pylist():
                yield from self._read_file(file[TABLE], file["name"], file["path"])

    @encode_errors
    def retry(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield rows that waited in quarantine, with the current catalogue's verdict."""
        for piece in pieces:
            waiting = pa.Table.from_batches([piece])
            vocabularies: Vocabularies = {}
            stage = self._open_stage(vocabularies)
            events = revive_events(self.config, waiting.column("data").combine_chunks())
            still = stage.sift("impressions", events) != ACCEPTED
            kept = waiting.filter(pa.array(still)).select(REJECTED.names)
            yield from self._yield_rows(kept, "impressions", WAIT)
            released = int(np.count_nonzero(~still))
            summary = ReadSummary(rows=released, released=released)
            yield from self._yield_events("impressions", stage, vocabularies, summary)
            yield from self._yield_summary("impressions", summary)

    def _read_file(self, table: str, name: str, path: str) -> Iterator[pa.RecordBatch]:
        options = ReadOptions(_with_one_thread(self.config), self.salt.value, self.now)
        vocabularies: Vocabularies = {}
        summary = ReadSummary(notes=options.notes)
        with fetch_file(path) as local:
            for checked in read_events(local, table, options):
                in_range = self._within_range(rename_file(checked, name))
                skipped = checked.rows - in_range.rows
                newest = _newest_time(in_range.accepted)
                summary.add(ReadSummary(in_range.rows, skipped=skipped, until=newest))
                stage = self._open_stage(vocabularies)
                refused = stage.add(table, in_range)
                yield from self._yield_rows(
                    pa.concat_tables([in_range.rejected, refused]), table, REJECT
                )
                yield from self._yield_events(table, stage, vocabularies, summary)
        yield from self._yield_summary(table, summary)

    def _open_stage(self, vocabularies: Vocabularies) -> Stage:
        """Return a stage with one part, which stays in memory."""
        return Stage(self.config, vocabularies, self.catalogue.value, Path())

    def _within_range(self, checked: CheckedRows) -> CheckedRows:
        ts = checked.accepted.column("ts")
        if self.since is not None:
            inside = pc.greater_equal(ts, _microseconds(self.since))
            checked = replace(checked, accepted=checked.accepted.filter(inside))
        if self.until is not None:
            ts = checked.accepted.column("ts")
            inside = pc.less(ts, _microseconds(self.until))
            checked = replace(checked, accepted=checked.accepted.filter(inside))
        return checked

    def _yield_events(
        self, table: str, stage: Stage, vocabularies: Vocabularies, summary: ReadSummary
    ) -> Iterator[pa.RecordBatch]:
        """Yield the events of a stage, and count them."""
        staged = stage.table(table, 0)
        summary.events += staged.num_rows
        columns: dict[str, Any] = signed_halves(keys_of_table(staged))
        for name in schema_of(table, self.config).names:
            if name in vocabularies and name in staged.column_names:
                columns[name] = decode_codes(staged.column(name).to_numpy(), vocabularies[name])
            elif name not in columns:
                columns[name] = staged.column(name)
        stage.close()
        yield from self._yield_rows(pa.table(columns), table, EVENT)

    def _yield_summary(self, table: str, summary: ReadSummary) -> Iterator[pa.RecordBatch]:
        row = pa.table({"message": [json.dumps(asdict(summary))]})
        yield from self._yield_rows(row, table, SUMMARY)

    def _yield_rows(self, rows: pa.Table, table: str, role: str) -> Iterator[pa.RecordBatch]:
        if rows.num_rows:
            whole = add_constant(add_constant(rows, TABLE, table), ROLE, role)
            yield from batches(fill_columns(whole, read_schema(self.config)))


def _with_one_thread(config: Config) -> Config:
    """Return the settings for a task: Spark runs one per core."""
    return replace(config, settings=replace(config.settings, threads=1))


def _newest_time(events: pa.Table) -> int | None:
    return pc.max(events.column("ts")).as_py() if events.num_rows else None


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)
