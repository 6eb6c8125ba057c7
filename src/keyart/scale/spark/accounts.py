"""The account of a build: the outcome of every row, in the same form as an ingest's."""

import json
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as sf

from keyart.core.facts import REASONS
from keyart.core.report import QUALIFIED, SAMPLES, Account, RejectedRow, Report
from keyart.ingest import REJECTED
from keyart.scale.spark.duplicates import AGAIN, APPEND, COUNT, COUNTS
from keyart.scale.spark.reading import REJECT, ROLE, SUMMARY, ReadSummary
from keyart.scale.spark.rows import EVENT_TABLES, TABLE

_COLUMNS = tuple(REJECTED.names)


def account(report: Report, table: str) -> Account:
    """Return the account of a table, opening it at the first row."""
    return report.batches.setdefault(table, Account())


def count_rejected(report: Report, table: str, rejected: pa.Table) -> None:
    """Count rejected rows, and keep the first of each code as examples."""
    for count in rejected.column("code").value_counts().to_pylist():
        code = count["values"]
        account(report, table).reject(code, count["counts"])
        code_rows = rejected.filter(pc.equal(rejected.column("code"), code))
        _add_samples(report, table, code_rows.slice(0, SAMPLES).to_pylist())


def _add_samples(report: Report, table: str, rows: Iterable[dict[str, object]]) -> None:
    samples = report.samples.setdefault(table, [])
    for row in rows:
        code = str(row["code"])
        if sum(sample.code == code for sample in samples) < SAMPLES:
            column = None if row["column"] is None else str(row["column"])
            place = str(row["file"]), int(str(row["row"])), code, column
            samples.append(RejectedRow(*place, str(row["message"]), str(row["data"] or "")))


def count_read(report: Report, read: DataFrame) -> ReadSummary:
    """Count the rows read and rejected; return the summary of all tasks."""
    whole = ReadSummary()
    for row in read.where(sf.col(ROLE) == SUMMARY).select(TABLE, "message").collect():
        task_summary = ReadSummary(**json.loads(row["message"]))
        if task_summary.rows:
            account(report, row[TABLE]).rows += task_summary.rows
        whole.add(task_summary)
    rejected = read.where(sf.col(ROLE) == REJECT).select(TABLE, *_COLUMNS)
    order = Window.partitionBy(TABLE, "code").orderBy("file", "row")
    several = Window.partitionBy(TABLE, "code")
    numbered = rejected.withColumn("place", sf.row_number().over(order))
    counted = numbered.withColumn("total", sf.count(sf.lit(1)).over(several))
    for row in counted.where(sf.col("place") <= SAMPLES).orderBy(TABLE, "code", "place").collect():
        if row["place"] == 1:
            account(report, row[TABLE]).reject(row["code"], row["total"])
        _add_samples(report, row[TABLE], [row.asDict()])
    report.released = whole.released
    report.notes += [note for note in whole.notes if note not in report.notes]
    return whole


def count_settled(report: Report, settled: DataFrame) -> tuple[int, int]:
    """Count accepted and duplicate events.

    Returns the number of kept rows, and of rows of events with several.
    """
    sums = [sf.sum(name).alias(name) for name in (*COUNTS, APPEND, AGAIN)]
    counts = settled.where(sf.col(ROLE) == COUNT).groupBy(TABLE).agg(*sums).collect()
    for row in counts:
        if row[TABLE] in report.batches:
            table_account = account(report, row[TABLE])
            for name in COUNTS:
                setattr(table_account, name, int(row[name]))
    return sum(int(row[APPEND]) for row in counts), sum(int(row[AGAIN]) for row in counts)


def no_plays() -> dict[str, int]:
    """Return a count of 0 for each reason of plays."""
    return dict.fromkeys((QUALIFIED, *REASONS), 0)


def count_plays(report: Report, viewing: DataFrame) -> None:
    """Count the plays of new facts by reason."""
    for row in viewing.groupBy("reason").agg(sf.sum("starts").alias("starts")).collect():
        report.plays_by_reason[row["reason"] or QUALIFIED] = int(row["starts"])


def sort_accounts(report: Report) -> None:
    """Order the accounts as an ingest does: events last."""
    for table in EVENT_TABLES:
        if table in report.batches:
            report.batches[table] = report.batches.pop(table)
