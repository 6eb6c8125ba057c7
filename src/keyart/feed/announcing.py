"""Which feed holds: the files of a store's feeds, and `CURRENT`, which names one of them.

`CURRENT` is a small file of JSON. It is written elsewhere and takes its name in one step, so that
whoever looks sees the old feed or the new one. Whoever changes that holds `lock`, for a moment;
whoever makes a feed holds `making` for as long as that takes.
"""

import hashlib
import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from keyart.core.errors import StoreDamaged, StoreError
from keyart.feed.sheets import open_sheets
from keyart.store.catalogue.locks import writer_lock
from keyart.store.files.arrow import damaged
from keyart.store.files.disk import force
from keyart.store.paths import Paths

FOLDER = "feed"
CURRENT = "CURRENT"
LOCK = "lock"
MAKING = "making"
SUFFIX = ".arrow"
DRAFT = "draft"

KEPT = 5
"""Feeds that are kept at most, beside the one that holds."""

NAMED_DIGITS = 16
"""Digits of a file's SHA-256 that stand in its name."""


@dataclass(frozen=True)
class Announced:
    """A feed: the version of the store that it is of, and its file."""

    version: int
    fit: int
    """The number of the affinities' fit, 0 while there is none."""
    file: str
    """The file's name in the folder `feed` of the store."""
    sha256: str
    bytes: int
    created: datetime
    pinned: bool = False
    """Whether it holds until someone goes forward, whatever is made meanwhile."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as data that JSON can hold."""
        return {**asdict(self), "created": self.created.isoformat()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Announced":
        """Return what `to_dict` gave."""
        created = datetime.fromisoformat(data["created"])
        return cls(
            **{name: value for name, value in data.items() if name != "created"}, created=created
        )


def feed_folder(root: Path) -> Path:
    """Return the folder of the feeds of the store at `root`."""
    return root / FOLDER


def file_name(version: int, fit: int, sha256: str) -> str:
    """Return the name of a feed's file."""
    return f"{version}.{fit}.{sha256[:NAMED_DIGITS]}{SUFFIX}"


def current(folder: Path) -> Announced | None:
    """Return the feed that holds, None while there is none; raises `StoreDamaged`."""
    try:
        text = (folder / CURRENT).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        return Announced.from_dict(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            f"{folder / CURRENT} does not name a feed.", hint="Make one: keyart feed make STORE."
        ) from error


def current_if_sound(folder: Path) -> Announced | None:
    """Return the feed that holds, None where there is none or it cannot be read."""
    try:
        return current(folder)
    except StoreDamaged:
        return None


def kept(folder: Path) -> list[Announced]:
    """Return the feeds that are kept, the newest first; damaged ones are left away."""
    found = [_described(path) for path in folder.glob(f"[0-9]*{SUFFIX}")]
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: (one.created, one.file), reverse=True)


def _described(path: Path) -> Announced | None:
    """Return what a file says of itself; its whole checksum is not known before it is read."""
    try:
        told = open_sheets(path).metadata
    except StoreDamaged:
        return None
    return Announced(
        version=int(told["version"]),
        fit=int(told["fit"]),
        file=path.name,
        sha256="",
        bytes=path.stat().st_size,
        created=datetime.fromisoformat(told["created"]),
    )


def announce(folder: Path, feed: Announced, *, durable: bool = True) -> None:
    """Let `feed` hold, in one step."""
    draft = folder / f"{DRAFT}{CURRENT}"
    draft.write_text(json.dumps(feed.to_dict(), indent=1) + "\n", encoding="utf-8")
    if durable:
        force(draft)
    draft.rename(folder / CURRENT)
    if durable:
        force(folder)


def checked(folder: Path, feed: Announced) -> Announced:
    """Return `feed` with the checksum of its file; raises `StoreDamaged` if that is another."""
    try:
        found = checksum(folder / feed.file)
    except FileNotFoundError as error:
        raise damaged(folder / feed.file, "is missing") from error
    except OSError as error:
        raise damaged(folder / feed.file, f"cannot be read ({error.strerror})") from error
    said = file_name(feed.version, feed.fit, found)
    if feed.file != said or feed.sha256 not in {"", found}:
        raise StoreDamaged(
            f"{folder / feed.file} is not as it was written.",
            hint="Go to another feed, or make one: keyart feed make STORE.",
        )
    return replace(feed, sha256=found)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rollback(
    root: Path, *, now: datetime, file: str | None = None, wait: float = 60.0
) -> Announced:
    """Let an earlier feed hold, and stay: the one before the one that holds, or `file`.

    Raises `StoreError` if there is none, `StoreDamaged` if it is not as it was written, and
    `StoreBusy` while another process changes which one holds.
    """
    folder = feed_folder(root)
    with changing(root, now, wait):
        feeds = kept(folder)
        holds = current_if_sound(folder)
        if file is not None:
            wanted = [feed for feed in feeds if feed.file == file]
        else:
            names = [feed.file for feed in feeds]
            at = names.index(holds.file) if holds is not None and holds.file in names else -1
            wanted = feeds[at + 1 :]
        if not wanted:
            raise StoreError(
                f"There is no feed {file}." if file else "There is no earlier feed.",
                hint="See which there are: keyart feed list STORE.",
            )
        return _hold(folder, wanted[0], pinned=True)


def forward(root: Path, *, now: datetime, wait: float = 60.0) -> Announced:
    """Let the newest feed hold, and those that follow; raises as `rollback` does."""
    folder = feed_folder(root)
    with changing(root, now, wait):
        feeds = kept(folder)
        if not feeds:
            raise StoreError("There is no feed yet.", hint="Make one: keyart feed make STORE.")
        return _hold(folder, feeds[0], pinned=False)


@contextmanager
def changing(root: Path, now: datetime, wait: float, lock: str = LOCK) -> Generator[None]:
    """Hold a lock of a store's feeds; raises `StoreBusy` if another process does for long."""
    Paths(root).require_writable()
    folder = feed_folder(root)
    folder.mkdir(exist_ok=True)
    with writer_lock(folder / lock, "keyart feed", now, wait):
        yield


def _hold(folder: Path, feed: Announced, *, pinned: bool) -> Announced:
    chosen = replace(checked(folder, feed), pinned=pinned)
    announce(folder, chosen)
    return chosen


def sweep(folder: Path) -> None:
    """Remove what is left of producers that died, and all feeds but the newest ones.

    The one that holds stays. The caller holds both locks. Readers keep what they have mapped.
    """
    now = current_if_sound(folder)
    names: Sequence[str] = [feed.file for feed in kept(folder)][:KEPT]
    for path in folder.iterdir():
        outdated = path.suffix == SUFFIX and path.name not in {*names, now.file if now else ""}
        if outdated or path.name.startswith(DRAFT):
            path.unlink()
