"""What profiles watched, read from a store's facts: every kept play, linked or not.

How much a title says about a profile's taste, its *strength*:

- A play counts by how much of it was watched: its fraction of the run time, or its part of an hour
  if that is more (a third of a three-hour match counts no less than a whole short film).
- A play under `min_play_seconds` subtracts a little: the title was tried and stopped.
- Old plays count less: half as much every `HALF_LIFE_DAYS`, counted back from the profile's own
  last play, so that profiles that stay away are not forgotten.
- All plays of a title and its episodes are added and damped: log2(1 + sum). A series watched to the
  end counts more than one episode, but ten episodes do not count as ten titles.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.audiences.affinities import TitleInfo, WatchedTitles
from keyart.core.facts import Family
from keyart.curation import kernels
from keyart.query.lookups import series_of
from keyart.store import Chunk, Segment, Snapshot

Longs = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Integers = npt.NDArray[np.integer[Any]]

HALF_LIFE_DAYS = 180
SLOTS_A_DAY = 96
HOUR_MS = 3_600_000.0
SHORT_PLAY = 0.25
"""What a short play subtracts."""
ROWS_AT_ONCE = 64 << 20
"""Most facts that are read at once; more are read in several ranges of profiles."""
LEAST_MARKET = 2_000
"""The profiles that make a country a market of its own."""


class StoreViewing:
    """What was watched in a snapshot: the input of a fit of affinities.

    `works` and `markets` are those of an earlier fit, to number titles and markets as it does.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        works: Sequence[str] | None = None,
        markets: Sequence[str] | None = None,
    ) -> None:
        self.snapshot = snapshot
        self._segments = snapshot.segments(Family.VIEWING)
        self._given_works = works
        self._given_markets = markets

    @property
    def titles(self) -> int:
        """The number of titles; a series includes its episodes."""
        return len(self.works)

    @property
    def profiles(self) -> int:
        """The number of profiles that may be segmented and have watched something."""
        return int((self._latest[0] >= 0).sum())

    @property
    def markets(self) -> tuple[str, ...]:
        """The countries that are markets of their own; all others form the last market."""
        return self._markets

    @cached_property
    def _markets(self) -> tuple[str, ...]:
        if self._given_markets is not None:
            return tuple(self._given_markets)
        last, country = self._latest
        profiles = np.bincount(country[last >= 0], minlength=len(self._countries[0]) + 1)
        pairs = zip(self._countries[0], profiles.tolist(), strict=False)
        return tuple(name for name, size in pairs if size >= LEAST_MARKET)

    @cached_property
    def works(self) -> tuple[str, ...]:
        """The ids of the titles that were watched, in byte order."""
        if self._given_works is not None:
            return tuple(self._given_works)
        distinct = {work for works in self._works_of_codes for work in works}
        return tuple(sorted(distinct, key=str.encode))

    @cached_property
    def _works_of_codes(self) -> list[list[str]]:
        """For each segment, the root title of each code."""
        titles = self.snapshot.titles
        return [series_of(titles, s.dictionary("title")).to_pylist() for s in self._segments]

    @cached_property
    def _titles_of_codes(self) -> list[list[str]]:
        """For each segment, the title of each code."""
        return [list(map(str, s.dictionary("title").to_pylist())) for s in self._segments]

    @cached_property
    def _runtimes(self) -> Mapping[str, float]:
        titles = self.snapshot.titles
        ids: list[str] = titles.column("title_id").to_pylist()
        seconds = pc.fill_null(titles.column("runtime_seconds"), 0).to_numpy()
        return dict(zip(ids, map(float, seconds), strict=True))

    @cached_property
    def _countries(self) -> tuple[list[str], list[Codes]]:
        """All countries in byte order, and for each segment each code's number; null last."""
        countries = {c for s in self._segments for c in s.dictionary("country").to_pylist()}
        ordered = sorted(countries, key=str.encode)
        number = {country: place for place, country in enumerate(ordered)}
        null = len(ordered)
        codes = [
            np.array([*(number[c] for c in s.dictionary("country").to_pylist()), null], np.int32)
            for s in self._segments
        ]
        return ordered, codes

    @cached_property
    def _latest(self) -> tuple[Codes, Codes]:
        """Each profile's latest slot and its country's number then; −1 if there is none."""
        last = np.full(self.snapshot.profiles, -1, np.int32)
        country = np.full(self.snapshot.profiles, -1, np.int32)
        for segment, codes in zip(self._segments, self._countries[1], strict=True):
            for chunk in segment.chunks:
                kernels.add_latest(
                    chunk.column("profile").astype(np.uint32, copy=False),
                    chunk.column("slot").astype(np.int32, copy=False),
                    codes[chunk.column("country")],
                    _hidden(segment, chunk.start, chunk.start + chunk.rows),
                    0, last, country,
                )  # fmt: skip
        last[self.snapshot.protected] = -1
        return last, country

    @cached_property
    def _market_of_country(self) -> Codes:
        """The market of each country, and of null."""
        place = {country: market for market, country in enumerate(self.markets)}
        other = len(place)
        markets = [place.get(country, other) for country in self._countries[0]]
        return np.array([*markets, other], np.int32)

    def parts(self) -> Iterator[WatchedTitles]:
        """Yield the profiles that may be segmented and have watched something, by ranges."""
        rows = sum(segment.rows for segment in self._segments)
        ranges = max(1, -(-rows // ROWS_AT_ONCE))
        bounds = np.linspace(0, self.snapshot.profiles, ranges + 1).astype(np.int64).tolist()
        for low, high in pairwise(bounds):
            yield self.part(low, high)

    def part(self, low: int, high: int) -> WatchedTitles:
        """Return the profiles of the ordinals [low, high) that have watched something."""
        last, country = (column[low:high] for column in self._latest)
        pairs = _Pairs(low, last)
        for work, runs in enumerate(self._runs):
            pairs.begin(work)
            for segment, code, first, end in runs:
                title = self._titles_of_codes[segment][code]
                pairs.add(self._pieces[segment], (first, end), self._runtimes.get(title, 0.0))
            pairs.finish()
        starts, title, strength = pairs.watched(high - low)
        market = self._market_of_country[np.maximum(country, 0)]
        ordinals = np.arange(low, high).astype(np.uint32)
        return WatchedTitles(ordinals, market, starts, title, strength).of_profiles(last >= 0)

    @cached_property
    def _pieces(self) -> list[list["_Piece"]]:
        """The pieces of each segment, looked up once: its titles are many."""
        return [[_piece(segment, chunk) for chunk in segment.chunks] for segment in self._segments]

    @cached_property
    def _runs(self) -> list[list[tuple[int, int, int, int]]]:
        """For each work, its title runs: segment, title code, first row, end."""
        number = {work: place for place, work in enumerate(self.works)}
        runs: list[list[tuple[int, int, int, int]]] = [[] for _ in self.works]
        for place, (segment, works) in enumerate(
            zip(self._segments, self._works_of_codes, strict=True)
        ):
            starts = segment.title_starts.tolist()
            for run, code in enumerate(segment.title_codes.tolist()):
                if code < len(works) and works[code] in number:
                    runs[number[works[code]]].append((place, code, starts[run], starts[run + 1]))
        return runs


def title_info(snapshot: Snapshot, works: Sequence[str]) -> list[TitleInfo]:
    """Return information about titles; only the id of a title without metadata."""
    table = snapshot.titles.select(
        ["title_id", "name", "genres", "tags", "synopsis", "launched_at"]
    )
    matches = table.filter(pc.is_in(table.column("title_id"), pa.array(works, pa.string())))
    rows = {row["title_id"]: row for row in matches.to_pylist()}
    return [_info(work, rows.get(work)) for work in works]


def _info(work: str, row: Mapping[str, Any] | None) -> TitleInfo:
    if row is None:
        return TitleInfo(work, work)
    return TitleInfo(
        id=work,
        name=row["name"] or work,
        genres=tuple(genre for genre in row["genres"] or () if genre),
        tags=tuple(tag for tag in row["tags"] or () if tag),
        synopsis=row["synopsis"] or "",
        year=row["launched_at"].year if row["launched_at"] else None,
    )


class _Piece(NamedTuple):
    """Consecutive rows of a segment: which, the columns that are read, and flags of hidden rows."""

    rows: tuple[int, int]
    profile: Integers
    slot: Integers
    starts: Integers
    active_starts: Integers
    watch_ms: Integers
    hidden: npt.NDArray[np.uint8]


def _piece(segment: Segment, chunk: Chunk) -> _Piece:
    rows = (chunk.start, chunk.start + chunk.rows)
    return _Piece(
        rows=rows,
        profile=chunk.column("profile"),
        slot=chunk.column("slot"),
        starts=chunk.column("starts"),
        active_starts=chunk.column("active_starts"),
        watch_ms=chunk.column("watch_ms"),
        hidden=_hidden(segment, *rows),
    )


class _Pairs:
    """Collects pairs of profiles and works, work by work, for a range of profiles."""

    def __init__(self, first_profile: int, last_slot: Codes) -> None:
        self._first = first_profile
        self._last_slot = last_slot
        self._seen = np.full(last_slot.size, -1, np.int32)
        self._sums = np.zeros(last_slot.size, np.int64)
        self._found = np.empty(last_slot.size, np.uint32)
        self._count = 0
        self._work = -1
        self._profiles: list[npt.NDArray[np.uint32]] = []
        self._strengths: list[npt.NDArray[np.float32]] = []

    def begin(self, work: int) -> None:
        """Start with another work."""
        self._work = work
        self._count = 0

    def add(self, pieces: Sequence[_Piece], rows: tuple[int, int], runtime: float) -> None:
        """Add rows of one title in a segment; `runtime` is in seconds, 0 if unknown."""
        for piece in pieces:
            start, stop = piece.rows
            first, end = max(rows[0], start), min(rows[1], stop)
            if first >= end:
                continue
            within = slice(first - start, end - start)
            self._count = kernels.add_plays(
                piece.profile[within].astype(np.uint32, copy=False),
                piece.slot[within].astype(np.int32, copy=False),
                piece.starts[within].astype(np.int64, copy=False),
                piece.active_starts[within].astype(np.int64, copy=False),
                piece.watch_ms[within].astype(np.int64, copy=False),
                piece.hidden[within], self._first, runtime * 1000.0, HOUR_MS,
                float(HALF_LIFE_DAYS * SLOTS_A_DAY), SHORT_PLAY, self._last_slot, self._work,
                self._seen, self._sums, self._found, self._count,
            )  # fmt: skip

    def finish(self) -> None:
        """Store the pairs of the work."""
        profiles = self._found[: self._count]
        sums = self._sums[profiles]
        liked = sums > 0
        self._profiles.append(profiles[liked])
        self._strengths.append(np.log2(1 + sums[liked] / kernels.UNIT).astype(np.float32))

    def watched(self, profiles: int) -> tuple[Longs, Codes, npt.NDArray[np.float32]]:
        """Return starts, titles and strengths of all pairs, profile by profile."""
        sizes = [part.size for part in self._profiles]
        work_starts = np.zeros(len(sizes) + 1, np.int64)
        np.cumsum(sizes, out=work_starts[1:])
        starts = np.empty(profiles + 1, np.int64)
        title = np.empty(int(work_starts[-1]), np.int32)
        strength = np.empty(title.size, np.float32)
        kernels.by_profile(
            np.concatenate([np.empty(0, np.uint32), *self._profiles]),
            np.concatenate([np.empty(0, np.float32), *self._strengths]),
            work_starts, np.zeros(profiles, np.int64), starts, title, strength,
        )  # fmt: skip
        return starts, title, strength


def _hidden(segment: Segment, first: int, end: int) -> npt.NDArray[np.uint8]:
    """Return the flags of hidden rows; empty if no row is hidden."""
    marks = segment.hidden
    return np.empty(0, np.uint8) if marks is None else marks[first:end]
