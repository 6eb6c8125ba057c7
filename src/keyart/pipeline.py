"""The main road: files of events in, facts out, published as one version. Start reading here.

Each step takes tables and gives tables, and the packages that do the work do not know each other.
The road is safe because *the facts of a pair (title family × profile) are a function of that
pair's kept events*: a publication makes anew exactly the pairs that its rows touch and hides what
was there. So rows may come in any order and in any number of batches.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import Counts, EventTable
from keyart.batch import fact_import
from keyart.batch.batch import EVENT_TABLES, Batch
from keyart.batch.fact_import import Taking, follow_consent, keep_facts
from keyart.batch.new_events import NewEvents, ordinals_of
from keyart.batch.parts import Made, importer, maker, settle
from keyart.batch.touched import (
    Changes,
    bring_back,
    catalogue_changes,
    consent_changes,
    rows_to_look_at,
)
from keyart.batch.workers import in_threads
from keyart.core.facts import Family
from keyart.core.progress import Progress, Silent
from keyart.core.report import Report, SourceColumn
from keyart.core.schema import METADATA_TABLES
from keyart.ingest import (
    GOOD,
    Checked,
    DataSet,
    ReadOptions,
    Source,
    Stage,
    estimated_rows,
    infer,
    open_download,
    read_events,
    read_metadata,
    read_upworthy,
    repeatable,
    revived,
)
from keyart.scale.facts.folder import FactFolder
from keyart.store import open_snapshot, publication

Sources = Mapping[str, Source]

KEY_IN_DOUBT = (
    "An earlier version of Keyart made this store, and nobody in this batch was in it before: "
    "make sure that store.key is the key it was made with, else everybody is counted twice."
)

INGEST = "ingest"
"""The command that loads users' own files."""


@dataclass(frozen=True)
class Options:
    """How to write: the clock, how long to wait for another writer, whom to tell of the advance."""

    now: datetime
    wait: float = 60.0
    progress: Progress = field(default_factory=Silent)
    dry_run: bool = False


def ingest(root: Path, sources: Sources, options: Options, command: str = INGEST) -> Report:
    """Load input tables, by name, as one batch, and publish it unless it is a dry run.

    `command` is what the batch is remembered by.
    """
    sources = {table: repeatable(source) for table, source in sources.items()}
    events = [sources[table] for table in EVENT_TABLES if table in sources]
    rows = sum(estimated_rows(source) for source in events)
    with _batch(root, command, options) as batch:
        # 1. The catalogue and the profiles first, so that events find them.
        if events:
            fact_import.require_events(batch.p.base)
        changes = _load_metadata(batch, sources)
        keep_facts(batch, changes)
        batch.divide(rows_to_look_at(batch, rows, changes))
        # 2. Events: each value checked, text coded, the catalogue asked, parted by profile.
        new = _stage(batch, sources)
        # 3. Kept events of the pairs that this batch touches come back; their facts are hidden.
        bring_back(batch, new, changes)
        # 4. Part by part: one row for each event, plays attributed, facts added up.
        made = _make(batch, new)
        # 5. The facts of all parts become one segment of each family, and all this a version.
        if options.dry_run:
            return _described(batch, sources)
        return _publish(batch, made)


def refresh(root: Path, options: Options) -> Report:
    """Attribute all kept events anew, as after a change of settings, and publish it."""
    with _batch(root, "refresh", options) as batch:
        fact_import.require_events(batch.p.base)
        changes = Changes(everything=True)
        batch.divide(rows_to_look_at(batch, 0, changes))
        new = _stage(batch, {})
        bring_back(batch, new, changes)
        return _publish(batch, _make(batch, new))


def import_facts(
    root: Path, folder: str | Path, options: Options, *, replace: bool = False
) -> Report:
    """Import a folder of facts that Spark or another store wrote: see `core.fact_files`.

    Days whose files are as they were at the last import are not read; with `replace`, days that
    the folder lacks are taken out. If nothing is new, nothing is published.
    """
    with _batch(root, fact_import.COMMAND, options) as batch:
        fact_import.require_facts(batch.p.base)
        taking = Taking(batch, FactFolder.open(Path(folder), batch.p.salt), replace)
        # 1. The catalogue and the profiles, and who of them refuses to be counted.
        tables = taking.catalogue()
        if "profiles" in tables:
            taking.profiles(tables.pop("profiles"))
        changes = _load_metadata(batch, {name: files.paths for name, files in tables.items()})
        taking.parts |= follow_consent(batch, changes, taking.parts)
        # 2. The days that are new or different, each in the place of what it had been.
        taking.facts()
        # 3. What was rejected, and the account.
        taking.rest()
        if taking.is_idle:
            return Report(version=batch.p.base.version, notes=batch.report.notes)
        batch.p.put_imported(taking.parts)
        return _publish(batch, [])


def import_data_set(root: Path, data: DataSet, path: str | Path, options: Options) -> Report:
    """Import a public data set from a folder or zip file: as its tables, by the same road."""
    with open_snapshot(root) as snapshot:
        settings = snapshot.config.settings
    tables = data.tables(open_download(path), settings)
    report = ingest(root, tables.sources, options, f"import {data.name}")
    report.notes.extend(tables.remarks(report.batches))
    return report


