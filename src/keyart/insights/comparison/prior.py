"""How much arms usually differ: what is known of a comparison before it has data."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.insights.comparison.scope import EXPLORE, WATCH_TIME_SHARE, WATCHED, Scope
from keyart.insights.statistics.best import between_arms
from keyart.insights.statistics.ratios import Estimate, ratio
from keyart.query import Access, Query
from keyart.query.memo import memo
from keyart.query.moments import measure_moments
from keyart.store import Snapshot

USUAL_BETWEEN = 0.02
"""The variance of the log rates of a title's assets where a store cannot tell: they differ by
some 14%."""

LEAST_TITLES = 10
LEAST_PEOPLE = 200


def usual_between(snapshot: Snapshot, access: Access, scope: Scope) -> float:
    """Return the variance of log rates between assets of one kind and title, by all titles.

    Empirical Bayes over the store; `USUAL_BETWEEN` where fewer than `LEAST_TITLES` can tell.
    """
    name = scope.measures[0].name
    measure = WATCHED if name == WATCH_TIME_SHARE else name
    kind = _kind(snapshot, scope.arms.assets[0])
    key = ("usual between", measure, kind, scope.explore_only, str(access))
    return memo(snapshot, key, lambda: _between(snapshot, access, measure, kind, scope))


def _kind(snapshot: Snapshot, asset: str) -> str | None:
    row = snapshot.assets.filter(pc.equal(snapshot.assets.column("asset_id"), pa.scalar(asset)))
    return row.column("asset_type")[0].as_py() if row.num_rows else None


def _between(
    snapshot: Snapshot, access: Access, measure: str, kind: str | None, scope: Scope
) -> float:
    where: dict[str, object] = {"asset_type": [kind]}
    if scope.explore_only:
        where["phase"] = [EXPLORE]
    found = measure_moments(snapshot, access, Query((measure,), by=("title", "asset"), where=where))
    moments = found.moments[measure]
    enough = np.flatnonzero((moments.n >= LEAST_PEOPLE) & (moments.y > 0))
    rates = ratio(moments)[enough]
    titles = found.keys.column("title").to_pylist()
    table = _by_title([titles[at] for at in enough], rates)
    if table.value.shape[0] < LEAST_TITLES:
        return USUAL_BETWEEN
    return between_arms(table)


def _by_title(titles: Sequence[str | None], rates: Estimate) -> Estimate:
    """Return rates as [titles, arms], nan where a title has fewer arms; titles of one are left."""
    _, title = np.unique(np.array([title or "" for title in titles], object), return_inverse=True)
    order = np.argsort(title, kind="stable")
    counts = np.bincount(title) if title.size else np.zeros(0, np.int64)
    place = np.arange(title.size) - np.repeat(np.cumsum(counts) - counts, counts)
    shape = (counts.size, int(counts.max(initial=1)))
    table = Estimate(np.full(shape, np.nan), np.full(shape, np.nan))
    table.value[title[order], place] = rates.value[order]
    table.variance[title[order], place] = rates.variance[order]
    return table[counts > 1]
