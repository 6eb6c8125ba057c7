"""Effects drawn towards what is usual, as far as chance explains that they differ from it."""

import numpy as np

from keyart.insights.authenticity.judging import Axes
from keyart.insights.statistics.pooling import pooled, variance_between
from keyart.insights.statistics.ratios import Estimate, difference


def towards_all(axes: Axes) -> Axes:
    """Return effects drawn towards the mean of all, which is near 0."""
    return Axes(_towards_all(axes.winning), _towards_all(axes.keeping))


def _towards_all(estimate: Estimate) -> Estimate:
    found = pooled(estimate)
    there = np.isfinite(estimate.value)
    return Estimate(np.where(there, found.value, np.nan), np.where(there, found.variance, np.nan))


def towards(axes: Axes, usual: Axes) -> Axes:
    """Return effects with some people drawn towards those with all others, `usual`."""
    return Axes(_towards(axes.winning, usual.winning), _towards(axes.keeping, usual.keeping))


def _towards(own: Estimate, usual: Estimate) -> Estimate:
    """Return the mean of both, weighted by their precision; people differ, so `usual` has less."""
    between = variance_between(difference(own, usual))
    weights = 1 / own.variance, 1 / (usual.variance + between)
    total = weights[0] + weights[1]
    return Estimate((own.value * weights[0] + usual.value * weights[1]) / total, 1 / total)
