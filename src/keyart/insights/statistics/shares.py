"""Shares of sums over people, and ratios of shares, with their variances.

A share is Σy / Σx over people, where y is a part of x. Variances of logarithms follow from the
delta method: L. Wasserman, "All of Statistics" (2004), theorem 5.15.
"""

import numpy as np

from keyart.query.engine import Floats

Pair = tuple[Floats, Floats]
"""A sum over the people of a group, and over everybody; the group is part of everybody."""


def log_share_variance(y: Floats, yy: Floats, xy: Floats, x: Floats, xx: Floats) -> Floats:
    """Return the variance of log(Σy / Σx); nan or infinite where a sum is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(yy / y**2 - 2 * xy / (y * x) + xx / x**2, 0.0)


def log_index_variance(y: Pair, yy: Pair, xy: Pair, x: Pair, xx: Pair) -> Floats:
    """Return the variance of log of a group's share over everybody's.

    A person of the group moves it by y · (1 / Y₁ - 1 / Y) - x · (1 / X₁ - 1 / X), one of the
    others by x / X - y / Y, with the sums Y₁ and X₁ of the group, Y and X of everybody; the
    variance is the sum of the squares.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = 1 / y[0] - 1 / y[1], 1 / x[0] - 1 / x[1]
        inside = a**2 * yy[0] - 2 * a * b * xy[0] + b**2 * xx[0]
        a, b = 1 / y[1], 1 / x[1]
        outside = a**2 * (yy[1] - yy[0]) - 2 * a * b * (xy[1] - xy[0]) + b**2 * (xx[1] - xx[0])
        return np.maximum(inside + np.maximum(outside, 0.0), 0.0)
