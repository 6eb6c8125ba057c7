"""Taking events out of the inbox: by one producer at a time, each file once.

A batch is named before it is published (`take`), and the store remembers that name with it. So
a producer that died between publication and removal is found out: see `taken`.
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from keyart.store.files import force
from keyart.store.inbox.folder import ASIDE, BATCH, DRAFT, OPEN, names, table_of, whole

FORGOTTEN = 60.0
"""Seconds after which a draft is taken to be of a process that died."""

_PIECE = 1 << 16


@dataclass(frozen=True)
class Waiting:
    """A whole file of events."""

    path: Path
    table: str
    bytes: int


@dataclass(frozen=True)
class Taken:
    """Files that are published together."""

    name: str
    """What their batch is remembered by."""
    files: tuple[Waiting, ...]


def waiting(folder: Path) -> list[Waiting]:
    """Return the whole files of an inbox, the oldest first."""
    found = [folder / name for name in names(folder) if whole(name)]
    files = [Waiting(path, table_of(path.name), path.stat().st_size) for path in found]
    return sorted(files, key=lambda file: file.path.name.partition("-")[2])


def adopt(folder: Path) -> list[str]:
    """Make the files of processes that died whole; return a sentence on each that lost its end.

    An end that is no whole line was never confirmed to anybody.
    """
    said: list[str] = []
    for name in names(folder):
        path = folder / name
        if name.endswith(OPEN):
            cut = _adopt(path)
            if cut:
                said.append(f"{name}: its last {cut:,} bytes were no whole line; nobody was told.")
        elif name.endswith(DRAFT) and time.time() - path.stat().st_mtime > FORGOTTEN:
            path.unlink()
    return said


def _adopt(path: Path) -> int:
    """Make a file whole if nobody holds it, and return how many bytes were cut off."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:  # whoever appended to it has just finished it
        return 0
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_at(path, file):
            return 0
        return _finish(path, file)
    except BlockingIOError:
        return 0
    finally:
        os.close(file)


def _is_at(path: Path, file: int) -> bool:
    """Return whether the open file still has this name: it may have been finished meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _finish(path: Path, file: int) -> int:
    before = os.fstat(file).st_size
    kept = _whole_lines(file, before)
    if not kept:
        path.unlink()
        return before
    os.ftruncate(file, kept)
    os.fsync(file)
    path.rename(path.with_name(path.name.removesuffix(OPEN)))
    return before - kept


def _whole_lines(file: int, end: int) -> int:
    """Return where the last whole line of a file of `end` bytes ends."""
    while end:
        begin = max(0, end - _PIECE)
        newline = os.pread(file, end - begin, begin).rfind(b"\n")
        if newline >= 0:
            return begin + newline + 1
        end = begin
    return 0


def take(folder: Path, files: Sequence[Waiting], *, durable: bool = True) -> Taken:
    """Give files that are to be published a name, on disk before anything else happens."""
    found = Taken(secrets.token_hex(6), tuple(files))
    draft = folder / f"{BATCH}{DRAFT}"
    draft.write_text(
        json.dumps({"name": found.name, "files": [file.path.name for file in files]}),
        encoding="utf-8",
    )
    if durable:
        force(draft)
    draft.rename(folder / BATCH)
    if durable:
        force(folder)
    return found


def taken(folder: Path) -> Taken | None:
    """Return what was taken and neither done nor set aside, as by a producer that died."""
    try:
        told = json.loads((folder / BATCH).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # without fsync, a crash may leave it empty
        return None
    named = set(told["files"])
    return Taken(told["name"], tuple(file for file in waiting(folder) if file.path.name in named))


def done(folder: Path, batch: Taken) -> None:
    """Remove the files of a batch that has been published."""
    for file in batch.files:
        file.path.unlink(missing_ok=True)
    release(folder)


def release(folder: Path) -> None:
    """Forget which files were taken; those that are there still wait."""
    (folder / BATCH).unlink(missing_ok=True)


def set_aside(folder: Path, batch: Taken) -> Path:
    """Move files that cannot be published to where people can look at them; return the folder."""
    aside = folder / ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    for file in batch.files:
        with suppress(FileNotFoundError):
            file.path.rename(aside / file.path.name)
    release(folder)
    return aside
