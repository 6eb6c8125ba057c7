"""A feed, ready answers of one version mapped into memory; and a reader of the current feed."""

import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock

import pyarrow as pa

from keyart.core.errors import StoreDamaged
from keyart.feed import catalogue
from keyart.feed.announcements import CURRENT, FeedFile, checked, current_feed, feed_folder
from keyart.feed.answers import is_quick, refusal_reason, route_to_feed
from keyart.feed.questions import FeedQuestions
from keyart.feed.sheets import open_sheets
from keyart.feed.values import DimensionValues, values_by_name, values_of_titles
from keyart.query import Access, Query
from keyart.query.lookups import rows_with
from keyart.query.planning.plan import Plan
from keyart.query.router import Route, RouteReason, default_route
from keyart.store import Snapshot

MAX_SELECTIONS = 1000
"""Selections of a sheet's columns that are kept: most questions use one of a few."""

ATTEMPTS = 10
"""How often a feed may be removed between reading its name and mapping it."""

FileState = tuple[int, int, int] | None


class Feed:
    """The feed in one file. Safe for threads; the file may be removed while it is used."""

    def __init__(self, folder: Path, entry: FeedFile) -> None:
        self.entry = entry
        self._file = open_sheets(folder / entry.file, entry.bytes)
        self._sheets = {name: self._file.sheet(name) for name in self._file.names}
        self.columns = lru_cache(MAX_SELECTIONS)(partial(_select_columns, self._sheets))
        """Return some columns of a sheet, None if it lacks one."""

    @property
    def file(self) -> str:
        """The name of its file, which no other feed has."""
        return self.entry.file

    @property
    def version(self) -> int:
        """The version of the store."""
        return self.entry.version

    @property
    def created(self) -> datetime:
        """The time when it was made."""
        return self.entry.created

    @property
    def first_day(self) -> date | None:
        """The first day of `days`, UTC; None if the store has no event."""
        text = self._file.metadata["first_day"]
        return date.fromisoformat(text) if text else None

    def sheet(self, name: str) -> pa.Table | None:
        """Return a sheet of the feed, None if it has none of that name."""
        return self._sheets.get(name)

    def is_of(self, snapshot: Snapshot) -> bool:
        """Return whether the feed is of the version of `snapshot`."""
        return self.entry.version == snapshot.version

    def prepare(self, snapshot: Snapshot, plan: Plan, /) -> Route:
        """Return the answer to `plan` if the feed has it, else the first engine and the reason."""
        if not self.is_of(snapshot):
            return default_route(refusal_reason(plan) or RouteReason.FEED_VERSION)
        return route_to_feed(self, plan)

    def is_quick(self, query: Query, /) -> bool:
        """Return whether the answer to `query`, if the feed has it, needs few rows."""
        return is_quick(query)

    def filters(self, title: str | None) -> Mapping[str, DimensionValues]:
        """Return the values of a title by dimension; none for an unknown title."""
        rows = rows_with(self._sheets["filters"], "title", [title]).to_pylist()
        return values_by_name(rows[0]) if rows else {}

    def launches(self) -> pa.Table:
        """Return the titles launched last, the newest first."""
        return self._sheets["launches"]

    def days(self, title: str) -> Mapping[str, list[int]] | None:
        """Return reach and viewers of a title on each of the last days from `first_day` on."""
        rows = rows_with(self._sheets["title_days"], "title", [title]).to_pylist()
        return {n: v for n, v in rows[0].items() if n != "title"} if rows else None

    def all_days(self) -> Mapping[str, list[int]] | None:
        """Return reach and viewers of the whole catalogue on each of the last days."""
        rows = self._sheets["days"].to_pylist()
        return rows[0] if rows else None

    def prime(self, snapshot: Snapshot) -> bool:
        """Let outliers on `snapshot` start from the feed's figures; return whether they can."""
        if not self.is_of(snapshot):
            return False
        return catalogue.prime(snapshot, self._file, self._file.metadata["context"])


def _select_columns(
    sheets: Mapping[str, pa.Table], name: str, columns: tuple[str, ...]
) -> pa.Table | None:
    sheet = sheets[name]
    return sheet.select(list(columns)) if set(columns) <= set(sheet.column_names) else None


def filter_values(
    snapshot: Snapshot, access: Access, title: str, feed: Feed | None
) -> Mapping[str, DimensionValues]:
    """Return the values of a title by dimension.

    They are from the feed if it is of this version and the user may see all rows, otherwise from
    the title's facts.
    """
    if feed is not None and feed.is_of(snapshot) and not access.where:
        return feed.filters(title)
    (row,) = values_of_titles(FeedQuestions(snapshot, access), [title]).to_pylist()
    return values_by_name(row)


class FeedReader:
    """The feeds of one store. Safe for threads.

    A new feed is opened at the first use after it was announced. Callers may go on using an older
    one, which is released with its last user.
    """

    def __init__(self, root: Path) -> None:
        self.folder = feed_folder(root)
        self.problem: StoreDamaged | None = None
        """What is wrong with the current feed; meanwhile the one before it is used."""
        self._path = str(self.folder / CURRENT)
        self._lock = Lock()
        self._known_state: FileState = None
        self._feed: Feed | None = None

    def current(self) -> Feed | None:
        """Return the current feed, None if there is none."""
        if self._state() != self._known_state:
            with self._lock:
                self._reload()
        return self._feed

    def _state(self) -> FileState:
        """Return the state of the file `CURRENT`, which is only ever replaced."""
        try:
            status = os.stat(self._path)  # noqa: PTH116 - at every question: no Path is made
        except FileNotFoundError:
            return None
        return (status.st_ino, status.st_mtime_ns, status.st_size)

    def _reload(self) -> None:
        state = self._state()
        if state == self._known_state:
            return
        try:
            self._feed = self._open()
            self.problem = None
        except StoreDamaged as error:
            self.problem = error
        self._known_state = state

    def _open(self) -> Feed | None:
        entry = current_feed(self.folder)
        for _ in range(ATTEMPTS):
            if entry is None:
                return None
            if self._feed is not None and self._feed.entry.file == entry.file:
                return self._feed
            try:
                return Feed(self.folder, checked(self.folder, entry))
            except StoreDamaged:
                older, entry = entry, current_feed(self.folder)
                if entry == older:
                    raise
        raise StoreDamaged(f"{self.folder} changes too fast.", hint="Try again.")
