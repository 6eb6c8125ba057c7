"""`keyart ingest` and `keyart refresh`: facts from files of events."""

from typing import Annotated

import typer

from keyart import session
from keyart.cli.arguments import AsJson, Store, Wait, example
from keyart.cli.reports import publish
from keyart.cli.terminal import remark_on_compiling
from keyart.core.errors import BadQuestion

INGEST_EXAMPLE = example(
    "keyart ingest my.keyart --impressions 'imp/*.parquet' --plays plays.csv",
    "keyart ingest my.keyart --titles titles.csv --assets assets.csv --dry-run",
)

REFRESH_EXAMPLE = example("keyart refresh my.keyart")


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
    reports what became of every row.

    Files may be Parquet, CSV or JSON lines, plain or compressed with gzip or zstd. Rows that cannot
    be used go to quarantine; keyart status STORE --quarantine shows them.
    """
    sources = named_sources(
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
    publish(
        store,
        session.open(store),
        lambda opened, progress: opened.ingest(
            **sources, dry_run=dry_run, wait=wait, progress=progress
        ),
        as_json=as_json,
    )


def named_sources(purpose: str, **sources: list[str] | None) -> dict[str, list[str]]:
    """Return the sources that the command line names; raises `BadQuestion` if it names none."""
    named = {table: source for table, source in sources.items() if source}
    if not named:
        raise BadQuestion(
            f"There is nothing to {purpose}.", hint="Give --impressions PATH or another."
        )
    return named


def refresh(store: Store, wait: Wait = 60.0, as_json: AsJson = False) -> None:
    """Attribute all kept events again.

    Run it after you change attribution settings, or the parents or content types of titles.
    """
    publish(
        store,
        session.open(store),
        lambda opened, progress: opened.refresh(wait=wait, progress=progress),
        as_json=as_json,
    )
