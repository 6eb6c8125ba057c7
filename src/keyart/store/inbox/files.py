"""The files of an inbox: their names, and taking them out in batches.

One producer at a time takes files out, each once. A batch has a name before it is published
(`start_batch`), and the store keeps that name with it. So it is known whether a producer died
before or after the publication: see `unfinished_batch`.
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from keyart.store.files.disk import force

FOLDER = "inbox"
OPEN = ".open"
"""Of files that a process appends to; it holds their lock."""
DRAFT = ".new"
"""Of files without a name yet: nothing in them has been confirmed to the sender."""
ASIDE = "aside"
"""The folder of files that cannot be published."""
BATCH = "batch.json"
"""Names the files that are being published, and their batch."""

DRAFT_SECONDS = 60.0
"""Seconds after which a draft is of a process that died."""

_PIECE = 1 << 16


class EventFormat(StrEnum):
    """How events are written in a file."""

    LINES = "jsonl"
    """JSON objects, one per line, of one or more requests."""
    ARROW = "arrow"
    """An Arrow stream of one request."""


@dataclass(frozen=True)
class WaitingFile:
    """A complete file of events."""

    path: Path
    table: str
    bytes: int


@dataclass(frozen=True)
class InboxBatch:
    """Files that are published together."""

    name: str
    """The store keeps it with the batch."""
    files: tuple[WaitingFile, ...]


def inbox_folder(root: Path) -> Path:
    """Return the folder of the inbox of the store at `root`."""
    return root / FOLDER


def make_folder(root: Path) -> Path:
    """Return the folder of the inbox, which only its owner may read; make it if it is missing."""
    folder = inbox_folder(root)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def new_name(table: str, form: EventFormat) -> str:
    """Return a name that no other file has or will have; names sort by time."""
    return f"{table}-{time.time_ns():020d}-{secrets.token_hex(4)}.{form}"


def format_of(name: str) -> EventFormat:
    """Return the format of a complete file."""
    return EventFormat(name.rpartition(".")[2])


def _file_names(folder: Path) -> list[str]:
    """Return the names of all files of an inbox, sorted."""
    try:
        return sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    except FileNotFoundError:
        return []


def inbox_size(folder: Path) -> int:
    """Return how many bytes wait in an inbox, without files that were set aside."""
    total = 0
    for name in _file_names(folder):
        with suppress(FileNotFoundError):  # it was published meanwhile
            total += (folder / name).stat().st_size
    return total


def waiting_files(folder: Path) -> list[WaitingFile]:
    """Return the complete files of an inbox, the oldest first."""
    suffixes = tuple(f".{form}" for form in EventFormat)
    paths = [folder / name for name in _file_names(folder) if name.endswith(suffixes)]
    files = [WaitingFile(path, path.name.partition("-")[0], path.stat().st_size) for path in paths]
    return sorted(files, key=lambda file: file.path.name.partition("-")[2])


def recover_files(folder: Path) -> list[str]:
    """Complete the files of processes that died; return a warning for each one that was cut.

    An end that is not a whole line was never confirmed to its sender.
    """
    warnings: list[str] = []
    for name in _file_names(folder):
        path = folder / name
        if name.endswith(OPEN):
            cut = _recover(path)
            if cut:
                warnings.append(f"{name}: removed {cut:,} bytes of an unconfirmed, partial line.")
        elif name.endswith(DRAFT) and time.time() - path.stat().st_mtime > DRAFT_SECONDS:
            path.unlink()
    return warnings


def _recover(path: Path) -> int:
    """Complete a file that no process holds, and return how many bytes were cut off."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:  # the process that appended to it has just completed it
        return 0
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _complete(path, file) if _has_name(file, path) else 0
    except BlockingIOError:
        return 0
    finally:
        os.close(file)


def _has_name(file: int, path: Path) -> bool:
    """Return whether the open file is still at `path`: it may have been completed meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _complete(path: Path, file: int) -> int:
    before = os.fstat(file).st_size
    end = _end_of_lines(file, before)
    if not end:
        path.unlink()
        return before
    os.ftruncate(file, end)
    os.fsync(file)
    path.rename(path.with_name(path.name.removesuffix(OPEN)))
    return before - end


def _end_of_lines(file: int, end: int) -> int:
    """Return where the last whole line of a file of `end` bytes ends."""
    while end:
        start = max(0, end - _PIECE)
        newline = os.pread(file, end - start, start).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        end = start
    return 0


def start_batch(folder: Path, files: Sequence[WaitingFile], *, durable: bool = True) -> InboxBatch:
    """Name a batch of files that will be published; the name is on disk before they are."""
    batch = InboxBatch(secrets.token_hex(6), tuple(files))
    draft = folder / f"{BATCH}{DRAFT}"
    draft.write_text(
        json.dumps({"name": batch.name, "files": [file.path.name for file in files]}),
        encoding="utf-8",
    )
    if durable:
        force(draft)
    draft.rename(folder / BATCH)
    if durable:
        force(folder)
    return batch


def unfinished_batch(folder: Path) -> InboxBatch | None:
    """Return the batch that was started and neither finished nor set aside, if any."""
    try:
        content = json.loads((folder / BATCH).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # without fsync, a crash may leave it empty
        return None
    names = set(content["files"])
    files = (file for file in waiting_files(folder) if file.path.name in names)
    return InboxBatch(content["name"], tuple(files))


def finish_batch(folder: Path, batch: InboxBatch) -> None:
    """Remove the files of a batch that has been published."""
    for file in batch.files:
        file.path.unlink(missing_ok=True)
    release_batch(folder)


def release_batch(folder: Path) -> None:
    """Forget the started batch; its files wait again."""
    (folder / BATCH).unlink(missing_ok=True)


def set_aside(folder: Path, batch: InboxBatch) -> Path:
    """Move files that cannot be published to a folder for people to look at, and return it."""
    aside = folder / ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    for file in batch.files:
        with suppress(FileNotFoundError):
            file.path.rename(aside / file.path.name)
    release_batch(folder)
    return aside
