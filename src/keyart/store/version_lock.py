"""Locks of versions: who reads one keeps its files from being swept.

Each version has a lock file. A reader holds it shared; whoever wants to remove the version needs
it exclusively. The kernel lets go when the reader dies, however it dies.

The file has contents once the version is published: so it is known if the catalogue loses it.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class HeldLock:
    """A shared lock on a version's file, held until `release` or the end of the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let go; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __del__(self) -> None:
        self.release()


def hold(path: Path) -> HeldLock | None:
    """Take the lock file at `path` shared; None when it is gone or about to be removed."""
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
    """Return the newest version that the lock files say was published, 0 if none does."""
    with os.scandir(folder) as entries:
        found = [
            int(entry.name.removesuffix(".lock"))
            for entry in entries
            if entry.name.removesuffix(".lock").isdecimal() and entry.stat().st_size
        ]
    return max(found, default=0)


@contextmanager
def unread(path: Path) -> Generator[bool]:
    """Hold the lock file at `path` exclusively; yields False when somebody reads the version."""
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
