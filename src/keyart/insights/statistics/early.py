"""Differences of two rates before the minimum sample: exact, valid at every look, and wide.

Below the minimum sample the normal approximation of `sequences` does not hold, so those intervals
start there. Until then a rate p of yes-or-no outcomes, y of n, lies where

    M(p) = ∫ q^y (1 - q)^(n - y) dq / (p^y (1 - p)^(n - y)) < 1 / alpha,

with q uniform: M(p) is a martingale that begins at 1, so it ever reaches 1 / alpha with probability
at most alpha (H. Robbins, "Statistical methods related to the law of the iterated logarithm", Ann.
Math. Stat. 41, 1970). Two such intervals bound the difference and the ratio of two rates.

They are much wider than those of `sequences`, and only tell that an arm is far behind.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaln, xlog1py, xlogy

from keyart.insights.statistics.sequences import Bounds
from keyart.query.engine import Floats

SHARE = 0.05
"""The share of the risk of an interval that is spent before the minimum sample."""

_HALVINGS = 60


@dataclass(frozen=True, eq=False)
class Outcomes:
    """How many of how many outcomes are yes, float64 of any shape."""

    yes: Floats
    all: Floats

    @property
    def rate(self) -> Floats:
        """The share of yes; a half if there is no outcome."""
        return np.divide(self.yes, self.all, out=np.full(self.all.shape, 0.5), where=self.all > 0)

    def log_evidence(self, p: Floats) -> Floats:
        """Return log M(p), against the rate p."""
        no = self.all - self.yes
        return betaln(self.yes + 1, no + 1) - xlogy(self.yes, p) - xlog1py(no, -p)

    def bounds(self, alpha: float) -> Bounds:
        """Return intervals of the rate that at all looks hold with probability 1 - alpha."""
        rate = self.rate

        def end(far: float) -> Floats:
            def outside(p: Floats) -> npt.NDArray[np.bool_]:
                return self.log_evidence(p) >= -np.log(alpha)

            inside, beyond = rate, np.full(rate.shape, far)
            for _ in range(_HALVINGS):
                middle = (inside + beyond) / 2
                out = outside(middle)
                inside, beyond = np.where(out, inside, middle), np.where(out, middle, beyond)
            return beyond

        return end(0.0), end(1.0)


@dataclass(frozen=True, eq=False)
class EarlyDifference:
    """What is sure of the difference of two rates; nan where it may be 0."""

    difference: Bounds
    log_ratio: Bounds
    p: Floats
    """The p-value against 0, valid at every look."""


def early_difference(first: Outcomes, second: Outcomes, alpha: float) -> EarlyDifference:
    """Return bounds that at all looks hold with probability 1 - `SHARE` · alpha."""
    risk = alpha * SHARE / 2
    (low, high), (other_low, other_high) = first.bounds(risk), second.bounds(risk)
    apart = (low > other_high) | (high < other_low)
    with np.errstate(divide="ignore", invalid="ignore"):
        log = (np.log(low) - np.log(other_high), np.log(high) - np.log(other_low))

    def sure(below: Floats, above: Floats) -> Bounds:
        return np.where(apart, below, np.nan), np.where(apart, above, np.nan)

    p = np.minimum(2 / SHARE * np.exp(-_common_evidence(first, second)), 1.0)
    return EarlyDifference(sure(low - other_high, high - other_low), sure(*log), sure(p, p)[0])


def _common_evidence(first: Outcomes, second: Outcomes) -> Floats:
    """Return the log evidence against the rate that both arms speak against equally."""
    here, there = first.rate, second.rate
    for _ in range(_HALVINGS):
        middle = (here + there) / 2
        nearer = first.log_evidence(middle) < second.log_evidence(middle)
        here, there = np.where(nearer, middle, here), np.where(nearer, there, middle)
    return first.log_evidence((here + there) / 2)
