"""Making a feed: one pass of questions, one file, which is verified and then announced."""

import hashlib
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import isclose
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.core.errors import StoreDamaged
from keyart.core.facts import Family
from keyart.feed import catalogue, recent
from keyart.feed.announcements import (
    DRAFT,
    MAKING,
    SUFFIX,
    FeedFile,
    announce,
    checksum,
    current_if_sound,
    feed_folder,
    feed_lock,
    file_name,
    kept_feeds,
    sweep,
)
from keyart.feed.feed import Feed
from keyart.feed.figures import ASSET, KEYS, TITLE, FigureSheets, term_name
from keyart.feed.questions import FeedQuestions, Titles, assets_in_facts, portions, titles_in_facts
from keyart.feed.sheets import Sheets, write_sheets
from keyart.feed.values import values_of_titles, values_schema
from keyart.query import Query, Result, ask, owner
from keyart.store import Snapshot
from keyart.store.files.disk import force_all

FORMAT = "2"

AT_ONCE = 2
"""Portions at once: while one is scanned, the result of another is sorted."""


def produce(snapshot: Snapshot, *, now: datetime, wait: float = 60.0) -> FeedFile:
    """Make the feed of `snapshot`, verify it, and make it current, unless another one is pinned.

    At any moment readers see the old feed or the new one. Raises `StoreBusy` while another process
    makes one, `StoreDamaged` if the file differs from the store.
    """
    root, folder = snapshot.root, feed_folder(snapshot.root)
    with feed_lock(root, now, wait, MAKING):
        # 1. Remove drafts of producers that died.
        with feed_lock(root, now, wait):
            sweep(folder)
        # 2. Compute and write everything, by portions of the titles.
        draft = folder / f"{DRAFT}{SUFFIX}"
        draft_feed = _write(snapshot, draft, now)
        # 3. Read the file again, and compare it with what was written and with the store.
        verify(snapshot, draft, draft_feed.sha256, draft_feed.rows)
        # 4. Rename and announce it. Remove feeds that are too old.
        with feed_lock(root, now, wait):
            feed = _name_file(snapshot, draft, draft_feed, now)
            latest = current_if_sound(folder)
            if latest is None or not latest.pinned:
                announce(folder, feed, durable=snapshot.config.settings.fsync)
            sweep(folder)
    return feed


def is_made(snapshot: Snapshot) -> bool:
    """Return whether there is a feed of this version."""
    version_and_fit = (snapshot.version, _fit(snapshot))
    return any(
        (f.version, f.fit) == version_and_fit for f in kept_feeds(feed_folder(snapshot.root))
    )


def _fit(snapshot: Snapshot) -> int:
    return 0 if snapshot.fit is None else snapshot.fit.number


@dataclass(frozen=True)
class DraftFeed:
    """The checksum and rows of a file as it was written."""

    sha256: str
    rows: Mapping[str, int]
    """Rows by sheet."""


class _HashingFile(io.FileIO):
    """A file that computes the SHA-256 of what is written to it."""

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


def _write(snapshot: Snapshot, path: Path, now: datetime) -> DraftFeed:
    questions = FeedQuestions(snapshot, owner())
    assets = assets_in_facts(snapshot)
    titles = titles_in_facts(snapshot)
    figures = FigureSheets(questions, assets)
    outlier_figures = catalogue.catalogue_sheets(snapshot, assets.pairs.num_rows)
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
        "days": recent.whole_days(questions),
        "asset_titles": assets.pairs,
        **outlier_figures.sheets,
    }
    with _HashingFile(path) as file:
        with write_sheets(file, schemas, _metadata(snapshot, now, outlier_figures.context)) as out:
            out.add(whole)
            for sheets in _compute_ahead(
                lambda portion: _of_titles(questions, figures, portion), portions(titles, assets)
            ):
                out.add(sheets)
        return DraftFeed(file.sha256.hexdigest(), dict(out.rows))