def import_upworthy(root: Path, source: Source, options: Options) -> Report:
    """Import the Upworthy Research Archive, whose events have profiles of their own."""
    with _batch(root, "import upworthy", options) as batch:
        fact_import.require_events(batch.p.base)
        archive = read_upworthy(source, batch.reading)
        for table, rows in (("titles", archive.titles()), ("assets", archive.assets())):
            batch.p.put_metadata(table, rows)
            _accept(batch, table, rows.num_rows)
        first = int(batch.p.anonymous(archive.profiles)[0]) if archive.profiles else 0
        events = archive.events(batch.reading.config, batch.coded, first, batch.reading.progress)
        threads = batch.reading.config.settings.threads
        made = list(in_threads(importer(batch).make, enumerate(events), threads))
        _accept(batch, "impressions", archive.impressions)
        _accept(batch, "plays", archive.clicks)
        _account(batch, made, {})
        return _publish(batch, made)


def _accept(batch: Batch, table: str, rows: int) -> None:
    account = batch.account(table)
    account.rows += rows
    account.accepted += rows


@contextmanager
def _batch(root: Path, command: str, options: Options) -> Generator[Batch]:
    sweep = not options.dry_run
    with publication(root, command=command, now=options.now, wait=options.wait, sweep=sweep) as p:
        config = p.base.config
        if not command.startswith(INGEST):  # [map] says how columns of users' own files are called
            config = replace(config, maps={})
        reading = ReadOptions(config, p.salt, options.now, options.progress)
        report = Report(batch=str(p.batch), dry_run=options.dry_run, notes=reading.notes)
        yield Batch(p, reading, report)


def _load_metadata(batch: Batch, sources: Sources) -> Changes:
    """Put metadata into the publication, and return what it changes for older facts."""
    for table in METADATA_TABLES:
        if table.name in sources:
            for checked in _metadata(batch, table.name, sources[table.name]):
                _count(batch, table.name, checked)
                batch.account(table.name).accepted += checked.accepted.num_rows
                _put(batch, table.name, checked.accepted)
    return Changes(catalogue_changes(batch), *consent_changes(batch))


def _metadata(batch: Batch, table: str, source: Source) -> Iterator[Checked]:
    if table != "assets":
        return read_metadata(source, table, batch.reading)
    known = batch.p.metadata("assets")
    pairs = zip(known["asset_id"].to_pylist(), known["title_id"].to_pylist(), strict=True)
    return read_metadata(source, table, batch.reading, dict(pairs))


def _put(batch: Batch, table: str, rows: pa.Table) -> None:
    if table != "profiles":
        batch.p.put_metadata(table, rows)
    elif rows.num_rows:
        ordinals = ordinals_of(batch, rows)
        batch.p.put_profiles(ordinals, rows.drop_columns(["key_high", "key_low"]))


def _count(batch: Batch, table: str, checked: Checked) -> None:
    batch.account(table).rows += checked.rows
    batch.reject(table, checked.rejected)


def _stage(batch: Batch, sources: Sources) -> NewEvents:
    stage = batch.open_stage()
    if "assets" in sources:
        _try_again(batch, stage)
    for table in EVENT_TABLES:
        if table in sources:
            for checked in read_events(sources[table], table, batch.reading):
                _count(batch, table, checked)
                _see(batch, checked.accepted)
                batch.reject(table, stage.add(table, checked))
    new = NewEvents(batch, stage)
    new.number()
    return new


def _see(batch: Batch, events: pa.Table) -> None:
    """Move "data as of" on, also by events that will not be kept: their order must not matter."""
    if events.num_rows:
        batch.p.seen_until(pc.max(events.column("ts")).as_py())


def _try_again(batch: Batch, stage: Stage) -> None:
    """Stage the rows that have waited in quarantine for their assets."""
    for waiting in batch.p.take_retried("impressions"):
        events = revived(batch.reading.config, waiting["data"].combine_chunks())
        verdicts = stage.sift("impressions", events)
        still = waiting.filter(pa.array(verdicts != GOOD))
        batch.p.quarantine("impressions", still)
        released = waiting.num_rows - still.num_rows
        if released:
            batch.report.released += released
            batch.account("impressions").rows += released


def _make(batch: Batch, new: NewEvents) -> list[Made]:
    for kept in batch.old.values():
        kept.finish()
    settled, counts = settle(batch, new)
    make = maker(batch, new, settled).make
    batch.reading.progress.begin("attribute", batch.parts)
    made: list[Made] = []
    for part in in_threads(make, range(batch.parts), batch.reading.config.settings.threads):
        made.append(part)
        batch.reading.progress.advance(1)
    _account(batch, made, counts)
    return made


def _account(batch: Batch, made: list[Made], settled: Mapping[EventTable, Counts]) -> None:
    plays = batch.report.plays_by_reason
    for part in made:
        for reason, count in part.plays.items():
            plays[reason] = plays.get(reason, 0) + count
    for own in (settled, *(part.counts for part in made)):
        for table, count in own.items():
            if table in batch.report.batches:
                account = batch.account(table)
                account.accepted += count.accepted
                account.duplicate += count.duplicate
                account.updated += count.updated
                account.conflict += count.conflict


def _described(batch: Batch, sources: Sources) -> Report:
    batch.report.columns = {
        table: [SourceColumn(c.column, c.stored, c.field, c.kind, c.examples) for c in columns]
        for table, source in sources.items()
        for columns in [infer(source, table, batch.reading)]
    }
    return batch.report


def _publish(batch: Batch, made: list[Made]) -> Report:
    batch.reading.progress.begin("publish", None)
    for family in Family:
        batch.p.add_segment(family, [part.runs[family] for part in made], batch.coded)
    if batch.p.key_in_doubt:
        batch.report.notes.append(KEY_IN_DOUBT)
    batch.p.account(batch.report)
    batch.report.version = batch.p.commit()
    return batch.report
