"""Assets that mislead, or are overlooked, with the people of one audience."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import norm

from keyart.insights.authenticity.drawing import towards
from keyart.insights.authenticity.first import all_others
from keyart.insights.authenticity.judging import SIGNS, Axes, Bench, compared, judged
from keyart.insights.authenticity.met import met
from keyart.insights.authenticity.record import Flags
from keyart.insights.authenticity.rows import Named, Rows
from keyart.insights.authenticity.unlike import unlike
from keyart.insights.catalogue.context import Context
from keyart.insights.statistics.ratios import difference
from keyart.query import Access, Query
from keyart.query.engine import Floats, Ints
from keyart.query.planning.model import model_of
from keyart.store import Snapshot


@dataclass(frozen=True, eq=False)
class Everybody:
    """All assets judged with everybody, and which of them are no yardstick for others."""

    rows: Rows
    group: Ints
    aside: Flags
    context: Context
    """Of the impressions that count."""


def in_audiences(snapshot: Snapshot, access: Access, query: Query, everybody: Everybody) -> Rows:
    """Return each asset in each audience of `query`, which is by asset and audience.

    An asset is found with an audience if both its effects are there with these people, and it is
    more so with them than with all others.
    """
    # 1. What the people of each audience did, and all others.
    found = met(snapshot, access, query)
    of_all = everybody.context.query("asset", further="impressions")
    everyone = met(snapshot, access, of_all, found.days_each)
    own = found.days.whole(found.asset.size)
    whole = everybody.rows
    ids = found.assets.take(pa.array(found.asset))
    asset = pc.index_in(ids, value_set=whole.units.ids).to_numpy().astype(np.int64)
    group = everybody.group[asset] * max(len(found.audiences), 1) + found.audience
    # 2. What the effects are with all others.
    aside = everybody.aside[asset]
    rest = all_others(everyone.days, found.days, asset).sides(group, ~aside)
    usual = compared(*rest.weighted, whole.rules, rest.counted)
    # 3. Each asset among its title's others, with these people only.
    bench = Bench(
        own,
        group,
        lambda axes: towards(axes, usual),
        whole.rules,
        _more_so(usual, whole.judged.found[:, asset]),
        found.days,
    )
    verdict, _ = judged(bench, aside)
    names = _names(snapshot, found.audiences.to_pylist())
    called: list[Named] = [names[number] for number in found.audience.tolist()]
    return replace(
        whole,
        asset=asset,
        audience=called,
        record=own,
        judged=verdict,
        unlike=unlike(found, group),
    )


def _more_so(usual: Axes, known: Flags) -> Callable[[Axes], Floats]:
    """Return what gives p-values, [kinds, rows], that one effect or the other is larger here.

    Both may be: twice the smaller p (Bonferroni). What is found with everybody is no news.
    """

    def p_values(axes: Axes) -> Floats:
        differing = Axes(
            difference(axes.winning, usual.winning), difference(axes.keeping, usual.keeping)
        )
        first, second = differing.z
        larger = [np.maximum(a * first, b * second) for a, b in SIGNS.values()]
        there = np.isfinite(first + second)
        p = np.where(there, np.minimum(2 * norm.sf(np.stack(larger)), 1.0), np.nan)
        return np.where(known & there, 1.0, p)

    return p_values


def _names(snapshot: Snapshot, audiences: Sequence[str]) -> list[Named]:
    called: Mapping[str, str] = {} if snapshot.fit is None else snapshot.fit.names
    known = model_of(snapshot).names
    return [(name, called.get(name) or known.audience(name).label) for name in audiences]
