"""`keyart init`: make an empty store, with a proposed mapping of your columns."""

import shlex
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from keyart.cli.arguments import Store, example
from keyart.cli.terminal import remark, show
from keyart.cli.warming import warm
from keyart.core.config import DEFAULT_TEXT
from keyart.core.ids import salt_from
from keyart.ingest import Guess, propose
from keyart.store import create

EXAMPLE = example(
    "keyart init my.keyart",
    "keyart init my.keyart --from 'exports/*'",
    "keyart init big.keyart --key-file my.keyart/store.key",
)

From = Annotated[
    list[str] | None,
    typer.Option(
        "--from",
        metavar="PATH",
        help="Files, globs or folders with your tables: propose a mapping of their columns; "
        "repeatable.",
    ),
]


KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="FILE",
        help="The store.key of another store, or the salt of a Spark build, so that profiles get "
        "the same keys. By default the store makes a new key.",
        show_default=False,
    ),
]


def init(store: Store, sources: From = None, key_file: KeyFile = None) -> None:
    """Make an empty store.

    Settings are in its keyart.toml; with --from, so is a proposed mapping of your columns.
    """
    warm()
    now = datetime.now(UTC)
    salt = salt_from(key_file.read_text("utf-8", "replace"), str(key_file)) if key_file else None
    if not sources:
        create(store, now=now, salt=salt)
        show(f"Made the store {store}. Its settings are in {store / 'keyart.toml'}.")
        return
    proposal = propose(sources)
    create(store, now=now, config_text=f"{DEFAULT_TEXT}\n{proposal.text}", salt=salt)
    show(proposal.text.rstrip())
    remark(f"Written to {store / 'keyart.toml'}: check it, then load.")
    remark(_next_command(store, proposal.guesses))


def _next_command(store: Path, guesses: Iterable[Guess]) -> str:
    """Return the command that loads the files."""
    words = ["keyart", "ingest", str(store)]
    for guess in guesses:
        if guess.table is not None:
            words += [word for file in guess.files for word in (f"--{guess.table}", file)]
    return shlex.join([*words, "--dry-run"])
