"""The same files by both roads: a store's ingest, and a build by Spark."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

import keyart
from keyart.core.config import parse
from keyart.core.fact_files import fact_schema
from keyart.core.facts import Family
from keyart.core.report import Report
from keyart.scale.fact_files import write_facts
from keyart.scale.spark import BuildOptions, build
from keyart.store import open_snapshot
from tests.pipeline.stories import CONFIG, SALT, Batch, new_store, table_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)

Files = Mapping[str, Sequence[str]]
Rows = list[dict[str, Any]]


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


def facts_of_store(root: Path, family: Family, folder: Path) -> Rows:
    """Return all facts of a store, as its files hold them."""
    with open_snapshot(root) as snapshot:
        files = write_facts(snapshot, family, folder)
    return in_order(
        row for file in files for row in pq.read_table(file.path, partitioning=None).to_pylist()
    )


def facts_of_build(out: Path, family: Family, config: str = CONFIG) -> Rows:
    """Return all facts that Spark wrote; their columns must be those of fact files."""
    parsed = parse(config, {})
    schema = fact_schema(family, parsed.dimensions, parsed.custom_sums)
    rows: Rows = []
    for path in sorted((out / "facts" / family).rglob("*.parquet")):
        table = pq.read_table(path, partitioning=None)
        assert table.schema.names == schema.names
        assert [f.type for f in table.schema] == [f.type for f in schema]
        rows += table.to_pylist()
        assert {row["time"].date().isoformat() for row in table.to_pylist()} == {
            path.parent.name[4:]
        }
    return in_order(rows)


def quarantine_of_store(root: Path) -> Rows:
    """Return the rejected rows of a store, but for the number of their batch."""
    with open_snapshot(root) as snapshot:
        return in_order(snapshot.quarantine(None).drop_columns(["batch"]).to_pylist())


def quarantine_of_build(out: Path) -> Rows:
    """Return the rejected rows that Spark set aside, but for the number of their batch."""
    files = sorted((out / "quarantine").glob("*.parquet"))
    rows = (
        [ds.dataset([str(path) for path in files]).to_table().drop_columns(["batch"])]
        if files
        else []
    )
    return in_order(pa.concat_tables(rows).to_pylist()) if rows else []


def in_order(rows: Any) -> Rows:
    """Return rows in an order that depends on their values alone."""
    return sorted(rows, key=lambda row: [(value is not None, str(value)) for value in row.values()])


def same(store: Path, out: Path, scratch: Path, config: str = CONFIG) -> None:
    """Say that a store and a folder hold the same facts and the same rejected rows."""
    for family in Family:
        expected = facts_of_store(store, family, scratch / "facts-of-store")
        assert facts_of_build(out, family, config) == expected
    assert quarantine_of_build(out) == quarantine_of_store(store)


def accounts(report: Report) -> dict[str, Any]:
    """Return the accounts of a report as plain data."""
    return {table: account.to_dict() for table, account in report.batches.items()}
