"""Aggregates of all assets, or all titles, by stratum: placement × market × age of the title."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import TooManyGroups
from keyart.insights.catalogue.context import Context
from keyart.insights.catalogue.units import Ints, Strings, Units, coded, units
from keyart.query import Access
from keyart.query.engine import Moments
from keyart.query.lookups import values_of
from keyart.query.memo import recent
from keyart.query.model import model_of
from keyart.query.moments import Measured, measured
from keyart.store import Snapshot


class Level(StrEnum):
    """What is judged."""

    ASSET = "asset"
    TITLE = "title"


AGES = (7, 28)
"""Days since launch that part the ages of a title: launch week, first month, later."""
AGE = "days_since_launch"
MARKETS = ("country", "region")
"""What markets are; the second where the first would be too many groups."""


@dataclass(frozen=True, eq=False)
class Figures:
    """What each unit got: a row for each unit and stratum in which it was shown.

    `unit`, `placement`, `market`, `region` and `age` are codes of the rows, int64 [rows], rows in
    order of `unit`. `moments` are those of the measure over profiles, [rows]. `whole` has the
    moments of each unit over all its strata, [units], where a profile counts once, and `reach`
    its profiles, int64 [units].
    """

    units: Units
    unit: Ints
    placement: Ints
    placements: Strings
    """Names by code, as `markets` are."""
    market: Ints
    markets: Strings
    """Countries; regions where countries would be too many groups."""
    region: Ints
    age: Ints
    moments: Moments
    whole: Moments
    reach: Ints
    yes_or_no: bool
    """Whether the measure is a share, at most 1."""

    @property
    def bytes(self) -> int:
        """About how much memory the figures take."""
        return 100 * self.unit.size + 200 * self.units.count


def figures(snapshot: Snapshot, access: Access, context: Context, level: Level) -> Figures:
    """Return the figures of all assets or titles in `context`, worked out once for a version.

    Raises as `keyart.query.ask` does.
    """
    key = key_of(access, context, level)
    return recent(snapshot, key, lambda: _figures(snapshot, access, context, level), _bytes)


def key_of(access: Access, context: Context, level: Level) -> Hashable:
    """Return what figures are kept by: the same for all who may see the same rows."""
    return (Figures, level, context.key, repr(dict(access.where)))


def _bytes(made: Figures) -> int:
    return made.bytes


def _figures(snapshot: Snapshot, access: Access, context: Context, level: Level) -> Figures:
    # 1. Each unit as a whole: who it is, and what a query says of it.
    whole = _named(measured(snapshot, access, context.query(level)), level)
    known = units(
        snapshot, whole.keys.column(level).combine_chunks(), of_assets=level is Level.ASSET
    )
    # 2. Its strata: a question for each age of the title.
    market, parts = _parts(snapshot, access, context, level)
    strata = pa.concat_tables([part.keys for part in parts])
    unit = pc.index_in(strata.column(level), value_set=known.ids).to_numpy().astype(np.int64)
    order = np.argsort(unit, kind="stable")
    # 3. Side by side, in order of the units.
    placement, placements = coded(strata.column("placement"))
    code, markets = coded(strata.column(market))
    sizes = [part.keys.num_rows for part in parts]
    measure = model_of(snapshot).measures[context.measure]
    return Figures(
        units=known,
        unit=unit[order],
        placement=placement[order],
        placements=placements,
        market=code[order],
        markets=markets,
        region=_regions(snapshot, market, markets)[code][order],
        age=np.repeat(np.arange(len(parts)), sizes)[order],
        moments=_ordered([part.moments[context.measure] for part in parts], order),
        whole=whole.moments[context.measure],
        reach=whole.sums["reach"].astype(np.int64),
        yes_or_no=getattr(measure, "upper", None) == 1,
    )


def _parts(
    snapshot: Snapshot, access: Access, context: Context, level: Level
) -> tuple[str, list[Measured]]:
    """Return (what markets are, the strata of each age): the narrowest that fit into memory."""
    for market in MARKETS:
        queries = [context.query(level, "placement", market, **span) for span in _spans(context)]
        try:
            return market, [_named(measured(snapshot, access, q), level) for q in queries]
        except TooManyGroups:
            if market == MARKETS[-1]:
                raise
    raise AssertionError(MARKETS)


def _named(found: Measured, level: Level) -> Measured:
    """Return the groups whose asset, or title, is known."""
    known = np.flatnonzero(pc.is_valid(found.keys.column(level)).to_numpy())
    return Measured(
        keys=found.keys.take(pa.array(known)),
        moments={name: _ordered([one], known) for name, one in found.moments.items()},
        sums={name: one[known] for name, one in found.sums.items()},
    )


def _spans(context: Context) -> list[dict[str, Any]]:
    """Return the condition that makes each age; the last one: titles without a launch.

    Where the context says which days since launch count, they are one age.
    """
    if AGE in context.where:
        return [{}]
    spans = [
        {side: day for side, day in (("from", low), ("to", high)) if day is not None}
        for low, high in pairwise([None, *AGES, None])
    ]
    return [{AGE: span} for span in [*spans, None]]


def _regions(snapshot: Snapshot, market: str, markets: Strings) -> Ints:
    """Return the code of the region of each market."""
    if market != MARKETS[0]:
        return np.arange(len(markets))
    return coded(values_of(snapshot, model_of(snapshot).axis("region"), markets))[0]


def _ordered(parts: Sequence[Moments], order: Ints) -> Moments:
    """Return rows of all parts, in some order."""
    joined = (
        np.concatenate([getattr(part, f.name) for part in parts])[order] for f in fields(Moments)
    )
    return Moments(*joined)
