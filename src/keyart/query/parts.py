"""What each group of profiles has of a sum, beside all that these profiles have of it.

A share Σy / Σx of sums over profiles, y being a part of x, varies with Σyy, Σxy and Σxx. Answers
have none of these: y is of a group's rows, x of all rows of the same profiles.
"""

from dataclasses import dataclass, replace
from typing import Protocol, cast

import numpy as np
import pyarrow as pa

from keyart.core.measures import Sum
from keyart.query.access import Access
from keyart.query.compile import compile, term_of  # noqa: A004 - the design's word
from keyart.query.engine import Engine, Floats
from keyart.query.grid import places_of
from keyart.query.model import model_of
from keyart.query.plan import FamilyPlan, Moment, Plan, SumTerm, Tally
from keyart.query.question import Query
from keyart.query.router import engine
from keyart.store import Snapshot


class _Crossing(Engine, Protocol):
    """An engine that can multiply rows by what their profiles have."""

    def crossed(
        self, snapshot: Snapshot, plan: Plan, family: FamilyPlan, weights: Floats
    ) -> tuple[dict[str, pa.Array], Floats]: ...


@dataclass(frozen=True, eq=False)
class Parts:
    """Sums over the profiles of each group, in stored units: [groups], in no particular order.

    `keys` has a row for each group and the columns of `by`. `y` is a profile's sum over the rows
    of the group, `x` over all rows that may be seen.
    """

    keys: pa.Table
    y: Floats
    yy: Floats
    xy: Floats


def parts(snapshot: Snapshot, access: Access, query: Query) -> Parts:
    """Return the parts of the groups of `query`, which asks for one sum of viewing.

    Raises as `keyart.query.ask` does.
    """
    plan = compile(model_of(snapshot), access, query)
    (name,) = query.measures
    measure = model_of(snapshot).measure(name)
    assert isinstance(measure, Sum)
    term = term_of(measure)
    assert isinstance(term, SumTerm)
    square = Moment(term, term)
    family = FamilyPlan(measure.family, (term,), (), (square,))
    native = cast(_Crossing, engine("native"))
    groups = native.answer(snapshot, replace(plan, totals=False), family).groups
    whole = native.tally(snapshot, Tally(measure.family, term.column, plan.filters))
    keys, crossed = native.crossed(snapshot, plan, family, whole.astype(np.float64))
    own = pa.table(dict(groups.keys))
    xy = np.zeros(groups.size)
    xy[places_of(pa.table(keys).select(own.column_names), own)] = crossed
    return Parts(
        keys=own,
        y=groups.sums[term].astype(np.float64),
        yy=groups.moments[square].yy,
        xy=xy,
    )
