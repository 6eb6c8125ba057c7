"""`keyart init`: an empty store, with a mapping of one's own columns proposed."""

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
        help="Files, globs or folders of your tables: look at them, and propose how your columns "
        "are called in ours; repeatable.",
    ),
]


KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="FILE",
        help="The store.key of another store, or the salt of a Spark build: profiles get the same "
        "keys. Without, the store makes a key of its own.",
        show_default=False,
    ),
]


def init(store: Store, sources: From = None, key_file: KeyFile = None) -> None:
    """Make an empty store.

    Its settings are in its keyart.toml; with --from, so is the mapping of your columns.
    """
    warm()
    now = datetime.now(UTC)
    salt = salt_from(key_file.read_text("utf-8", "replace"), str(key_file)) if key_file else None
    if not sources:
        create(store, now=now, salt=salt)
        show(f"{store} is a store now. Its settings are in {store / 'keyart.toml'}.")
        return
    proposal = propose(sources)
    create(store, now=now, config_text=f"{DEFAULT_TEXT}\n{proposal.text}", salt=salt)
    show(proposal.text.rstrip())
    remark(f"This stands in {store / 'keyart.toml'} now: look it over, then load.")
    remark(_next_command(store, proposal.guesses))


def _next_command(store: Path, guesses: Iterable[Guess]) -> str:
    """Return the command that loads what was looked at."""
    words = ["keyart", "ingest", str(store)]
    for guess in guesses:
        if guess.table is not None:
            words += [word for file in guess.files for word in (f"--{guess.table}", file)]
    return shlex.join([*words, "--dry-run"])
