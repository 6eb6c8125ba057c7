"""Intervals that stay valid at every check, and intervals for a single check.

An always-valid interval is an asymptotic confidence sequence from Robbins' normal mixture. As
information I = 1 / variance grows, an estimate times I moves like a Brownian motion with the true
value θ as drift; mixing over θ ~ N(0, 1 / I0) gives the martingale

    E = √(I0 / (I0 + I)) · exp(½ z² · I / (I0 + I)),    z = estimate / standard error,

which ever reaches 1 / alpha with probability at most alpha if θ = 0. Hence the half width

    √(variance · (1 + I0 / I) · (log(1 + I / I0) + 2 log(1 / alpha)))

and p = 1 / E. I0 determines where the interval is narrowest: at about eight times I0. It may be any
number fixed when the sequence starts; ours is the information when the gate opened.

H. Robbins, "Statistical methods related to the law of the iterated logarithm", Ann. Math. Stat. 41
(1970); S. Howard et al., "Time-uniform, nonparametric, nonasymptotic confidence sequences", Ann.
Stat. 49 (2021), section 3.2 (the two-sided normal mixture); I. Waudby-Smith et al., "Time-uniform
central limit theory and asymptotic confidence sequences", Ann. Stat. 52 (2024), section 2, for why
variances may be estimated. Robbins' flat mixture with a delayed start (A. Bibaut, N. Kallus, M.
Lindon, "Near-optimal non-parametric sequential tests and confidence sequences with possibly
dependent observations", 2022) is narrower up to 5 · I0 and wider after: with our gate, that means
differences of more than a fourth, which are found soon anyway.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import lambertw, ndtri
from scipy.stats import norm

from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

_ROUNDS = 5
"""Iterations to solve for u; each one comes closer by a factor of 50 or more."""

Bounds = tuple[Floats, Floats]
"""(low, high); nan where there is no interval."""


def always_valid(estimate: Estimate, start_information: Floats, alpha: Floats | float) -> Bounds:
    """Return intervals that all, at all looks, hold the truth with probability 1 - alpha.

    `start_information` is I0, nan before the sequence starts: then there is no interval.
    """
    return _around(estimate, width(_grown(estimate, start_information), alpha))


def width(grown: Floats, alpha: Floats | float) -> Floats:
    """Return the half width of always-valid intervals in standard errors, at I / I0 = `grown`."""
    return np.sqrt((1 + 1 / grown) * (np.log1p(grown) + 2 * np.log(1 / np.asarray(alpha))))


def one_sided_width(grown: Floats, alpha: float) -> Floats:
    """Return how many standard errors an estimate must be above 0, at I / I0 = `grown`.

    If the truth is 0 or less, this ever happens with probability at most alpha. Mixing over θ > 0
    alone doubles the density there, so that E = 2 · √(I0 / (I0 + I)) · exp(u² / 2) · Φ(u), with u =
    z · √(I / (I0 + I)): S. Howard et al. (2021), proposition 6. It is almost the two-sided width at
    2 · alpha, since Φ(u) is almost 1.
    """
    log_needed = np.log1p(grown) / 2 - np.log(2 * alpha)
    u: Floats = np.sqrt(2 * log_needed)
    for _ in range(_ROUNDS):
        below: Floats = np.asarray(norm.logcdf(u))
        u = np.sqrt(2 * (log_needed - below))
    return u * np.sqrt(1 + 1 / grown)


def narrowest_at(alpha: float) -> float:
    """Return the I / I0 at which always-valid intervals are narrowest compared with any other I0.

    The width above is smallest in I0 at I / I0 = -W(-alpha² / e) - 1, where W is the lower branch
    of Lambert's function: S. Howard et al. (2021), section 3.5. About 8 for 95%.
    """
    lower: complex = lambertw(-(alpha**2) / np.e, -1)  # pyright: ignore[reportUnknownVariableType]
    return -lower.real - 1


@dataclass(frozen=True)
class Horizon:
    """When a test is planned to end, in days from the first day that counts.

    Intervals at risk `alpha` should be narrowest then.
    """

    days: int
    alpha: float

    def later(self, opened: Floats) -> Floats:
        """Return the factor by which I0 exceeds the information at `opened` (in days).

        Information is assumed to keep growing with the days as it did until then. The factor is
        fixed when the sequence starts, so the intervals stay valid whatever happens.
        """
        return np.maximum(self.days / opened, 1.0) / narrowest_at(self.alpha)


def always_valid_p(estimate: Estimate, start_information: Floats) -> Floats:
    """Return p-values that stay valid at every look: p ≤ alpha where the interval excludes 0."""
    return np.exp(-np.maximum(log_evidence(estimate, start_information), 0.0))


def log_evidence(estimate: Estimate, start_information: Floats) -> Floats:
    """Return log e-values against 0: E averages at most 1, at any time, if 0 is true."""
    grown = _grown(estimate, start_information)
    squared = estimate.value**2 * estimate.information
    return (squared / (1 + 1 / grown) - np.log1p(grown)) / 2


def log_evidence_above(estimate: Estimate, start_information: Floats) -> Floats:
    """Return log e-values against 0 or less: E averages at most 1, at any time, if that is true.

    The one-sided mixture of the same width, over effects above 0 only: Howard et al. (2021),
    section 3.3.
    """
    grown = _grown(estimate, start_information)
    z = estimate.value * np.sqrt(estimate.information / (1 + 1 / grown))
    return log_evidence(estimate, start_information) + np.log(2) + norm.logcdf(z)


def fixed(estimate: Estimate, alpha: Floats | float) -> Bounds:
    """Return normal intervals that hold the truth with probability 1 - alpha at a single look."""
    return _around(estimate, -ndtri(np.asarray(alpha) / 2))


def fixed_p(estimate: Estimate) -> Floats:
    """Return two-sided normal p-values against 0, for a single look."""
    return 2 * norm.sf(np.abs(estimate.value) * np.sqrt(estimate.information))


def _grown(estimate: Estimate, start_information: Floats) -> Floats:
    """Return I / I0; nan before the start."""
    return estimate.information / np.where(start_information > 0, start_information, np.nan)


def _around(estimate: Estimate, errors: Floats) -> Bounds:
    half = errors / np.sqrt(estimate.information)
    return estimate.value - half, estimate.value + half
