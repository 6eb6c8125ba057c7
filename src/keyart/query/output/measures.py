"""The values of measures, computed from an engine's sums: divisors, ratios, nulls, intervals."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.measures import Distinct, Measure, Ratio, Sum
from keyart.query.engine import Groups, Numbers
from keyart.query.intervals import Bounds, delta, wilson
from keyart.query.planning.compile import moment_of, parts_of, people_term, term_of
from keyart.query.planning.model import Model
from keyart.query.planning.plan import SumTerm, Term
from keyart.query.planning.unlinked import is_rate_of_plays, is_unlinked

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class MeasureColumn:
    """Values per group, and which of them are valid (None: all); the others are null."""

    values: Numbers
    valid: Flags | None = None

    def to_arrow(self) -> pa.Array:
        """Return the values as an array: int64 for counts, else float64."""
        if self.valid is None or self.valid.all():
            return pa.array(self.values)
        return pa.array(self.values, mask=~self.valid)

    def of_one(self) -> float | None:
        """Return the value of the only group."""
        return None if self.valid is not None and not self.valid[0] else self.values[0].item()


def measure_values(model: Model, measure: Measure, groups: Groups) -> MeasureColumn:
    """Return the value of `measure` for each group."""
    match measure:
        case Distinct():
            return _distinct(groups, term_of(measure))
        case Sum():
            return _sum(measure, groups)
        case Ratio():
            parts = (measure_values(model, part, groups) for part in parts_of(model, measure))
            ratio = _ratio(*parts)
            return MeasureColumn(ratio.values, _drop_unlinked(model, measure, groups, ratio.valid))


def interval(
    model: Model, measure: Measure, groups: Groups, level: float
) -> tuple[MeasureColumn, MeasureColumn] | None:
    """Return (low, high) of a ratio for each group; None if `measure` is not a ratio."""
    if not isinstance(measure, Ratio):
        return None
    low, high, valid = _bounds(model, measure, groups, level)
    valid = _drop_unlinked(model, measure, groups, valid)
    return MeasureColumn(low, valid), MeasureColumn(high, valid)


def _drop_unlinked(model: Model, ratio: Ratio, groups: Groups, valid: Flags | None) -> Flags | None:
    """Return `valid` without the groups in which no play is linked to an impression."""
    unlinked = is_unlinked(groups)
    if unlinked is None or not is_rate_of_plays(model.measures, ratio.name):
        return valid
    return ~unlinked if valid is None else valid & ~unlinked


def _distinct(groups: Groups, term: Term) -> MeasureColumn:
    """Return a count; null where it is of so few people that they are hidden."""
    values, people = groups.value(term), people_term(term)
    if people is None or people not in groups.distincts:
        return MeasureColumn(values)
    return MeasureColumn(values, (groups.distincts[people] > 0) | (values == 0))


def _sum(measure: Sum, groups: Groups) -> MeasureColumn:
    values = groups.sums[SumTerm(measure.column, measure.per_runtime)]
    valid = None
    if measure.unless_zero is not None:
        valid = groups.sums[SumTerm(measure.unless_zero)] != 0
    return MeasureColumn(values if measure.divisor == 1 else values / measure.divisor, valid)


def _ratio(numerator: MeasureColumn, denominator: MeasureColumn) -> MeasureColumn:
    valid = denominator.values != 0
    for part in (numerator, denominator):
        valid = valid if part.valid is None else valid & part.valid
    divisors = np.where(valid, denominator.values, 1)
    return MeasureColumn(numerator.values / divisors, valid)


def _bounds(model: Model, ratio: Ratio, groups: Groups, level: float) -> Bounds:
    numerator, denominator = parts_of(model, ratio)
    moment = moment_of(model, ratio)
    if moment is None:
        counts = [measure_values(model, part, groups).values for part in (numerator, denominator)]
        return wilson(counts[0].astype(np.int64), counts[1].astype(np.int64), level)
    scale = _divisor(denominator) / _divisor(numerator)
    lower = None if any(isinstance(p, Sum) and p.signed for p in (numerator, denominator)) else 0.0
    upper = None if ratio.upper is None else ratio.upper / scale
    low, high, valid = delta(groups.moments[moment], level, lower, upper)
    return low * scale, high * scale, valid


def _divisor(part: Sum | Distinct) -> int:
    return part.divisor if isinstance(part, Sum) else 1
