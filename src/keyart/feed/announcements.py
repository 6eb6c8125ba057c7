"""The files of a store's feeds, and `CURRENT`, which names the current one.

`CURRENT` is a small JSON file. It is written under another name and renamed in one step, so that
readers see the old feed or the new one. A process that changes it holds `lock` for a moment; one
that makes a feed holds `making` meanwhile.
"""

import hashlib
import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from keyart.core.errors import StoreDamaged, StoreError
from keyart.feed.sheets import open_sheets
from keyart.store import Finding
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
"""How many of the newest feeds are kept, in addition to the current one."""

NAME_DIGITS = 16
"""Digits of a file's SHA-256 in its name."""


@dataclass(frozen=True)
class FeedFile:
    """The file of a feed, and its version of the store."""

    version: int
    fit: int
    """The number of the fit of affinities, 0 if there is none."""
    file: str
    """The file's name in the folder `feed` of the store."""
    sha256: str
    bytes: int
    created: datetime
    pinned: bool = False
    """Whether it stays current until `roll_forward`, even if newer ones are made."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON data."""
        return {**asdict(self), "created": self.created.isoformat()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "FeedFile":
        """Return the feed of `to_dict`."""
        created = datetime.fromisoformat(data["created"])
        return cls(
            **{name: value for name, value in data.items() if name != "created"}, created=created
        )


def feed_folder(root: Path) -> Path:
    """Return the folder of the feeds of the store at `root`."""
    return root / FOLDER


def file_name(version: int, fit: int, sha256: str) -> str:
    """Return the name of a feed's file."""
    return f"{version}.{fit}.{sha256[:NAME_DIGITS]}{SUFFIX}"


def current_feed(folder: Path) -> FeedFile | None:
    """Return the current feed, None if there is none; raises `StoreDamaged`."""
    try:
        text = (folder / CURRENT).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        return FeedFile.from_dict(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            f"{folder / CURRENT} does not name a feed.", hint="Make one: keyart feed make STORE."
        ) from error


def current_if_sound(folder: Path) -> FeedFile | None:
    """Return the current feed, None if there is none or it cannot be read."""
    try:
        return current_feed(folder)
    except StoreDamaged:
        return None


def kept_feeds(folder: Path) -> list[FeedFile]:
    """Return the feeds that are kept, the newest first, without damaged ones."""
    feeds = [_read_metadata(path) for path in folder.glob(f"[0-9]*{SUFFIX}")]
    sound = [feed for feed in feeds if feed is not None]
    return sorted(sound, key=lambda feed: (feed.created, feed.file), reverse=True)


def _read_metadata(path: Path) -> FeedFile | None:
    """Return the feed of a file, without its checksum; None if it is damaged."""
    try:
        metadata = open_sheets(path).metadata
    except StoreDamaged:
        return None
    return FeedFile(
        version=int(metadata["version"]),
        fit=int(metadata["fit"]),
        file=path.name,
        sha256="",
        bytes=path.stat().st_size,
        created=datetime.fromisoformat(metadata["created"]),
    )


def announce(folder: Path, feed: FeedFile, *, durable: bool = True) -> None:
    """Make `feed` current, in one step."""
    draft = folder / f"{DRAFT}{CURRENT}"
    draft.write_text(json.dumps(feed.to_dict(), indent=1) + "\n", encoding="utf-8")
    if durable:
        force(draft)
    draft.rename(folder / CURRENT)
    if durable:
        force(folder)


def checked(folder: Path, feed: FeedFile) -> FeedFile:
    """Return `feed` with the checksum of its file; raises `StoreDamaged` if it has changed."""
    try:
        sha256 = checksum(folder / feed.file)
    except FileNotFoundError as error:
        raise damaged(folder / feed.file, "is missing") from error
    except OSError as error:
        raise damaged(folder / feed.file, f"cannot be read ({error.strerror})") from error
    name = file_name(feed.version, feed.fit, sha256)
    if feed.file != name or feed.sha256 not in {"", sha256}:
        raise StoreDamaged(
            f"{folder / feed.file} has changed since it was written.",
            hint="Use another feed, or make one: keyart feed make STORE.",
        )
    return replace(feed, sha256=sha256)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def roll_back(
    root: Path, *, now: datetime, file: str | None = None, wait: float = 60.0
) -> FeedFile:
    """Make an earlier feed current and pin it: the one before the current one, or `file`.

    Raises `StoreError` if there is none, `StoreDamaged` if it has changed since it was written, and
    `StoreBusy` while another process changes the current one.
    """
    folder = feed_folder(root)
    with feed_lock(root, now, wait):
        feeds = kept_feeds(folder)
        latest = current_if_sound(folder)
        if file is not None:
            candidates = [feed for feed in feeds if feed.file == file]
        else:
            names = [feed.file for feed in feeds]
            at = names.index(latest.file) if latest is not None and latest.file in names else -1
            candidates = feeds[at + 1 :]
        if not candidates:
            raise StoreError(
                f"There is no feed {file}." if file else "There is no earlier feed.",
                hint="List them: keyart feed list STORE.",
            )
        return _make_current(folder, candidates[0], pinned=True)


def roll_forward(root: Path, *, now: datetime, wait: float = 60.0) -> FeedFile:
    """Make the newest feed current, and follow later ones; raises as `roll_back` does."""
    folder = feed_folder(root)
    with feed_lock(root, now, wait):
        feeds = kept_feeds(folder)
        if not feeds:
            raise StoreError("There is no feed yet.", hint="Make one: keyart feed make STORE.")
        return _make_current(folder, feeds[0], pinned=False)


@contextmanager
def feed_lock(root: Path, now: datetime, wait: float, lock: str = LOCK) -> Generator[None]:
    """Hold a lock of a store's feeds; raises `StoreBusy` if it is not free in `wait` seconds."""
    Paths(root).require_writable()
    folder = feed_folder(root)
    folder.mkdir(exist_ok=True)
    with writer_lock(folder / lock, "keyart feed", now, wait):
        yield


def _make_current(folder: Path, feed: FeedFile, *, pinned: bool) -> FeedFile:
    chosen = replace(checked(folder, feed), pinned=pinned)
    announce(folder, chosen)
    return chosen


def sweep(folder: Path) -> None:
    """Remove drafts of producers that died, and all feeds but the newest and the current one.

    The caller holds both locks. Readers keep what they have mapped.
    """
    current = current_if_sound(folder)
    names: Sequence[str] = [feed.file for feed in kept_feeds(folder)][:KEPT]
    for path in folder.iterdir():
        outdated = path.suffix == SUFFIX and path.name not in {
            *names,
            current.file if current else "",
        }
        if outdated or path.name.startswith(DRAFT):
            path.unlink()


def check_feeds(root: Path) -> Iterator[Finding]:
    """Yield what is wrong with the current feed and the kept ones.

    All of them can be made again: `keyart feed make`.
    """
    folder = feed_folder(root)
    try:
        feed = current_feed(folder)
        if feed is not None:
            checked(folder, feed)
    except (StoreDamaged, OSError) as error:
        yield Finding(f"feed/{CURRENT}", str(error))
    for path in sorted(folder.glob(f"[0-9]*{SUFFIX}")):
        if f".{checksum(path)[:NAME_DIGITS]}{SUFFIX}" not in path.name:
            yield Finding(f"feed/{path.name}", "has changed since it was written")
