"""`keyart import …`: stores of public data."""

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from keyart import session
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.ingest import show_report
from keyart.cli.progress import shown_progress
from keyart.cli.publishing import publishing
from keyart.cli.terminal import remark_on_compiling
from keyart.core.errors import StoreExists

UPWORTHY_EXAMPLE = example(
    "keyart import upworthy upworthy_exploratory_packages.parquet upworthy.keyart"
)

Archive = Annotated[
    Path,
    typer.Argument(
        metavar="PATH", help="The archive's packages: Parquet or CSV.", show_default=False
    ),
]


def upworthy(path: Archive, store: Store, as_json: AsJson = False) -> None:
    """Import the Upworthy Research Archive.

    81 million impressions of headlines that were tested against each other. Makes the store.
    """
    remark_on_compiling("kernels")
    began = perf_counter()
    with (
        _new_store(store) as opened,
        publishing(store),
        shown_progress() as progress,
    ):
        report = opened.import_upworthy(path, progress=progress)
    show_report(report, perf_counter() - began, as_json=as_json)


def _new_store(root: Path) -> session.Store:
    """Return a new store, or an empty one that an import which did not end has left."""
    if not root.exists():
        return session.create(root)
    store = session.open(root)
    if store.snapshot().version > 0:
        store.close()
        raise StoreExists(f"{root} holds data already.", hint="Name a new store.")
    return store
