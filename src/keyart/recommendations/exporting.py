"""Recommendations for all profiles that a caller names by their own ids."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.audiences.affinities import WatchedTitles
from keyart.core.progress import Progress, Silent
from keyart.curation.watched import watched_parts
from keyart.query import Access
from keyart.query.membership.matching import match_ids
from keyart.query.native.strategy import threads
from keyart.recommendations import offers
from keyart.recommendations.learning import TitleModel, title_model
from keyart.recommendations.ranking import AT_ONCE, Forecasts, chances, order
from keyart.recommendations.request import ExportOptions
from keyart.recommendations.result import RECOMMENDED, ExportedRecommendations
from keyart.store import Snapshot

Ints = npt.NDArray[np.int64]
Works = npt.NDArray[np.int32]
Ranked = tuple[Works, npt.NDArray[np.float32]]
"""Works and their scores, the best first, −1 and 0 behind the last: [p, n] each, or [n]."""


def recommend_all(
    snapshot: Snapshot,
    access: Access,
    ids: pa.Array,
    options: ExportOptions,
    progress: Progress | None = None,
) -> ExportedRecommendations:
    """Return what to recommend to each id, an array of text without nulls."""
    # 1. Who they are.
    ordinals = match_ids(snapshot, ids)
    people, place = np.unique(ordinals[ordinals >= 0], return_inverse=True)
    shelf = _Shelf(snapshot, access, options)
    shelf.prepare()
    works = np.full((people.size + 1, options.n), -1, np.int32)
    scores = np.zeros(works.shape, np.float32)
    # 2. Those who have watched something, by ranges of profiles.
    done = np.zeros(people.size, np.bool_)
    wanted = np.zeros(snapshot.profiles, np.bool_)
    wanted[people] = True
    shown = progress or Silent()
    shown.begin("recommend", people.size)
    for profiles, found in _personal(shelf, wanted):
        rows = np.searchsorted(people, profiles)
        works[rows], scores[rows] = found
        done[rows] = True
        shown.advance(profiles.size)
    # 3. What is popular, for all others; the last row is for ids that the store doesn't know.
    for row in np.flatnonzero(~done).tolist():
        works[row], scores[row] = shelf.popular(int(people[row]))
    works[-1], scores[-1] = shelf.popular(None)
    # 4. Back to the caller's ids.
    row_of = np.full(len(ids), people.size)
    row_of[ordinals >= 0] = place
    return ExportedRecommendations(
        table=_table(ids, works[row_of], scores[row_of], shelf.model.works),
        ids=len(ids),
        unknown=int((ordinals < 0).sum()),
        popular=int((~done[place]).sum()),
    )


def _personal(
    shelf: "_Shelf", wanted: npt.NDArray[np.bool_]
) -> Iterator[tuple[npt.NDArray[np.uint32], "Ranked"]]:
    """Yield wanted profiles with their works and scores, but those who watched nothing known."""
    number = shelf.model.number
    with ThreadPoolExecutor(threads(shelf.snapshot)) as pool:
        for part in watched_parts(shelf.snapshot):
            known = np.zeros(part.profiles, np.bool_)
            known[part.owner[number[part.title] >= 0]] = True
            whole = part.of_profiles(wanted[part.profile] & known)
            batches = _batches(whole)
            yield from zip(
                (batch.profile for batch in batches), pool.map(shelf.personal, batches), strict=True
            )


def _batches(whole: WatchedTitles) -> list[WatchedTitles]:
    """Return profiles by `AT_ONCE`."""
    batches: list[WatchedTitles] = []
    for first in range(0, whole.profiles, AT_ONCE):
        last = min(first + AT_ONCE, whole.profiles)
        start, end = (int(whole.starts[at]) for at in (first, last))
        batches.append(
            WatchedTitles(
                whole.profile[first:last],
                whole.market[first:last],
                whole.starts[first : last + 1] - start,
                whole.title[start:end],
                whole.strength[start:end],
            )
        )
    return batches


def _table(
    ids: pa.Array, works: Works, scores: npt.NDArray[np.float32], names: tuple[str, ...]
) -> pa.Table:
    there = works >= 0
    rows, ranks = np.nonzero(there)
    titles = pa.DictionaryArray.from_arrays(pa.array(works[there]), pa.array(names, pa.string()))
    columns = [
        ids.take(pa.array(rows)),
        pa.array((ranks + 1).astype(np.int16)),
        titles,
        pa.array(scores[there]),
    ]
    return pa.table(columns, schema=RECOMMENDED)


@dataclass(frozen=True, eq=False)
class _Shelf:
    """What may be recommended to whom."""

    snapshot: Snapshot
    access: Access
    options: ExportOptions

    @cached_property
    def model(self) -> TitleModel:
        return title_model(self.snapshot)

    @cached_property
    def _forecasts(self) -> Forecasts:
        return replace(Forecasts.of(self.snapshot, self.access, self.model), threads=1)

    @cached_property
    def _countries(self) -> tuple[str | None, ...]:
        """The countries by their codes, the last without a name."""
        if self.options.country is not None or "country" not in self.snapshot.attributes:
            return (self.options.country,)
        names = self.snapshot.attribute("country").values
        return (*(name.upper() for name in names), None)

    @cached_property
    def _country(self) -> npt.NDArray[np.int32]:
        """The country of each profile."""
        if len(self._countries) == 1:
            return np.zeros(self.snapshot.profiles, np.int32)
        codes = self.snapshot.attribute("country").codes
        return np.where(codes < 0, len(self._countries) - 1, codes).astype(np.int32)

    @cached_property
    def _limits(self) -> npt.NDArray[np.int16]:
        return offers.age_limits(self.snapshot)

    @cached_property
    def _ages(self) -> npt.NDArray[np.int16]:
        return offers.title_ages(self.snapshot, self.model.works)

    @cached_property
    def _offered(self) -> npt.NDArray[np.bool_]:
        """Which works each country offers, [c, w]."""
        works = self.model.works
        return np.stack([offers.offered(self.snapshot, works, name) for name in self._countries])

    @cached_property
    def _counts(self) -> dict[str | None, offers.F64]:
        return offers.popularity(self.snapshot, self.access, self.model.works)

    @cached_property
    def _popular(self) -> dict[tuple[int, int], Ranked]:
        return {}

    def prepare(self) -> None:
        """Work out what all threads read."""
        _ = (self._forecasts, self._offered, self._country, self._limits, self._ages)

    def personal(self, watched: WatchedTitles) -> Ranked:
        """Return works and scores for profiles: [p, n] each."""
        model = self.model
        country, limit = self._country[watched.profile], self._limits[watched.profile]
        allowed = self._offered[:, model.work_of][country]
        allowed &= self._ages[model.work_of] <= limit[:, None]
        parts = chances(self._forecasts.score(watched), allowed)
        if self.options.exclude_seen:
            parts[model.matrix(watched).nonzero()] = 0
        chosen, worth = order(parts, model.alike, self.options.n, self.options.diversity)
        highest = np.maximum(worth.max(axis=1, initial=0, keepdims=True), 1e-30)
        works = np.where(chosen >= 0, model.work_of[chosen], -1)
        return works.astype(np.int32), (worth / highest).astype(np.float32)

    def popular(self, ordinal: int | None) -> Ranked:
        """Return what is popular for a profile, or for somebody unknown."""
        last = len(self._countries) - 1
        country = last if ordinal is None else int(self._country[ordinal])
        limit = offers.ANY_AGE if ordinal is None else int(self._limits[ordinal])
        key = (country, limit)
        if key not in self._popular:
            self._popular[key] = self._rank_popular(country, limit)
        return self._popular[key]

    def _rank_popular(self, country: int, limit: int) -> Ranked:
        counts = self._counts.get(self._countries[country], self._counts[None])
        value = np.where(self._offered[country] & (self._ages <= limit), counts, 0)
        ranked = np.argsort(-value, kind="stable")[: self.options.n]
        ranked = ranked[value[ranked] > 0]
        works = np.full(self.options.n, -1, np.int32)
        works[: ranked.size] = ranked
        scores = np.zeros(self.options.n, np.float32)
        scores[: ranked.size] = value[ranked] / max(float(value.max(initial=0)), 1.0)
        return works, scores
