"""From groups of titles to tastes: fitted, near-duplicates merged, what is no taste left out."""

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.mixture import Mixture, Work, begin, refined
from keyart.audiences.affinities.popularity import Popularity
from keyart.audiences.affinities.structure import Structure
from keyart.audiences.affinities.watched import Watched

F64 = npt.NDArray[np.float64]

ALIKE = 0.8
"""Tastes whose titles are so alike (cosine) are one."""
LEAST_TOLD = 0.1
"""Nats by which a taste must differ from popularity (Kullback-Leibler), or it is none."""
AGAIN = 12
"""Steps of fitting after tastes were merged or left out."""


def settled(found: Structure, watched: Watched, popular: Popularity, work: Work) -> Mixture:
    """Return the tastes in what was watched; none where there is no structure."""
    fame = popular.strength.sum(axis=0)
    mixture = begin(found.axes, popular.share, fame)
    if not mixture.tastes:
        return mixture
    mixture = refined(mixture, watched, work)
    while mixture.tastes:
        smaller = _without_popularity(_merged(mixture, fame), fame)
        if smaller.tastes == mixture.tastes:
            break
        mixture = refined(smaller, watched, work, AGAIN) if smaller.tastes else smaller
    return mixture


def profile_of(mixture: Mixture, fame: F64) -> F64:
    """Return the chance of each title for each taste, whatever the market, [k, m]."""
    chance = mixture.lift * fame
    return chance / np.maximum(chance.sum(axis=1, keepdims=True), 1e-30)


def likeness(mixture: Mixture, fame: F64) -> F64:
    """Return how alike the titles of each two tastes are: cosine, each title beside its fame."""
    scaled = profile_of(mixture, fame) / np.sqrt(np.maximum(fame, 1e-30))
    scaled /= np.maximum(np.linalg.norm(scaled, axis=1, keepdims=True), 1e-30)
    return scaled @ scaled.T


def _merged(mixture: Mixture, fame: F64) -> Mixture:
    """Return the tastes, the two that are most alike as one if they are alike enough."""
    alike = likeness(mixture, fame)
    np.fill_diagonal(alike, 0)
    if alike.size == 0 or alike.max() < ALIKE:
        return mixture
    first, second = sorted(int(i) for i in np.unravel_index(np.argmax(alike), alike.shape))
    lift, weight = mixture.lift.copy(), mixture.weight.copy()
    sizes = weight[[first, second]].sum(axis=1)
    lift[first] = np.average(lift[[first, second]], axis=0, weights=sizes + 1e-30)
    weight[first] += weight[second]
    kept = np.arange(mixture.tastes) != second
    return Mixture(lift, mixture.popularity, weight).of_tastes(kept)


def _without_popularity(mixture: Mixture, fame: F64) -> Mixture:
    """Return the tastes that are more than what everybody watches."""
    usual = fame / max(fame.sum(), 1e-30)
    chance = profile_of(mixture, fame)
    told = (chance * np.log(np.maximum(chance, 1e-30) / np.maximum(usual, 1e-30))).sum(axis=1)
    return mixture.of_tastes(told >= LEAST_TOLD)