def _compute_ahead(
    make: Callable[[Titles], Sheets], portions: Iterable[Titles]
) -> Iterator[Sheets]:
    """Yield the result of `make` for each portion, in order, while the next ones are computed."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: deque[Future[Sheets]] = deque()
        for portion in portions:
            waiting.append(pool.submit(copy_context().run, make, portion))
            if len(waiting) > AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _of_titles(questions: FeedQuestions, figures: FigureSheets, titles: Titles) -> Sheets:
    return {
        **figures.of_titles(titles),
        "filters": values_of_titles(questions, titles),
        "title_days": recent.title_days(questions, titles),
    }


def _metadata(snapshot: Snapshot, now: datetime, context: str) -> dict[str, str]:
    first = recent.first_day(snapshot)
    return {
        "format": FORMAT,
        "version": str(snapshot.version),
        "fit": str(_fit(snapshot)),
        "created": now.isoformat(),
        "first_day": "" if first is None else first.isoformat(),
        "context": context,
    }


def _name_file(snapshot: Snapshot, draft: Path, draft_feed: DraftFeed, now: datetime) -> FeedFile:
    """Give the file its name, forced to disk."""
    name = file_name(snapshot.version, _fit(snapshot), draft_feed.sha256)
    path = draft.rename(draft.with_name(name))
    if snapshot.config.settings.fsync:
        force_all([path])
    size = path.stat().st_size
    return FeedFile(snapshot.version, _fit(snapshot), name, draft_feed.sha256, size, now)


SAMPLES = 3
"""Titles whose answers are compared with the engine's."""

CLOSE = 1e-9
"""The relative tolerance of fractional figures."""


def verify(snapshot: Snapshot, path: Path, sha256: str, rows: Mapping[str, int]) -> None:
    """Raise `StoreDamaged` unless the feed in `path` is as written and agrees with the store.

    `rows` are the rows written by sheet.
    """
    if checksum(path) != sha256:
        raise _difference(path, "is not on disk as it was written")
    now = datetime.now(UTC)
    entry = FeedFile(snapshot.version, 0, path.name, sha256, path.stat().st_size, now)
    feed = Feed(path.parent, entry)
    _verify_rows(feed, path, rows)
    _verify_sums(snapshot, feed, path)
    for query in _sample_queries(snapshot, feed):
        answer = ask(snapshot, owner(), query, feed=feed)
        if answer.meta.answered_by != "feed":
            raise _difference(path, f"has no answer to {query.to_dict()}: {answer.meta.reason}")
        if not _equal(answer, ask(snapshot, owner(), query)):
            raise _difference(path, f"does not answer {query.to_dict()} as the store does")


def _difference(path: Path, problem: str) -> StoreDamaged:
    return StoreDamaged(
        f"The new feed {path} {problem}.", hint="It was not announced; the one before it stays."
    )


def _verify_rows(feed: Feed, path: Path, rows: Mapping[str, int]) -> None:
    for name, count in rows.items():
        sheet = feed.sheet(name)
        if sheet is None or sheet.num_rows != count:
            raise _difference(path, f"does not have the {count:,} rows of {name}")


def _verify_sums(snapshot: Snapshot, feed: Feed, path: Path) -> None:
    """Compare each sheet's sums of whole numbers with those of the whole catalogue."""
    for name, (family, _) in KEYS.items():
        sheet, whole = feed.sheet(name), feed.sheet(family.value)
        if sheet is None or whole is None:
            continue
        for column in _whole_sums(snapshot, family):
            if _total(sheet, column) != _total(whole, column):
                raise _difference(
                    path, f"has a sum of {column} in {name} that differs from the total"
                )


def _whole_sums(snapshot: Snapshot, family: Family) -> Sequence[str]:
    questions = FeedQuestions(snapshot, owner())
    plan = questions.plan(Query(questions.measures(family)))
    return [term_name(term) for term in plan.sums if not term.per_runtime]


def _total(sheet: pa.Table, column: str) -> int:
    return int(np.sum(sheet.column(column).to_numpy(), dtype=np.int64))


def _sample_queries(snapshot: Snapshot, feed: Feed) -> list[Query]:
    """Return queries that feed and store must answer alike: totals, and some titles."""
    questions = FeedQuestions(snapshot, owner())
    whole = [Query(questions.measures(family)) for family in Family]
    sheet = feed.sheet("exposure_title")
    titles: list[str | None] = [] if sheet is None else sheet.column(TITLE).to_pylist()
    places = sorted({round(at) for at in np.linspace(0, len(titles) - 1, SAMPLES)} - {-1})
    return [
        *whole,
        *(
            replace(whole[0], by=(ASSET,), where={TITLE: [titles[place]]}, intervals=True)
            for place in places
            if titles
        ),
    ]


def _equal(held: Result, direct: Result) -> bool:
    pairs = zip([*held.to_dicts(), held.totals], [*direct.to_dicts(), direct.totals], strict=True)
    return held.table.num_rows == direct.table.num_rows and all(
        ready.keys() == counted.keys() and all(_is_close(ready[n], counted[n]) for n in ready)
        for ready, counted in pairs
    )


def _is_close(ready: Any, counted: Any) -> bool:
    if isinstance(ready, float) and isinstance(counted, float):
        return isclose(ready, counted, rel_tol=CLOSE, abs_tol=CLOSE)
    return ready == counted
