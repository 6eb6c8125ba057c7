"""Stores that lie where nothing can be written: they can be asked, not changed."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from keyart.core.errors import ReadOnlyStore, StoreError
from keyart.store.paths import Paths

BUSY_SECONDS = 30.0


def require_writable(root: Path) -> None:
    """Raise `ReadOnlyStore` if nothing can be written in the store at `root`."""
    if Paths(root).is_read_only:
        raise ReadOnlyStore(
            f"Nothing can be written in {root}: the store can only be asked.",
            hint="Run this where its folder can be written, as the user to whom it belongs.",
        )


@contextmanager
def reading_only(path: Path) -> Generator[sqlite3.Connection]:
    """Open a database that nobody may write to from here.

    Its log, if it has one, needs its index beside it, as they are while somebody writes from
    elsewhere. Without a log SQLite must take the file as one that never changes; who writes from
    elsewhere may change it all the same, and then what was read counts for nothing: `StoreError`.
    """
    log = path.with_name(f"{path.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    before = _state(path)
    address = f"{path.absolute().as_uri()}?{'mode=ro' if has_log else 'immutable=1'}"
    found = sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    with closing(found) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"{path} cannot be read where nothing can be written: {error}.",
                hint="Who wrote it last did not close it: run `keyart status` on the store once "
                "where it can be written.",
            ) from error
        yield connection
    if not has_log and _state(path) != before:
        raise StoreError(f"{path} has changed while it was read.", hint="Try again.")


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
