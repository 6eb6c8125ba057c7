"""The first half of a build: rows read, checked, settled and kept."""

from collections.abc import Iterable

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sf

from keyart.core.fact_files import QUARANTINE
from keyart.core.schema import INPUT_TABLES, RETRIED
from keyart.ingest import REJECTED, CheckedRows, ReadOptions
from keyart.ingest.mapping.columns import check_names
from keyart.ingest.mapping.fields import event_fields
from keyart.scale.spark import accounts, catalogue
from keyart.scale.spark.catalogue import CatalogueTables
from keyart.scale.spark.commits import STAGING
from keyart.scale.spark.duplicates import (
    AGAIN,
    APPEND,
    COUNTABLE,
    Settler,
    identity,
    incoming_schema,
    settled_schema,
)
from keyart.scale.spark.facts import write_by_day
from keyart.scale.spark.kept_events import (
    AGAIN_EVENTS,
    EVENTS,
    IDENTITY,
    KeptEvents,
    again_folder,
    same_events,
    with_countable,
    with_day,
    with_identity,
)
from keyart.scale.spark.places import absolute_place, files_of
from keyart.scale.spark.reading import (
    EVENT,
    REJECT,
    ROLE,
    WAIT,
    EventReader,
    ReadSummary,
    read_schema,
)
from keyart.scale.spark.rows import BATCH, EVENT_TABLES, HALVES, TABLE, sql_schema, wide_schema
from keyart.scale.spark.state import BuildState
from keyart.store.events.quarantine import QUARANTINE_SCHEMA

READ, SETTLED = "read", "settled"
QUARANTINE_ROWS = 1_000_000
"""Rejected rows per file."""

WAITING, FINAL = "waiting", "final"
"""File names of rejected rows: those tried again when assets arrive, and the others."""


def read_catalogue(work: BuildState, before: CatalogueTables) -> CatalogueTables:
    """Return the catalogue with this build's rows; those rejected are staged for quarantine."""
    work.begin("read the catalogue")
    options = ReadOptions(work.config, work.options.salt, work.options.now, notes=work.report.notes)
    rejected: list[pa.Table] = []

    def note_rows(table: str, checked: CheckedRows) -> None:
        account = accounts.account(work.report, table)
        account.rows += checked.rows
        account.accepted += checked.accepted.num_rows
        accounts.count_rejected(work.report, table, checked.rejected)
        if checked.rejected.num_rows:
            rejected.append(_to_quarantine(work, table, checked.rejected))

    after = catalogue.read(before, work.options.sources, options, note_rows)
    if rejected:
        name = f"{QUARANTINE}/{FINAL}/catalogue.parquet"
        work.folder.write_table(f"{STAGING}/{name}", pa.concat_tables(rejected))
    return after


def _to_quarantine(work: BuildState, table: str, rejected: pa.Table) -> pa.Table:
    columns = {name: rejected.column(name) for name in rejected.column_names}
    columns["batch"] = pa.repeat(pa.scalar(work.batch, pa.int64()), rejected.num_rows)
    columns["table"] = pa.repeat(pa.scalar(table), rejected.num_rows)
    return pa.table([columns[n] for n in QUARANTINE_SCHEMA.names], schema=QUARANTINE_SCHEMA)


def read_rows(work: BuildState, metadata: CatalogueTables) -> ReadSummary:
    """Read the events, stage them, and count them."""
    frames: list[DataFrame] = []
    options = work.options
    reader = EventReader(
        work.config,
        options.now,
        work.broadcast(options.salt),
        work.broadcast(metadata.for_events()),
        options.since,
        options.until,
    )
    schema = sql_schema(read_schema(work.config))
    files = _event_files(work)
    if files:
        work.begin("read events")
        frames.append(_file_rows(work, files).mapInArrow(reader.read, schema))
    waiting = _waiting_files(work) if "assets" in metadata.read else []
    if waiting:
        rows = work.spark.read.parquet(*map(work.folder.uri, waiting))
        frames.append(rows.mapInArrow(reader.retry, schema))
        work.plan.removals += waiting
    for frame in frames:
        frame.write.partitionBy(ROLE).mode("append").parquet(work.place(READ))
    return _count_and_quarantine(work, retried=bool(waiting))


def _event_files(work: BuildState) -> list[tuple[str, str]]:
    for table in EVENT_TABLES:
        definition = INPUT_TABLES[table]
        check_names(definition, work.config, event_fields(definition, work.config))
    sources = {t: work.options.sources[t] for t in EVENT_TABLES if t in work.options.sources}
    return [(table, path) for table, source in sources.items() for path in files_of(source)]


