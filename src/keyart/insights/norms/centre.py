"""The middle of those that a unit is compared with: robust, and without the unit itself."""

from dataclasses import dataclass

import numpy as np

from keyart.insights.catalogue.units import Ints
from keyart.insights.norms.fitting import crossed
from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

_REJECTED = 4.685
"""Tukey's constant, in standard deviations: 95% efficient if nothing stands out."""
_FEWEST_KEPT = 0.2
"""Of the others, how many must be near each other for a middle that leaves some out."""
_ALIKE = 0.04
"""Variances below this weigh about alike in the median."""
_NORMAL_MEDIAN = 0.6744897501960817
"""The median of |z| of a standard normal z."""
_STEPS = 60


@dataclass(frozen=True, eq=False)
class Circle:
    """Whom units are compared with: those of their group whose `own` code is another.

    Both are codes, int64 [units].
    """

    group: Ints
    own: Ints

    def others(self, values: Floats) -> Floats:
        """Return the sum of the values of those that each unit is compared with."""
        pair = crossed(self.group, self.own)
        every, own = (
            np.bincount(code, values).astype(np.float64)[code] for code in (self.group, pair)
        )
        return every - own


def centres(values: Estimate, ordinary: float, circle: Circle) -> Estimate:
    """Return the middle of the others of each unit's group; nan where there are none.

    One step of Tukey's biweight from the median, each value weighing 1 / (its variance +
    `ordinary`): F. Mosteller, J. Tukey, "Data Analysis and Regression" (1977), chapter 10. In the
    median those with fair data weigh alike, so that one with much data is no majority. Where all
    others stand out from each other their mean is taken.
    """
    variance = values.variance + ordinary
    weight = 1 / variance
    middle = _medians(values.value, 1 / (values.variance + _ALIKE), circle.group)[circle.group]
    distance = np.abs(values.value - middle) / (_REJECTED * np.sqrt(variance))
    kept = np.maximum(1 - distance**2, 0.0) ** 2
    robust, plain = (_of_others(values.value, part, circle) for part in (kept * weight, weight))
    share = _of_others(kept, np.ones(kept.shape), circle).value
    alone = ~(share >= _FEWEST_KEPT) | np.isnan(robust.value)
    return Estimate(
        np.where(alone, plain.value, robust.value),
        np.where(alone, plain.variance, robust.variance),
    )


def _of_others(values: Floats, weight: Floats, circle: Circle) -> Estimate:
    own = crossed(circle.group, circle.own)
    sums = [
        np.bincount(circle.group, part)[circle.group] - np.bincount(own, part)[own]
        for part in (weight, weight * values)
    ]
    left = sums[0] > 1e-9 * np.bincount(circle.group, weight)[circle.group]
    total = np.where(left, sums[0], np.nan)
    return Estimate(sums[1] / total, 1 / total)


def _medians(values: Floats, weight: Floats, group: Ints) -> Floats:
    """Return the weighted median of each group."""
    order = np.lexsort((values, group))
    ordered = group[order]
    until = np.cumsum(weight[order])
    ends = np.searchsorted(ordered, np.arange(int(group.max(initial=-1)) + 1), side="right")
    before = np.concatenate([[0.0], until])[np.concatenate([[0], ends[:-1]])]
    half = (before + until[ends - 1]) / 2
    place = np.minimum(np.searchsorted(until, half), ends - 1)
    return values[order][place]


def ordinary_variance(deviation: Estimate) -> float:
    """Return the variance beyond chance of the bulk of deviations, whose middle is 0.

    It is the one with which half of them are within 0.67 standard deviations, as half of a
    normal distribution is, so that up to a fifth that stand out hardly matter: an empirical null
    with its location known (B. Efron, "Large-scale simultaneous hypothesis testing", JASA 99
    (2004), section 4), its scale by the median absolute deviation.
    """
    there = np.isfinite(deviation.value) & np.isfinite(deviation.variance)
    value, noise = np.abs(deviation.value[there]), deviation.variance[there]
    if not value.size:
        return 0.0
    low, high = 0.0, float((value.max() / _NORMAL_MEDIAN) ** 2)
    if _middle(value, noise, low) <= _NORMAL_MEDIAN:
        return 0.0
    for _ in range(_STEPS):
        between = (low + high) / 2
        wide = _middle(value, noise, between) > _NORMAL_MEDIAN
        low, high = (between, high) if wide else (low, between)
        if high - low <= 1e-6 * high:
            break
    return high


def _middle(value: Floats, noise: Floats, ordinary: float) -> float:
    return float(np.median(value / np.sqrt(noise + ordinary)))
