"""Guardrails: what must not get worse for a winner to be one."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from keyart.insights.comparison.estimates import Path, Sureness, path_of, rates_of, starts_of
from keyart.insights.comparison.result import Basis, Guardrail, GuardrailState, Interval, relative
from keyart.insights.comparison.scope import Scope
from keyart.insights.statistics.gate import Gate
from keyart.insights.statistics.ratios import Estimate, pick
from keyart.query.engine import Moments
from keyart.query.units import TrialCounts

Number = TypeVar("Number", np.int64, np.float64)

GUARD_MARGIN = 0.1
"""A guardrail may be worse by this much, relative to the other arms."""

GUARD_GATE = Gate(units=100, events=30)
"""Fewer plays than takes are to be had, and a guardrail stops nobody by itself."""

_ARM_TO_OTHERS = ((0, 1),)


def paths_of(scope: Scope, counted: TrialCounts, basis: Basis) -> tuple[Path, ...]:
    """Return the paths of the guardrails: weighted by propensity if the verdict is, else raw."""
    first = len(scope.measures) if basis is Basis.WEIGHTED else 0
    return tuple(
        path_of(measure, pick(counted.by_day, first + at), GUARD_GATE, scope.horizon)
        for at, measure in enumerate(scope.measures)
        if at
    )


def guarded(path: Path, arm: int, sureness: Sureness, rate: Interval) -> Guardrail:
    """Return how an arm stands on a guardrail, against all other arms together.

    `rate` is its own.

    Non-inferiority with a margin: held where the interval leaves out all that is worse by more;
    failed where it leaves out 0, and the rate is worse by more than the margin.
    """
    two = _two(path, arm)
    log = rates_of(two.last, path.measure, _ARM_TO_OTHERS).log_ratio[0]
    start = starts_of(two, _ARM_TO_OTHERS).log_ratio[0]
    low, high = sureness.bounds(log, start)
    ratio = relative(float(log.value), float(low), float(high))
    state = _state(log, float(low), float(high), path)
    return Guardrail(path.measure.name, state, ratio, rate, GUARD_MARGIN)


def _state(log: Estimate, low: float, high: float, path: Path) -> GuardrailState:
    """Return the state; with `lower_is_better` the log ratio counts the other way round."""
    value = float(log.value)
    if path.measure.lower_is_better:
        value, low, high = -value, -high, -low
    least = float(np.log1p(-GUARD_MARGIN))
    if low > least:
        return GuardrailState.HELD
    return GuardrailState.FAILED if high < 0 and value < least else GuardrailState.UNSURE


def _two(path: Path, arm: int) -> Path:
    """Return the path of an arm and of all others together: [days, 2]."""

    def both(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
        own = values[:, arm]
        return np.stack([own, values.sum(axis=1) - own], axis=1)

    of = path.moments
    sums = (both(part) for part in (of.x, of.y, of.xx, of.yy, of.xy))
    return Path(path.measure, Moments(both(of.n), *sums), path.gate, path.horizon)
