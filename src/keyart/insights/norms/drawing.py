"""What is likely behind deviations: drawn towards 0 as far as chance and what is usual say so."""

import math

import numpy as np
from scipy.stats import norm

from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

_ROUNDS = 60
_NONE = 10.0
"""Units that count as having no true deviation before any is seen."""


def drawn(raw: Estimate) -> Estimate:
    """Return the mean and variance of each true deviation, given all of them; nan stays nan.

    True deviations are taken to be a mixture of normal distributions around 0, narrow and wide
    ones, whose shares are found by EM: so that the many that hardly deviate do not hide how far
    the few do, as one normal distribution for all would. M. Stephens, "False discovery rates: a
    new deal", Biostatistics 18 (2017), section 2, with its penalty.
    """
    there = np.isfinite(raw.value) & np.isfinite(raw.variance)
    value, chance = raw.value[there], raw.variance[there]
    mean, variance = np.full((2, *there.shape), np.nan)
    if value.size:
        mean[there], variance[there] = _posterior(value, chance, _spreads(value, chance))
    return Estimate(mean, variance)


def _spreads(value: Floats, chance: Floats) -> Floats:
    """Return variances of the mixture: from far under chance to what the farthest needs, by 4."""
    low = float(chance.min()) / 100
    high = max(4 * float((value**2 - chance).max()), 8 * low)
    count = math.ceil(math.log(high / low, 4)) + 1
    return low * np.power(4.0, np.arange(count))


def _posterior(value: Floats, chance: Floats, spreads: Floats) -> tuple[Floats, Floats]:
    total = chance[:, np.newaxis] + spreads
    likelihood = norm.pdf(value[:, np.newaxis] / np.sqrt(total)) / np.sqrt(total)
    # What is beyond the tails of all is as likely as can be in the widest.
    likelihood[:, -1] = np.maximum(likelihood[:, -1], np.finfo(np.float64).tiny)
    shares = np.full(spreads.size, 1 / spreads.size)
    before = np.where(np.arange(spreads.size) == 0, _NONE, 0.0)
    belongs = likelihood
    for _ in range(_ROUNDS):
        belongs = likelihood * shares
        belongs /= belongs.sum(axis=1, keepdims=True)
        shares = (belongs.sum(axis=0) + before) / (value.size + _NONE)
    kept = spreads / total
    means = kept * value[:, np.newaxis]
    mean = (belongs * means).sum(axis=1)
    squares = (belongs * (kept * chance[:, np.newaxis] + means**2)).sum(axis=1)
    return mean, squares - mean**2
