"""How far each asset or title is from its norm, and which distance is ordinary."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, xlogy
from scipy.stats import norm

from keyart.insights.catalogue import Figures
from keyart.insights.norms.baselines import Baseline, Flags, ordinary_variance, peer_centres
from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

_NEAR = 0.05
"""Deviations of fewer standard errors than this get the variance of a rate at its norm."""
_HALF = 0.5
"""The events assumed where there were none (or only events), because log 0 is not finite."""


@dataclass(frozen=True)
class DeviationScale:
    """Log-odds of a yes-or-no measure, else logarithms."""

    yes_or_no: bool

    def shifted(self, rate: Floats, by: Floats) -> Floats:
        """Return rates moved on the scale."""
        return expit(_logit(rate) + by) if self.yes_or_no else rate * np.exp(by)

    def squeezed(self, rate: Floats) -> Floats:
        """Return how much smaller a relative difference is than one on the scale, as a factor."""
        return 1 - rate if self.yes_or_no else np.ones_like(rate)

    def deviation(self, observed: Floats, norm: Floats, information: Floats) -> Estimate:
        """Return the deviations of rates from their norms on the scale, with variances.

        `information` is 1 / the variance of observed / norm if the norm is true. The variance
        returned is such that value / √variance is the signed root of the deviance, which is
        normal in far smaller samples than the difference itself: P. McCullagh, J. Nelder,
        "Generalized Linear Models" (1989), section 2.4.
        """
        if self.yes_or_no:
            trials = information * (1 - norm) / norm
            little = _HALF / (trials + 1)
            bounded = np.where(observed > 0, observed, np.minimum(little, norm / 2))
            bounded = np.where(observed < 1, bounded, np.maximum(1 - little, (1 + norm) / 2))
            value = _logit(bounded) - _logit(norm)
            deviance = 2 * trials * _binomial(np.minimum(observed, 1.0), norm)
        else:
            little = _HALF / (information + 1)
            value = np.log(np.where(observed > 0, observed / norm, little))
            deviance = 2 * information * _poisson(observed / norm)
        usual = 1 / (information * self.squeezed(norm) ** 2)
        near = deviance < _NEAR**2
        variance = np.where(near, usual, value**2 / np.where(near, 1.0, deviance))
        return Estimate(value, variance)


def _logit(rate: Floats) -> Floats:
    return logit(np.clip(rate, 1e-12, 1 - 1e-12))


def _binomial(share: Floats, norm: Floats) -> Floats:
    """Return the divergence of two shares, in nats for each trial."""
    yes, no = xlogy(share, share / norm), xlogy(1 - share, (1 - share) / (1 - norm))
    return np.maximum(yes + no, 0.0)


def _poisson(ratio: Floats) -> Floats:
    return np.maximum(xlogy(ratio, ratio) - (ratio - 1), 0.0)


_EM_ROUNDS = 60
_NONE = 10.0
"""The prior of the mixture: this many units without a true deviation."""


def shrink(raw: Estimate) -> Estimate:
    """Return the mean and variance of each true deviation, given all of them; nan stays nan.

    The prior is a mixture of narrow and wide normal distributions around 0, with shares fitted by
    EM. So the many units that hardly deviate don't hide how far a few do, unlike with a single
    normal distribution. M. Stephens, "False discovery rates: a
    new deal", Biostatistics 18 (2017), section 2, with its penalty.
    """
    there = np.isfinite(raw.value) & np.isfinite(raw.variance)
    value, chance = raw.value[there], raw.variance[there]
    mean, variance = np.full((2, *there.shape), np.nan)
    if value.size:
        mean[there], variance[there] = _posterior(value, chance, _spreads(value, chance))
    return Estimate(mean, variance)


def _spreads(value: Floats, chance: Floats) -> Floats:
    """Return the mixture's variances, in steps of 4: from far below chance to the widest needed."""
    low = float(chance.min()) / 100
    high = max(4 * float((value**2 - chance).max()), 8 * low)
    count = math.ceil(math.log(high / low, 4)) + 1
    return low * np.power(4.0, np.arange(count))


def _posterior(value: Floats, chance: Floats, spreads: Floats) -> tuple[Floats, Floats]:
    total = chance[:, np.newaxis] + spreads
    likelihood = norm.pdf(value[:, np.newaxis] / np.sqrt(total)) / np.sqrt(total)
    # A value beyond all tails belongs to the widest distribution.
    likelihood[:, -1] = np.maximum(likelihood[:, -1], np.finfo(np.float64).tiny)
    shares = np.full(spreads.size, 1 / spreads.size)
    before = np.where(np.arange(spreads.size) == 0, _NONE, 0.0)
    belongs = likelihood
    for _ in range(_EM_ROUNDS):
        belongs = likelihood * shares
        belongs /= belongs.sum(axis=1, keepdims=True)
        shares = (belongs.sum(axis=0) + before) / (value.size + _NONE)
    kept = spreads / total
    means = kept * value[:, np.newaxis]
    mean = (belongs * means).sum(axis=1)
    squares = (belongs * (kept * chance[:, np.newaxis] + means**2)).sum(axis=1)
    return mean, squares - mean**2


