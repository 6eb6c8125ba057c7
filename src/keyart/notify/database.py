"""The database of notices: SQLite, in the store's folder.

An incident is a condition from when it was found until it was resolved. A message is about one
incident or several. The key of `told` ensures that each incident has at most one message about its
opening, and one about its end.
"""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from keyart.core.errors import StoreDamaged, StoreError, UnsupportedStore
from keyart.store.catalogue.connections import open_read_only
from keyart.store.files.disk import system_error
from keyart.store.paths import Paths

FORMAT = 1
"""Increased whenever an older program would misread what a newer one wrote."""

BUSY_SECONDS = 30.0

SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS judged (
    id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS incident (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, condition TEXT NOT NULL,
    opened TEXT NOT NULL, opened_version INTEGER NOT NULL, missed INTEGER NOT NULL DEFAULT 0,
    resolved TEXT, resolved_version INTEGER, seen TEXT
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS incident_open ON incident (kind, subject)
    WHERE resolved IS NULL;
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, about TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS told (
    incident INTEGER NOT NULL REFERENCES incident, about TEXT NOT NULL,
    message INTEGER NOT NULL REFERENCES message, PRIMARY KEY (incident, about)
) STRICT;
CREATE INDEX IF NOT EXISTS told_message ON told (message);
CREATE TABLE IF NOT EXISTS delivery (
    message INTEGER NOT NULL REFERENCES message, address TEXT NOT NULL, name TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL, error TEXT,
    PRIMARY KEY (message, address)
) STRICT;
CREATE INDEX IF NOT EXISTS delivery_waiting ON delivery (next_at) WHERE state = 'waiting';
PRAGMA user_version = {FORMAT};
COMMIT;
"""


def database(root: Path) -> Path:
    """Return the path of the notices of the store at `root`."""
    return root / "notices" / "notices.sqlite"


@contextmanager
def connect(root: Path) -> Generator[sqlite3.Connection]:
    """Open the notices of a store for one short task; make them if there are none yet.

    The caller starts transactions, which are on disk when they end, so that nothing is sent twice.
    Raises `StoreError`, and `StoreDamaged` for what cannot be read.
    """
    path = database(root)
    try:
        if Paths(root).is_read_only:
            with open_read_only(path) as connection:
                yield connection
            return
        path.parent.mkdir(exist_ok=True)
        with closing(
            sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        ) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            _create_tables(connection, path)
            yield connection
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} cannot be used: {error}.",
            hint="Check that the disk has space and that this user may write there. The store does "
            "not need the file: move it away to start with no notices.",
        ) from error
    except (ValueError, TypeError, KeyError) as error:  # a row that is not a notice
        raise StoreDamaged(
            f"{path} is damaged: {error}.",
            hint="The store does not need the file: move it away to start with no notices.",
        ) from error
    except OSError as error:
        raise system_error(f"{path} cannot be used", error) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """Run the block as one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _create_tables(connection: sqlite3.Connection, path: Path) -> None:
    ((version,),) = connection.execute("PRAGMA user_version")
    if version > FORMAT:
        raise UnsupportedStore(
            f"{path} was written by a newer version of Keyart.", hint="Update Keyart."
        )
    if version < FORMAT:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
