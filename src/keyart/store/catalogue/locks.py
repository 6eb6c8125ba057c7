"""Locks: one process writes a store at a time, and versions that are read are not removed.

Each version has a lock file. A reader holds it shared; the writer that removes the version needs
it exclusively. The kernel releases locks of processes that died. The lock file has contents once
the version is published, so that it shows if the catalogue loses a version.
"""

import fcntl
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from keyart.core.errors import StoreBusy
from keyart.store.catalogue import database
from keyart.store.paths import FOLDERS, Paths

_POLL_SECONDS = 0.02


@contextmanager
def writer_lock(path: Path, command: str, now: datetime, wait: float) -> Generator[None]:
    """Hold the lock file at `path`; raises `StoreBusy` if it is not free in `wait` seconds.

    The text of the file says which process holds it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _lock_within(descriptor, path, wait)
        since = now.isoformat(timespec="seconds")
        _overwrite(
            descriptor, f"process {os.getpid()} on {socket.gethostname()}: {command}, {since}"
        )
        yield
        _overwrite(descriptor, "")
    finally:
        os.close(descriptor)


def _lock_within(descriptor: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
                continue
            holder = os.pread(descriptor, 1000, 0).decode(errors="replace") or "another process"
            raise StoreBusy(
                f"{path.parent} is being written by {holder}.",
                hint=f"Waited {wait:g} s; wait longer (--wait), or stop that process.",
            ) from None
        return


def _overwrite(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


class HeldLock:
    """A shared lock on a version's file, held until `release` or the end of the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Release the lock; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __del__(self) -> None:
        self.release()


def lock_version(path: Path) -> HeldLock | None:
    """Lock the file at `path` shared; return None if it is gone or about to be removed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_nlink:
            return HeldLock(descriptor)
    except BlockingIOError:
        pass
    os.close(descriptor)
    return None


def mark_published(path: Path) -> None:
    """Write into the lock file of a version that the catalogue has it."""
    path.write_text("published\n", encoding="ascii")


def published_version(folder: Path) -> int:
    """Return the newest version that the lock files mark as published, 0 if none does.

    A writer may remove old versions meanwhile.
    """
    newest = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            number = entry.name.removesuffix(".lock")
            with suppress(FileNotFoundError):
                if number.isdecimal() and entry.stat().st_size:
                    newest = max(newest, int(number))
    return newest


@contextmanager
def _lock_unread(path: Path) -> Generator[bool]:
    """Lock the file at `path` exclusively; yields False if a reader holds the version."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield True
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def sweep_versions(paths: Paths, connection: sqlite3.Connection) -> None:
    """Remove all versions but the newest that have no reader, with their files.

    The caller holds the writer's lock. Rows of the catalogue are removed first: what a crash
    leaves after that are files without a name.
    """
    *old, _ = database.versions(connection)
    with ExitStack() as held:
        locks = {row.version: paths.version_lock(row.version) for row in old}
        unread = [v for v, lock in locks.items() if held.enter_context(_lock_unread(lock))]
        for name in database.delete_versions(connection, unread):
            paths.file(name).unlink(missing_ok=True)
        for version in unread:
            locks[version].unlink(missing_ok=True)


def sweep_leftovers(paths: Paths, connection: sqlite3.Connection) -> None:
    """Remove files that the catalogue does not name: those of writers that died.

    The caller holds the writer's lock, so that no process is writing such files now.
    """
    named = database.file_names(connection)
    for folder in sorted(set(FOLDERS.values())):
        for path in paths.file(folder).iterdir():
            if f"{folder}/{path.name}" not in named:
                path.unlink()
    locks = {paths.version_lock(row.version).name for row in database.versions(connection)}
    for path in paths.versions.iterdir():
        if path.name not in locks:
            path.unlink()
    for path in paths.scratch.iterdir():
        shutil.rmtree(path)
