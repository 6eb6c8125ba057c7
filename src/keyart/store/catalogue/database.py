"""The catalogue: a SQLite database that says which files make up each version.

A file belongs to the versions `begin` ≤ v < `end` (no `end`: to all later ones). Publishing is one
transaction that adds a version with its files and ends the files that it replaces. Nothing but
SQLite may open the database's files.

SQLite has no checksums: the *seal* of a version or a batch shows whether its rows are as they were
published.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from keyart.core.errors import UnsupportedStore
from keyart.store.catalogue.connections import damaged_catalog, open_catalog
from keyart.store.paths import FileKind, Paths

FORMAT = 2
"""Increased whenever an older program would misread what a newer one wrote."""

BUSY_SECONDS = 30.0

Blob = bytes

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

LATER_SCHEMA = """
CREATE TABLE IF NOT EXISTS block (name TEXT PRIMARY KEY, sums BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS seal (
    what TEXT NOT NULL, number INTEGER NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (what, number)
) STRICT;
"""
"""Tables that catalogues of earlier versions of Keyart get at the next publication."""


@dataclass(frozen=True)
class VersionRow:
    """One published version."""

    version: int
    created: datetime
    command: str
    profiles: int
    """How many profiles have an ordinal."""
    data_until: int | None
    """The greatest timestamp of an event, in µs since the epoch."""


@dataclass(frozen=True)
class FileRow:
    """One immutable file; see `FileKind` for the meaning of `subject`, `first` and `last`."""

    id: int
    kind: FileKind
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
    sums: Blob | None = None
    """The sums of its blocks (`block_sums`), uint64; None if an earlier version wrote it."""


@dataclass(frozen=True)
class VersionState:
    """A version and its files."""

    version: VersionRow
    files: tuple[FileRow, ...]


def initialise(path: Path, now: datetime, key: str, *, durable: bool) -> None:
    """Make a catalogue at `path` with the empty version 0; `key` is the key's fingerprint."""
    with closing(open_catalog(path, durable=durable)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {LATER_SCHEMA}")
        connection.execute("INSERT INTO store VALUES ('format', ?)", (str(FORMAT),))
        put_fingerprint(connection, key)
        first = VersionRow(0, now, "create", 0, None)
        insert_version(connection, first)
        seal_version(connection, first, ())
        connection.execute("COMMIT")


def require_format(connection: sqlite3.Connection, paths: Paths) -> None:
    """Raise `UnsupportedStore` unless the store is written in our format."""
    row = connection.execute("SELECT value FROM store WHERE name = 'format'").fetchone()
    if row is None or row[0] != str(FORMAT):
        stored_format = "an unknown format" if row is None else f"format {row[0]}"
        older = row is not None and row[0].isdecimal() and int(row[0]) < FORMAT
        again = "Make a new store with `keyart init` and load its files again."
        newer = "Use the version of Keyart that wrote it, or a newer one."
        raise UnsupportedStore(
            f"{paths.root} is written in {stored_format}; this version reads format {FORMAT}.",
            hint=again if older else newer,
        )


def latest_version(connection: sqlite3.Connection) -> int:
    """Return the number of the newest version."""
    return int(connection.execute("SELECT max(version) FROM version").fetchone()[0])


def versions(connection: sqlite3.Connection) -> list[VersionRow]:
    """Return all versions that are still kept, oldest first."""
    rows = connection.execute("SELECT * FROM version ORDER BY version").fetchall()
    return [_version_row(row) for row in rows]


def load(connection: sqlite3.Connection, paths: Paths, version: int) -> VersionState | None:
    """Return a version with its files, None if there is no such version, or not any more.

    Raises `StoreDamaged` if they are not as they were published.
    """
    connection.execute("BEGIN")
    row = connection.execute("SELECT * FROM version WHERE version = ?", (version,)).fetchone()
    later = has_later_tables(connection)
    files = connection.execute(
        _FILES.format(*_WITH_SUMS if later else _WITHOUT_SUMS), (version, version)
    ).fetchall()
    seal = seal_of(connection, "version", version) if later else None
    connection.execute("COMMIT")
    if row is None:
        return None
    if seal is not None and seal != state_seal(row, [file[:-1] for file in files]):
        raise damaged_catalog(paths, f"does not hold version {version} as it was published")
    return VersionState(
        _version_row(row), tuple(FileRow(f[0], FileKind(f[1]), *f[2:]) for f in files)
    )


_FILES = (
    "SELECT id, kind, subject, file.name, parent, rows, first, last, batch, bytes, checksum,"
    ' "begin", {} FROM file {} WHERE "begin" <= ? AND ("end" IS NULL OR "end" > ?) ORDER BY id'
)
_WITH_SUMS = ("sums", "LEFT JOIN block ON block.name = file.name")
_WITHOUT_SUMS = ("NULL", "")


def has_later_tables(connection: sqlite3.Connection) -> bool:
    """Return whether the catalogue has the tables of `LATER_SCHEMA`."""
    tables = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name IN ('block', 'seal')"
    )
    return int(tables.fetchone()[0]) == LATER_SCHEMA.count("CREATE TABLE")


def add_later_tables(connection: sqlite3.Connection) -> None:
    """Make the tables that the catalogue lacks, in the open transaction."""
    for statement in LATER_SCHEMA.split(";"):
        connection.execute(statement)


def seal_of(connection: sqlite3.Connection, what: str, number: int) -> str | None:
    """Return the seal of a version or a batch; None if an earlier version of Keyart wrote it."""
    row = connection.execute(
        "SELECT seal FROM seal WHERE what = ? AND number = ?", (what, number)
    ).fetchone()
    return None if row is None else str(row[0])


def put_seal(connection: sqlite3.Connection, what: str, number: int, seal: str) -> None:
    """Add the seal of a version or a batch."""
    connection.execute("INSERT OR REPLACE INTO seal VALUES (?, ?, ?)", (what, number, seal))


def seal(rows: Iterable[Any]) -> str:
    """Return a hash of rows of the catalogue."""
    text = "\n".join(repr(row) for row in rows)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def state_seal(version: Sequence[Any], files: Iterable[Sequence[Any]]) -> str:
    """Return the seal of a version, from its row and the rows of its files."""
    return seal([tuple(version), *map(tuple, files)])


def _version_row(row: tuple[int, str, str, int, int | None]) -> VersionRow:
    version, created, command, profiles, data_until = row
    return VersionRow(version, datetime.fromisoformat(created), command, profiles, data_until)


def insert_version(connection: sqlite3.Connection, row: VersionRow) -> None:
    """Add a version."""
    connection.execute("INSERT INTO version VALUES (?, ?, ?, ?, ?)", _version_values(row))


def _version_values(row: VersionRow) -> tuple[Any, ...]:
    return (row.version, row.created.isoformat(), row.command, row.profiles, row.data_until)


def _file_values(file: FileRow) -> tuple[Any, ...]:
    """Return the row of a file with the types that SQLite returns: str and int."""
    numbers = (file.rows, file.first, file.last, file.batch, file.bytes, file.checksum, file.begin)
    parent = None if file.parent is None else int(file.parent)
    texts = (str(file.kind), str(file.subject), file.name)
    return (int(file.id), *texts, parent, *(None if n is None else int(n) for n in numbers))


def insert_files(connection: sqlite3.Connection, files: Iterable[FileRow]) -> None:
    """Add files that begin with a version."""
    rows = list(files)
    connection.executemany(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [_file_values(file) for file in rows],
    )
    insert_blocks(connection, rows)


def insert_blocks(connection: sqlite3.Connection, files: Iterable[FileRow]) -> None:
    """Add the sums of files' blocks."""
    connection.executemany(
        "INSERT OR REPLACE INTO block VALUES (?, ?)", [(file.name, file.sums) for file in files]
    )


def seal_version(
    connection: sqlite3.Connection, version: VersionRow, files: Iterable[FileRow]
) -> None:
    """Add the seal of a version with all of its `files`."""
    ordered = sorted(files, key=lambda file: file.id)
    text = state_seal(_version_values(version), map(_file_values, ordered))
    put_seal(connection, "version", version.version, text)


def fingerprint(connection: sqlite3.Connection) -> str | None:
    """Return the fingerprint of the store's key; None if it is not noted yet."""
    row = connection.execute("SELECT value FROM store WHERE name = 'key'").fetchone()
    return None if row is None else str(row[0])


def put_fingerprint(connection: sqlite3.Connection, text: str) -> None:
    """Note the fingerprint of the store's key."""
    connection.execute("INSERT OR REPLACE INTO store VALUES ('key', ?)", (text,))


def end_files(connection: sqlite3.Connection, ids: Iterable[int], version: int) -> None:
    """End the files `ids` before `version`."""
    connection.executemany('UPDATE file SET "end" = ? WHERE id = ?', [(version, i) for i in ids])


def next_file_id(connection: sqlite3.Connection) -> int:
    """Return an id above that of any file."""
    return int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM file").fetchone()[0])


def delete_versions(connection: sqlite3.Connection, versions: Sequence[int]) -> list[str]:
    """Delete versions; return the names of the files that no version needs any more."""
    if not versions:
        return []
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("DELETE FROM version WHERE version = ?", [(v,) for v in versions])
    rows = connection.execute(
        'DELETE FROM file WHERE "end" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM version v'
        ' WHERE v.version >= file."begin" AND v.version < file."end") RETURNING name'
    ).fetchall()
    if has_later_tables(connection):
        connection.execute("DELETE FROM block WHERE name NOT IN (SELECT name FROM file)")
        connection.execute(
            "DELETE FROM seal WHERE what = 'version'"
            " AND number NOT IN (SELECT version FROM version)"
        )
    connection.execute("COMMIT")
    return [str(row[0]) for row in rows]


def file_names(connection: sqlite3.Connection) -> set[str]:
    """Return the names of all files of all versions."""
    return {str(row[0]) for row in connection.execute("SELECT name FROM file")}
