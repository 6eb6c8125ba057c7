"""Tastes as lifts: how many times as much of a title people watch for a taste as others do.

A profile's viewing is a mixture of its tastes and of a background, what everyone in its market
watches (a mixture of multinomials with shares by profile, as in probabilistic latent semantic
analysis: Hofmann 1999). The probability of title j for taste k in market c is lift[k, j] ×
popularity[c, j] / Z[k, c], so being licensed or famous in a country is not a taste. Lifts are
fitted by expectation and maximization from the groups that `find_structure` finds, and
near-duplicate tastes are merged.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities import kernels
from keyart.audiences.affinities.viewing import Popularity, WatchedTitles
from keyart.core.progress import Progress, Silent

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

STEPS = 40
SPARSITY = 0.5
"""The strength of a taste that each profile is assumed to have by chance."""
SHRINKAGE = 1.0
"""The strength, distributed by popularity, added to each title, so that lifts of titles with few
viewers stay near 1."""
FOLD_STEPS = 25
PREDICTION_STEPS = 7
"""Steps after which shares predict best; more steps overfit a person's few plays (chosen on the
earlier plays of MovieLens; 5 to 10 are about as good)."""
PIECES = 8
"""The number of ranges of profiles, independent of the threads: sums do not depend on the
machine."""
LEAST_LIFT = 1e-3


@dataclass(frozen=True, eq=False)
class Mixture:
    """k tastes over m titles in c markets.

    Attributes:
        lift: float64 [k, m]; 1 means as much as everyone.
        popularity: float64 [c, m], rows add up to 1.
        weight: the strength that fell to each taste and title, float64 [k, m].
    """

    lift: F64
    popularity: F64
    weight: F64

    @property
    def tastes(self) -> int:
        """The number of tastes."""
        return self.lift.shape[0]

    def chance(self) -> F32:
        """Return the probability of each title given market and component, [c, m, k + 1]."""
        c, m = self.popularity.shape
        chance = np.empty((c, m, self.tastes + 1), np.float32)
        chance[:, :, -1] = self.popularity
        for k in range(self.tastes):
            weighted = self.popularity * self.lift[k]
            chance[:, :, k] = weighted / np.maximum(weighted.sum(axis=1, keepdims=True), 1e-30)
        return chance

    def of_tastes(self, chosen: npt.NDArray[np.bool_]) -> "Mixture":
        """Return the flagged tastes, [k]."""
        return Mixture(self.lift[chosen], self.popularity, self.weight[chosen])


@dataclass(frozen=True)
class FitWork:
    """The threads of a fit, and its progress reports."""

    threads: int
    progress: Progress = field(default_factory=Silent)


def begin(axes: F64, popularity: F64, fame: F64) -> Mixture:
    """Return the initial mixture of a fit: a taste for each group of titles, [m, g].

    `fame` is each title's strength over all markets, [m].
    """
    lift = (axes / np.sqrt(np.maximum(fame, 1e-12))[:, None]).T
    usual = (lift * fame).sum(axis=1, keepdims=True) / fame.sum()
    lift = np.maximum(lift / np.maximum(usual, 1e-30), 0.05)
    return Mixture(lift, popularity, lift * fame)


def refine(mixture: Mixture, watched: WatchedTitles, work: FitWork, steps: int = STEPS) -> Mixture:
    """Return the mixture after some steps of expectation and maximization."""
    theta = np.full((watched.profiles, mixture.tastes + 1), 1 / (mixture.tastes + 1), np.float32)
    for _ in range(steps):
        by_title, by_market = _step(mixture, watched, theta, work.threads)
        work.progress.advance(1)
        mixture = _maximize(mixture, by_title[:, :-1].T, by_market[:, :-1])
    return mixture


def _step(mixture: Mixture, watched: WatchedTitles, theta: F32, threads: int) -> tuple[F64, F64]:
    chance = mixture.chance()
    c, m, k = chance.shape
    bounds = np.linspace(0, watched.profiles, PIECES + 1).astype(np.int64)

    def part(number: int) -> tuple[F64, F64]:
        by_title, by_market = np.zeros((m, k)), np.zeros((c, k))
        kernels.step(
            watched.market, watched.starts, watched.title, watched.strength, chance,
            np.float32(SPARSITY), bounds[number], bounds[number + 1], theta, by_title, by_market,
        )  # fmt: skip
        return by_title, by_market

    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(part, range(PIECES)))
    by_title = np.sum([part[0] for part in parts], axis=0)
    return by_title, np.sum([part[1] for part in parts], axis=0)


def _maximize(mixture: Mixture, weight: F64, by_market: F64) -> Mixture:
    """Return better lifts: what was watched for a taste over what popularity predicts."""
    usual = np.maximum(mixture.lift @ mixture.popularity.T, 1e-30)
    expected = (by_market.T / usual) @ mixture.popularity
    lift = (weight + SHRINKAGE) / (expected + SHRINKAGE)
    return Mixture(np.maximum(lift, LEAST_LIFT), mixture.popularity, weight)


@dataclass(frozen=True, eq=False)
class TasteShares:
    """The tastes of p profiles.

    Attributes:
        share: of each taste, and of the background last, float32 [p, k + 1]; rows add up to 1.
        evidence: the evidence for each taste, natural logarithm, float32 [p, k + 1].
    """

    share: F32
    evidence: F32


def taste_shares(chance: F32, watched: WatchedTitles, threads: int) -> TasteShares:
    """Return the tastes of profiles; `chance` is from `Mixture.chance`."""
    return _fold_in(chance, watched, threads, FOLD_STEPS, SPARSITY)


def predict_shares(chance: F32, watched: WatchedTitles, threads: int) -> F32:
    """Return the predicted shares of components in what profiles watch next, [p, k + 1].

    To decide who has a taste, `taste_shares` attributes weak signs of other tastes to chance. For
    predictions these signs count, too: stopping after a few steps replaces a prior.
    """
    return _fold_in(chance, watched, threads, PREDICTION_STEPS, 0.0).share


def _fold_in(
    chance: F32, watched: WatchedTitles, threads: int, steps: int, sparsity: float
) -> TasteShares:
    k = chance.shape[2]
    theta = np.empty((watched.profiles, k), np.float32)
    evidence = np.empty((watched.profiles, k), np.float32)
    bounds = np.linspace(0, watched.profiles, threads + 1).astype(np.int64)

    def part(number: int) -> None:
        kernels.fold_in(
            watched.market, watched.starts, watched.title, watched.strength, chance,
            np.float32(sparsity), steps, bounds[number], bounds[number + 1], theta, evidence,
        )  # fmt: skip

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, range(threads)))
    return TasteShares(theta, evidence)


ALIKE = 0.8
"""Tastes whose titles are this similar (cosine) are merged."""
LEAST_INFORMATION = 0.1
"""Nats by which a taste must differ from popularity (Kullback-Leibler)."""
REFIT_STEPS = 12
"""Steps of fitting after tastes were merged or dropped."""


def fit_tastes(axes: F64, watched: WatchedTitles, popular: Popularity, work: FitWork) -> Mixture:
    """Return the tastes in what was watched: fitted, near-duplicates merged, weak ones dropped.

    `axes` are the groups of titles that `structure` found, [m, g]; without any there is no taste.
    """
    fame = popular.strength.sum(axis=0)
    mixture = begin(axes, popular.share, fame)
    if not mixture.tastes:
        return mixture
    mixture = refine(mixture, watched, work)
    while mixture.tastes:
        smaller = _without_popularity(_merge_most_alike(mixture, fame), fame)
        if smaller.tastes == mixture.tastes:
            break
        mixture = refine(smaller, watched, work, REFIT_STEPS) if smaller.tastes else smaller
    return mixture


def profile_of(mixture: Mixture, fame: F64) -> F64:
    """Return the probability of each title for each taste over all markets, [k, m]."""
    chance = mixture.lift * fame
    return chance / np.maximum(chance.sum(axis=1, keepdims=True), 1e-30)


def likeness(mixture: Mixture, fame: F64) -> F64:
    """Return the similarity of each pair of tastes: cosine of titles, relative to their fame."""
    scaled = profile_of(mixture, fame) / np.sqrt(np.maximum(fame, 1e-30))
    scaled /= np.maximum(np.linalg.norm(scaled, axis=1, keepdims=True), 1e-30)
    return scaled @ scaled.T


def _merge_most_alike(mixture: Mixture, fame: F64) -> Mixture:
    """Return the tastes with the two most similar ones merged, if similar enough."""
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
    """Return the tastes that differ from what everyone watches."""
    usual = fame / max(fame.sum(), 1e-30)
    chance = profile_of(mixture, fame)
    ratio = np.maximum(chance, 1e-30) / np.maximum(usual, 1e-30)
    information = (chance * np.log(ratio)).sum(axis=1)
    return mixture.of_tastes(information >= LEAST_INFORMATION)
