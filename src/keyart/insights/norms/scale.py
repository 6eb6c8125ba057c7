"""How far a rate is from its norm: on the log-odds scale for shares, on the log scale else."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, xlogy

from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

_NEAR = 0.05
"""Deviations of fewer standard errors than this have the variance of the norm itself."""
_HALF = 0.5
"""What is observed where nothing, or all, is: in events, as the log of nothing is no number."""


@dataclass(frozen=True)
class Scale:
    """Log-odds of a yes-or-no measure, else logarithms."""

    yes_or_no: bool

    def shifted(self, rate: Floats, by: Floats) -> Floats:
        """Return rates moved on the scale."""
        return expit(_logit(rate) + by) if self.yes_or_no else rate * np.exp(by)

    def squeezed(self, rate: Floats) -> Floats:
        """Return by what a relative difference of the rate is less than one on the scale."""
        return 1 - rate if self.yes_or_no else np.ones_like(rate)

    def deviation(self, observed: Floats, norm: Floats, information: Floats) -> Estimate:
        """Return how far rates are from their norms on the scale, and how surely.

        `information` is 1 / the variance of observed / norm if the norm is true. The variance
        returned is such that value / √variance is the signed root of the deviance, which is
        normal in far smaller samples than the difference itself: P. McCullagh, J. Nelder,
        "Generalized Linear Models" (1989), section 2.4.
        """
        if self.yes_or_no:
            trials = information * (1 - norm) / norm
            little = _HALF / (trials + 1)
            seen = np.where(observed > 0, observed, np.minimum(little, norm / 2))
            seen = np.where(observed < 1, seen, np.maximum(1 - little, (1 + norm) / 2))
            value = _logit(seen) - _logit(norm)
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


def _binomial(seen: Floats, norm: Floats) -> Floats:
    """Return the divergence of two shares, in nats for each trial."""
    yes, no = xlogy(seen, seen / norm), xlogy(1 - seen, (1 - seen) / (1 - norm))
    return np.maximum(yes + no, 0.0)


def _poisson(ratio: Floats) -> Floats:
    return np.maximum(xlogy(ratio, ratio) - (ratio - 1), 0.0)
