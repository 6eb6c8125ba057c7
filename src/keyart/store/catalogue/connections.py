"""Connections to the SQLite databases of a store, also where nothing can be written."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from keyart.core.errors import NotAStore, StoreDamaged, StoreError
from keyart.store.files.disk import system_error
from keyart.store.paths import Paths

BUSY_SECONDS = 30.0


@contextmanager
def connect(paths: Paths, *, durable: bool = True) -> Generator[sqlite3.Connection]:
    """Open the catalogue for one short task; the caller starts transactions.

    Where nothing can be written, it can still be read: see `open_read_only`.
    """
    _require_catalog(paths)
    try:
        if paths.is_read_only:
            with open_read_only(paths.catalog) as connection:
                yield connection
            return
        with closing(open_catalog(paths.catalog, durable=durable)) as connection:
            yield connection
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"{paths.catalog} cannot be used: {error}.",
            hint="Is the disk full, or may this user not write there?",
        ) from error
    except (sqlite3.DatabaseError, ValueError, TypeError) as error:  # or values of a wrong type
        raise damaged_catalog(paths, f"cannot be read: {error}") from error


def _require_catalog(paths: Paths) -> None:
    try:
        size = paths.catalog.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        raise NotAStore(
            f"{paths.root} is not a Keyart store.", hint="Make one with `keyart init`."
        ) from None
    except OSError as error:
        raise system_error(f"{paths.catalog} cannot be read", error) from error
    if size == 0:
        raise damaged_catalog(paths, "is empty")


def damaged_catalog(paths: Paths, problem: str) -> StoreDamaged:
    """Return the error for a catalogue that is not as it was written."""
    return StoreDamaged(
        f"{paths.catalog} {problem}.", hint="Restore the whole store from a backup."
    )


def open_catalog(path: Path, *, durable: bool) -> sqlite3.Connection:
    """Open a catalogue for writing."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
    return connection


@contextmanager
def open_read_only(path: Path) -> Generator[sqlite3.Connection]:
    """Open a database that this process may not write.

    If it has a log, the log needs its index beside it, as it has while another process writes.
    Without a log SQLite treats the file as one that never changes. If it changes all the same,
    what was read is invalid: `StoreError`.
    """
    log = path.with_name(f"{path.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    before = _file_state(path)
    address = f"{path.absolute().as_uri()}?{'mode=ro' if has_log else 'immutable=1'}"
    opened = sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    with closing(opened) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"{path} cannot be read where nothing can be written: {error}.",
                hint="The process that wrote it last did not close it: run `keyart status` on the "
                "store once where it can be written.",
            ) from error
        yield connection
    if not has_log and _file_state(path) != before:
        raise StoreError(f"{path} has changed while it was read.", hint="Try again.")


def _file_state(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
