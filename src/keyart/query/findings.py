"""Findings about a version that take long, kept in the store's folder for all of its processes."""

import json
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from keyart.core.file_cache import FileCache
from keyart.core.plain import plain
from keyart.core.rebuild import rebuild
from keyart.core.request import Request
from keyart.query.access import Access
from keyart.query.memo import recent_answer
from keyart.store import Snapshot
from keyart.store.paths import Paths

FOLDER = "findings"
"""The folder for findings within a store's folder; it may be removed at any time."""

ROOM = 64 << 20
"""The most bytes of findings kept for a store."""

T = TypeVar("T")


def kept_answer(
    kind: type[T],
    snapshot: Snapshot,
    access: Access,
    request: Request,
    make: Callable[[], T],
    size: Callable[[T], int],
    *further: Hashable,
) -> T:
    """As `recent_answer`, for an answer of a dataclass that other processes need not find again."""

    def find() -> T:
        files = FileCache(snapshot.root / FOLDER, ROOM)
        parts = (
            *_version(snapshot),
            kind.__qualname__,
            request.key,
            repr((access.where, access.least_people, further)),
        )
        name = f"{sha256(json.dumps(parts).encode()).hexdigest()}.json"
        content = files.get(name)
        if content is not None:
            with suppress(ValueError, TypeError, KeyError):
                return rebuild(kind, json.loads(content))
        made = make()
        files.put(name, json.dumps(plain(asdict(made))).encode())  # pyright: ignore[reportArgumentType]
        return made

    return recent_answer(snapshot, access, request, find, size, *further)


def _version(snapshot: Snapshot) -> tuple[str, ...]:
    """Return what answers depend on besides requests: the data, the settings and the code.

    Files have names of their own, so another store's version of the same number differs.
    """
    try:
        settings = Paths(snapshot.root).config.read_text(encoding="utf-8")
    except OSError:
        settings = ""
    files = sorted(file.name for file in snapshot.state.files)
    return (str(snapshot.version), *files, settings, _code())


@cache
def _code() -> str:
    """Return what changes with the code: its version, and when its newest file was written."""
    files = Path(__file__).parents[1].rglob("*.py")
    return f"{version('keyart')} {max(file.stat().st_mtime_ns for file in files)}"
