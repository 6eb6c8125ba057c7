"""Results of people's first exposures, by asset or title and stratum: place, time and age."""

from collections.abc import Hashable
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.measures import Distinct, Sum
from keyart.insights.catalogue.context import Context, attributed
from keyart.insights.catalogue.units import CatalogueUnits, Ints, Strings, coded, describe_units
from keyart.query import Access
from keyart.query.engine import Floats, Moments
from keyart.query.lookups import values_of
from keyart.query.memo import recent
from keyart.query.moments import MeasuredGroups, measure_moments
from keyart.query.planning.compile import compile, parts_of  # noqa: A004 - the design's word
from keyart.query.planning.model import Model, model_of
from keyart.query.units.first_exposures import (
    ExposureCounts,
    ExposureStrata,
    FirstExposures,
    UnitRatio,
    finest_exposures,
)
from keyart.store import Snapshot


class Level(StrEnum):
    """The unit to judge: assets or titles."""

    ASSET = "asset"
    TITLE = "title"


AGES = (7, 28)
"""Days since launch that divide the ages of a title: launch week, first month, later."""
AGE = "days_since_launch"
MARKETS = (("country", 1), ("region", 1), ("region", 7))
"""What defines a market, and days per group; the next choice if there are too many groups."""
MOST_ROWS = 6_000_000
"""With more rows, judging would take too long."""


@dataclass(frozen=True, eq=False)
class Figures:
    """What people did at their first exposure: a row for each unit and stratum.

    A profile counts once for each title and asset type: for the first asset it saw, with the place
    and time of that (`keyart.query.units.first_exposures`). `unit`, `placement`, `market`, `region`
    and `age` are codes of the rows, int64 [rows], with rows in order of `unit`. `moments` are those
    of the measure over first exposures, [rows].

    `whole` and `reach` are each unit's values in a query, [units], all exposures included.
    """

    units: CatalogueUnits
    unit: Ints
    placement: Ints
    placements: Strings
    """Names by code, like `markets`."""
    market: Ints
    markets: Strings
    """Countries, or regions if countries would be too many groups."""
    region: Ints
    age: Ints
    moments: Moments
    whole: Moments
    reach: Ints
    yes_or_no: bool
    """Whether the measure is a share, at most 1."""
    days: Ints | None = None
    """The day of each row, counted from 1970, UTC; None: all rows are of one day."""
    repeated: Floats | None = None
    """Impressions of the first exposures, [rows]; None: one each."""
    shown: Floats | None = None
    """Impressions of each unit, all exposures included, [units]; None: one for each profile."""

    @property
    def day(self) -> Ints:
        """The day of each row; the same day for all if unknown."""
        return np.zeros_like(self.unit) if self.days is None else self.days

    @property
    def frequency(self) -> Floats:
        """The average impressions per person of each unit, all exposures included, [units]."""
        reach = np.maximum(self.reach, 1).astype(np.float64)
        return np.ones_like(reach) if self.shown is None else self.shown / reach

    @property
    def impressions(self) -> Floats:
        """Impressions of the first exposures, [rows]."""
        return self.moments.n.astype(np.float64) if self.repeated is None else self.repeated

    @property
    def bytes(self) -> int:
        """The approximate memory of the figures."""
        return 120 * self.unit.size + 200 * self.units.count


def figures(snapshot: Snapshot, access: Access, context: Context, level: Level) -> Figures:
    """Return the figures of all assets or titles in `context`, computed once per version.

    Raises as `keyart.query.ask` does.
    """
    key = key_of(access, context, level)
    return recent(snapshot, key, lambda: _figures(snapshot, access, context, level), _bytes)


def key_of(access: Access, context: Context, level: Level) -> Hashable:
    """Return the key for stored figures: the same for everyone who may see the same rows."""
    return (Figures, level, context.key, repr(dict(access.where)))


def _bytes(made: Figures) -> int:
    return made.bytes


@dataclass(frozen=True, eq=False)
class _Exposures:
    """First exposures to assets and to titles, and the definition of markets in them."""

    market: str
    first: FirstExposures

    @property
    def bytes(self) -> int:
        rows = self.first.by_asset.unit.size + self.first.by_title.unit.size
        return 120 * rows


