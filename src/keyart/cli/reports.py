"""What a command that writes facts has done: run it, then print its report."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from rich.table import Table

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.progress import shown_progress
from keyart.cli.publishing import publishing
from keyart.cli.terminal import remark, show, show_json
from keyart.core.progress import Progress
from keyart.core.report import Report, SourceColumn

COLUMNS = ("column", "stored", "read as", "type", "examples")
REJECTED = ("file", "row", "code", "column", "message", "data")


def publish(
    root: Path,
    opened: session.Store,
    write: Callable[[session.Store, Progress], Report],
    *,
    as_json: bool,
) -> None:
    """Let `write` publish into the store at `root`, close it, and print the report."""
    began = perf_counter()
    with opened, publishing(root), shown_progress() as progress:
        report = write(opened, progress)
    show_report(report, perf_counter() - began, as_json=as_json)


def show_report(
    report: Report, seconds: float, *, as_json: bool, folder: str | None = None
) -> None:
    """Print what an ingest did, or would have done; `folder` is where a Spark build wrote."""
    if as_json:
        show_json(report.to_dict())
        return
    for name, columns in report.columns.items():
        show(f"{name}: columns")
        show(_column_table(columns))
    if report.batches:
        show(tables.accounts(report.batches))
    _show_rejected(report, in_store=folder is None)
    if report.plays_by_reason:
        show(tables.plays(report.plays_by_reason))
    if report.released:
        show(f"{figures.count(report.released, 'row')} came out of quarantine.")
    for note in report.notes:
        show(note)
    rows = sum(account.rows for account in report.batches.values())
    speed = f"{figures.count(rows, 'row')} in {seconds:,.1f} s"
    if folder is not None:
        remark(f"Build {report.batch} is in {folder}. {speed}.")
    elif report.dry_run:
        remark(f"Dry run: nothing was written. {speed}.")
    elif report.batch is None:
        remark(f"Nothing is new: version {report.version} stays. {seconds:,.1f} s.")
    else:
        remark(f"Published version {report.version} as batch {report.batch}. {speed}.")


def _show_rejected(report: Report, *, in_store: bool) -> None:
    lines = tables.reasons(report.batches)
    for line in lines:
        show(f"quarantined of {line}")
    for name, rows in report.samples.items():
        if rows and report.dry_run:
            show(f"{name}: rejected rows")
            show(tables.rejected([vars(row) for row in rows], REJECTED))
    if lines and in_store and not report.dry_run:
        remark("See the rows with keyart status STORE --quarantine.")


def _column_table(columns: list[SourceColumn]) -> Table:
    drawn = tables.table(COLUMNS)
    for column in columns:
        read_as = column.field or "(ignored)"
        examples = ", ".join(filter(None, column.examples))
        drawn.add_row(column.column, column.stored, read_as, column.kind or "", examples)
    return drawn
