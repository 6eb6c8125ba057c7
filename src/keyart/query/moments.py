"""Groups with the moments of their measures: what statistics needs and a finished answer hides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from keyart.core.errors import BadQuestion
from keyart.core.measures import Ratio
from keyart.query.access import Access
from keyart.query.compile import compile, moment_of, parts_of, term_of  # noqa: A004
from keyart.query.engine import Floats, Groups, Moments
from keyart.query.model import Model, model_of
from keyart.query.plan import DistinctTerm, SumTerm
from keyart.query.question import Query
from keyart.query.router import route
from keyart.store import Snapshot


@dataclass(frozen=True, eq=False)
class Measured:
    """Groups of one question.

    `keys` has a row for each group and the columns of `Query.by` in order, then `time` (µs since
    1970) with a grain; in no particular order. `moments` has for each ratio asked for its moments
    over profiles, in the measure's own unit: Σy / Σx is the measure. `sums` has the other
    measures, float64 [groups].
    """

    keys: pa.Table
    moments: Mapping[str, Moments]
    sums: Mapping[str, Floats]


def measured(
    snapshot: Snapshot, access: Access, query: Query, further: Sequence[Ratio] = ()
) -> Measured:
    """Return the groups of `query` with the moments of the measures that it asks for.

    It may ask for `further` ratios, too, of measures that the store has. All must be of one
    family; order, limit and the like do not matter here. Raises as `keyart.query.ask` does, and
    `BadQuestion` where measures are of both families.
    """
    known = model_of(snapshot)
    model = replace(known, measures={**known.measures, **{one.name: one for one in further}})
    plan = replace(compile(model, access, replace(query, intervals=True)), totals=False)
    if len(plan.families) != 1:
        raise BadQuestion(
            "Measures of impressions and of viewing cannot be judged together.",
            hint="Ask for them one after the other.",
        )
    (family,) = plan.families
    groups = route(query).engine.answer(snapshot, plan, family).groups
    ratios = [name for name in query.measures if isinstance(model.measure(name), Ratio)]
    return Measured(
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
        return _of_counts(groups, term_of(numerator), term_of(denominator))
    m = groups.moments[moment]
    y, x = (1 / getattr(part, "divisor", 1) for part in (numerator, denominator))
    return Moments(m.n, m.x * x, m.y * y, m.xx * x * x, m.yy * y * y, m.xy * x * y)


def _of_counts(
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