def _figures(snapshot: Snapshot, access: Access, context: Context, level: Level) -> Figures:
    # 1. Each unit as a whole: its metadata, and its values in a query.
    whole = _named(
        measure_moments(snapshot, access, context.query(level, further="impressions")), level
    )
    ids = whole.keys.column(level).combine_chunks()
    units = describe_units(snapshot, ids, of_assets=level is Level.ASSET)
    # 2. First exposures, by stratum.
    exposures = _exposures(snapshot, access, context)
    first = exposures.first
    of_assets = level is Level.ASSET
    counts, names = (first.by_asset, first.assets) if of_assets else (first.by_title, first.titles)
    # 3. In order of the units.
    place = pc.fill_null(pc.index_in(names, value_set=ids, skip_nulls=True), -1)
    unit = place.to_numpy().astype(np.int64)[counts.unit] if len(names) else counts.unit
    order = np.argsort(unit, kind="stable")
    order = order[unit[order] >= 0]
    placement, placements = _coded(first, counts, "placement", order)
    market, markets = _coded(first, counts, exposures.market, order)
    (moments,) = counts.moments
    return Figures(
        units=units,
        unit=unit[order],
        placement=placement,
        placements=placements,
        market=market,
        markets=markets,
        region=_regions(snapshot, exposures.market, markets)[market],
        age=counts.age[order],
        moments=_ordered(moments, order),
        whole=whole.moments[context.measure],
        reach=whole.sums["reach"].astype(np.int64),
        yes_or_no=getattr(model_of(snapshot).measures[context.measure], "upper", None) == 1,
        days=counts.day[order],
        repeated=counts.impressions[order],
        shown=whole.sums["impressions"],
    )


def _coded(
    first: FirstExposures, counts: ExposureCounts, name: str, order: Ints
) -> tuple[Ints, Strings]:
    """Return a dimension's codes by row, and its values by code."""
    return coded(first.values[name].take(pa.array(counts.codes[name][order])))


def _exposures(snapshot: Snapshot, access: Access, context: Context) -> _Exposures:
    """Return the first exposures of a context, computed once for both levels."""
    key = (_Exposures, context.key, repr(dict(access.where)))
    return recent(snapshot, key, lambda: _counted(snapshot, access, context), lambda e: e.bytes)


def _counted(snapshot: Snapshot, access: Access, context: Context) -> _Exposures:
    """Count first exposures by the narrowest markets and days that are not too many.

    Placements that never lead to a play do not count as exposures here: nothing could follow.
    """
    model = model_of(snapshot)
    plan = compile(model, access, attributed(snapshot, context).query())
    shares = [share_of(model, context.measure)]
    ages = () if AGE in context.where else AGES
    choices = [ExposureStrata(("placement", market), ages, days) for market, days in MARKETS]
    first, strata = finest_exposures(snapshot, plan, shares, choices, MOST_ROWS)
    return _Exposures(strata.dimensions[1], first)


def share_of(model: Model, measure: str) -> UnitRatio:
    """Return a rate of impressions as a ratio to add up over units."""
    ratio = model.measure(measure)
    parts = parts_of(model, ratio)  # type: ignore[arg-type]
    columns = [_column(part) for part in parts]
    y, x = (1 / getattr(part, "divisor", 1) for part in parts)
    return UnitRatio(
        numerator=columns[0],
        denominator=(columns[1],),
        of_people=(isinstance(parts[0], Distinct), isinstance(parts[1], Distinct)),
        y=y,
        x=x,
    )


def _column(part: Sum | Distinct) -> str:
    return part.guard if isinstance(part, Distinct) else part.column


def _named(groups: MeasuredGroups, level: Level) -> MeasuredGroups:
    """Return the groups with a known asset or title."""
    named = np.flatnonzero(pc.is_valid(groups.keys.column(level)).to_numpy())
    return MeasuredGroups(
        keys=groups.keys.take(pa.array(named)),
        moments={name: _ordered(column, named) for name, column in groups.moments.items()},
        sums={name: column[named] for name, column in groups.sums.items()},
    )


def _regions(snapshot: Snapshot, market: str, markets: Strings) -> Ints:
    """Return the code of the region of each market."""
    if market != MARKETS[0][0]:
        return np.arange(len(markets))
    return coded(values_of(snapshot, model_of(snapshot).axis("region"), markets))[0]


def _ordered(moments: Moments, order: Ints) -> Moments:
    """Return rows in some order."""
    return Moments(*(getattr(moments, f.name)[order] for f in fields(Moments)))
