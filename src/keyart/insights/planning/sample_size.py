"""How many units a test needs, and how small a difference it can find with those that it has."""

import math
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from scipy.optimize import brentq

from keyart.core.errors import BadQuestion
from keyart.insights.statistics.minimum_data import DEFAULT_MINIMUM, MinimumData
from keyart.insights.statistics.sequences import narrowest_at, width

_MOST_UNITS = 1e15
MOST_RISK = 0.9
"""Beyond it no interval is narrowest anywhere."""
_LEAST_DIFFERENCE = 1e-4


@dataclass(frozen=True)
class Aim:
    """What a test is to find: a relative difference of `mde` between two arms, how surely.

    `comparisons` share `alpha` (Bonferroni); that the best of K arms is better than each other
    one costs as much as K / 2 of them. `sequential` is for those who look whenever they like, with
    `horizon` by intervals that are narrowest when all units are there; otherwise it is for one
    look then.
    """

    mde: float = 0.05
    alpha: float = 0.05
    power: float = 0.8
    comparisons: float = 1
    sequential: bool = True
    horizon: bool = False


def units_per_arm(
    value: float, aim: Aim, *, variance: float | None = None, gate: MinimumData = DEFAULT_MINIMUM
) -> int:
    """Return the units that each arm needs for `aim`, where units have the mean `value`.

    `variance` is that of one unit; None for a yes-or-no measure, whose arms then have value ·
    (1 - value) at each own value. At the number returned, an interval leaves 0 out with
    probability `aim.power` if arms differ by `aim.mde`: for one look as in J. Fleiss,
    "Statistical Methods for Rates and Proportions" (1981), section 3.2, with unpooled variance;
    for many looks by the width of `statistics.sequences` at that size, which leaves out that it
    may have been found before, so that it is a little on the safe side. Raises `BadQuestion` for
    a share that would rise above 1, and for more units than there ever are.
    """
    if variance is None and not value * (1 + aim.mde) < 1:
        raise BadQuestion(
            f"A rate of {value:.6g} can't rise by {aim.mde:.6g} (relative): it would be above 1.",
            hint=f"Give an mde below {1 / value - 1:.3g}.",
        )
    units = _units_per_arm(value, aim, variance, gate)
    if units > _MOST_UNITS:
        raise BadQuestion(
            f"This test needs more than {_MOST_UNITS:.0e} people in each arm.",
            hint="Plan for a larger difference (mde).",
        )
    return math.ceil(units)


def _units_per_arm(value: float, aim: Aim, variance: float | None, gate: MinimumData) -> float:
    """Return the units that each arm needs, infinite if that is more than `_MOST_UNITS`."""
    other = value * (1 + aim.mde)
    binomial = value * (1 - value) + other * (1 - other)
    spread = binomial if variance is None else 2 * variance
    per_unit = (value * aim.mde) ** 2 / spread
    alpha = aim.alpha / aim.comparisons
    power = NormalDist().inv_cdf(aim.power)
    if not aim.sequential:
        return math.ceil((NormalDist().inv_cdf(1 - alpha / 2) + power) ** 2 / per_unit)
    start = _start(value, gate, yes_or_no=variance is None)
    narrowest = narrowest_at(min(alpha, MOST_RISK)) if aim.horizon else None

    def excess(log_units: float) -> float:
        units = math.exp(log_units)
        grown = narrowest or units / start
        needed = float(width(np.array(grown), alpha)) + power
        return math.sqrt(units * per_unit) - needed

    first = math.log(start)
    if excess(first) >= 0:
        return math.ceil(start)
    if excess(math.log(_MOST_UNITS)) < 0:
        return math.inf
    return math.ceil(math.exp(brentq(excess, first, math.log(_MOST_UNITS), xtol=1e-12)))


def smallest_difference(
    value: float, units: float, aim: Aim, *, variance: float | None = None
) -> float | None:
    """Return the relative difference that `units` in each arm find, as sure as `aim` says.

    None where not even a doubling would be found. `aim.mde` does not matter; see `units_per_arm`
    for the rest.
    """
    most = 1.0 if variance is not None else min(1.0, 0.999 / value - 1)
    if most <= _LEAST_DIFFERENCE:
        return None

    def excess(mde: float) -> float:
        needed = _units_per_arm(value, replace(aim, mde=mde), variance, DEFAULT_MINIMUM)
        return min(needed, _MOST_UNITS) - units

    if excess(most) > 0:
        return None
    if excess(_LEAST_DIFFERENCE) <= 0:
        return _LEAST_DIFFERENCE
    return float(brentq(excess, _LEAST_DIFFERENCE, most, xtol=1e-5))


def _start(value: float, gate: MinimumData, *, yes_or_no: bool) -> float:
    """Return the units with which an arm passes the gate, by its mean."""
    if not yes_or_no:
        return float(max(gate.units, gate.events))
    return max(gate.units, gate.events / value, gate.events / (1 - value))
