"""The same files by both roads: a store's ingest, and a build by Spark."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

import keyart
from keyart.core.config import parse
from keyart.core.fact_files import fact_schema
from keyart.core.facts import Family
from keyart.core.report import Report
from keyart.scale.facts.files import write_facts
from keyart.scale.spark import BuildOptions, build
from keyart.store import QUARANTINE_SCHEMA, open_snapshot
from tests.pipeline.stories import CONFIG, SALT, Batch, new_store, table_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)

Files = Mapping[str, Sequence[str]]


def written(batch: Batch, folder: Path) -> Files:
    """Write the rows of a batch as Parquet, a file for each table, and return where."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {table: folder / f"{table}.parquet" for table, rows in batch.items() if rows}
    for table, path in paths.items():
        pq.write_table(table_of(table, batch[table]), path)
    return {table: [str(path)] for table, path in paths.items()}


def built(
    spark: SparkSession, files: Files, out: Path, config: str = CONFIG, **further: Any
) -> Report:
    """Build files into a folder by Spark."""
    options: dict[str, Any] = {"config": parse(config, {}), "now": NOW, **further}
    return build(spark, BuildOptions(files, str(out), SALT, **options))


def stored(folder: Path, batches: Sequence[Files], config: str = CONFIG) -> list[Report]:
    """Make a store and load the files of each batch into it."""
    with new_store(folder, config) as store:
        return [ingested(store, files) for files in batches]


def ingested(store: keyart.Store, files: Files) -> Report:
    """Load files into a store."""
    given: dict[str, Any] = {table: list(paths) for table, paths in files.items()}
    return store.ingest(**given)


def facts_of_store(root: Path, family: Family, folder: Path) -> pa.Table:
    """Return all facts of a store, as its files hold them."""
    with open_snapshot(root) as snapshot:
        config, files = snapshot.config, write_facts(snapshot, family, folder)
    schema = fact_schema(family, config.dimensions, config.custom_sums)
    return in_order([schema.empty_table(), *map(read, (file.path for file in files))])


def facts_of_build(out: Path, family: Family, config: str = CONFIG) -> pa.Table:
    """Return all facts that Spark wrote, each file looked at."""
    parsed = parse(config, {})
    schema = fact_schema(family, parsed.dimensions, parsed.custom_sums)
    return in_order([schema.empty_table(), *(_facts(path) for path in fact_files(out, family))])


def fact_files(out: Path, family: Family) -> list[Path]:
    """Return the files of a family's facts."""
    return sorted((out / "facts" / family).rglob("*.parquet"))


def _facts(path: Path) -> pa.Table:
    table = read(path)
    days = set(table.column("time").cast(pa.date32()).to_pylist())
    assert {day.isoformat() for day in days} == {path.parent.name.removeprefix("day=")}
    order = [(name, "ascending") for name in ("title", "profile_high", "profile_low")]
    sorted_ = table.select([name for name, _ in order]).sort_by(order)
    assert table.select(sorted_.schema.names).equals(sorted_)
    return table.drop_columns([name for name in ("audience",) if name in table.column_names])


def read(path: Path) -> pa.Table:
    """Return the rows of one file, without what its folders say."""
    return pq.read_table(path, partitioning=None)


def quarantine_of_store(root: Path) -> pa.Table:
    """Return the rejected rows of a store, but for the number of their batch."""
    with open_snapshot(root) as snapshot:
        return in_order([_undated(snapshot.quarantine(None))])


def quarantine_of_build(out: Path) -> pa.Table:
    """Return the rejected rows that Spark set aside, but for the number of their batch."""
    files = sorted((out / "quarantine").glob("*.parquet"))
    tables = [QUARANTINE_SCHEMA.empty_table(), *map(read, files)]
    return in_order(list(map(_undated, tables)))


def _undated(quarantine: pa.Table) -> pa.Table:
    """Return rejected rows without which batch it was, and when it was loaded."""
    told = pc.replace_substring_regex(
        quarantine.column("message"), r"(is not between \S+ and) \S+", r"\1 tomorrow"
    )
    place = quarantine.schema.get_field_index("message")
    return quarantine.set_column(place, quarantine.schema.field(place), told).drop_columns("batch")


def in_order(tables: Sequence[pa.Table]) -> pa.Table:
    """Return all rows in an order that depends on their values alone."""
    whole = pa.concat_tables(tables)
    return whole.sort_by([(name, "ascending") for name in whole.column_names]).combine_chunks()


def check_equal(found: pa.Table, expected: pa.Table) -> None:
    """Say that two tables are equal, or what differs."""
    assert found.schema.names == expected.schema.names
    assert [f.type for f in found.schema] == [f.type for f in expected.schema]
    if not found.equals(expected):
        assert found.to_pylist() == expected.to_pylist()


def same(store: Path, out: Path, scratch: Path, config: str = CONFIG) -> None:
    """Say that a store and a folder hold the same facts and the same rejected rows."""
    for family in Family:
        expected = facts_of_store(store, family, scratch / "facts-of-store")
        check_equal(facts_of_build(out, family, config), expected)
    check_equal(quarantine_of_build(out), quarantine_of_store(store))


def accounts(report: Report) -> dict[str, Any]:
    """Return the accounts of a report as plain data."""
    return {table: account.to_dict() for table, account in report.batches.items()}
