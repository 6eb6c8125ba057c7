"""`keyart import …`: stores of public data."""

from collections.abc import Callable
from dataclasses import dataclass
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
from keyart.core.report import Report


@dataclass(frozen=True)
class Importable:
    """A public data set, as a command.

    Attributes:
        name: of the command.
        says: its help.
        path: what is to be given as PATH.
        example: how it is called.
        load: imports it into a store; takes `progress`.
    """

    name: str
    says: str
    path: str
    example: str
    load: Callable[..., Report]


IMPORTABLE = (
    Importable(
        "upworthy",
        "Import the Upworthy Research Archive.\n\n81 million impressions of headlines that were "
        "tested against each other. Makes the store.",
        "The archive's packages: Parquet or CSV.",
        example("keyart import upworthy upworthy_exploratory_packages.parquet upworthy.keyart"),
        session.Store.import_upworthy,
    ),
    Importable(
        "movielens",
        "Import an edition of MovieLens.\n\nRatings of films, as plays of them; no impressions. "
        "Makes the store.",
        "The edition: its folder, or the zip file in which it comes.",
        example("keyart import movielens ml-latest-small.zip movielens.keyart"),
        session.Store.import_movielens,
    ),
    Importable(
        "open-bandit",
        "Import the Open Bandit Dataset.\n\nImpressions with position and propensity, chosen at "
        "random and by a bandit, and clicks. Makes the store.",
        "The data set: its folder, or the zip file in which it comes.",
        example("keyart import open-bandit open_bandit_dataset.zip bandit.keyart"),
        session.Store.import_open_bandit,
    ),
)


def command(data: Importable) -> Callable[..., None]:
    """Return the command that makes a store of a data set."""
    given = typer.Argument(metavar="PATH", help=data.path, show_default=False)

    def run(path: Annotated[Path, given], store: Store, as_json: AsJson = False) -> None:
        remark_on_compiling("kernels")
        began = perf_counter()
        with _new_store(store) as opened, publishing(store), shown_progress() as progress:
            report = data.load(opened, path, progress=progress)
        show_report(report, perf_counter() - began, as_json=as_json)

    return run


def _new_store(root: Path) -> session.Store:
    """Return a new store, or an empty one that an import which did not end has left."""
    if not root.exists():
        return session.create(root)
    store = session.open(root)
    if store.snapshot().version > 0:
        store.close()
        raise StoreExists(f"{root} holds data already.", hint="Name a new store.")
    return store
