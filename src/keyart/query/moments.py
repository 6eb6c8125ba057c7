"""Groups with the moments of their measures, which statistics needs and answers do not show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa

from keyart.core.errors import BadQuestion
from keyart.core.measures import Ratio, Sum
from keyart.query.access import Access
from keyart.query.engine import Floats, Groups, Moments
from keyart.query.memo import recent
from keyart.query.planning.compile import compile, moment_of, parts_of, term_of  # noqa: A004
from keyart.query.planning.model import Model, model_of
from keyart.query.planning.plan import ABOUT, DistinctTerm, FamilyPlan, Plan, SumTerm, Tally
from keyart.query.request import Query
from keyart.query.router import engine, route
from keyart.query.split import Split, SplitAnswer
from keyart.store import Snapshot

if TYPE_CHECKING:
    from keyart.query.native.engine import NativeEngine


@dataclass(frozen=True, eq=False)
class MeasuredGroups:
    """The groups of one query, in no particular order.

    `keys` has a row for each group and the columns of `Query.by` in order, then `time` (µs since
    1970) with a grain. `moments` has, for each ratio of the query, its moments over profiles in
    the measure's own unit: Σy / Σx is the measure. `sums` has the other measures, float64
    [groups].
    """

    keys: pa.Table
    moments: Mapping[str, Moments]
    sums: Mapping[str, Floats]


def measure_moments(
    snapshot: Snapshot, access: Access, query: Query, further: Sequence[Ratio] = ()
) -> MeasuredGroups:
    """Return the groups of `query` with the moments of its measures.

    The query may also name `further` ratios of the store's measures. All measures must be of one
    family; order, limit and the like are ignored. Raises as `keyart.query.ask` does, and
    `BadQuestion` if measures are of both families.
    """
    model = model_of(snapshot)
    ratios_by_name = {ratio.name: ratio for ratio in further}
    model = replace(model, measures={**model.measures, **ratios_by_name})
    plan = replace(compile(model, access, replace(query, intervals=True)), totals=False)
    if len(plan.families) != 1:
        raise BadQuestion(
            "Measures of impressions and of viewing cannot be judged together.",
            hint="Ask for them separately.",
        )
    (family,) = plan.families
    groups = route(query).engine.answer(snapshot, plan, family).groups
    ratios = [name for name in query.measures if isinstance(model.measure(name), Ratio)]
    return MeasuredGroups(
        keys=pa.table(dict(groups.keys)),
        moments={name: _moments(model, name, groups) for name in ratios},
        sums={n: _sums(model, n, groups) for n in query.measures if n not in ratios},
    )


def _moments(model: Model, name: str, groups: Groups) -> Moments:
    ratio = model.measures[name]
    assert isinstance(ratio, Ratio)
    moment = moment_of(model, ratio)
    numerator, denominator = parts_of(model, ratio)
    if moment is None:
        return _count_moments(groups, term_of(numerator), term_of(denominator))
    m = groups.moments[moment]
    y, x = (1 / getattr(part, "divisor", 1) for part in (numerator, denominator))
    return Moments(m.n, m.x * x, m.y * y, m.xx * x * x, m.yy * y * y, m.xy * x * y)


def _count_moments(
    groups: Groups, takes: SumTerm | DistinctTerm, of: SumTerm | DistinctTerm
) -> Moments:
    """Return the moments of a share of profiles, where every y and x is 0 or 1."""
    assert isinstance(takes, DistinctTerm)
    assert isinstance(of, DistinctTerm)
    n = groups.distincts[of]
    x = n.astype(np.float64)
    y = groups.distincts[takes].astype(np.float64)
    return Moments(n, x, y, x, y, y)


def _sums(model: Model, name: str, groups: Groups) -> Floats:
    measure = model.measures[name]
    assert not isinstance(measure, Ratio)
    term = term_of(measure)
    values = groups.distincts[term] if isinstance(term, DistinctTerm) else groups.sums[term]
    return values.astype(np.float64) / getattr(measure, "divisor", 1)


@dataclass(frozen=True, eq=False)
class GroupParts:
    """Sums over the profiles of each group, in stored units: [groups], in no particular order.

    `keys` has a row for each group with anything to add, and the columns of `by`. `y` is a
    profile's sum over the rows of the group, `x` over all rows that may be seen; `people` are
    counted as `active_profiles` or `reach` does.
    """

    keys: pa.Table
    y: Floats
    yy: Floats
    xy: Floats
    people: Floats


def measure_parts(snapshot: Snapshot, access: Access, query: Query) -> GroupParts:
    """Return the parts of the groups of `query`, which asks for one sum of viewing.

    Raises as `keyart.query.ask` does.
    """
    plan, family, term = _sum_of_viewing(snapshot, access, query)
    native = cast("NativeEngine", engine("native"))
    whole = Tally(family.family, term.column, plan.filters, plan.first_slot, plan.last_slot)
    keys, parts = native.parts(snapshot, plan, family, _by_profile(snapshot, whole))
    return GroupParts(keys, *parts)


def measure_split(snapshot: Snapshot, access: Access, query: Query, how: Split) -> SplitAnswer:
    """Return the one sum of viewing that `query` asks for, split in one pass.

    `query` says which rows count, not their groups. Raises as `keyart.query.ask` does.
    """
    plan, family, _ = _sum_of_viewing(snapshot, access, query)
    return cast("NativeEngine", engine("native")).split(snapshot, plan, family, how)


def _sum_of_viewing(
    snapshot: Snapshot, access: Access, query: Query
) -> tuple[Plan, FamilyPlan, SumTerm]:
    """Return the plan of a query for one sum, with the sum and who counts as people."""
    plan = compile(model_of(snapshot), access, query)
    (name,) = query.measures
    measure = model_of(snapshot).measure(name)
    assert isinstance(measure, Sum)
    term = term_of(measure)
    assert isinstance(term, SumTerm)
    people = DistinctTerm(ABOUT[measure.family][0])
    return plan, FamilyPlan(measure.family, (term,), (people,), ()), term


def _by_profile(snapshot: Snapshot, tally: Tally) -> Floats:
    """Return each profile's total, kept a while: several queries have the same filters and days."""
    native = cast("NativeEngine", engine("native"))
    return recent(
        snapshot,
        ("by profile", tally),
        lambda: native.tally(snapshot, tally).astype(np.float64),
        lambda made: made.nbytes,
    )
