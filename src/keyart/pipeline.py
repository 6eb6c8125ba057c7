"""The writing path: files of events in, facts out, published as one version. Start reading here.

Each step takes and returns tables, and the packages that do the work do not know each other. This
is safe because *the facts of a pair (title family × profile) are a function of that pair's kept
events*: a publication rebuilds exactly the pairs that its rows touch and hides their older facts.
So rows may arrive in any order and in any number of batches.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import EventCounts, EventTable
from keyart.batch import fact_import
from keyart.batch.batch import EVENT_TABLES, OpenBatch
from keyart.batch.fact_import import FactImport, apply_consent, update_imported_facts
from keyart.batch.new_events import NewEvents, ordinals_of
from keyart.batch.parts import PartFacts, make_event_importer, make_fact_maker, settle_shared_ids
from keyart.batch.touched import (
    MetadataChanges,
    catalogue_changes,
    consent_changes,
    estimate_rows_to_read,
    restore_kept_events,
)
from keyart.batch.workers import map_in_threads
from keyart.core.facts import Family
from keyart.core.progress import Progress, Silent
from keyart.core.report import Report, SourceColumn
from keyart.core.schema import METADATA_TABLES
from keyart.ingest import (
    ACCEPTED,
    CheckedRows,
    DataSet,
    ReadOptions,
    Source,
    Stage,
    estimate_rows,
    infer,
    make_repeatable,
    open_download,
    read_events,
    read_metadata,
    read_upworthy,
    revive_events,
)
from keyart.scale.facts.folder import FactFolder
from keyart.store import open_snapshot, publication

Sources = Mapping[str, Source]

KEY_IN_DOUBT = (
    "An earlier version of Keyart made this store, and this batch has no profile that was in it "
    "before. Check that store.key is the original key; with another key everybody is counted twice."
)

INGEST = "ingest"
"""The command that loads users' files."""


@dataclass(frozen=True)
class WriteOptions:
    """How to write: the current time, seconds to wait for another writer, and progress."""

    now: datetime
    wait: float = 60.0
    progress: Progress = field(default_factory=Silent)
    dry_run: bool = False


def ingest(root: Path, sources: Sources, options: WriteOptions, command: str = INGEST) -> Report:
    """Load input tables, by name, as one batch, and publish it unless it is a dry run.

    `command` is stored with the batch.
    """
    sources = {table: make_repeatable(source) for table, source in sources.items()}
    events = [sources[table] for table in EVENT_TABLES if table in sources]
    rows = sum(estimate_rows(source) for source in events)
    with _open_batch(root, command, options) as batch:
        # 1. Load the catalogue and the profiles first, so that events find them.
        if events:
            fact_import.require_events(batch.p.base)
        changes = _load_metadata(batch, sources)
        update_imported_facts(batch, changes)
        batch.divide(estimate_rows_to_read(batch, rows, changes))
        # 2. Read events: check values, encode text, look up the catalogue, split by profile.
        new = _stage_events(batch, sources)
        # 3. Restore kept events of the pairs that this batch touches; hide their facts.
        restore_kept_events(batch, new, changes)
        # 4. Part by part: keep one row for each event, attribute plays, add up facts.
        made = _make_facts(batch, new)
        # 5. Write the facts of all parts as one segment per family, and publish a version.
        if options.dry_run:
            return _describe_columns(batch, sources)
        return _publish(batch, made)


def refresh(root: Path, options: WriteOptions) -> Report:
    """Attribute all kept events again, for example after a change of settings, and publish."""
    with _open_batch(root, "refresh", options) as batch:
        fact_import.require_events(batch.p.base)
        changes = MetadataChanges(everything=True)
        batch.divide(estimate_rows_to_read(batch, 0, changes))
        new = _stage_events(batch, {})
        restore_kept_events(batch, new, changes)
        return _publish(batch, _make_facts(batch, new))


