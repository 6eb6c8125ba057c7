"""Results of questions as tables, CSV, JSON or Parquet, on stdout or in a file."""

import csv
import io
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from keyart.cli import figures, tables
from keyart.cli.terminal import as_text, remark, show, to_json
from keyart.core.errors import BadQuestion
from keyart.query import Query, Result


class Format(StrEnum):
    """The format of an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


_BY_SUFFIX = {".csv": Format.CSV, ".json": Format.JSON, ".parquet": Format.PARQUET}


def format_for(out: Path | None) -> Format:
    """Return the format of a file's suffix, by default a table."""
    return _BY_SUFFIX.get(out.suffix.lower(), Format.TABLE) if out else Format.TABLE


def write(result: Result, query: Query, form: Format, out: Path | None) -> None:
    """Write an answer to a file or to stdout; remarks go to stderr."""
    if form is Format.PARQUET:
        write_parquet(result.table, out)
    elif form is Format.CSV:
        write_text(_to_csv(result), out)
    elif form is Format.JSON:
        write_text(_to_json(result), out)
    elif out is not None:
        write_text(as_text(tables.answer(result, query)), out)
    else:
        show(tables.answer(result, query))
    if form is not Format.JSON:
        _show_remarks(result, form)


def _show_remarks(result: Result, form: Format) -> None:
    for note in result.meta.notes:
        remark(note)
    more = result.table.num_rows - tables.MOST_ROWS
    if form is Format.TABLE and more > 0:
        rows = figures.count(more, "more row")
        remark(f"{rows} not shown: use --limit, or --format csv for all.")
    remark(tables.origin(result))


def _to_csv(result: Result) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(result.table.schema.names)
    for row in result.table.to_pylist():
        writer.writerow(
            value.isoformat() if isinstance(value, datetime) else value for value in row.values()
        )
    return text.getvalue()


def _to_json(result: Result) -> str:
    answer = {
        "rows": result.to_dicts(),
        "totals": dict(result.totals),
        "meta": result.meta.to_dict(),
    }
    return to_json(answer) + "\n"


def write_text(text: str, out: Path | None) -> None:
    """Write text to a file or to stdout."""
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")


def write_rows(table: pa.Table, out: Path | None) -> None:
    """Write a table as Parquet if the file is named so, otherwise as CSV, to stdout without one."""
    if format_for(out) is Format.PARQUET:
        write_parquet(table, out)
    else:
        _write_csv(table, out)


def _write_csv(table: pa.Table, out: Path | None) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches(max_chunksize=10_000):
        writer.writerows(row.values() for row in batch.to_pylist())
    write_text(text.getvalue(), out)


def write_parquet(table: pa.Table, out: Path | None) -> None:
    """Write a table as Parquet to a file or to stdout; raises `BadQuestion` for a terminal."""
    write_parquet_parts([table], table.schema, out)


def write_parquet_parts(parts: Iterable[pa.Table], schema: pa.Schema, out: Path | None) -> None:
    """Write the parts of a table, one after the other, as `write_parquet` does."""
    if out is None and sys.stdout.isatty():
        raise BadQuestion(
            "Parquet cannot be shown in a terminal.", hint="Name a file: --out answer.parquet."
        )
    remaining = iter(parts)
    first = [*islice(remaining, 1)]  # Made before the file, so that a refusal leaves none.
    opened = nullcontext(sys.stdout.buffer) if out is None else out.open("wb")
    with opened as file, pq.ParquetWriter(file, schema) as writer:
        for part in chain(first, remaining):
            writer.write_table(part)
