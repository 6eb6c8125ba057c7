"""Scores and orders of titles for people: by EASE, the tastes of affinities, and popularity.

A person's score of a title is the sum of three forecasts, each standardised over all titles; of the
tastes' chances and of popularity the logarithm is taken. Popularity counts the less the more titles
a person has watched: `FEW`. Measured in docs/recommendations.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities import WatchedTitles
from keyart.audiences.affinities.membership import prepare
from keyart.audiences.affinities.mixture import predict_shares
from keyart.curation.affinities import model_of
from keyart.curation.watched import viewing_of
from keyart.query import Access
from keyart.query.native.strategy import threads
from keyart.recommendations.learning import F32, TitleModel
from keyart.recommendations.offers import popularity
from keyart.store import Snapshot

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LEAST_CHANCE = 1e-7
FEW = 4
"""Popularity counts twice as much as another forecast for who has watched nothing, as much as one
for who has watched so many titles, and half as much for three times as many."""
EVER = 0.03
"""Who ever watched a title counts so much for its popularity, beside those of the last 28 days."""
AT_ONCE = 1_000
"""Profiles that are scored at once."""
POOL = 4
"""Diversity chooses among so many times the titles that are wanted."""


@dataclass(frozen=True, eq=False)
class Tastes:
    """A fit of affinities, with the numbers of a title model.

    Attributes:
        chance: of each title by market and taste, [c, t, k + 1].
        number: for each title of the title model, that of the fit, −1 if it lacks it, [m].
        of_works: for each work of the store, its number in the fit, −1 if it lacks it.
    """

    chance: F32
    number: Ints
    of_works: npt.NDArray[np.int32]


def tastes_of(snapshot: Snapshot, model: TitleModel) -> Tastes | None:
    """Return the newest fit of affinities as a title model needs it; None without any tastes."""
    affinities = None if snapshot.fit is None else model_of(snapshot.fit)
    if affinities is None or not affinities.mixture.tastes:
        return None
    place = {title: at for at, title in enumerate(affinities.title_ids)}
    works = np.array([place.get(work, -1) for work in model.works], np.int32)
    number = works[model.work_of].astype(np.int64)
    return Tastes(affinities.mixture.chance(), number, works)


@dataclass(frozen=True, eq=False)
class Forecasts:
    """What titles are ranked by.

    Attributes:
        usual: how popular each title is in each market, standardised, float32 [c, m].
    """

    model: TitleModel
    tastes: Tastes | None
    usual: F32
    threads: int

    @classmethod
    def of(cls, snapshot: Snapshot, access: Access, model: TitleModel) -> "Forecasts":
        """Return what is known in a store."""
        counts = popularity(snapshot, access, model.works)
        markets = (*viewing_of(snapshot).markets, None)
        rows = [counts.get(name, counts[None])[model.work_of] for name in markets]
        usual = _standard(np.log1p(np.array(rows) + EVER * model.viewers).astype(np.float32))
        return cls(model, tastes_of(snapshot, model), usual, threads(snapshot))

    def score(self, watched: WatchedTitles) -> F32:
        """Return the scores of all titles for each profile, float32 [p, m]."""
        x = self.model.matrix(watched)
        scores = _standard((x @ self.model.weight).astype(np.float32))
        if self.tastes is not None:
            scores += _standard(np.log(self._chances(self.tastes, watched, scores.shape)))
        titles = np.diff(x.indptr)
        weight = (2 * FEW / (titles + FEW)).astype(np.float32)
        scores += weight[:, None] * self.usual[watched.market]
        return scores

    def _chances(self, tastes: Tastes, watched: WatchedTitles, shape: tuple[int, ...]) -> F32:
        """Return the chance of each title for each profile, by its tastes."""
        of_fit = prepare(watched, tastes.of_works)
        shares = predict_shares(tastes.chance, of_fit, self.threads)
        chances = np.full(shape, LEAST_CHANCE, np.float32)
        known = np.flatnonzero(tastes.number >= 0)
        for market in np.unique(of_fit.market).tolist():
            rows = np.flatnonzero(of_fit.market == market)
            chance = tastes.chance[market][tastes.number[known]]
            chances[np.ix_(rows, known)] = np.maximum(shares[rows] @ chance.T, LEAST_CHANCE)
        return chances


def _standard(values: F32) -> F32:
    """Return rows with mean 0 and standard deviation 1, or 0."""
    if not values.shape[1]:
        return values
    mean = values.mean(axis=1, keepdims=True)
    deviation = values.std(axis=1, keepdims=True)
    return (values - mean) / np.maximum(deviation, np.float32(1e-9))


def chances(scores: F32, allowed: Flags) -> F32:
    """Return scores as parts of a whole over the allowed titles: [p, m]; 0 for the others."""
    masked = np.where(allowed, scores, -np.inf)
    highest = masked.max(axis=1, initial=-1e9, keepdims=True)
    parts = np.exp(masked - highest)
    return (parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-30)).astype(np.float32)


def order(parts: F32, alike: F32, n: int, diversity: float) -> tuple[Ints, F32]:
    """Return the first n titles of each row, and their parts: [p, n]; −1 and 0 behind the last.

    Each time, the title comes next whose part is highest after it was lowered by `diversity` times
    its likeness to the most similar title above it.
    """
    size = parts.shape[1]
    pool = min(size, n * POOL if diversity else n)
    if not pool:
        return np.full((len(parts), n), -1), np.zeros((len(parts), n), np.float32)
    first = np.argpartition(-parts, pool - 1, axis=1)[:, :pool]
    own = np.take_along_axis(parts, first, axis=1)
    by_part = np.argsort(-own, axis=1, kind="stable")
    first = np.take_along_axis(first, by_part, axis=1)
    own = np.take_along_axis(own, by_part, axis=1)
    chosen = np.full((len(parts), n), -1)
    worth = np.zeros((len(parts), n), np.float32)
    rows = np.arange(len(parts))
    nearest = np.zeros(own.shape, np.float32)
    left = own > 0
    for place in range(min(n, pool)):
        value = np.where(left, own * (1 - diversity * nearest), -1.0)
        best = value.argmax(axis=1)
        there = left[rows, best]
        chosen[there, place] = first[rows, best][there]
        worth[there, place] = own[rows, best][there]
        left[rows, best] = False
        if diversity:
            np.maximum(nearest, alike[first[rows, best][:, None], first], out=nearest)
    return chosen, worth
