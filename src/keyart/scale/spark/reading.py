"""Reading files of events: a task for each file, by the very readers and checks of an ingest.

A task yields rows of several kinds (`ROLE`): events, rejected rows, rows that go on waiting in
quarantine, and a summary of them.
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
    GOOD,
    REJECTED,
    Catalogue,
    Checked,
    ReadOptions,
    Stage,
    read_events,
    revived,
)
from keyart.ingest.values.keyed_hash import keys_of_table
from keyart.scale.spark.catalogue import renamed
from keyart.scale.spark.errors import told
from keyart.scale.spark.places import fetched
from keyart.scale.spark.rows import (
    TABLE,
    batches,
    labelled,
    schema_of,
    signed_halves,
    texts,
    wide_schema,
    widened,
)

ROLE, EVENT, REJECT, WAIT, SUMMARY = "role", "event", "rejected", "waiting", "summary"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_schema(config: Config) -> pa.Schema:
    """Return the columns of what a task yields."""
    return pa.schema([pa.field(ROLE, pa.string()), *wide_schema(config), *REJECTED])


@dataclass
class Summary:
    """What there is to say of the rows that a task has read."""

    rows: int = 0
    events: int = 0
    """Those of them that are events to settle."""
    released: int = 0
    """Rows that had waited in quarantine."""
    skipped: int = 0
    """Rows outside the days that were asked for."""
    until: int | None = None
    """The newest time, µs, of an event that the checks let pass."""
    notes: list[str] = field(default_factory=list[str])

    def add(self, other: "Summary") -> None:
        """Count what another one says, too."""
        self.rows += other.rows
        self.events += other.events
        self.released += other.released
        self.skipped += other.skipped
        self.notes += [note for note in other.notes if note not in self.notes]
        times = [own for own in (self.until, other.until) if own is not None]
        self.until = max(times, default=None)


@dataclass(frozen=True)
class Reader:
    """What every task knows. Salt and catalogue come by broadcast: plans and logs lack them."""

    config: Config
    now: datetime
    salt: Broadcast[str]
    catalogue: Broadcast[Catalogue]
    since: datetime | None = None
    until: datetime | None = None

    @told
    def read(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of the files at `path`, of the `TABLE`, which people call `name`."""
        for piece in pieces:
            for file in piece.to_pylist():
                yield from self._read_file(file[TABLE], file["name"], file["path"])

    @told
    def retry(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield rows that waited in quarantine, by what the catalogue says of them now."""
        for piece in pieces:
            waiting = pa.Table.from_batches([piece])
            vocabularies: Vocabularies = {}
            stage = self._stage(vocabularies)
            events = revived(self.config, waiting.column("data").combine_chunks())
            still = stage.sift("impressions", events) != GOOD
            kept = waiting.filter(pa.array(still)).select(REJECTED.names)
            yield from self._out(kept, "impressions", WAIT)
            released = int(np.count_nonzero(~still))
            summary = Summary(rows=released, released=released)
            yield from self._events("impressions", stage, vocabularies, summary)
            yield from self._summary("impressions", summary)

    def _read_file(self, table: str, name: str, path: str) -> Iterator[pa.RecordBatch]:
        options = ReadOptions(_one_thread(self.config), self.salt.value, self.now)
        vocabularies: Vocabularies = {}
        summary = Summary(notes=options.notes)
        with fetched(path) as local:
            for checked in read_events(local, table, options):
                wanted = self._wanted(renamed(checked, name))
                skipped = checked.rows - wanted.rows
                newest = _newest(wanted.accepted)
                summary.add(Summary(wanted.rows, skipped=skipped, until=newest))
                stage = self._stage(vocabularies)
                refused = stage.add(table, wanted)
                yield from self._out(pa.concat_tables([wanted.rejected, refused]), table, REJECT)
                yield from self._events(table, stage, vocabularies, summary)
        yield from self._summary(table, summary)

    def _stage(self, vocabularies: Vocabularies) -> Stage:
        """Return a stage for some rows; one part stays in memory and writes no file."""
        return Stage(self.config, vocabularies, self.catalogue.value, Path())

    def _wanted(self, checked: Checked) -> Checked:
        ts = checked.accepted.column("ts")
        if self.since is not None:
            own = pc.greater_equal(ts, _microseconds(self.since))
            checked = replace(checked, accepted=checked.accepted.filter(own))
        if self.until is not None:
            ts = checked.accepted.column("ts")
            own = pc.less(ts, _microseconds(self.until))
            checked = replace(checked, accepted=checked.accepted.filter(own))
        return checked

    def _events(
        self, table: str, stage: Stage, vocabularies: Vocabularies, summary: Summary
    ) -> Iterator[pa.RecordBatch]:
        """Yield the events of a stage, and count them."""
        staged = stage.table(table, 0)
        summary.events += staged.num_rows
        columns: dict[str, Any] = signed_halves(keys_of_table(staged))
        for name in schema_of(table, self.config).names:
            if name in vocabularies and name in staged.column_names:
                columns[name] = texts(staged.column(name).to_numpy(), vocabularies[name])
            elif name not in columns:
                columns[name] = staged.column(name)
        stage.close()
        yield from self._out(pa.table(columns), table, EVENT)

    def _summary(self, table: str, summary: Summary) -> Iterator[pa.RecordBatch]:
        said = pa.table({"message": [json.dumps(asdict(summary))]})
        yield from self._out(said, table, SUMMARY)

    def _out(self, rows: pa.Table, table: str, role: str) -> Iterator[pa.RecordBatch]:
        if rows.num_rows:
            whole = labelled(labelled(rows, TABLE, table), ROLE, role)
            yield from batches(widened(whole, read_schema(self.config)))


def _one_thread(config: Config) -> Config:
    """Return the settings for a task: Spark runs one on each core."""
    return replace(config, settings=replace(config.settings, threads=1))


def _newest(events: pa.Table) -> int | None:
    return pc.max(events.column("ts")).as_py() if events.num_rows else None


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)
