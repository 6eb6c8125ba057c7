"""`keyart ingest`, `keyart import …` and `keyart refresh`: what writes facts."""

from time import perf_counter
from typing import Annotated

import typer
from rich.table import Table

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, Wait, example
from keyart.cli.progress import shown_progress
from keyart.cli.publishing import publishing
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.core.errors import BadQuestion
from keyart.core.report import Report, SourceColumn

INGEST_EXAMPLE = example(
    "keyart ingest my.keyart --impressions 'imp/*.parquet' --plays plays.csv",
    "keyart ingest my.keyart --titles titles.csv --assets assets.csv --dry-run",
)

REFRESH_EXAMPLE = example("keyart refresh my.keyart")

COLUMNS = ("column", "stored", "read as", "type", "examples")
REJECTED = ("file", "row", "code", "column", "message", "data")


def _source(table: str) -> typer.models.OptionInfo:
    return typer.Option(metavar="PATH", help=f"A file, glob or folder of {table}; repeatable.")


Impressions = Annotated[list[str] | None, _source("impressions")]
Plays = Annotated[list[str] | None, _source("plays")]
Titles = Annotated[list[str] | None, _source("titles")]
Assets = Annotated[list[str] | None, _source("assets")]
Profiles = Annotated[list[str] | None, _source("profiles")]
Availability = Annotated[list[str] | None, _source("availability")]
Tests = Annotated[list[str] | None, _source("tests")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")
]


def ingest(
    store: Store,
    impressions: Impressions = None,
    plays: Plays = None,
    titles: Titles = None,
    assets: Assets = None,
    profiles: Profiles = None,
    availability: Availability = None,
    tests: Tests = None,
    dry_run: DryRun = False,
    wait: Wait = 60.0,
    as_json: AsJson = False,
) -> None:
    """Load files as one batch.

    Checks every row, attributes plays to impressions, publishes the result as one version, and
    says what became of every row.

    Files may be Parquet, CSV or JSON lines, plain or packed with gzip or zstd. Rows that cannot
    be used go to quarantine; keyart status STORE --quarantine shows them.
    """
    sources = given(
        "load",
        impressions=impressions,
        plays=plays,
        titles=titles,
        assets=assets,
        profiles=profiles,
        availability=availability,
        tests=tests,
    )
    remark_on_compiling("kernels")
    began = perf_counter()
    with session.open(store) as opened, publishing(store), shown_progress() as progress:
        report = opened.ingest(**sources, dry_run=dry_run, wait=wait, progress=progress)
    show_report(report, perf_counter() - began, as_json=as_json)


def given(purpose: str, **sources: list[str] | None) -> dict[str, list[str]]:
    """Return the sources that the command line names; raises `BadQuestion` where it names none."""
    named = {table: source for table, source in sources.items() if source}
    if not named:
        raise BadQuestion(
            f"There is nothing to {purpose}.", hint="Give --impressions PATH or another."
        )
    return named


def refresh(store: Store, wait: Wait = 60.0, as_json: AsJson = False) -> None:
    """Attribute all kept events anew.

    Needed after a change of the settings of attribution, or of parents or content types of titles.
    """
    began = perf_counter()
    with session.open(store) as opened, publishing(store), shown_progress() as progress:
        report = opened.refresh(wait=wait, progress=progress)
    show_report(report, perf_counter() - began, as_json=as_json)


def show_report(report: Report, seconds: float, *, as_json: bool) -> None:
    """Print what an ingest did, or would have done."""
    if as_json:
        show_json(report.to_dict())
        return
    for name, columns in report.columns.items():
        show(f"{name}: columns")
        show(_columns(columns))
    if report.batches:
        show(tables.accounts(report.batches))
    _show_rejected(report)
    if report.plays_by_reason:
        show(tables.plays(report.plays_by_reason))
    if report.released:
        show(f"{figures.count(report.released, 'row')} came out of quarantine.")
    for note in report.notes:
        show(note)
    rows = sum(account.rows for account in report.batches.values())
    speed = f"{figures.count(rows, 'row')} in {seconds:,.1f} s"
    if report.dry_run:
        remark(f"Dry run: nothing was written. {speed}.")
    elif report.batch is None:
        remark(f"Nothing is new: version {report.version} stays. {seconds:,.1f} s.")
    else:
        remark(f"Published version {report.version} as batch {report.batch}. {speed}.")


def _show_rejected(report: Report) -> None:
    lines = tables.reasons(report.batches)
    for line in lines:
        show(f"quarantined of {line}")
    for name, rows in report.samples.items():
        if rows and report.dry_run:
            show(f"{name}: rejected rows")
            show(tables.rejected([vars(row) for row in rows], REJECTED))
    if lines and not report.dry_run:
        remark("See the rows with keyart status STORE --quarantine.")


def _columns(columns: list[SourceColumn]) -> Table:
    drawn = tables.table(COLUMNS)
    for column in columns:
        read_as = column.field or "(ignored)"
        examples = ", ".join(filter(None, column.examples))
        drawn.add_row(column.column, column.stored, read_as, column.kind or "", examples)
    return drawn
