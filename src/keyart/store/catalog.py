"""The catalogue: a SQLite database that says which files make up each version.

A file belongs to the versions `begin` ≤ v < `end` (no `end`: until further notice). One
transaction adds a version with its files and closes the files that it replaces: that is what
publishing is. Nothing but SQLite may open the database's files.
"""

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

from keyart.core.errors import NotAStore, StoreDamaged, StoreError, UnsupportedStore
from keyart.store.paths import Kind, Paths

FORMAT = 2
"""Raised whenever an older program would misread what a newer one wrote."""

BUSY_SECONDS = 30.0

SCHEMA = """
CREATE TABLE store (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE version (
    version INTEGER PRIMARY KEY, created TEXT NOT NULL, command TEXT NOT NULL,
    profiles INTEGER NOT NULL, data_until INTEGER
) STRICT;
CREATE TABLE file (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL UNIQUE,
    parent INTEGER, rows INTEGER NOT NULL, first INTEGER, last INTEGER, batch INTEGER,
    bytes INTEGER NOT NULL, checksum INTEGER NOT NULL,
    "begin" INTEGER NOT NULL, "end" INTEGER
) STRICT;
CREATE INDEX file_end ON file ("end");
CREATE TABLE batch (
    batch INTEGER PRIMARY KEY, version INTEGER NOT NULL, created TEXT NOT NULL,
    command TEXT NOT NULL, released INTEGER NOT NULL, notes TEXT NOT NULL,
    plays_by_reason TEXT NOT NULL
) STRICT;
CREATE TABLE account (
    batch INTEGER NOT NULL, table_name TEXT NOT NULL, rows INTEGER NOT NULL,
    accepted INTEGER NOT NULL, duplicate INTEGER NOT NULL, updated INTEGER NOT NULL,
    conflict INTEGER NOT NULL, quarantined INTEGER NOT NULL, reasons TEXT NOT NULL,
    PRIMARY KEY (batch, table_name)
) STRICT;
"""


@dataclass(frozen=True)
class VersionRow:
    """One published version."""

    version: int
    created: datetime
    command: str
    profiles: int
    """How many ordinals have been given so far."""
    data_until: int | None
    """The greatest timestamp of an event, in µs since the epoch."""


@dataclass(frozen=True)
class FileRow:
    """One immutable file; what `subject`, `first` and `last` mean stands at its `Kind`."""

    id: int
    kind: Kind
    subject: str
    name: str
    parent: int | None
    rows: int
    first: int | None
    last: int | None
    batch: int | None
    bytes: int
    checksum: int
    begin: int


@dataclass(frozen=True)
class State:
    """A version and its files."""

    version: VersionRow
    files: tuple[FileRow, ...]


@contextmanager
def connect(paths: Paths, *, durable: bool = True) -> Generator[sqlite3.Connection]:
    """Open the catalogue for one short task. Transactions are begun by hand."""
    if not paths.catalog.exists():
        raise NotAStore(f"{paths.root} is not a Keyart store.", hint="Make one with `keyart init`.")
    try:
        with closing(_open(paths.catalog, durable=durable)) as connection:
            yield connection
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"{paths.catalog} cannot be used: {error}.",
            hint="Is the disk full, or may this user not write there?",
        ) from error
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(
            f"{paths.catalog} cannot be read: {error}.", hint="Restore a backup."
        ) from error


def _open(path: Path, *, durable: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
    return connection


def initialise(path: Path, now: datetime, *, durable: bool) -> None:
    """Make a catalogue at `path` with the empty version 0."""
    with closing(_open(path, durable=durable)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA}")
        connection.execute("INSERT INTO store VALUES ('format', ?)", (str(FORMAT),))
        insert_version(connection, VersionRow(0, now, "create", 0, None))
        connection.execute("COMMIT")


def require_format(connection: sqlite3.Connection, paths: Paths) -> None:
    """Raise `UnsupportedStore` unless the store is written in our format."""
    row = connection.execute("SELECT value FROM store WHERE name = 'format'").fetchone()
    if row is None or row[0] != str(FORMAT):
        written = "an unknown format" if row is None else f"format {row[0]}"
        older = row is not None and row[0].isdecimal() and int(row[0]) < FORMAT
        again = "Make a new store with `keyart init` and load its files again."
        newer = "Use the version of Keyart that wrote it, or a newer one."
        raise UnsupportedStore(
            f"{paths.root} is written in {written}; this version reads format {FORMAT}.",
            hint=again if older else newer,
        )


def latest_version(connection: sqlite3.Connection) -> int:
    """Return the number of the newest version."""
    return int(connection.execute("SELECT max(version) FROM version").fetchone()[0])


def versions(connection: sqlite3.Connection) -> list[VersionRow]:
    """Return all versions that are still kept, oldest first."""
    rows = connection.execute("SELECT * FROM version ORDER BY version").fetchall()
    return [_version_row(row) for row in rows]


def load(connection: sqlite3.Connection, version: int) -> State | None:
    """Return a version with its files, None if there is no such version (any more)."""
    connection.execute("BEGIN")
    row = connection.execute("SELECT * FROM version WHERE version = ?", (version,)).fetchone()
    files = connection.execute(
        'SELECT id, kind, subject, name, parent, rows, first, last, batch, bytes, checksum, "begin"'
        ' FROM file WHERE "begin" <= ? AND ("end" IS NULL OR "end" > ?) ORDER BY id',
        (version, version),
    ).fetchall()
    connection.execute("COMMIT")
    if row is None:
        return None
    return State(_version_row(row), tuple(FileRow(f[0], Kind(f[1]), *f[2:]) for f in files))


def _version_row(row: tuple[int, str, str, int, int | None]) -> VersionRow:
    version, created, command, profiles, data_until = row
    return VersionRow(version, datetime.fromisoformat(created), command, profiles, data_until)


def insert_version(connection: sqlite3.Connection, row: VersionRow) -> None:
    """Add a version."""
    connection.execute(
        "INSERT INTO version VALUES (?, ?, ?, ?, ?)",
        (row.version, row.created.isoformat(), row.command, row.profiles, row.data_until),
    )


def insert_files(connection: sqlite3.Connection, files: Iterable[FileRow]) -> None:
    """Add files that begin with a version."""
    connection.executemany(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [astuple(file) for file in files],
    )


def end_files(connection: sqlite3.Connection, ids: Iterable[int], version: int) -> None:
    """Say that the files `ids` are not part of `version` and later ones."""
    connection.executemany('UPDATE file SET "end" = ? WHERE id = ?', [(version, i) for i in ids])


def next_file_id(connection: sqlite3.Connection) -> int:
    """Return an id above that of any file."""
    return int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM file").fetchone()[0])


def delete_versions(connection: sqlite3.Connection, versions: Sequence[int]) -> list[str]:
    """Forget versions; return the names of the files that no version needs any more."""
    if not versions:
        return []
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("DELETE FROM version WHERE version = ?", [(v,) for v in versions])
    rows = connection.execute(
        'DELETE FROM file WHERE "end" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM version v'
        ' WHERE v.version >= file."begin" AND v.version < file."end") RETURNING name'
    ).fetchall()
    connection.execute("COMMIT")
    return [str(row[0]) for row in rows]


def file_names(connection: sqlite3.Connection) -> set[str]:
    """Return the names of all files of all versions."""
    return {str(row[0]) for row in connection.execute("SELECT name FROM file")}
