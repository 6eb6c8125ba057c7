"""The producer: one pass of ordinary questions, one file, verified, then announced."""

import hashlib
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from keyart.feed import catalogue, recent
from keyart.feed.announcing import (
    DRAFT,
    MAKING,
    SUFFIX,
    Announced,
    announce,
    changing,
    current_if_sound,
    feed_folder,
    file_name,
    kept,
    sweep,
)
from keyart.feed.asking import Asking, Titles, assets_in_facts, portions, titles_in_facts
from keyart.feed.figures import FigureSheets
from keyart.feed.sheets import Sheets, writing_sheets
from keyart.feed.values import values_of_titles, values_schema
from keyart.feed.verifying import verify
from keyart.query import owner
from keyart.store import Snapshot
from keyart.store.files.disk import force_all

FORMAT = "2"

AT_ONCE = 2
"""Portions that are worked on at once: while one is scanned, what another gave is put in order."""


def produce(snapshot: Snapshot, *, now: datetime, wait: float = 60.0) -> Announced:
    """Make the feed of `snapshot`, verify it, and let it hold, unless another one is pinned.

    Whatever happens meanwhile, readers see the old feed or the new one. Raises `StoreBusy` while
    another process makes one, `StoreDamaged` if the file does not say what the store says.
    """
    root, folder = snapshot.root, feed_folder(snapshot.root)
    with changing(root, now, wait, MAKING):
        # 1. What a producer that died has left goes.
        with changing(root, now, wait):
            sweep(folder)
        # 2. Everything is asked, portion by portion of the titles, and written as it comes.
        draft = folder / f"{DRAFT}{SUFFIX}"
        written = _write(snapshot, draft, now)
        # 3. The file is read again, and compared with what was written and what the store says.
        verify(snapshot, draft, written.sha256, written.rows)
        # 4. It takes its place, and its name is announced. Feeds that are too old go.
        with changing(root, now, wait):
            feed = _named(snapshot, draft, written, now)
            holds = current_if_sound(folder)
            if holds is None or not holds.pinned:
                announce(folder, feed, durable=snapshot.config.settings.fsync)
            sweep(folder)
    return feed


def is_made(snapshot: Snapshot) -> bool:
    """Return whether there is a feed of this version already."""
    wanted = (snapshot.version, _fit(snapshot))
    return any((f.version, f.fit) == wanted for f in kept(feed_folder(snapshot.root)))


def _fit(snapshot: Snapshot) -> int:
    return 0 if snapshot.fit is None else snapshot.fit.number


@dataclass(frozen=True)
class Written:
    """What was written."""

    sha256: str
    rows: Mapping[str, int]
    """Rows by sheet."""


class _Hashing(io.FileIO):
    """A file that knows the SHA-256 of what was written to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "wb")
        self.sha256 = hashlib.sha256()

    def write(self, data: object, /) -> int:
        piece = memoryview(data).cast("B")  # pyright: ignore[reportArgumentType]
        self.sha256.update(piece)
        done = 0
        while done < len(piece):
            done += super().write(piece[done:])
        return done


def _write(snapshot: Snapshot, path: Path, now: datetime) -> Written:
    asking = Asking(snapshot, owner())
    assets = assets_in_facts(snapshot)
    titles = titles_in_facts(snapshot)
    figures = FigureSheets(asking, assets)
    known = catalogue.catalogue_sheets(snapshot, assets.pairs.num_rows)
    schemas = {
        **figures.schemas,
        "filters": values_schema(snapshot),
        **recent.SCHEMAS,
        "asset_titles": assets.pairs.schema,
        **catalogue.SCHEMAS,
    }
    whole = {
        **figures.whole(),
        "launches": recent.launches(snapshot),
        "days": recent.whole_days(asking),
        "asset_titles": assets.pairs,
        **known.sheets,
    }
    with _Hashing(path) as file:
        with writing_sheets(file, schemas, _about(snapshot, now, known.context)) as out:
            out.add(whole)
            for sheets in _ahead(
                lambda portion: _of_titles(asking, figures, portion), portions(titles, assets)
            ):
                out.add(sheets)
        return Written(file.sha256.hexdigest(), dict(out.rows))


def _ahead(make: Callable[[Titles], Sheets], portions: Iterable[Titles]) -> Iterator[Sheets]:
    """Yield what `make` makes of each portion, in order, while the next ones are being made."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: deque[Future[Sheets]] = deque()
        for portion in portions:
            waiting.append(pool.submit(copy_context().run, make, portion))
            if len(waiting) > AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _of_titles(asking: Asking, figures: FigureSheets, titles: Titles) -> Sheets:
    return {
        **figures.of_titles(titles),
        "filters": values_of_titles(asking, titles),
        "title_days": recent.title_days(asking, titles),
    }


def _about(snapshot: Snapshot, now: datetime, context: str) -> dict[str, str]:
    first = recent.first_day(snapshot)
    return {
        "format": FORMAT,
        "version": str(snapshot.version),
        "fit": str(_fit(snapshot)),
        "created": now.isoformat(),
        "first_day": "" if first is None else first.isoformat(),
        "context": context,
    }


def _named(snapshot: Snapshot, draft: Path, written: Written, now: datetime) -> Announced:
    """Give the file its name, forced to disk."""
    name = file_name(snapshot.version, _fit(snapshot), written.sha256)
    path = draft.rename(draft.with_name(name))
    if snapshot.config.settings.fsync:
        force_all([path])
    size = path.stat().st_size
    return Announced(snapshot.version, _fit(snapshot), name, written.sha256, size, now)
