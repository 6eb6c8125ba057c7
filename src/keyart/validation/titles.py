"""The titles to ask about: the newest, the biggest, and unusual ones."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any

import pyarrow as pa

from keyart.core.errors import UnknownName
from keyart.query import Access, Query, ask
from keyart.query.lookups import series_of
from keyart.store import Snapshot
from keyart.validation.findings import REFERENCE, Pick

EACH = 3
"""Titles of each kind."""

NOBODY = "no such title"
"""An id that no title has."""

COUNTED = ("impressions", "plays", "starts")


@dataclass(frozen=True)
class TitlePicker:
    """Picks titles of a store by their catalogue rows and counts."""

    snapshot: Snapshot
    access: Access
    random: Random

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """`COUNTED` of each title that has facts."""
        question = Query(measures=COUNTED, by=("title",), engine=REFERENCE)
        rows = ask(self.snapshot, self.access, question).to_dicts()
        return {row["title"]: row for row in rows if row["title"] is not None}

    @cached_property
    def catalogue(self) -> Mapping[str, Mapping[str, Any]]:
        """The rows of `titles`, by id."""
        columns = ["title_id", "parent_title_id", "genres", "launched_at"]
        rows = self.snapshot.titles.select(columns).to_pylist()
        return {row["title_id"]: row for row in rows}

    @cached_property
    def assets(self) -> Mapping[str, int]:
        """The number of assets of each title."""
        titles = self.snapshot.assets.column("title_id").value_counts().to_pylist()
        return {row["values"]: row["counts"] for row in titles if row["values"] is not None}

    @cached_property
    def series(self) -> Mapping[str, int]:
        """The number of episodes of each series."""
        roots = series_of(self.snapshot.titles, pa.array(list(self.catalogue), pa.string()))
        counted = roots.value_counts().to_pylist()
        return {row["values"]: row["counts"] - 1 for row in counted if row["counts"] > 1}

    def one_of(self, titles: Iterable[str]) -> list[str]:
        """Return a random one of `titles`, if any."""
        ordered = sorted(titles)
        return [self.random.choice(ordered)] if ordered else []


def pick_titles(titles: TitlePicker, kinds: Sequence[str]) -> tuple[Pick, ...]:
    """Return the picks of each kind; raises `UnknownName` for an unknown kind."""
    for kind in kinds:
        if kind not in KINDS:
            raise UnknownName("kind of titles", kind, KINDS)
    return tuple(pick for kind in kinds for pick in KINDS[kind](titles))


def _pick_recent(titles: TitlePicker) -> Iterator[Pick]:
    """Yield the titles launched last; without launch dates, those first seen last."""
    launched = {
        title: row["launched_at"]
        for title, row in titles.catalogue.items()
        if row["launched_at"] is not None and title in titles.counts
    }
    word = "launched" if launched else "first seen"
    times = launched or _first_seen(titles)
    for title in sorted(times, key=lambda title: (times[title], title), reverse=True)[:EACH]:
        yield _title_pick("recent", title, f"{word} {times[title]:%Y-%m-%d}")


def _first_seen(titles: TitlePicker) -> dict[str, datetime]:
    question = Query(measures=COUNTED, by=("title",), grain="day", engine=REFERENCE)
    rows = ask(titles.snapshot, titles.access, question).to_dicts()
    times: dict[str, datetime] = {}
    for row in rows:
        if row["title"] is not None:
            times[row["title"]] = min(row["time"], times.get(row["title"], row["time"]))
    return times


def _pick_biggest(titles: TitlePicker) -> Iterator[Pick]:
    """Yield the titles with the most impressions."""
    counts = titles.counts.items()
    shown = {title: row["impressions"] for title, row in counts if row["impressions"]}
    for title in sorted(shown, key=lambda title: (-shown[title], title))[:EACH]:
        yield _title_pick("biggest", title, f"impressions: {shown[title]:,}")


def _pick_unusual(titles: TitlePicker) -> Iterator[Pick]:
    """Yield one title for each unusual property."""
    for why, candidates in _UNLIKE.items():
        for title in titles.one_of(candidates(titles)):
            yield _title_pick("edge", title, why)
    series = titles.series
    if series:
        longest = max(series, key=lambda title: (series[title], title))
        why = f"the longest series, episodes: {series[longest]:,}"
        yield Pick("edge", why, {"series": longest})
    yield _title_pick("edge", NOBODY, "a title that does not exist")


def _pick_all(_titles: TitlePicker) -> Iterator[Pick]:
    yield Pick("all", "all titles", {})


def _title_pick(kind: str, title: str, why: str) -> Pick:
    return Pick(kind, why, {"title": title})


_UNLIKE: Mapping[str, Callable[[TitlePicker], Iterable[str]]] = {
    "shown, never played": lambda titles: (
        title for title, n in titles.counts.items() if n["impressions"] and not n["plays"]
    ),
    "played, never shown": lambda titles: (
        title for title, n in titles.counts.items() if n["starts"] and not n["impressions"]
    ),
    "one asset": lambda titles: (title for title in titles.counts if titles.assets.get(title) == 1),
    "no assets": lambda titles: (title for title in titles.counts if title not in titles.assets),
    "no genre": lambda titles: (
        title
        for title, row in titles.catalogue.items()
        if title in titles.counts and not row["genres"]
    ),
    "not in the catalogue": lambda titles: (
        title for title in titles.counts if title not in titles.catalogue
    ),
    "in the catalogue, never seen": lambda titles: (
        title for title in titles.catalogue if title not in titles.counts
    ),
}

KINDS: Mapping[str, Callable[[TitlePicker], Iterator[Pick]]] = {
    "recent": _pick_recent,
    "biggest": _pick_biggest,
    "edge": _pick_unusual,
    "all": _pick_all,
}
"""The kinds of titles, in the order of the questions."""
