"""Partial pooling: effects of groups, shrunk towards their mean as far as chance explains them."""

from dataclasses import dataclass

import numpy as np

from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

_LEAST, _MOST, _STEPS = 0.02, 1000.0, 40
"""The grid of standard deviations between groups, in those of a typical estimate."""
_NARROWED = 2
_UNLIKELY = 1e-7
_SCALE = 8.0
"""The prior's median, in the same unit. By simulation, intervals of 4 to 40 groups then hold 94% to
99% of true effects at 95%, whether groups hardly differ or differ a lot."""
_ROUNDS = 60
_CLOSE = 1e-10


@dataclass(frozen=True)
class Pooled:
    """What the groups of the last axis have in common, and each group's own effect.

    A group without an estimate gets the prediction for a new group.
    """

    mean: Floats
    mean_variance: Floats
    between: Floats
    """Variance of true effects between groups: the square of the posterior mean of its root."""
    value: Floats
    variance: Floats


def pooled(estimate: Estimate) -> Pooled:
    """Return the effects of the last axis if true effects are normal around their mean.

    The posterior of A. Gelman et al., "Bayesian Data Analysis" (3rd ed., 2013), equations 5.17 to
    5.21, with the standard deviation between groups, τ, integrated out. Plugging in a single
    estimate of τ, as is often done, makes intervals too narrow (for 4 to 8 groups they held as
    little as 84% instead of 95%). The prior is c / (c + τ)², where c is `_SCALE` times the root of
    the variances' harmonic mean: W. DuMouchel, "Hierarchical Bayes linear models for meta-analysis"
    (1994), with a wider scale. nan if no group has an estimate.
    """
    value, noise, counts = (part[..., np.newaxis] for part in _cleaned(estimate))
    tau, chance = _weighed(value, noise, counts)
    weight, information, mean = _centred(value, noise, counts, tau)
    kept = tau**2 * weight
    centre, centre_variance = _mixed(mean, 1 / information, chance)
    drawn = _mixed(
        mean + kept * (value - mean), (1 - kept) * tau**2 + (1 - kept) ** 2 / information, chance
    )
    between = (chance * tau).sum(axis=-1)[..., 0] ** 2
    return Pooled(centre[..., 0], centre_variance[..., 0], between, *drawn)


def variance_between(estimate: Estimate) -> float:
    """Return one variance between the members of many families, each around its own mean.

    `estimate` is [families…, members], for example titles and their arms; families of one
    contribute nothing. The result is where the weighted squares around the means add up to what
    chance would produce: R. C. Paule, J. Mandel, "Consensus values and weighting factors", J. Res.
    NBS 87 (1982), by the steps of R. DerSimonian, R. Kacker, "Random-effects model for
    meta-analysis of clinical trials: an update", Contemp. Clin. Trials 28 (2007). 0 or more.
    """
    value, noise, counts = _cleaned(estimate)
    free = np.maximum(counts.sum(axis=-1) - 1, 0).sum()
    between = 0.0
    for _ in range(_ROUNDS):  # Newton steps from below never overshoot
        weight = counts / (noise + between)
        total = weight.sum(axis=-1, keepdims=True)
        mean = (weight * value).sum(axis=-1, keepdims=True) / np.where(total > 0, total, 1.0)
        squares = weight * (value - mean) ** 2
        slope = float((weight * squares).sum())
        step = max(float(squares.sum() - free), 0.0) / slope if slope > 0 else 0.0
        between += step
        if step <= _CLOSE * between:
            break
    return between


def _weighed(value: Floats, noise: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Return values of τ and the probability of each, [families…, 1, steps].

    The steps narrow to where τ is likely, since many groups determine it sharply.
    """
    information = (counts / noise).sum(axis=-2, keepdims=True).clip(1e-300)
    typical = np.sqrt(counts.sum(axis=-2, keepdims=True).clip(1) / information)
    tau = typical * np.geomspace(_LEAST, _MOST, _STEPS)
    chance = _chance(value, noise, counts, tau, _SCALE * typical)
    for _ in range(_NARROWED):
        likely = chance > _UNLIKELY * chance.max(axis=-1, keepdims=True)
        first = likely.argmax(axis=-1, keepdims=True) - 1
        last = _STEPS - likely[..., ::-1].argmax(axis=-1, keepdims=True)
        ends = np.log([np.take_along_axis(tau, e.clip(0, _STEPS - 1), -1) for e in (first, last)])
        tau = np.exp(ends[0] + (ends[1] - ends[0]) * np.linspace(0, 1, _STEPS))
        chance = _chance(value, noise, counts, tau, _SCALE * typical)
    return tau, chance


def _chance(value: Floats, noise: Floats, counts: Floats, tau: Floats, scale: Floats) -> Floats:
    """Return the probability of each τ; they are evenly spaced on a logarithmic scale."""
    weight, information, mean = _centred(value, noise, counts, tau)
    fit = weight * (value - mean) ** 2 + counts * np.log(noise + tau**2)
    log = -(fit.sum(axis=-2, keepdims=True) + np.log(information)) / 2
    log = log + np.log(tau) - 2 * np.log(scale + tau)
    chance = np.exp(log - log.max(axis=-1, keepdims=True))
    return chance / chance.sum(axis=-1, keepdims=True)


def _centred(
    value: Floats, noise: Floats, counts: Floats, tau: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return, for each τ, the groups' weights, and the mean's information and value."""
    weight = counts / (noise + tau**2)
    information = weight.sum(axis=-2, keepdims=True)
    information = np.where(information > 0, information, np.nan)
    return weight, information, (weight * value).sum(axis=-2, keepdims=True) / information


def _mixed(value: Floats, variance: Floats, chance: Floats) -> tuple[Floats, Floats]:
    """Return mean and variance over the last axis, weighted by the probabilities `chance`."""
    mean = (chance * value).sum(axis=-1, keepdims=True)
    spread = (chance * (variance + (value - mean) ** 2)).sum(axis=-1)
    return mean[..., 0], spread


def _cleaned(estimate: Estimate) -> tuple[Floats, Floats, Floats]:
    """Return values, variances, and 1 where there is an estimate; elsewhere 0 and 1."""
    there = np.isfinite(estimate.value) & (estimate.variance > 0)
    value = np.where(there, estimate.value, 0.0)
    return value, np.where(there, estimate.variance, 1.0), there.astype(np.float64)
