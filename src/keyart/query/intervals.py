"""Intervals of ratios, from counts and second moments over profiles."""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from keyart.query.engine import Floats, Ints, Moments

Bounds = tuple[Floats, Floats, npt.NDArray[np.bool_]]
"""(low, high, whether there is an interval), one each per group."""

FEWEST_PROFILES = 2
"""Below this there is no interval: one profile says nothing about how profiles vary."""

_ROUNDING = 1e-12
"""A residual this small beside its terms is what is left of their rounding, not variation: where
profiles differ by less than a millionth of the ratio, the interval has no width."""


def z_of(level: float) -> float:
    """Return how many standard deviations to each side hold `level` of a normal distribution."""
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(successes: Ints, trials: Ints, level: float) -> Bounds:
    """Return Wilson's score interval of successes / trials.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927). Successes above trials count as all.
    """
    z2 = z_of(level) ** 2
    valid = trials >= FEWEST_PROFILES
    n = np.where(valid, trials, 1).astype(np.float64)
    p = np.minimum(successes / n, 1.0)
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0), valid


def delta(moments: Moments, level: float, lower: float | None, upper: float | None) -> Bounds:
    """Return the delta method's interval of Σy / Σx over independent profiles, clipped."""
    ratio, error, valid = ratio_and_error(moments)
    half = z_of(level) * error
    return np.clip(ratio - half, lower, upper), np.clip(ratio + half, lower, upper), valid


def ratio_and_error(moments: Moments) -> Bounds:
    """Return Σy / Σx over independent profiles, its standard error, and whether there is one.

    var(Σy / Σx) ≈ n / (n - 1) · Σ(y - R·x)² / (Σx)² with R = Σy / Σx: W. G. Cochran, "Sampling
    Techniques" (1977), section 2.11.
    """
    valid = (moments.n >= FEWEST_PROFILES) & (moments.x != 0)
    n = np.where(valid, moments.n, FEWEST_PROFILES).astype(np.float64)
    x = np.where(valid, moments.x, 1.0)
    ratio = moments.y / x
    parts = (moments.yy, ratio**2 * moments.xx)
    residual = parts[0] - 2 * ratio * moments.xy + parts[1]
    residual = np.where(residual > _ROUNDING * (parts[0] + parts[1]), residual, 0.0)
    return ratio, np.sqrt(n / (n - 1) * residual) / np.abs(x), valid