_ROUNDS = 2
_START = 0.04
"""The variance between units assumed in the first round: a fifth up or down."""
_AS_OFTEN = 0.05
"""Smaller differences in how often units were shown, in logs, are ignored."""


@dataclass(frozen=True)
class MinimumSample:
    """The minimum sample of a judged unit: profiles, and expected events."""

    people: int = 200
    takes: float = 25.0


@dataclass(frozen=True, eq=False)
class Deviations:
    """Arrays by unit, nan for those not judged.

    `norm` is the usual rate of its kind in its strata; `raw` is the deviation from that on the
    scale, with its sampling variance; `shrunk` is the same, shrunk towards 0; `ordinary` is the
    variance of true deviations among ordinary units, which are not outliers.
    """

    scale: DeviationScale
    is_judged: Flags
    observed: Floats
    norm: Floats
    expected: Floats
    raw: Estimate
    shrunk: Estimate
    ordinary: float

    @property
    def z(self) -> Floats:
        """Deviations in standard deviations of ordinary units, chance included."""
        return self.raw.value / np.sqrt(self.raw.variance + self.ordinary)


def measure_deviations(figures: Figures, against: Baseline, least: MinimumSample) -> Deviations:
    """Return how far each unit is from its norm."""
    scale = DeviationScale(figures.yes_or_no)
    there = (against.expected > 0) & (against.information > 0) & (against.norm > 0)
    some = against.of(there)
    enough = (figures.reach[there] >= least.people) & (some.expected >= least.takes)
    norm, raw, ordinary = _measure_in_turns(scale, some, enough)
    likely = shrink(raw)
    whole = _Scattered(there)
    return Deviations(
        scale=scale,
        is_judged=np.isfinite(whole(raw.value)),
        observed=against.observed,
        norm=whole(norm),
        expected=against.expected,
        raw=Estimate(whole(raw.value), whole(raw.variance)),
        shrunk=Estimate(whole(likely.value), whole(likely.variance)),
        ordinary=ordinary,
    )


def _measure_in_turns(
    scale: DeviationScale, against: Baseline, enough: Flags
) -> tuple[Floats, Estimate, float]:
    """Return norms, deviations from them (nan unless judged), and their ordinary variance.

    The ordinary variance decides which units stand out and are left out of the middle, and it
    depends on the middle, so both are computed in turns.
    """
    norm, raw = _measure(scale, against, enough, _START)
    for _ in range(_ROUNDS):
        norm, raw = _measure(scale, against, enough, ordinary_variance(raw))
    return norm, raw, ordinary_variance(raw)


def _measure(
    scale: DeviationScale, against: Baseline, enough: Flags, ordinary: float
) -> tuple[Floats, Estimate]:
    """Return the norm of each unit, shifted by its peers' middle, and the deviation from it."""
    deviation = scale.deviation(against.observed, against.norm, against.information)
    middle = peer_centres(deviation, ordinary, against.circle)
    norm = scale.shifted(against.norm, middle.value)
    unsure = middle.variance * scale.squeezed(norm) ** 2
    raw = scale.deviation(against.observed, norm, 1 / (1 / against.information + unsure))
    value = _beyond(raw.value, against.repeated / scale.squeezed(norm))
    usable = enough & np.isfinite(value) & np.isfinite(raw.variance)
    parts = (np.where(usable, part, np.nan) for part in (value, raw.variance))
    return norm, Estimate(*parts)


def _beyond(value: Floats, explained: Floats) -> Floats:
    """Return values without the part that lies between 0 and `explained`.

    Within a quarter of an hour, it is unknown which impression led to a play. If each has the same
    chance, twice as many have at most twice the takes; if they act as one exposure, no more.
    """
    explained = np.where(np.abs(explained) > _AS_OFTEN, explained, 0.0)
    return value - np.clip(value, np.minimum(explained, 0.0), np.maximum(explained, 0.0))


@dataclass(frozen=True)
class _Scattered:
    """Puts values back in their places; all other places are nan."""

    places: Flags

    def __call__(self, values: Floats) -> Floats:
        whole = np.full(self.places.shape, np.nan)
        whole[self.places] = values
        return whole
