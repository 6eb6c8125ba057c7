"""Which titles to ask about: the newest, the biggest, and those that are unlike all others."""

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
"""How many titles of a kind are asked about."""

NOBODY = "no such title"
"""An id that no title has."""

COUNTED = ("impressions", "plays", "starts")


@dataclass(frozen=True)
class Titles:
    """The titles of a store: what the catalogue says of them, and what became of them."""

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
        """How many assets each title has."""
        titles = self.snapshot.assets.column("title_id").value_counts().to_pylist()
        return {one["values"]: one["counts"] for one in titles if one["values"] is not None}

    @cached_property
    def series(self) -> Mapping[str, int]:
        """How many episodes each series has."""
        roots = series_of(self.snapshot.titles, pa.array(list(self.catalogue), pa.string()))
        counted = roots.value_counts().to_pylist()
        return {one["values"]: one["counts"] - 1 for one in counted if one["counts"] > 1}

    def one_of(self, titles: Iterable[str]) -> list[str]:
        """Return one of some titles, none of none."""
        found = sorted(titles)
        return [self.random.choice(found)] if found else []


def picks(titles: Titles, kinds: Sequence[str]) -> tuple[Pick, ...]:
    """Return what to ask about, for each kind; raises `UnknownName` for a kind that is not."""
    for kind in kinds:
        if kind not in KINDS:
            raise UnknownName("kind of titles", kind, KINDS)
    return tuple(pick for kind in kinds for pick in KINDS[kind](titles))


def _recent(titles: Titles) -> Iterator[Pick]:
    """Yield the titles that were launched last; without launches, those first seen last."""
    launched = {
        title: row["launched_at"]
        for title, row in titles.catalogue.items()
        if row["launched_at"] is not None and title in titles.counts
    }
    word = "launched" if launched else "first seen"
    times = launched or _first_seen(titles)
    for title in sorted(times, key=lambda title: (times[title], title), reverse=True)[:EACH]:
        yield _pick("recent", title, f"{word} {times[title]:%Y-%m-%d}")


def _first_seen(titles: Titles) -> dict[str, datetime]:
    question = Query(measures=COUNTED, by=("title",), grain="day", engine=REFERENCE)
    rows = ask(titles.snapshot, titles.access, question).to_dicts()
    times: dict[str, datetime] = {}
    for row in rows:
        if row["title"] is not None:
            times[row["title"]] = min(row["time"], times.get(row["title"], row["time"]))
    return times


def _biggest(titles: Titles) -> Iterator[Pick]:
    """Yield the titles with most impressions."""
    counts = titles.counts.items()
    shown = {title: row["impressions"] for title, row in counts if row["impressions"]}
    for title in sorted(shown, key=lambda title: (-shown[title], title))[:EACH]:
        yield _pick("biggest", title, f"impressions: {shown[title]:,}")


def _edge(titles: Titles) -> Iterator[Pick]:
    """Yield one title for each way of being unlike the others."""
    for why, candidates in _UNLIKE.items():
        for title in titles.one_of(candidates(titles)):
            yield _pick("edge", title, why)
    series = titles.series
    if series:
        longest = max(series, key=lambda title: (series[title], title))
        why = f"the longest series, episodes: {series[longest]:,}"
        yield Pick("edge", why, {"series": longest})
    yield _pick("edge", NOBODY, "a title that is not")


def _all(_titles: Titles) -> Iterator[Pick]:
    yield Pick("all", "all titles", {})


def _pick(kind: str, title: str, why: str) -> Pick:
    return Pick(kind, why, {"title": title})


_UNLIKE: Mapping[str, Callable[[Titles], Iterable[str]]] = {
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

KINDS: Mapping[str, Callable[[Titles], Iterator[Pick]]] = {
    "recent": _recent,
    "biggest": _biggest,
    "edge": _edge,
    "all": _all,
}
"""The kinds of titles, in the order in which they are asked about."""
