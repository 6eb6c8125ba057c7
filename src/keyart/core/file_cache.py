"""A cache of derived files in a folder: each can be made again."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from threading import Lock

SWEEP_EVERY = 64
"""Files that are stored between two sweeps."""

AFTER_SWEEP = 0.9
"""The share of the room in use after a sweep."""


class FileCache:
    """A folder of at most about `room` bytes; the least recently used files are removed first.

    Several threads and processes may share a folder. Files are written atomically. If the folder
    cannot be written, nothing is stored, without an error.
    """

    def __init__(self, folder: Path, room: int) -> None:
        self.folder = folder
        self.room = room
        self._put = 0
        self._lock = Lock()

    def get(self, name: str) -> bytes | None:
        """Return the bytes under a name, None if missing."""
        path = self.folder / name
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return content

    def put(self, name: str, content: bytes) -> None:
        """Store bytes under a name."""
        part = self.folder / f".{secrets.token_hex(8)}.part"
        try:
            self.folder.mkdir(exist_ok=True)
            part.write_bytes(content)
            part.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            return
        with self._lock:
            due = self._put % SWEEP_EVERY == 0
            self._put += 1
        if due:
            self.sweep()

    def sweep(self) -> None:
        """If files exceed the room, remove the least recently used ones."""
        files: list[tuple[int, int, Path]] = []
        for path in self.folder.iterdir():
            with suppress(OSError):  # another process swept it
                state = path.stat()
                files.append((state.st_mtime_ns, state.st_size, path))
        total = sum(size for _, size, _ in files)
        if total <= self.room:
            return
        for _, size, path in sorted(files):
            if total <= self.room * AFTER_SWEEP:
                return
            with suppress(OSError):
                path.unlink(missing_ok=True)
            total -= size
