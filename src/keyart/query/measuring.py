"""From what an engine added up to the values of measures: divisors, ratios, nulls, intervals."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.measures import Distinct, Measure, Ratio, Sum
from keyart.query.compile import moment_of, parts_of
from keyart.query.engine import Groups, Numbers
from keyart.query.intervals import Bounds, delta, wilson
from keyart.query.model import Model
from keyart.query.plan import DistinctTerm, SumTerm


@dataclass(frozen=True)
class _Column:
    """Values per group, and which of them there are; the others are null."""

    values: Numbers
    valid: npt.NDArray[np.bool_]

    def to_arrow(self) -> pa.Array:
        return pa.array(self.values, mask=~self.valid)


def measure_values(model: Model, measure: Measure, groups: Groups) -> pa.Array:
    """Return the value of `measure` for each group: int64 for whole counts, else float64."""
    return _column(model, measure, groups).to_arrow()


def interval(
    model: Model, measure: Measure, groups: Groups, level: float
) -> tuple[pa.Array, pa.Array] | None:
    """Return (low, high) of a ratio for each group, float64; None if `measure` is no ratio."""
    if not isinstance(measure, Ratio):
        return None
    low, high, valid = _bounds(model, measure, groups, level)
    return _Column(low, valid).to_arrow(), _Column(high, valid).to_arrow()


def _column(model: Model, measure: Measure, groups: Groups) -> _Column:
    match measure:
        case Distinct():
            return _Column(groups.distincts[DistinctTerm(measure.guard)], _all(groups))
        case Sum():
            return _sum(measure, groups)
        case Ratio():
            parts = (_column(model, part, groups) for part in parts_of(model, measure))
            return _ratio(*parts)


def _all(groups: Groups) -> npt.NDArray[np.bool_]:
    return np.ones(groups.size, np.bool_)


def _sum(measure: Sum, groups: Groups) -> _Column:
    values = groups.sums[SumTerm(measure.column, measure.per_runtime)]
    valid = _all(groups)
    if measure.unless_zero is not None:
        valid = groups.sums[SumTerm(measure.unless_zero)] != 0
    return _Column(values if measure.divisor == 1 else values / measure.divisor, valid)


def _ratio(numerator: _Column, denominator: _Column) -> _Column:
    valid = numerator.valid & denominator.valid & (denominator.values != 0)
    divisors = np.where(valid, denominator.values, 1)
    return _Column(numerator.values / divisors, valid)


def _bounds(model: Model, ratio: Ratio, groups: Groups, level: float) -> Bounds:
    numerator, denominator = parts_of(model, ratio)
    moment = moment_of(model, ratio)
    if moment is None:
        counts = [_column(model, part, groups).values for part in (numerator, denominator)]
        return wilson(counts[0].astype(np.int64), counts[1].astype(np.int64), level)
    scale = _divisor(denominator) / _divisor(numerator)
    lower = None if any(isinstance(p, Sum) and p.signed for p in (numerator, denominator)) else 0.0
    upper = None if ratio.upper is None else ratio.upper / scale
    low, high, valid = delta(groups.moments[moment], level, lower, upper)
    return low * scale, high * scale, valid


def _divisor(part: Sum | Distinct) -> int:
    return part.divisor if isinstance(part, Sum) else 1
