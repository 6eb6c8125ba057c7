"""Checks of a store: every file, and everything that must hold between them.

A block of a file is verified at its first use in a process. What nobody uses, or what fails on
the disk after that, only reading everything again can find: the producer of a service does so
once a day, and `keyart check` on demand.
"""

import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from keyart.core.errors import BadSettings, StoreDamaged, StoreError, UnknownName, WrongKey
from keyart.core.ids import SALT_CHARACTERS
from keyart.core.progress import Progress, Silent
from keyart.store.catalogue import accounts, database
from keyart.store.catalogue.connections import connect
from keyart.store.catalogue.database import FileRow
from keyart.store.checks.contents import (
    Finding,
    check_campaigns,
    check_contested,
    check_definitions,
    check_dictionary,
    check_event_ids,
    check_events,
    check_fits,
    check_lists,
    check_metadata,
    check_profiles,
    check_quarantine,
)
from keyart.store.checks.facts import check_imported, check_segments
from keyart.store.files.disk import system_error
from keyart.store.key_file import KeyFile
from keyart.store.paths import Paths
from keyart.store.snapshot import Snapshot, open_snapshot

CONTENT_CHECKS: tuple[Callable[[Snapshot], Iterator[Finding]], ...] = (
    check_segments,
    check_events,
    check_event_ids,
    check_contested,
    check_dictionary,
    check_profiles,
    check_lists,
    check_campaigns,
    check_definitions,
    check_fits,
    check_metadata,
    check_quarantine,
    check_imported,
)
"""What is verified of the files' contents, once all of them are as they were written."""

VERIFICATION_FILE = "verified.json"
"""The file in the store's folder with the newest `Verification`."""

PIECE = 4 << 20

Rest = Callable[[float], bool]
"""Waits so many seconds; returns whether to stop."""


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
            for content_check in CONTENT_CHECKS:
                findings += _run(content_check, snapshot)
    return findings


def _run(
    content_check: Callable[[Snapshot], Iterator[Finding]], snapshot: Snapshot
) -> list[Finding]:
    findings: list[Finding] = []
    try:
        findings.extend(content_check(snapshot))
    except (StoreDamaged, pa.ArrowException, OSError) as error:
        findings.append(Finding(content_check.__name__.removeprefix("check_"), str(error)))
    return findings


def _check_catalog(paths: Paths) -> Iterator[Finding]:
    with connect(paths) as connection:
        database.require_format(connection, paths)
        for problem in _integrity_problems(connection):
            yield Finding(paths.catalog.name, problem)
        for batch in accounts.wrong_seals(connection):
            problem = f"does not hold the account of batch {batch} as it was written"
            yield Finding(paths.catalog.name, problem)


def _integrity_problems(connection: sqlite3.Connection) -> list[str]:
    rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    return [] if rows == ["ok"] else rows


def _check_key(paths: Paths) -> Iterator[Finding]:
    if not paths.key.exists():
        yield Finding(paths.key.name, "is missing: profile ids cannot be recognised without it")
        return
    with connect(paths) as connection:
        key = KeyFile(paths.key, database.fingerprint(connection))
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


def _check_accounts(paths: Paths, version: int) -> Iterator[Finding]:
    with connect(paths) as connection:
        batches = accounts.load(connection, version)
    for batch in batches:
        for table, account in batch.tables.items():
            where = f"batch {batch.batch}, {table}"
            total = account.accepted + account.duplicate + account.quarantined
            if account.rows != total:
                yield Finding(where, f"has {account.rows} rows but accounts for {total}")
            if account.quarantined != sum(account.reasons.values()):
                yield Finding(where, "has quarantined rows without a reason")
            if account.updated + account.conflict > account.duplicate:
                yield Finding(where, "has more updates and conflicts than duplicates")


def check_files(snapshot: Snapshot, progress: Progress) -> Iterator[Finding]:
    """Yield what is wrong with the bytes of a version's files."""
    progress.begin("check", sum(file.bytes for file in snapshot.state.files))
    for file in snapshot.state.files:
        problem = _file_problem(file, snapshot.path(file))
        progress.advance(file.bytes)
        if problem:
            yield Finding(file.name, problem)


def _file_problem(
    file: FileRow, path: Path, rest: Rest | None = None, share: float = 1.0
) -> str | None:
    """Compare a file with its size and checksum; `rest` after each piece: see `verify_files`."""
    size, crc = 0, 0
    try:
        with path.open("rb", buffering=0) as opened:
            start = time.monotonic()
            while piece := opened.read(PIECE):
                size += len(piece)
                crc = zlib.crc32(piece, crc)
                if rest and rest((time.monotonic() - start) * (1 / share - 1)):
                    raise _Stopped
                start = time.monotonic()
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return system_error("cannot be read", error).message
    if size != file.bytes:
        return f"has {size} bytes where the catalogue says {file.bytes}"
    return None if crc == file.checksum else "has changed since it was written"


class _Stopped(Exception):
    """`rest` returned that verifying should stop."""


@dataclass(frozen=True)
class Verification:
    """The result of verifying the files of a version."""

    version: int
    at: datetime
    files: int
    bytes: int
    damaged: tuple[Finding, ...] = ()


def verify_files(
    snapshot: Snapshot, now: datetime, rest: Rest, share: float = 0.1
) -> Verification | None:
    """Verify the bytes of a version's files; return None if `rest` returned that it should stop.

    Takes about a `share` of one processor's time, and rests in between.
    """
    files = snapshot.state.files
    damaged: list[Finding] = []
    for file in files:
        try:
            problem = _file_problem(file, snapshot.path(file), rest, share)
        except _Stopped:
            return None
        if problem is not None:
            damaged.append(Finding(file.name, problem))
    total = sum(file.bytes for file in files)
    return Verification(snapshot.version, now, len(files), total, tuple(damaged))


def last_verification(root: Path) -> Verification | None:
    """Return the newest saved verification of the store; None if there is none."""
    try:
        saved = json.loads((root / VERIFICATION_FILE).read_text(encoding="utf-8"))
        damaged = tuple(Finding(row["where"], row["problem"]) for row in saved["damaged"])
        at = datetime.fromisoformat(saved["at"])
        version, files, size = int(saved["version"]), int(saved["files"]), int(saved["bytes"])
        return Verification(version, at, files, size, damaged)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save_verification(root: Path, verification: Verification) -> None:
    """Save a verification in one step; where nothing can be written, do nothing."""
    content = {
        "version": verification.version,
        "at": verification.at.isoformat(),
        "files": verification.files,
        "bytes": verification.bytes,
        "damaged": [vars(finding) for finding in verification.damaged],
    }
    draft = root / f".{VERIFICATION_FILE}"
    try:
        draft.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        draft.replace(root / VERIFICATION_FILE)
    except OSError:
        return
