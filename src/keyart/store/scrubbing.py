"""Verifying all files of a store beside everything else, and remembering what came of it.

A block is verified at its first use in a process. What nobody uses, or what fails on the disk
after that, is found by reading everything again: the producer of a service does so once a day,
and `keyart check` whenever somebody asks.
"""

import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from keyart.store.catalog import FileRow
from keyart.store.files import in_words
from keyart.store.finding import Finding
from keyart.store.snapshot import Snapshot

NAME = "verified.json"
"""The file in the store's folder that remembers the last time."""

PIECE = 4 << 20

Rest = Callable[[float], bool]
"""Waits so many seconds; returns whether to stop."""


@dataclass(frozen=True)
class Verified:
    """What came of verifying the files of a version."""

    version: int
    at: datetime
    files: int
    bytes: int
    damaged: tuple[Finding, ...] = ()


def last_verified(root: Path) -> Verified | None:
    """Return what came of verifying the store's files last; None if nobody ever did."""
    try:
        told = json.loads((root / NAME).read_text(encoding="utf-8"))
        damaged = tuple(Finding(one["where"], one["problem"]) for one in told["damaged"])
        at = datetime.fromisoformat(told["at"])
        return Verified(int(told["version"]), at, int(told["files"]), int(told["bytes"]), damaged)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(root: Path, verified: Verified) -> None:
    """Remember what came of verifying, in one step; where nothing can be written, do nothing."""
    told = {
        "version": verified.version,
        "at": verified.at.isoformat(),
        "files": verified.files,
        "bytes": verified.bytes,
        "damaged": [vars(one) for one in verified.damaged],
    }
    draft = root / f".{NAME}"
    try:
        draft.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        draft.replace(root / NAME)
    except OSError:
        return


def verify_all(
    snapshot: Snapshot, now: datetime, rest: Rest, share: float = 0.1
) -> Verified | None:
    """Return what is wrong with the bytes of a version's files; None if `rest` said to stop.

    Takes about a `share` of one processor's time, and rests otherwise.
    """
    damaged: list[Finding] = []
    for file in snapshot.state.files:
        try:
            problem = _problem(file, snapshot.path(file), rest, share)
        except FileNotFoundError:
            problem = "is missing"
        except OSError as error:
            problem = in_words("cannot be read", error).message
        except _Stopped:
            return None
        if problem is not None:
            damaged.append(Finding(file.name, problem))
    files = snapshot.state.files
    return Verified(snapshot.version, now, len(files), sum(f.bytes for f in files), tuple(damaged))


class _Stopped(Exception):
    """`rest` said to stop."""


def _problem(file: FileRow, path: Path, rest: Rest, share: float) -> str | None:
    size, crc = 0, 0
    with path.open("rb", buffering=0) as opened:
        while True:
            began = time.monotonic()
            piece = opened.read(PIECE)
            if not piece:
                break
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            if rest((time.monotonic() - began) * (1 / share - 1)):
                raise _Stopped
    if size != file.bytes:
        return f"has {size:,} bytes where the catalogue says {file.bytes:,}"
    return None if crc == file.checksum else "has changed since it was written"
