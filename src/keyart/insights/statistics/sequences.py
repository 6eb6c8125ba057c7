"""Intervals that stay true however often one looks, and intervals for one look.

An always-valid interval is an asymptotic confidence sequence from Robbins' normal mixture. Seen
as information I = 1 / variance grows, an estimate times its I moves like a Brownian motion with
its true value θ as drift; mixing over θ ~ N(0, 1 / I0) gives the martingale

    E = √(I0 / (I0 + I)) · exp(½ z² · I / (I0 + I)),    z = estimate / standard error,

which ever reaches 1 / alpha with a probability of alpha at most if θ = 0. Hence the half width

    √(variance · (1 + I0 / I) · (log(1 + I / I0) + 2 log(1 / alpha)))

and p = 1 / E. I0 says where the interval is narrowest: at about eight times I0. It may be any
number that is fixed when the sequence starts; ours is the information that the gate opened with.

H. Robbins, "Statistical methods related to the law of the iterated logarithm", Ann. Math. Stat.
41 (1970); S. Howard et al., "Time-uniform, nonparametric, nonasymptotic confidence sequences",
Ann. Stat. 49 (2021), section 3.2 (the two-sided normal mixture); I. Waudby-Smith et al.,
"Time-uniform central limit theory and asymptotic confidence sequences", Ann. Stat. 52 (2024),
section 2, for why variances may be estimated. Robbins' flat mixture with a delayed start (A.
Bibaut, N. Kallus, M. Lindon, "Near-optimal non-parametric sequential tests and confidence
sequences with possibly dependent observations", 2022) is narrower up to 5 · I0 and wider after:
with our gate, that is for differences of more than a fourth, which are found soon anyway.
"""

import numpy as np
from scipy.special import ndtri
from scipy.stats import norm

from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

Bounds = tuple[Floats, Floats]
"""(low, high); nan where there is no interval."""


def always_valid(estimate: Estimate, start_information: Floats, alpha: Floats | float) -> Bounds:
    """Return intervals of which all, at all looks, hold the truth with probability 1 - alpha.

    `start_information` is I0, nan before the sequence starts: then there is no interval.
    """
    return _around(estimate, width(_grown(estimate, start_information), alpha))


def width(grown: Floats, alpha: Floats | float) -> Floats:
    """Return the half width of always-valid intervals in standard errors, at I / I0 = `grown`."""
    return np.sqrt((1 + 1 / grown) * (np.log1p(grown) + 2 * np.log(1 / np.asarray(alpha))))


def always_valid_p(estimate: Estimate, start_information: Floats) -> Floats:
    """Return p-values that stay true at all looks: p ≤ alpha where the interval leaves 0 out."""
    return np.exp(-np.maximum(log_evidence(estimate, start_information), 0.0))


def log_evidence(estimate: Estimate, start_information: Floats) -> Floats:
    """Return log e-values against 0: E is 1 or less on average, at any time, if 0 is true."""
    grown = _grown(estimate, start_information)
    squared = estimate.value**2 * estimate.information
    return (squared / (1 + 1 / grown) - np.log1p(grown)) / 2


def fixed(estimate: Estimate, alpha: Floats | float) -> Bounds:
    """Return normal intervals that hold the truth with probability 1 - alpha at one look."""
    return _around(estimate, -ndtri(np.asarray(alpha) / 2))


def fixed_p(estimate: Estimate) -> Floats:
    """Return two-sided normal p-values against 0, for one look."""
    return 2 * norm.sf(np.abs(estimate.value) * np.sqrt(estimate.information))


def _grown(estimate: Estimate, start_information: Floats) -> Floats:
    """Return I / I0; nan before the start."""
    return estimate.information / np.where(start_information > 0, start_information, np.nan)


def _around(estimate: Estimate, errors: Floats) -> Bounds:
    half = errors / np.sqrt(estimate.information)
    return estimate.value - half, estimate.value + half
