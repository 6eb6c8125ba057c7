"""Files made from others and kept in a folder: each may be made again, so any may go."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from threading import Lock

SWEEP_EVERY = 64
"""Files that are kept between two looks at how much there is."""

AFTER_SWEEP = 0.9
"""How much of the room is still taken after a sweep."""


class Kept:
    """A folder of at most about `room` bytes; what was wanted longest ago goes first.

    Several threads and processes may use one folder. Files appear whole or not at all. A folder
    that cannot be written keeps nothing, and nobody minds.
    """

    def __init__(self, folder: Path, room: int) -> None:
        self.folder = folder
        self.room = room
        self._put = 0
        self._lock = Lock()

    def get(self, name: str) -> bytes | None:
        """Return what was kept under a name, None if it is not there."""
        path = self.folder / name
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return content

    def put(self, name: str, content: bytes) -> None:
        """Keep some bytes under a name."""
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
        """Remove files, those wanted longest ago first, if there are more bytes than room."""
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
