"""`keyart import …`: stores of public data."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from keyart import session
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.reports import publish
from keyart.cli.terminal import remark_on_compiling
from keyart.core.errors import StoreExists
from keyart.core.report import Report

UPWORTHY_EXAMPLE = example(
    "keyart import upworthy upworthy_exploratory_packages.parquet upworthy.keyart"
)
MOVIELENS_EXAMPLE = example("keyart import movielens ml-latest-small.zip movielens.keyart")
OPEN_BANDIT_EXAMPLE = example("keyart import open-bandit open_bandit_dataset.zip bandit.keyart")


def _path_argument(help_: str) -> Any:
    return typer.Argument(metavar="PATH", help=help_, show_default=False)


Packages = Annotated[Path, _path_argument("The archive's packages: Parquet or CSV.")]
Edition = Annotated[Path, _path_argument("The edition: its folder or zip file.")]
Folder = Annotated[Path, _path_argument("The data set: its folder or zip file.")]


def upworthy(path: Packages, store: Store, as_json: AsJson = False) -> None:
    """Import the Upworthy Research Archive.

    81 million impressions of headlines tested against each other. Creates the store.
    """
    _import(session.Store.import_upworthy, path, store, as_json)


def movielens(path: Edition, store: Store, as_json: AsJson = False) -> None:
    """Import an edition of MovieLens.

    Film ratings as plays; no impressions. Creates the store.
    """
    _import(session.Store.import_movielens, path, store, as_json)


def open_bandit(path: Folder, store: Store, as_json: AsJson = False) -> None:
    """Import the Open Bandit Dataset.

    Impressions with position and propensity, chosen at random and by a bandit, and clicks. Creates
    the store.
    """
    _import(session.Store.import_open_bandit, path, store, as_json)


def _import(load: Callable[..., Report], path: Path, store: Path, as_json: bool) -> None:
    remark_on_compiling("kernels")
    publish(
        store,
        _new_store(store),
        lambda opened, progress: load(opened, path, progress=progress),
        as_json=as_json,
    )


def _new_store(root: Path) -> session.Store:
    """Return a new store, or the empty one that an interrupted import left."""
    if not root.exists():
        return session.create(root)
    store = session.open(root)
    if store.snapshot().version > 0:
        store.close()
        raise StoreExists(f"{root} holds data already.", hint="Name a new store.")
    return store