def import_facts(
    root: Path, folder: str | Path, options: WriteOptions, *, replace: bool = False
) -> Report:
    """Import a folder of facts that Spark or another store wrote: see `core.fact_files`.

    Days whose files have not changed since the last import are skipped; `replace` removes days that
    are not in the folder. If nothing is new, nothing is published.
    """
    with _open_batch(root, fact_import.COMMAND, options) as batch:
        fact_import.require_facts(batch.p.base)
        taking = FactImport(batch, FactFolder.open(Path(folder), batch.p.salt), replace)
        # 1. Load the catalogue and the profiles, and apply consent.
        tables = taking.catalogue()
        if "profiles" in tables:
            taking.profiles(tables.pop("profiles"))
        changes = _load_metadata(batch, {name: files.paths for name, files in tables.items()})
        taking.parts |= apply_consent(batch, changes, taking.parts)
        # 2. Load the days that are new or changed, each in place of its earlier facts.
        taking.facts()
        # 3. Load the rejected rows and the account.
        taking.rest()
        if taking.is_idle:
            return Report(version=batch.p.base.version, notes=batch.report.notes)
        batch.p.put_imported(taking.parts)
        return _publish(batch, [])


def import_data_set(root: Path, data: DataSet, path: str | Path, options: WriteOptions) -> Report:
    """Import a public data set from a folder or zip file, as an ordinary ingest of its tables."""
    with open_snapshot(root) as snapshot:
        settings = snapshot.config.settings
    tables = data.tables(open_download(path), settings)
    report = ingest(root, tables.sources, options, f"import {data.name}")
    report.notes.extend(tables.remarks(report.batches))
    return report


def import_upworthy(root: Path, source: Source, options: WriteOptions) -> Report:
    """Import the Upworthy Research Archive; each of its events has a new profile."""
    with _open_batch(root, "import upworthy", options) as batch:
        fact_import.require_events(batch.p.base)
        archive = read_upworthy(source, batch.reading)
        for table, rows in (("titles", archive.titles()), ("assets", archive.assets())):
            batch.p.put_metadata(table, rows)
            _count_accepted(batch, table, rows.num_rows)
        first = int(batch.p.add_anonymous(archive.profiles)[0]) if archive.profiles else 0
        events = archive.events(batch.reading.config, batch.coded, first, batch.reading.progress)
        threads = batch.reading.config.settings.threads
        made = list(map_in_threads(make_event_importer(batch).make, enumerate(events), threads))
        _count_accepted(batch, "impressions", archive.impressions)
        _count_accepted(batch, "plays", archive.clicks)
        _complete_account(batch, made, {})
        return _publish(batch, made)


def _count_accepted(batch: OpenBatch, table: str, rows: int) -> None:
    account = batch.account(table)
    account.rows += rows
    account.accepted += rows


@contextmanager
def _open_batch(root: Path, command: str, options: WriteOptions) -> Generator[OpenBatch]:
    sweep = not options.dry_run
    with publication(root, command=command, now=options.now, wait=options.wait, sweep=sweep) as p:
        config = p.base.config
        if not command.startswith(INGEST):  # [map] names the columns of users' files only
            config = replace(config, maps={})
        reading = ReadOptions(config, p.salt, options.now, options.progress)
        report = Report(batch=str(p.batch), dry_run=options.dry_run, notes=reading.notes)
        yield OpenBatch(p, reading, report)


def _load_metadata(batch: OpenBatch, sources: Sources) -> MetadataChanges:
    """Add metadata to the publication, and return what it changes for existing facts."""
    for table in METADATA_TABLES:
        if table.name in sources:
            for checked in _read_table(batch, table.name, sources[table.name]):
                _count_read(batch, table.name, checked)
                batch.account(table.name).accepted += checked.accepted.num_rows
                _put_rows(batch, table.name, checked.accepted)
    return MetadataChanges(catalogue_changes(batch), *consent_changes(batch))


