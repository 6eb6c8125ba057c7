"""Verifying a store: every file, and everything that must hold between them."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from keyart.core.errors import BadSettings, StoreDamaged, StoreError, UnknownName, WrongKey
from keyart.core.ids import SALT_CHARACTERS
from keyart.core.progress import Progress, Silent
from keyart.store import accounts, catalog
from keyart.store.catalog import FileRow
from keyart.store.checking_definitions import check_definitions
from keyart.store.checking_events import check_contested, check_event_ids, check_events
from keyart.store.checking_facts import check_segments
from keyart.store.checking_fits import check_fits
from keyart.store.checking_imported import check_imported
from keyart.store.checking_metadata import check_metadata, check_quarantine
from keyart.store.checking_profiles import check_dictionary, check_lists, check_profiles
from keyart.store.files import checksum, in_words
from keyart.store.finding import Finding
from keyart.store.key_file import KeyFile
from keyart.store.paths import Paths
from keyart.store.snapshot import Snapshot, open_snapshot

CONTENTS: tuple[Callable[[Snapshot], Iterator[Finding]], ...] = (
    check_segments,
    check_events,
    check_event_ids,
    check_contested,
    check_dictionary,
    check_profiles,
    check_lists,
    check_definitions,
    check_fits,
    check_metadata,
    check_quarantine,
    check_imported,
)
"""What is verified of the files' contents, once all of them are as they were written."""


def check(root: Path, progress: Progress | None = None) -> list[Finding]:
    """Return everything that is wrong with the newest version of the store; nothing if it is well.

    Raises `NotAStore` or `UnsupportedStore` if there is no store to check.
    """
    paths = Paths(Path(root))
    try:
        findings = [*_check_catalog(paths), *_check_key(paths)]
    except StoreDamaged as error:
        return [Finding(paths.catalog.name, str(error))]
    try:
        snapshot = open_snapshot(root, any_key=True)
    except (StoreDamaged, BadSettings, UnknownName) as error:
        name = paths.catalog.name if str(paths.catalog) in str(error) else paths.config.name
        return [*findings, Finding(name, str(error))]
    with snapshot:
        damaged = list(check_files(snapshot, progress or Silent()))
        findings += [*damaged, *_check_accounts(paths, snapshot.version)]
        if not damaged:
            for contents in CONTENTS:
                findings += _contents(contents, snapshot)
    return findings


def _contents(
    contents: Callable[[Snapshot], Iterator[Finding]], snapshot: Snapshot
) -> list[Finding]:
    findings: list[Finding] = []
    try:
        findings.extend(contents(snapshot))
    except (StoreDamaged, pa.ArrowException, OSError) as error:
        findings.append(Finding(contents.__name__.removeprefix("check_"), str(error)))
    return findings


def _check_catalog(paths: Paths) -> Iterator[Finding]:
    with catalog.connect(paths) as connection:
        catalog.require_format(connection, paths)
        for problem in _problems(connection):
            yield Finding(paths.catalog.name, problem)
        for batch in accounts.wrong_seals(connection):
            problem = f"does not hold the account of batch {batch} as it was written"
            yield Finding(paths.catalog.name, problem)


def _problems(connection: sqlite3.Connection) -> list[str]:
    rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    return [] if rows == ["ok"] else rows


def _check_key(paths: Paths) -> Iterator[Finding]:
    if not paths.key.exists():
        yield Finding(paths.key.name, "is missing: profile ids cannot be recognised without it")
        return
    with catalog.connect(paths) as connection:
        key = KeyFile(paths.key, catalog.fingerprint(connection))
    if key.is_open:
        yield Finding(paths.key.name, "can be read by others than its owner")
    try:
        key.read()
    except WrongKey as error:
        other = "not the key" in error.message
        problem = (
            "is not the key of this store" if other else f"has not {SALT_CHARACTERS} characters"
        )
        yield Finding(paths.key.name, problem)
    except StoreError as error:
        yield Finding(paths.key.name, str(error))


def check_files(snapshot: Snapshot, progress: Progress) -> Iterator[Finding]:
    """Yield what is wrong with the bytes of a version's files."""
    progress.begin("check", sum(file.bytes for file in snapshot.state.files))
    for file in snapshot.state.files:
        try:
            problem = _file_problem(file, snapshot.path(file))
        except OSError as error:
            problem = str(in_words("cannot be read", error))
        progress.advance(file.bytes)
        if problem:
            yield Finding(file.name, problem)


def _file_problem(file: FileRow, path: Path) -> str | None:
    if not path.exists():
        return "is missing"
    sealed = checksum(path)
    if sealed.bytes != file.bytes:
        return f"has {sealed.bytes} bytes where the catalogue says {file.bytes}"
    if sealed.checksum != file.checksum:
        return "has changed: its checksum is not the catalogue's"
    return None


def _check_accounts(paths: Paths, version: int) -> Iterator[Finding]:
    with catalog.connect(paths) as connection:
        batches = accounts.load(connection, version)
    for batch in batches:
        for table, account in batch.tables.items():
            where = f"batch {batch.batch}, {table}"
            parts = account.accepted + account.duplicate + account.quarantined
            if account.rows != parts:
                yield Finding(where, f"has {account.rows} rows but accounts for {parts}")
            if account.quarantined != sum(account.reasons.values()):
                yield Finding(where, "has quarantined rows without a reason")
            if account.updated + account.conflict > account.duplicate:
                yield Finding(where, "has more updates and conflicts than duplicates")
