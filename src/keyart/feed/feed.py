"""A feed: ready answers of one version, mapped into memory, never changed."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path

import pyarrow as pa

from keyart.feed import catalogue
from keyart.feed.announcing import Announced
from keyart.feed.answering import is_quick, not_held, prepared
from keyart.feed.asking import Asking
from keyart.feed.sheets import open_sheets
from keyart.feed.values import Values, values_by_name, values_of_titles
from keyart.query import Access, Query
from keyart.query.lookups import rows_with
from keyart.query.planning.plan import Plan
from keyart.query.router import Route, RouteReason, default_route
from keyart.store import Snapshot

KEPT = 1000
"""Choices of columns of a sheet that are kept: most questions make one of a few."""


class Feed:
    """The feed in one file. Safe for threads; the file may be removed while it is used."""

    def __init__(self, folder: Path, announced: Announced) -> None:
        self.announced = announced
        self._file = open_sheets(folder / announced.file, announced.bytes)
        self._sheets = {name: self._file.sheet(name) for name in self._file.names}
        self.columns = lru_cache(KEPT)(partial(_columns, self._sheets))
        """Some columns of a sheet that is there, None where it lacks one."""

    @property
    def file(self) -> str:
        """The name of its file, which no other feed has."""
        return self.announced.file

    @property
    def version(self) -> int:
        """The version of the store that the feed is of."""
        return self.announced.version

    @property
    def created(self) -> datetime:
        """When it was made."""
        return self.announced.created

    @property
    def first_day(self) -> date | None:
        """The first day of `days`, UTC; None where the store has no event."""
        text = self._file.metadata["first_day"]
        return date.fromisoformat(text) if text else None

    def sheet(self, name: str) -> pa.Table | None:
        """Return one of the tables that the feed is made of, None if it has none of that name."""
        return self._sheets.get(name)

    def is_of(self, snapshot: Snapshot) -> bool:
        """Return whether the feed counts what `snapshot` has."""
        return self.announced.version == snapshot.version

    def prepare(self, snapshot: Snapshot, plan: Plan, /) -> Route:
        """Return the answer to `plan` if the feed has it, else the first engine and why."""
        if not self.is_of(snapshot):
            return default_route(not_held(plan) or RouteReason.FEED_VERSION)
        return prepared(self, plan)

    def is_quick(self, query: Query, /) -> bool:
        """Return whether the answer to `query`, if the feed has it, is made of few rows."""
        return is_quick(query)

    def filters(self, title: str | None) -> Mapping[str, Values]:
        """Return the values that a title has of each dimension; none if nothing is known of it."""
        found = rows_with(self._sheets["filters"], "title", [title]).to_pylist()
        return values_by_name(found[0]) if found else {}

    def launches(self) -> pa.Table:
        """Return the titles launched last, the newest first."""
        return self._sheets["launches"]

    def days(self, title: str) -> Mapping[str, list[int]] | None:
        """Return reach and viewers of a title on each of the last days from `first_day` on."""
        found = rows_with(self._sheets["title_days"], "title", [title]).to_pylist()
        return {n: v for n, v in found[0].items() if n != "title"} if found else None

    def all_days(self) -> Mapping[str, list[int]] | None:
        """Return reach and viewers of the whole catalogue on each of the last days."""
        found = self._sheets["days"].to_pylist()
        return found[0] if found else None

    def prime(self, snapshot: Snapshot) -> bool:
        """Let outliers on `snapshot` start from the figures of the feed; return whether they do."""
        if not self.is_of(snapshot):
            return False
        return catalogue.prime(snapshot, self._file, self._file.metadata["context"])


def _columns(
    sheets: Mapping[str, pa.Table], name: str, columns: tuple[str, ...]
) -> pa.Table | None:
    sheet = sheets[name]
    return sheet.select(list(columns)) if set(columns) <= set(sheet.column_names) else None


def filter_values(
    snapshot: Snapshot, access: Access, title: str, feed: Feed | None
) -> Mapping[str, Values]:
    """Return the values that a title has of each dimension.

    From the feed where that is of this version and whoever asks may see all rows, else from the
    facts of the title.
    """
    if feed is not None and feed.is_of(snapshot) and not access.where:
        return feed.filters(title)
    (row,) = values_of_titles(Asking(snapshot, access), [title]).to_pylist()
    return values_by_name(row)
