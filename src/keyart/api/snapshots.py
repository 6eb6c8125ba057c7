"""Versions that requests read: each takes the newest, and keeps it to its end.

A version is held open as long as a request uses it or none is newer, however many come meanwhile.
"""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from keyart.store import Snapshot, open_snapshot
from keyart.store.paths import Paths

SETTLED = 50_000_000
"""Nanoseconds after which a file whose time has not changed has not changed: clocks of files
tick coarsely, so two changes close together may bear one time."""

Signature = tuple[tuple[int, int, int] | None, ...]


class _Held:
    """A version, and how many requests use it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.users = 0


class Snapshots:
    """The versions of one store that are open in this process. Safe for threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        catalog = Paths(root).catalog
        self._files = (str(catalog), f"{catalog}-wal")
        self._lock = Lock()
        self._known_signature: Signature | None = None
        self._newest = _Held(open_snapshot(root))
        self._older: list[_Held] = []
        """Versions that are no longer the newest, and still used."""

    @contextmanager
    def newest(self) -> Generator[Snapshot]:
        """Hold the newest version for a while."""
        with self._lock:
            self._look()
            held = self._newest
            held.users += 1
        try:
            yield held.snapshot
        finally:
            self._let_go(held)

    @contextmanager
    def once_more(self, snapshot: Snapshot) -> Generator[Snapshot]:
        """Hold a version for a while that the caller holds already, from another thread."""
        with self._lock:
            held = next(one for one in (self._newest, *self._older) if one.snapshot is snapshot)
            held.users += 1
        try:
            yield snapshot
        finally:
            self._let_go(held)

    @contextmanager
    def at_hand(self) -> Generator[Snapshot | None]:
        """Hold the newest version without waiting; None if it must be opened first."""
        if not self._lock.acquire(blocking=False):
            yield None
            return
        try:
            signature = self._signature()
            held = (
                self._newest
                if signature is not None and signature == self._known_signature
                else None
            )
            if held is not None:
                held.users += 1
        finally:
            self._lock.release()
        try:
            yield None if held is None else held.snapshot
        finally:
            if held is not None:
                self._let_go(held)

    def close(self) -> None:
        """Let go of the newest version as soon as nobody uses it; nothing may be asked any more."""
        with self._lock:
            held = self._newest
            if not held.users:
                held.snapshot.close()

    def _look(self) -> None:
        """Open a newer version if there is one."""
        signature = self._signature()
        if signature is not None and signature == self._known_signature:
            return
        if not self._newest.snapshot.is_newest():
            older, self._newest = self._newest, _Held(open_snapshot(self.root))
            self._older.append(older)
            self._close_unless_used(older)
        self._known_signature = signature

    def _let_go(self, held: _Held) -> None:
        with self._lock:
            held.users -= 1
            self._close_unless_used(held)

    def _close_unless_used(self, held: _Held) -> None:
        if held is not self._newest and not held.users:
            self._older.remove(held)
            held.snapshot.close()

    def _signature(self) -> Signature | None:
        """Return what changes with the catalogue; None if it may have changed just now.

        The files' state is read, but they are never opened: that would lose SQLite's locks.
        """
        now = time.time_ns()
        states: list[tuple[int, int, int] | None] = []
        for path in self._files:
            try:
                state = os.stat(path)  # noqa: PTH116 - on every request: no Path is made
            except FileNotFoundError:
                states.append(None)
                continue
            if now - state.st_mtime_ns < SETTLED:
                return None
            states.append((state.st_ino, state.st_size, state.st_mtime_ns))
        return tuple(states)
