"""Add up impressions that no play is linked to, with a separate query for those rows."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from keyart.query.engine import EngineAnswer, Groups
from keyart.query.output.grid import key_table, places_of
from keyart.query.planning.plan import FamilyPlan, Plan
from keyart.query.planning.unlinked import IMPRESSIONS, UNLINKED


def with_unlinked(
    answer: Callable[[Plan, FamilyPlan], EngineAnswer], plan: Plan, family: FamilyPlan
) -> EngineAnswer:
    """Answer as `answer` does, which need not support `UNLINKED`: query those rows separately."""
    if UNLINKED not in family.sums:
        return answer(plan, family)
    whole = answer(plan, replace(family, sums=tuple(t for t in family.sums if t != UNLINKED)))
    only = FamilyPlan(family.family, (IMPRESSIONS,), (), ())
    parts = [
        answer(replace(plan, filters=(*plan.filters, *filters)), only) for filters in plan.unlinked
    ]
    return replace(
        whole,
        groups=_with_sums(plan, whole.groups, [part.groups for part in parts]),
        totals=_with_sums(plan, whole.totals, [part.totals for part in parts]),
    )


def _with_sums(plan: Plan, groups: Groups, parts: Iterable[Groups]) -> Groups:
    """Return `groups` with their sums from `parts`; a part has no row for an empty group."""
    sums, keys = np.zeros(groups.size, np.int64), _keys(plan, groups)
    for part in parts:
        if not part.size:
            continue
        at = places_of(_keys(plan, part), keys)
        sums[at] += part.sums[IMPRESSIONS].astype(np.int64)
    return replace(groups, sums={**groups.sums, UNLINKED: sums})


def _keys(plan: Plan, groups: Groups) -> pa.Table:
    return key_table(plan, groups) if groups.keys else pa.table({})
