"""Checksums and fsync of written files, and errors of the file system in words."""

import errno
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from keyart.core.errors import DiskFull, StoreError

_PIECE = 8 << 20

_ROOM = "Nothing is damaged: make room, and try again."
_RIGHTS = "Run Keyart as the owner of the store, or change the permissions of the file."
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The disk or the quota is full, or the file too large."""

HINTS = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: _ROOM,
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "A store on a read-only file system can be queried, but not changed.",
    errno.EMFILE: "This process has too many open files: raise its limit (ulimit -n).",
    errno.ENFILE: "The system has too many open files: stop some processes.",
    errno.EIO: "The disk is failing: run `keyart check STORE`, and restore a backup elsewhere.",
}
"""What to do about each error."""


def system_error(problem: str, error: OSError) -> StoreError:
    """Return our error for one of the file system; `problem` is "X cannot be read"."""
    code = error.errno or 0
    why = os.strerror(code) if code else str(error)
    hint = HINTS.get(code, "Fix that, and try again.")
    kind = DiskFull if code in NO_ROOM else StoreError
    return kind(f"{problem}: {why}.", hint=hint)


@dataclass(frozen=True)
class Sealed:
    """What the catalogue notes of a finished file."""

    bytes: int
    checksum: int


def checksum(path: Path) -> Sealed:
    """Return the size and the CRC-32 of a file. Some gigabytes a second."""
    size, crc = 0, 0
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
    return Sealed(size, crc)


def force(path: Path) -> None:
    """Force a file or a folder to disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def force_all(files: Iterable[Path]) -> None:
    """Force files, and the folders that name them, to disk."""
    paths = list(files)
    for path in paths:
        force(path)
    for folder in {path.parent for path in paths}:
        force(folder)
