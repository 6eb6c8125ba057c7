"""The traits of an affinity: what its titles have more often than other titles.

An affinity's titles count by how much members watch them *beyond* what everyone watches
(`beyond_usual`): a famous title says nothing about a taste if members only watch it as others do.

Whether a tag, genre, period or word is a trait at all, its *score*, is its log-odds ratio between
the affinity's titles and those of all others, over its standard deviation, under a Dirichlet prior
informed by the whole catalogue (Monroe, Colaresi, Quinn, "Fightin' Words", Political Analysis 16,
2008). How informative it is (`tells`) is its part of the Kullback-Leibler divergence from what is
usual: share × ln(share / usual). So a trait of few titles says little, and so does one of most
titles anyway: if three quarters of a catalogue are from the 1990s, "1990s" says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.titles import GENRE, Feature, FitTitles

F64 = npt.NDArray[np.float64]

PRIOR = 5.0
"""The weight of the whole catalogue in the prior, in titles."""
FORM_COVERS = 0.6
"""Genres that this part of the titles have may complete a name, even if other titles have them,
too."""
TELLING = 1.64
"""The minimum score of a trait, in standard deviations."""


@dataclass(frozen=True)
class Trait:
    """Something that distinguishes an affinity.

    `score` is the log-odds ratio in standard deviations, `share` the part of the affinity's titles
    that have it, by weight. `usual` is the part of all titles that have it, or of the other
    affinities' titles if that is more.
    """

    kind: str
    text: str
    score: float
    share: float
    usual: float

    @property
    def tells(self) -> float:
        """How informative it is, in nats: above 0 if others have it less."""
        return information(self.share, self.usual)


def information(share: float, usual: float) -> float:
    """Return share × ln(share / usual), in nats."""
    return share * log(share / max(usual, 1e-9)) if share > 0 else 0.0


def beyond_usual(weight: F64, lift: F64) -> F64:
    """Return the part of `weight`, [k, m], beyond what everyone watches.

    If a title is watched `lift` times as much, 1 / lift of that would be watched anyway.
    """
    return weight * np.maximum(1 - 1 / np.maximum(lift, 1e-30), 0)


def counts(weight: F64) -> F64:
    """Return the weights of each affinity's titles, [k, m], scaled to its effective number.

    That number is the exponential of the entropy of `weight`.
    """
    part = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-30)
    entropy = -(part * np.log(np.maximum(part, 1e-30))).sum(axis=1, keepdims=True)
    return part * np.exp(entropy)


def shares(count: F64, has: F64) -> tuple[F64, F64]:
    """Return the share of each affinity's titles with each feature, and the usual one, [k, f].

    `count` is from `counts`, `has` is [m, f].
    """
    size = count.sum(axis=1, keepdims=True)
    with_feature, all_titles = count @ has, has.mean(axis=0)
    other, rest = with_feature.sum(axis=0) - with_feature, size.sum() - size
    elsewhere = (other + PRIOR * all_titles) / (rest + PRIOR)
    return with_feature / np.maximum(size, 1e-30), np.maximum(elsewhere, all_titles)


def traits(titles: FitTitles, count: F64) -> list[tuple[Trait, ...]]:
    """Return the traits of each affinity, most informative first; `count` is from `counts`.

    They include genres of most of its titles, even if not informative.
    """
    features = titles.features
    if not features or not count.size:
        return [() for _ in count]
    has = np.column_stack([feature.has for feature in features])
    score = _log_odds(count @ has, count.sum(axis=1, keepdims=True), has.mean(axis=0))
    share, usual = shares(count, has)
    return [_telling_traits(features, score[k], share[k], usual[k]) for k in range(count.shape[0])]


def _log_odds(with_feature: F64, size: F64, usual: F64) -> F64:
    """Return scores [k, f]: how much more often an affinity has each feature than all others."""
    prior, against = PRIOR * usual, PRIOR * (1 - usual)
    other, rest = with_feature.sum(axis=0) - with_feature, size.sum() - size
    first = np.log((with_feature + prior) / np.maximum(size - with_feature + against, 1e-9))
    second = np.log((other + prior) / np.maximum(rest - other + against, 1e-9))
    return (first - second) / np.sqrt(1 / (with_feature + prior) + 1 / (other + prior))


def _telling_traits(
    features: Sequence[Feature], score: F64, share: F64, usual: F64
) -> tuple[Trait, ...]:
    traits = [
        Trait(f.kind, f.text, float(score[i]), float(share[i]), float(usual[i]))
        for i, f in enumerate(features)
        if (score[i] > TELLING and share[i] > usual[i])
        or (f.kind == GENRE and share[i] >= FORM_COVERS)
    ]
    return tuple(sorted(traits, key=lambda trait: -trait.tells))