def _file_rows(work: BuildState, files: Iterable[tuple[str, str]]) -> DataFrame:
    """Return a row for each file, in a task of its own."""
    rows = [(table, name, absolute_place(name)) for table, name in files]
    spread = work.spark.sparkContext.parallelize(rows, len(rows))
    return work.spark.createDataFrame(spread, f"{TABLE} string, name string, path string")


def _waiting_files(work: BuildState) -> list[str]:
    names = work.folder.files(QUARANTINE)
    return [name for name in names if name.rsplit("/", 1)[-1].startswith(WAITING)]


def _count_and_quarantine(work: BuildState, *, retried: bool) -> ReadSummary:
    read = work.staged(READ, read_schema(work.config))
    summary = accounts.count_read(work.report, read)
    rejected = read.where(sf.col(ROLE).isin(REJECT, WAIT)).select(TABLE, *REJECTED.names)
    rejected = rejected.withColumn("batch", sf.lit(work.batch).cast("bigint"))
    again = (sf.col(TABLE) == "impressions") & sf.col("code").isin([str(c) for c in RETRIED])
    total = sum(account.quarantined for account in work.report.batches.values())
    ordered = rejected.select(*QUARANTINE_SCHEMA.names).repartition(1 + total // QUARANTINE_ROWS)
    for name, chosen in ((WAITING, again), (FINAL, ~again)) if total or retried else ():
        ordered.where(chosen).write.mode("append").parquet(work.place(f"{QUARANTINE}/{name}"))
    if summary.skipped:
        work.report.notes.append(
            f"Events outside --since and --until were ignored: {summary.skipped:,}."
        )
    return summary


def settle_events(work: BuildState, metadata: CatalogueTables, count: int) -> KeptEvents:
    """Settle which of `count` read events are kept, stage them, and return all kept events."""
    old = kept_before(work)
    if not count:
        return old
    work.begin("settle duplicates")
    parts = work.split(count)
    events = work.staged(READ, read_schema(work.config)).where(sf.col(ROLE) == EVENT)
    new = events.withColumn(BATCH, sf.lit(work.batch)).withColumn(COUNTABLE, sf.lit(True))
    columns = incoming_schema(work.config).names
    incoming = new.select(*columns)
    if not work.first:
        earlier = with_countable(work.spark, same_events(old, new), metadata)
        incoming = incoming.unionByName(earlier.select(*columns))
    grouped = with_identity(incoming).repartition(parts, IDENTITY).select(*columns)
    schema = settled_schema(work.config)
    settler = Settler(work.config, work.batch)
    work.stage(grouped.mapInArrow(settler.settle, sql_schema(schema)), SETTLED, ROLE)
    return _stage_kept(work, old, *accounts.count_settled(work.report, read_settled(work)))


def read_settled(work: BuildState) -> DataFrame:
    """Return the staged results of `settle_events`."""
    return work.staged(SETTLED, settled_schema(work.config))


def kept_before(work: BuildState) -> KeptEvents:
    """Return the events that earlier builds kept."""
    places = (work.folder.uri(EVENTS),) if any(work.before.days.values()) else ()
    return KeptEvents(work.spark, work.config, places, again_folder(work.folder))


def _stage_kept(work: BuildState, old: KeptEvents, count: int, several: int) -> KeptEvents:
    columns = [*wide_schema(work.config).names, BATCH]
    append = with_day(read_settled(work).where(sf.col(ROLE) == APPEND).select(*columns))
    again = read_settled(work).where(sf.col(ROLE) == AGAIN).select(*columns)
    places, again_place = old.places, old.again_place
    if count:
        write_by_day(append, work.place(EVENTS), (*HALVES, "ts"), TABLE, BATCH)
        places = (*places, work.place(EVENTS))
        work.plan.add(work.folder, f"{STAGING}/{EVENTS}", EVENTS)
    if several:
        ids = again.select(identity().alias(IDENTITY)).distinct()
        others = with_identity(old.again()).join(ids, IDENTITY, "left_anti").select(*columns)
        work.stage(others.unionByName(again), AGAIN_EVENTS, TABLE)
        again_place = work.place(AGAIN_EVENTS)
        work.plan.replace(work.folder, f"{STAGING}/{AGAIN_EVENTS}", AGAIN_EVENTS)
    return KeptEvents(work.spark, work.config, places, again_place)
