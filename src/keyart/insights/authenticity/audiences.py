"""Assets that mislead, or are overlooked, with the people of one audience."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import norm

from keyart.insights.authenticity.drawing import towards
from keyart.insights.authenticity.judging import SIGNS, Axes, Bench, compared, judged
from keyart.insights.authenticity.record import Flags, others, recorded
from keyart.insights.authenticity.rows import Named, Rows
from keyart.insights.catalogue.units import coded
from keyart.insights.statistics.ratios import difference
from keyart.query import Access, Query
from keyart.query.engine import Floats, Ints
from keyart.query.model import AUDIENCE, model_of
from keyart.store import Snapshot


@dataclass(frozen=True, eq=False)
class Everybody:
    """All assets judged with everybody, and which of them are no yardstick for others."""

    rows: Rows
    group: Ints
    aside: Flags


def in_audiences(snapshot: Snapshot, access: Access, query: Query, everybody: Everybody) -> Rows:
    """Return each asset in each audience of `query`, which is by asset and audience.

    An asset is found with an audience if both its effects are there with these people, and it is
    more so with them than with all others.
    """
    # 1. What the people of each audience did, and all others.
    keys, record = recorded(snapshot, access, query)
    some = np.flatnonzero(pc.is_valid(keys.column(AUDIENCE)).to_numpy())
    keys, own = keys.take(pa.array(some)), record.at(some)
    whole = everybody.rows
    asset = pc.index_in(keys.column("asset"), value_set=whole.units.ids).to_numpy()
    code, audiences = coded(keys.column(AUDIENCE))
    group = everybody.group[asset] * max(len(audiences), 1) + code
    # 2. What the effects are with all others.
    aside = everybody.aside[asset]
    rest = whole.record.at(asset).without(own)
    others_of_rest = whole.judged.others.at(asset).without(others(own, group, ~aside))
    usual = compared(rest, others_of_rest, whole.rules)
    # 3. Each asset among its title's others, with these people only.
    bench = Bench(
        own,
        group,
        lambda axes: towards(axes, usual),
        whole.rules,
        _more_so(usual, whole.judged.found[:, asset]),
    )
    verdict, _ = judged(bench, aside)
    names = _names(snapshot, audiences.to_pylist())
    called: list[Named] = [names[number] for number in code.tolist()]
    return replace(whole, asset=asset, audience=called, record=own, judged=verdict)


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
