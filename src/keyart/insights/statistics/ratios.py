"""Rates over units with their variances, and differences and ratios of rates.

A rate is Σy / Σx over independent units (profiles). Variances of functions of rates follow from the
delta method: L. Wasserman, "All of Statistics" (2004), theorem 5.15.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from keyart.query.engine import Floats, Moments
from keyart.query.intervals import ratio_and_error

Index = Any
"""Anything that indexes a numpy array."""


@dataclass(frozen=True)
class Estimate:
    """Estimates with their variances, arrays of one shape; nan where there is none.

    A variance of 0 means that the units did not differ at all, which does not justify a verdict.
    """

    value: Floats
    variance: Floats

    def __getitem__(self, index: Index) -> "Estimate":
        """Return the estimates at an index, as numpy indexes each array."""
        return Estimate(self.value[index], self.variance[index])

    @property
    def information(self) -> Floats:
        """1 / variance; nan if the variance is missing or 0."""
        return 1 / np.where(self.variance > 0, self.variance, np.nan)


def pick(moments: Moments, index: Index) -> Moments:
    """Return the moments at an index, as numpy indexes each array."""
    sums = (getattr(moments, name)[index] for name in ("x", "y", "xx", "yy", "xy"))
    return Moments(moments.n[index], *sums)


def ratio(moments: Moments) -> Estimate:
    """Return Σy / Σx of each group; nan under two units or with Σx = 0.

    The variance is that of `query.intervals`: W. G. Cochran, "Sampling Techniques" (1977),
    section 2.11.
    """
    value, error, valid = ratio_and_error(moments)
    return Estimate(np.where(valid, value, np.nan), np.where(valid, error**2, np.nan))


def difference(a: Estimate, b: Estimate) -> Estimate:
    """Return a - b of independent estimates."""
    return Estimate(a.value - b.value, a.variance + b.variance)


def log_ratio(a: Estimate, b: Estimate) -> Estimate:
    """Return log(a / b) of independent estimates; nan if one of them is not positive."""
    return difference(log_of(a), log_of(b))


def log_of(estimate: Estimate) -> Estimate:
    """Return the log; nan if the value is not positive. var(log R) ≈ var(R) / R²."""
    value = np.where(estimate.value > 0, estimate.value, np.nan)
    return Estimate(np.log(value), estimate.variance / value**2)
