"""The probability that an arm is the best, and the expected loss of choosing it.

For independent true values with densities f_i and distributions F_i, arm i is best with probability
∫ f_i · Π F_j (j ≠ i); the expected loss of choosing it is E(max) - E(value_i). Both are
one-dimensional integrals, computed by Gauss–Legendre quadrature between points that follow each
arm's own width; distributions are integrals over the same nodes. C. Stucchi, "Bayesian A/B testing
at VWO" (2015), gives the measures. Flat priors make them overconfident if arms hardly differ, so a
prior is required.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, expit, polygamma

from keyart.insights.statistics.pooling import variance_between
from keyart.insights.statistics.ratios import Estimate, log_of
from keyart.query.engine import Floats, Ints

_DEGREE = 6
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(_DEGREE)
_INNER = np.array([-4.0, -2.75, -1.75, -0.9, 0.0, 0.9, 1.75, 2.75, 4.0])
_OUTER = np.array([0.08, 0.18, 0.3, 0.45, 0.67, 1.0])
"""Cut points of densities around their places: in widths, and as shares of their tails."""
_TAIL = 23.0
"""Leaves out e^-23 = 1e-10 of an exponential tail."""
_WIDTH = 6.5
"""This many standard deviations leave out 1e-10 of a normal tail."""


@dataclass(frozen=True)
class BetaPrior:
    """The prior for rates: their mean, and the number of units it counts as."""

    mean: Floats | float
    concentration: Floats | float


@dataclass(frozen=True)
class NormalPrior:
    """The prior for true values."""

    mean: Floats | float
    variance: Floats | float


@dataclass(frozen=True)
class Best:
    """For each arm (last axis): its probability of being best, and the loss if it is chosen.

    The loss is in the value's unit: the average shortfall from the best.
    """

    probability: Floats
    expected_loss: Floats


def beta_binomial(successes: Ints, trials: Ints, prior: BetaPrior) -> Best:
    """Return each arm's chances of having the highest rate, [groups…, arms].

    The prior is [groups…] or a number. The posterior of a rate is Beta(m·k + successes, (1 - m)·k +
    trials - successes).
    """
    mean, weight = (_per_arm(part) for part in (prior.mean, prior.concentration))
    a = mean * weight + successes
    b = (1 - mean) * weight + trials - successes
    # In log-odds the density is smooth, with tails like exp(a·at) and exp(-b·at); it bends at its
    # mode, over a width of about one at most.
    place = np.log((a + 0.5) / (b + 0.5))
    width = np.minimum(np.sqrt(polygamma(1, a) + polygamma(1, b)), 1.3)
    ends = (_WIDTH * width + _TAIL / a, _WIDTH * width + _TAIL / b)

    def density(at: Floats) -> Floats:
        log = -_over(a) * np.logaddexp(0, -at) - _over(b) * np.logaddexp(0, at)
        return np.exp(log - _over(betaln(a, b)))

    return _best(density, _edges(place, width, ends), expit, a / (a + b))


def normal(estimate: Estimate, prior: NormalPrior) -> Best:
    """Return each arm's chances of having the highest true value, [groups…, arms].

    The prior is [groups…]. An arm without an estimate gets the prior's. Without a variance between
    arms, all are equal.
    """
    mean, between = (_per_arm(part) for part in (prior.mean, prior.variance))
    between = np.maximum(between, 1e-24 * (1 + mean**2))
    information = np.nan_to_num(estimate.information)
    variance = 1 / (1 / between + information)
    value = mean + variance * information * (np.nan_to_num(estimate.value) - mean)
    width = np.sqrt(variance)
    edges = _edges(value, width, (_WIDTH * width, _WIDTH * width))

    def density(at: Floats) -> Floats:
        z = (at - _over(value)) / _over(width)
        return np.exp(-(z**2) / 2) / (_over(width) * np.sqrt(2 * np.pi))

    return _best(density, edges, lambda at: at, value)


def between_arms(estimate: Estimate) -> float:
    """Return the variance of log true rates between a title's arms, from many titles.

    `estimate` is of rates, [titles…, arms], nan where a title has fewer arms. Empirical Bayes by
    moments, see `pooling.variance_between`.
    """
    return variance_between(log_of(estimate))


def beta_prior(mean: Floats, between: float) -> BetaPrior:
    """Return the prior for rates around `mean` whose logs have the variance `between`.

    var(rate) ≈ mean² · between = mean · (1 - mean) / (concentration + 1).
    """
    mean = np.clip(mean, 1e-9, 1 - 1e-9)
    odds = (1 - mean) / mean
    return BetaPrior(mean, np.maximum(odds / max(between, 1e-9) - 1, 1.0))


def _best(
    density: Callable[[Floats], Floats],
    edges: Floats,
    value_at: Callable[[Floats], Floats],
    means: Floats,
) -> Best:
    """Return the integrals over [groups…, edges]; densities are [groups…, arms, nodes]."""
    half = np.diff(edges)[..., np.newaxis] / 2
    middle = (edges[..., 1:] + edges[..., :-1])[..., np.newaxis] / 2
    nodes = middle + half * _POINTS
    flat = (*nodes.shape[:-2], 1, nodes.shape[-2] * _DEGREE)
    densities = density(nodes.reshape(flat)).reshape((*means.shape, *nodes.shape[-2:]))
    half, nodes = half[..., np.newaxis, :, :], nodes[..., np.newaxis, :, :]
    pieces = (densities * half) @ _WEIGHTS
    mass = pieces.sum(axis=-1)[..., np.newaxis]
    densities, pieces = densities / mass[..., np.newaxis], pieces / mass
    before = np.cumsum(pieces, axis=-1) - pieces
    below = np.clip(before[..., np.newaxis] + (densities * half) @ _INTEGRALS.T, 0.0, 1.0)
    chance = densities * _of_others(below) * half * _WEIGHTS
    probability = chance.sum(axis=(-1, -2))
    total = probability.sum(axis=-1, keepdims=True)
    greatest = (chance * value_at(nodes)).sum(axis=(-1, -2, -3))[..., np.newaxis] / total
    return Best(probability / total, np.maximum(greatest - means, 0.0))


def _edges(place: Floats, width: Floats, ends: tuple[Floats, Floats]) -> Floats:
    """Return the sorted points of all arms; densities are smooth between them."""
    inner = place[..., np.newaxis] + width[..., np.newaxis] * _INNER
    first, last = _INNER[0] * width, _INNER[-1] * width
    left = place[..., np.newaxis] + _over(first) - _over(ends[0] + first) * _OUTER
    right = place[..., np.newaxis] + _over(last) + _over(ends[1] - last) * _OUTER
    points = np.concatenate([left, inner, right], axis=-1)
    return np.sort(points.reshape((*points.shape[:-2], -1)), axis=-1)


def _of_others(below: Floats) -> Floats:
    """Return, for each arm, the product over all other arms, which are on axis -3."""
    ones = np.ones_like(below[..., :1, :, :])
    upward = np.cumprod(np.concatenate([ones, below[..., :-1, :, :]], axis=-3), axis=-3)
    downward = np.concatenate([ones, below[..., :0:-1, :, :]], axis=-3)
    return upward * np.cumprod(downward, axis=-3)[..., ::-1, :, :]


def _integrals() -> Floats:
    """Return the matrix that turns a polynomial's nodes into its integrals from -1 to each node."""
    powers = np.polynomial.legendre.legvander(_POINTS, _DEGREE - 1)
    wholes = [np.polynomial.legendre.legint(row, lbnd=-1) for row in np.eye(_DEGREE)]
    at_nodes = np.polynomial.legendre.legval(_POINTS, np.array(wholes).T)
    return at_nodes.T @ np.linalg.inv(powers)


_INTEGRALS = _integrals()


def _per_arm(part: Floats | float) -> Floats:
    return np.asarray(part, np.float64)[..., np.newaxis]


def _over(part: Floats) -> Floats:
    return part[..., np.newaxis]
