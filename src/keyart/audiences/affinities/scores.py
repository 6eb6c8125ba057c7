"""The scores of a model card: how well tastes predict held-out viewing.

For profiles that were not used for fitting, a fifth of the titles is hidden; the others determine
each profile's tastes. These tastes rank all titles except those others, and the hidden titles among
the first 20 are counted.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.mixture import Mixture, predict_shares
from keyart.audiences.affinities.viewing import WatchedTitles

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

FIRST = 20
EVERY = 5
"""One in this many titles is hidden."""
AT_ONCE = 2_000
DISCOUNT = 1 / np.log2(np.arange(2, FIRST + 2))


@dataclass(frozen=True)
class Score:
    """Means over profiles, 0 to 1: by tastes, and by popularity in the profile's market."""

    profiles: int
    recall: float
    ndcg: float
    recall_by_popularity: float
    ndcg_by_popularity: float


def score_held_out(
    mixture: Mixture, watched: WatchedTitles, threads: int, seed: int
) -> Score | None:
    """Return the score on held-out profiles; None if none can be scored."""
    hidden = np.random.default_rng(seed).random(watched.title.size) < 1 / EVERY
    owner = watched.owner
    scored = np.zeros(watched.profiles, np.bool_)
    scored[owner[hidden]] = True
    has_visible = np.zeros(watched.profiles, np.bool_)
    has_visible[owner[~hidden]] = True
    scored &= has_visible
    if not scored.any() or not mixture.tastes:
        return None
    kept = np.where(hidden, np.float32(0), watched.strength)
    visible = WatchedTitles(watched.profile, watched.market, watched.starts, watched.title, kept)
    chance = mixture.chance()
    shares = predict_shares(chance, visible, threads)
    sums = np.zeros(4)
    places = np.flatnonzero(scored)
    for first in range(0, places.size, AT_ONCE):
        block = places[first : first + AT_ONCE]
        sums += _scores(mixture, chance, shares, visible, (block, hidden))
    means = (sums / places.size).tolist()
    return Score(places.size, *means)


def _scores(
    mixture: Mixture,
    chance: F32,
    share: F32,
    watched: WatchedTitles,
    held_out: tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]],
) -> F64:
    places, hidden = held_out
    sums = np.zeros(4)
    for i in places.tolist():
        pairs = slice(int(watched.starts[i]), int(watched.starts[i + 1]))
        title, away = watched.title[pairs], hidden[pairs]
        market = int(watched.market[i])
        rankings = (chance[market] @ share[i], mixture.popularity[market])
        for at, ranking in enumerate(rankings):
            ranked = ranking.astype(np.float64)
            ranked[title[~away]] = -1
            sums[2 * at : 2 * at + 2] += recall_and_ndcg(ranked, title[away])
    return sums


def recall_and_ndcg(ranking: F64, targets: npt.NDArray[np.int32]) -> tuple[float, float]:
    """Return recall@20 and NDCG@20 of a ranking, the highest first, for the target titles."""
    first = np.argpartition(-ranking, min(FIRST, ranking.size - 1))[:FIRST]
    first = first[np.argsort(-ranking[first], kind="stable")]
    hits = np.isin(first, targets)
    ideal = min(FIRST, targets.size)
    gain = float(hits @ DISCOUNT[: hits.size] / DISCOUNT[:ideal].sum())
    return float(hits.sum() / ideal), gain
