"""Exposures of each asset: first exposures by day, and total impressions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.insights.authenticity.record import DailyRecord, Record
from keyart.insights.catalogue.units import Strings, coded
from keyart.insights.norms.baselines import PeerGroups
from keyart.insights.outliers.exposures import DailyFirstExposures, ExposureDifferences
from keyart.insights.outliers.request import ComparedWith
from keyart.query import Access, Query
from keyart.query.engine import Floats, Ints, Moments
from keyart.query.memo import recent
from keyart.query.moments import measure_moments
from keyart.query.planning.compile import compile  # noqa: A004 - the design's word
from keyart.query.planning.model import model_of
from keyart.query.units.first_exposures import (
    ExposureCounts,
    ExposureStrata,
    UnitRatio,
    finest_exposures,
)
from keyart.store import Snapshot

SHARES = {
    "takes": UnitRatio("qualified_plays", ("impressions",), of_people=(True, True)),
    "kept": UnitRatio("completions", ("completion_known", "short_plays")),
    "watched": UnitRatio("watch_ms", ("plays",), y=1 / 1000),
    "short": UnitRatio("short_plays", ("plays",)),
    "completed": UnitRatio("completions", ("completion_known",)),
}
"""The parts of a record."""

DAYS_EACH = (1, 7, 28)
"""Days per group; the next choice if there are too many groups."""
MOST_ROWS = 2_000_000
"""With more rows, judging would take too long."""


@dataclass(frozen=True, eq=False)
class AssetExposures:
    """Assets that were shown, or assets by audience: [rows].

    `asset` and `audience` are their places in `assets` and `audiences`; `reach` and `shown` are the
    people and impressions of all exposures; `days` covers only first exposures.
    """

    assets: Strings
    audiences: Strings
    asset: Ints
    audience: Ints
    reach: Floats
    shown: Floats
    days: DailyRecord
    days_each: int
    """Days per group."""


def count_exposures(
    snapshot: Snapshot, access: Access, query: Query, days_each: int = 1
) -> AssetExposures:
    """Return who saw the assets of a query, which is by asset, or by asset and audience.

    Days are grouped by at least `days_each`. Computed once per version. Raises as
    `keyart.query.ask` does.
    """
    query_json = json.dumps(query.to_dict(), sort_keys=True)
    key = (AssetExposures, query_json, days_each, repr(dict(access.where)))
    return recent(
        snapshot, key, lambda: _count_exposures(snapshot, access, query, days_each), _bytes
    )


def _bytes(exposures: AssetExposures) -> int:
    return 270 * exposures.days.row.size + 100 * exposures.asset.size


def _count_exposures(
    snapshot: Snapshot, access: Access, query: Query, days_each: int
) -> AssetExposures:
    # 1. All exposures: the assets, and their audiences.
    groups = measure_moments(snapshot, access, query)
    named = [pc.is_valid(groups.keys.column(name)) for name in groups.keys.column_names]
    some = np.flatnonzero(np.logical_and.reduce([valid.to_numpy() for valid in named]))
    keys = groups.keys.take(pa.array(some))
    by_audience = len(query.by) > 1
    asset, assets = coded(keys.column(0))
    audience, audiences = np.zeros_like(asset), pa.array([None], pa.string())
    if by_audience:
        audience, audiences = coded(keys.column(1))
    # 2. First exposures, by day.
    plan = compile(model_of(snapshot), access, query)
    names = [plan_audience.name for plan_audience in plan.audiences] if by_audience else [None]
    choices = [
        ExposureStrata(days_each=n, by_audience=by_audience) for n in DAYS_EACH if n >= days_each
    ]
    first, strata = finest_exposures(snapshot, plan, [*SHARES.values()], choices, MOST_ROWS)
    counts = first.by_audience if by_audience else first.by_asset
    # 3. Only for the same rows.
    row_of = np.full((len(assets) + 1, len(audiences) + 1), -1)
    row_of[asset, audience] = np.arange(asset.size)
    who = _places(pa.array(names, pa.string()), audiences)[counts.audience]
    row = row_of[_places(first.assets, assets)[counts.unit], who]
    matched = np.flatnonzero(row >= 0)
    return AssetExposures(
        assets=assets,
        audiences=audiences,
        asset=asset,
        audience=audience,
        reach=groups.sums["reach"][some],
        shown=groups.sums["impressions"][some],
        days=DailyRecord(row[matched], counts.day[matched], _record(counts, matched)),
        days_each=strata.days_each,
    )


def _places(names: pa.Array, among: Strings) -> Ints:
    """Return the place of each name in `among`; its length for names that are missing."""
    at = pc.fill_null(pc.index_in(names, value_set=among), len(among))
    return at.to_numpy(zero_copy_only=False).astype(np.int64)


def _record(counts: ExposureCounts, some: Ints) -> Record:
    parts: Sequence[Moments] = counts.moments
    made = (Moments(*(getattr(part, f.name)[some] for f in fields(Moments))) for part in parts)
    return Record(**dict(zip(SHARES, made, strict=True)))


def describe_differences(exposures: AssetExposures, group: Ints) -> list[str]:
    """Return each row's exposure differences as a sentence or two; empty if none matters.

    Rows with the same `group` are each other's others.
    """
    circle = PeerGroups(group, np.arange(group.size))
    first = DailyFirstExposures(
        exposures.days.row, exposures.days.day, exposures.days.record.people
    )
    differing = ExposureDifferences.among(
        circle, (exposures.shown, exposures.reach), first, ComparedWith.TITLE
    )
    return [differing.describe(row) for row in range(group.size)]
