"""What everyone, and each audience, did with the assets of some titles.

People count by their first exposure to an asset of a title and type, and each week has the same
weight for all of its assets: neither how often nor when an asset was shown makes it a favourite.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.insights.authenticity.exposures import AssetExposures, count_exposures
from keyart.insights.authenticity.judgement import compare_records, sign_of_effect
from keyart.insights.authenticity.record import DailyRecord
from keyart.insights.authenticity.result import AuthenticityRules
from keyart.insights.catalogue.context import Context
from keyart.insights.catalogue.units import CatalogueUnits, describe_units
from keyart.insights.favourites.judgement import AudienceMoments
from keyart.insights.statistics.ratios import pick
from keyart.query import Access, ask
from keyart.query.engine import Floats, Ints, Moments
from keyart.query.planning.model import AUDIENCE
from keyart.store import Snapshot

AFFINITIES = f"{AUDIENCE}:affinity"

WEEK = 7
"""Days per group: on single days some of many assets are missing, and those days would be lost."""


@dataclass(frozen=True, eq=False)
class AssetGroup:
    """The assets of one title and type: `arms` are their places among the units."""

    arms: Ints
    people: AudienceMoments


@dataclass(frozen=True, eq=False)
class ShownAssets:
    """All assets that count: `whole` by asset, `inside` by asset and audience.

    `group` identifies the title and type of each asset; `loses` is set for an asset that certainly
    loses viewers compared with the others of its group.
    """

    units: CatalogueUnits
    titles: pa.Array
    """Names of titles, by code."""
    audiences: tuple[str, ...]
    group: Ints
    loses: npt.NDArray[np.bool_]
    whole: Moments
    inside: Moments

    def groups(self) -> Iterator[AssetGroup]:
        """Return the titles and types that have several assets."""
        for group in np.unique(self.group).tolist():
            arms = np.flatnonzero(self.group == group)
            if arms.size > 1:
                inside, whole = pick(self.inside, arms), pick(self.whole, arms)
                yield AssetGroup(
                    arms,
                    AudienceMoments(_by_audience(inside), _by_audience(_without(whole, inside))),
                )


def narrow_to_most_shown(
    snapshot: Snapshot, access: Access, context: Context, most: int
) -> Context:
    """Narrow a context to the titles shown to the most people, and to enough."""
    if "title" in context.where and not access.least_people:
        return context
    query = replace(context.query("title"), measures=("reach",), order=("-reach",), limit=most)
    rows = ask(snapshot, access, query).to_dicts()
    least = access.least_people
    titles = [r["title"] for r in rows if r["title"] is not None and r["reach"] >= least]
    return replace(context, where={**context.where, "title": titles})


def count_shown_assets(snapshot: Snapshot, access: Access, context: Context) -> ShownAssets:
    """Count who saw and took the assets that enough people saw."""
    # 1. First exposures by time: of everyone, and of the people in each audience.
    whole = count_exposures(snapshot, access, context.query("asset", further="impressions"))
    by_audience = context.query("asset", AFFINITIES, further="impressions")
    inside = count_exposures(snapshot, access, by_audience, WEEK)
    # 2. Only of assets that enough people saw.
    some = np.flatnonzero(whole.reach >= access.least_people)
    units = describe_units(snapshot, whole.assets.take(pa.array(whole.asset[some])), of_assets=True)
    group = units.title * max(len(units.asset_types), 1) + units.asset_type
    days = whole.days.moved(_places(whole, units))
    shape = units.count, len(inside.audiences)
    asset = _places(inside, units)
    place = np.where(asset >= 0, asset * shape[1] + inside.audience, -1)
    days_inside = inside.days.moved(place)
    # 3. The weight of each week, and its plays.
    weights = _Weights.of(days, group, max(whole.days_each, inside.days_each))
    weighted = weights.sum_takes(
        days_inside, days_inside.row // max(shape[1], 1), shape[0] * shape[1]
    )
    return ShownAssets(
        units=units,
        titles=describe_units(snapshot, units.titles, of_assets=False).names,
        audiences=tuple(inside.audiences.to_pylist()),
        group=group,
        loses=_loses(days, group),
        whole=weights.sum_takes(days, days.row, units.count),
        inside=Moments(*(getattr(weighted, part.name).reshape(shape) for part in fields(Moments))),
    )


def _places(exposures: AssetExposures, units: CatalogueUnits) -> Ints:
    """Return the place of each row's asset in `units`; -1 if it is not there."""
    at = pc.index_in(exposures.assets, value_set=units.ids)
    return pc.fill_null(at, -1).to_numpy(zero_copy_only=False).astype(np.int64)[exposures.asset]


def _loses(days: DailyRecord, group: Ints) -> npt.NDArray[np.bool_]:
    rules = AuthenticityRules()
    sides = days.sides(group, np.ones(group.size, np.bool_))
    keeping = compare_records(*sides.weighted, rules, sides.counted).keeping
    return (sign_of_effect(keeping, rules) < 0) & (keeping.value <= np.log1p(-rules.least_effect))


@dataclass(frozen=True, eq=False)
class _Weights:
    """The weights of people who saw an asset in a week: [assets, weeks]; `start` is the first week.

    Of the assets k of a title and type, seen by x_k people each in a week, those of k weigh 1 / Σ_j
    (x_k / x_j). So all assets have the same weeks: most weight on those in which many people saw
    each asset, none on those in which one was unavailable. These are the overlap weights of several
    treatments: F. Li, F. Li, "Propensity score weighting for causal inference with multiple
    treatments", Annals of Applied Statistics 13 (2019).
    """

    weight: Floats
    start: int
    days_each: int
    """Days per week; more if there are too many groups."""

    @classmethod
    def of(cls, days: DailyRecord, group: Ints, days_each: int) -> "_Weights":
        """Return the weights for what everyone saw; `group` identifies each title's assets."""
        week = days.day // days_each
        start = int(week.min(initial=0))
        people = np.zeros((group.size, int(week.max(initial=0)) - start + 1))
        np.add.at(people, (days.row, week - start), days.record.people)
        each = np.divide(1, people, out=np.full(people.shape, np.inf), where=people > 0)
        together = np.zeros((int(group.max(initial=-1)) + 1, people.shape[1]))
        np.add.at(together, group, each)
        shared = 1 / together[group]
        weight = np.divide(shared, people, out=np.zeros_like(people), where=people > 0)
        return cls(weight, start, days_each)

    def sum_takes(self, days: DailyRecord, asset: Ints, rows: int) -> Moments:
        """Return weighted takes, for `rows` rows; `asset` is the asset of each group in `days`."""
        week = days.day // self.days_each - self.start
        m, weight = days.record.takes, self.weight[asset, week]
        square = weight**2

        def add(values: Floats) -> Floats:
            return np.bincount(days.row, values, rows).astype(np.float64)

        return Moments(
            add(np.where(weight > 0, m.n, 0)).astype(np.int64),
            *(add(part * weight) for part in (m.x, m.y)),
            *(add(part * square) for part in (m.xx, m.yy, m.xy)),
        )


def _without(whole: Moments, inside: Moments) -> Moments:
    """Return the moments of people outside each audience: [arms, audiences]."""
    parts = (
        getattr(whole, f.name)[:, np.newaxis] - getattr(inside, f.name) for f in fields(Moments)
    )
    return Moments(*parts)


def _by_audience(moments: Moments) -> Moments:
    """Return moments as [audiences, arms]."""
    return Moments(*(getattr(moments, part.name).T for part in fields(Moments)))
