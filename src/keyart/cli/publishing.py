"""Commands that write, when they are interrupted."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import typer

from keyart.cli.program import complain
from keyart.core.errors import NotAStore
from keyart.store import open_snapshot


@contextmanager
def publishing(root: Path) -> Generator[None]:
    """On Ctrl-C, end the block with a line that says whether anything was published."""
    before = _newest_version(root)
    try:
        yield
    except KeyboardInterrupt:
        after = _newest_version(root)
        if after == before:
            complain("interrupted: nothing was published, the store is as it was.")
        else:
            complain(f"interrupted, but version {after} of the store is published.")
        raise typer.Exit(1) from None


def _newest_version(root: Path) -> int | None:
    """Return the newest version of a store, None where there is no store yet."""
    try:
        with open_snapshot(root) as snapshot:
            return snapshot.version
    except NotAStore:
        return None