def _read_table(batch: OpenBatch, table: str, source: Source) -> Iterator[CheckedRows]:
    if table != "assets":
        return read_metadata(source, table, batch.reading)
    assets = batch.p.metadata("assets")
    pairs = zip(assets["asset_id"].to_pylist(), assets["title_id"].to_pylist(), strict=True)
    return read_metadata(source, table, batch.reading, dict(pairs))


def _put_rows(batch: OpenBatch, table: str, rows: pa.Table) -> None:
    if table != "profiles":
        batch.p.put_metadata(table, rows)
    elif rows.num_rows:
        ordinals = ordinals_of(batch, rows)
        batch.p.put_profiles(ordinals, rows.drop_columns(["key_high", "key_low"]))


def _count_read(batch: OpenBatch, table: str, checked: CheckedRows) -> None:
    batch.account(table).rows += checked.rows
    batch.reject(table, checked.rejected)


def _stage_events(batch: OpenBatch, sources: Sources) -> NewEvents:
    stage = batch.open_stage()
    if "assets" in sources:
        _retry_quarantine(batch, stage)
    for table in EVENT_TABLES:
        if table in sources:
            for checked in read_events(sources[table], table, batch.reading):
                _count_read(batch, table, checked)
                _advance_data_until(batch, checked.accepted)
                batch.reject(table, stage.add(table, checked))
    new = NewEvents(batch, stage)
    new.number()
    return new


def _advance_data_until(batch: OpenBatch, events: pa.Table) -> None:
    """Advance "data as of", even by events that are not kept: their order must not matter."""
    if events.num_rows:
        batch.p.extend_until(pc.max(events.column("ts")).as_py())


def _retry_quarantine(batch: OpenBatch, stage: Stage) -> None:
    """Stage the rows that waited in quarantine for their assets."""
    for waiting in batch.p.take_retried("impressions"):
        events = revive_events(batch.reading.config, waiting["data"].combine_chunks())
        verdicts = stage.sift("impressions", events)
        still = waiting.filter(pa.array(verdicts != ACCEPTED))
        batch.p.quarantine("impressions", still)
        released = waiting.num_rows - still.num_rows
        if released:
            batch.report.released += released
            batch.account("impressions").rows += released


def _make_facts(batch: OpenBatch, new: NewEvents) -> list[PartFacts]:
    for kept in batch.old.values():
        kept.finish()
    settled, counts = settle_shared_ids(batch, new)
    make = make_fact_maker(batch, new, settled).make
    batch.reading.progress.begin("attribute", batch.parts)
    made: list[PartFacts] = []
    for part in map_in_threads(make, range(batch.parts), batch.reading.config.settings.threads):
        made.append(part)
        batch.reading.progress.advance(1)
    _complete_account(batch, made, counts)
    return made


def _complete_account(
    batch: OpenBatch, made: list[PartFacts], settled: Mapping[EventTable, EventCounts]
) -> None:
    plays = batch.report.plays_by_reason
    for part in made:
        for reason, count in part.plays.items():
            plays[reason] = plays.get(reason, 0) + count
    for counts_by_table in (settled, *(part.counts for part in made)):
        for table, count in counts_by_table.items():
            if table in batch.report.batches:
                account = batch.account(table)
                account.accepted += count.accepted
                account.duplicate += count.duplicate
                account.updated += count.updated
                account.conflict += count.conflict


def _describe_columns(batch: OpenBatch, sources: Sources) -> Report:
    batch.report.columns = {
        table: [SourceColumn(c.column, c.stored, c.field, c.kind, c.examples) for c in columns]
        for table, source in sources.items()
        for columns in [infer(source, table, batch.reading)]
    }
    return batch.report


def _publish(batch: OpenBatch, made: list[PartFacts]) -> Report:
    batch.reading.progress.begin("publish", None)
    for family in Family:
        batch.p.add_segment(family, [part.runs[family] for part in made], batch.coded)
    if batch.p.is_key_unproven:
        batch.report.notes.append(KEY_IN_DOUBT)
    batch.p.set_report(batch.report)
    batch.report.version = batch.p.commit()
    return batch.report
