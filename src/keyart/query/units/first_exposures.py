"""First exposures over the whole catalogue, added up by where and when they happened.

A comparison counts units for the arms of one title (`scan.count_units`); this counts them for all
titles in one pass. A profile is one unit of each title and asset type: by the first asset of that
type it saw, with the results of that first exposure (its quarter of an hour). It is also one unit
of the title. So neither repeated exposure nor anything seen of the title before counts for or
against an asset.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import TooManyGroups
from keyart.core.facts import Family
from keyart.query.cancel import current
from keyart.query.engine import Engine, Floats, Moments
from keyart.query.lookups import values_of
from keyart.query.membership import Members
from keyart.query.native.building import build_job
from keyart.query.native.job import BY_DISTINCT, BY_SUM, REJECTED
from keyart.query.native.lookup_tables import title_codes
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.native.space import Space, group_space, launch_slots
from keyart.query.native.strategy import threads
from keyart.query.planning.compile import too_many_groups
from keyart.query.planning.model import AUDIENCE, model_of
from keyart.query.planning.plan import Axis, FamilyPlan, Key, Lookup, Plan, SumTerm
from keyart.query.router import ENGINES, engine
from keyart.query.units.exposure_kernels import (
    AGE_BITS,
    DAY_BITS,
    EMPTY,
    NO_LAUNCH,
    ExposureRules,
    SumTable,
    add_first_exposures,
    rows_between,
)
from keyart.query.units.sum_tables import (
    GrowingTable,
    ScanPart,
    deal_parts,
    empty_table,
    merge_tables,
    parts_of,
)
from keyart.query.units.unit_kernels import SLOTS_A_DAY
from keyart.store import Snapshot

Longs = npt.NDArray[np.int64]

TITLE = Axis("title", "title", Lookup.ITSELF)


@dataclass(frozen=True)
class UnitRatio:
    """One ratio to add up over units: a stored sum over the total of one or more others.

    With `of_people`, a unit counts 1 in the numerator or denominator if the sum is above 0. Σy and
    Σx are multiplied by `y` and `x`.
    """

    numerator: str
    denominator: tuple[str, ...]
    of_people: tuple[bool, bool] = (False, False)
    y: float = 1.0
    x: float = 1.0


@dataclass(frozen=True)
class ExposureStrata:
    """How first exposures are grouped, in addition to asset or title.

    There are at most two `dimensions`. `ages` are the days since launch at which a title's next age
    starts; without any, all are one age. `days_each` is the number of days (UTC) in a group. With
    `by_audience`, first exposures are also added up for each audience of the plan.
    """

    dimensions: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    days_each: int = 1
    by_audience: bool = False


@dataclass(frozen=True, eq=False)
class ExposureCounts:
    """Sums over units: a row for each asset or title and stratum.

    `unit` is the place in `FirstExposures.assets` or `titles`, `audience` the place in the plan's
    audiences (0 without any). `day` counts from 1970, UTC; it is the first of a group, a multiple
    of the group's days. `impressions` are those of the first quarters of an hour.
    """

    unit: Longs
    audience: Longs
    codes: Mapping[str, Longs]
    """By dimension: the place in `FirstExposures.values`."""
    age: Longs
    day: Longs
    people: Longs
    impressions: Floats
    moments: tuple[Moments, ...]
    """The moments of each requested ratio."""


@dataclass(frozen=True, eq=False)
class FirstExposures:
    """Everyone's first exposures: to assets, by title and asset type, and to titles."""

    assets: pa.Array
    titles: pa.Array
    values: Mapping[str, pa.Array]
    """Of each dimension of the strata, by code."""
    by_asset: ExposureCounts
    by_title: ExposureCounts
    by_audience: ExposureCounts
    """By asset and audience; empty without `by_audience`."""


def first_exposures(
    snapshot: Snapshot,
    engine: Engine,
    plan: Plan,
    shares: Sequence[UnitRatio],
    strata: ExposureStrata,
) -> FirstExposures:
    """Return the first exposures among the rows that pass `plan`, whose keys are ignored.

    `engine` judges the audiences' rules. Raises `TooManyGroups` if the sums do not fit into
    `query_memory`; fewer strata may help.
    """
    # 1. The rows that count, and their groups.
    scope = ScanScope(Members(snapshot, engine), plan, Family.EXPOSURE)
    runs = scope.runs()
    model = model_of(snapshot)
    keys = tuple(Key(name, model.axis(name)) for name in ("asset", *strata.dimensions))
    space = group_space(scope, keys, runs, grained=False)
    if space.groups >= REJECTED:
        raise too_many_groups(plan, space.groups, space.sizes)
    # 2. Scan all rows, some titles at a time.
    values = _stored_sums(shares)
    titles = _RunTitles.of(scope, runs)
    first_day = _first_day(scope, runs, strata)
    tables = [empty_table(len(shares))] * 3
    if runs.segment.size and space.groups:
        reading = _reading(scope, space, titles, shares, strata, first_day)
        tables = _scan_all(scope, space, runs, values, reading)
    # 3. Return the sums as columns.
    decoded = {level.key.name: level.values for level in space.levels}
    assets, *others = space.levels
    sizes = {level.key.name: level.size for level in others}
    audiences = {AUDIENCE: max(len(plan.audiences), 1)}
    made = [
        _counts(table, shares, group_sizes, (first_day, strata.days_each))
        for table, group_sizes in zip(tables, (sizes, sizes, audiences), strict=True)
    ]
    return FirstExposures(
        assets=decoded.pop(assets.key.name),
        titles=titles.names,
        values=decoded,
        by_asset=made[0],
        by_title=made[1],
        by_audience=made[2],
    )


def finest_exposures(
    snapshot: Snapshot,
    plan: Plan,
    shares: Sequence[UnitRatio],
    choices: Sequence[ExposureStrata],
    most: int,
) -> tuple[FirstExposures, ExposureStrata]:
    """Return first exposures by the first of `choices` with at most `most` rows, or by the last.

    Rows are those by asset, or by asset and audience with `by_audience`. Raises `TooManyGroups` if
    even the last choice has too many groups.
    """
    scan = engine(next(iter(ENGINES)))
    for strata in choices[:-1]:
        with suppress(TooManyGroups):  # then the next, coarser strata are tried
            first = first_exposures(snapshot, scan, plan, shares, strata)
            counts = first.by_audience if strata.by_audience else first.by_asset
            if counts.unit.size <= most:
                return first, strata
    return first_exposures(snapshot, scan, plan, shares, choices[-1]), choices[-1]


@dataclass(frozen=True, eq=False)
class _RunTitles:
    """Each run's title and its launch."""

    names: pa.Array
    number: Longs
    launch: Longs

    @classmethod
    def of(cls, scope: ScanScope, runs: Runs) -> "_RunTitles":
        domain = scope.domain(TITLE)
        codes = title_codes(scope, runs)
        number = np.zeros(runs.segment.size, np.int64)
        launch = np.full(runs.segment.size, NO_LAUNCH, np.int64)
        axis = model_of(scope.snapshot).axis("days_since_launch")
        for segment in map(int, np.unique(runs.segment)):
            in_segment = runs.segment == segment
            number[in_segment] = domain.codes[segment][codes[in_segment]]
            launch[in_segment] = launch_slots(scope, axis, segment)[codes[in_segment]]
        used, number = np.unique(number, return_inverse=True)
        names = domain.values.take(pa.array(used, mask=used == domain.null))
        return cls(names, number.astype(np.int64), launch)


def _reading(
    scope: ScanScope,
    space: Space,
    titles: _RunTitles,
    shares: Sequence[UnitRatio],
    strata: ExposureStrata,
    first_day: int,
) -> ExposureRules:
    asset, *others = space.levels
    names = asset.values
    model, values = model_of(scope.snapshot), _stored_sums(shares)
    types = pc.dictionary_encode(
        values_of(scope.snapshot, model.axis("asset_type"), names), null_encoding="encode"
    )
    (audiences,) = scope.domain(model.axis(AUDIENCE)).lists
    outcomes: list[list[int]] = []
    for share in shares:
        above, below = (BY_DISTINCT if of_people else BY_SUM for of_people in share.of_people)
        parts = [*map(values.index, share.denominator), -1][:2]
        outcomes.append([values.index(share.numerator), above, *parts, below])
    return ExposureRules(
        cells=int(np.prod([level.size for level in others], dtype=np.int64)),
        type_of=types.indices.to_numpy().astype(np.int32),
        types=max(len(types.dictionary), 1),
        title=titles.number,
        launch=titles.launch,
        ages=np.array(strata.ages, np.int64),
        first_day=first_day,
        days_each=strata.days_each,
        key_bits=scope.snapshot.key_bits,
        arm_bits=np.array([crc32((name or "").encode()) for name in names.to_pylist()], np.int64),
        audience_start=audiences.starts,
        audience_item=audiences.items,
        audiences=len(scope.plan.audiences) if strata.by_audience else 0,
        outcomes=np.array(outcomes, np.int64).reshape(-1, 5),
    )


def _stored_sums(shares: Sequence[UnitRatio]) -> tuple[str, ...]:
    """Return the stored sums to read, starting with those that the scan itself needs."""
    sides = [name for share in shares for name in (share.numerator, *share.denominator)]
    return tuple(dict.fromkeys(["impressions", "slot", *sides]))


def _first_day(scope: ScanScope, runs: Runs, strata: ExposureStrata) -> int:
    """Return the day from which others are counted, so that groups of days stay the same."""
    spans = [scope.slots(scope.segments[int(number)])[0] for number in np.unique(runs.segment)]
    day = min(spans, default=0) // SLOTS_A_DAY
    return day - day % strata.days_each


def _scan_all(
    scope: ScanScope, space: Space, runs: Runs, values: tuple[str, ...], reading: ExposureRules
) -> list[SumTable]:
    family = FamilyPlan(Family.EXPOSURE, tuple(map(SumTerm, values)), (), ())
    job, alive = build_job(scope, space, runs, family)
    at_once = threads(scope.snapshot)
    parts = parts_of(job, scope.snapshot.profiles, at_once)
    most = scope.snapshot.config.settings.query_memory
    lists = int(np.diff(reading.audience_start).max(initial=0)) if reading.audiences else 0
    possible = _possible(scope, space, runs, reading)
    cancel = current()

    def add(batch: Sequence[ScanPart]) -> list[GrowingTable]:
        tables = [GrowingTable.empty(len(reading.outcomes)) for _ in range(3)]
        for part in batch:
            cancel.check()
            rows = rows_between(job, part.first, part.last, part.low, part.high)
            for table, times, most_keys in zip(tables, (1, 1, lists), possible, strict=True):
                table.make_room(rows * times, most_keys)
            new = add_first_exposures(
                job,
                reading,
                tuple(table.table for table in tables),
                np.array([part.first, part.last], np.int64),
                part.low,
                part.high,
            )
            for table, count in zip(tables, new.tolist(), strict=True):
                table.used += count
            if sum(table.bytes for table in tables) * at_once > most:
                groups = sum(table.used for table in tables) * at_once
                raise too_many_groups(scope.plan, groups, space.sizes)
        return tables

    with ThreadPoolExecutor(at_once) as pool:
        made = list(pool.map(add, deal_parts(parts, at_once)))
    del alive
    return [merge_tables([tables[at].table for tables in made]) for at in range(3)]


def _possible(
    scope: ScanScope, space: Space, runs: Runs, reading: ExposureRules
) -> tuple[int, int, int]:
    """Return the maximum numbers of keys: of assets, titles, and assets by audience."""
    ends = [scope.slots(scope.segments[int(number)])[1] for number in np.unique(runs.segment)]
    days = max(ends) // SLOTS_A_DAY - reading.first_day + 1
    times = days // reading.days_each + 1
    assets, titles = space.levels[0].size, int(reading.title.max()) + 1
    strata = reading.cells * (reading.ages.size + 2) * times
    return assets * strata, titles * strata, assets * reading.audiences * times


def _counts(
    table: SumTable, shares: Sequence[UnitRatio], sizes: Mapping[str, int], days: tuple[int, int]
) -> ExposureCounts:
    """Return a table of ordered keys as columns; `sizes` are the sizes of a group's dimensions."""
    used = table.keys != EMPTY
    keys, sums = table.keys[used], table.sums[used]
    first_day, days_each = days
    group = keys >> (DAY_BITS + AGE_BITS)
    codes: dict[str, Longs] = {}
    for name, size in reversed(list(sizes.items())):
        codes[name] = group % max(size, 1)
        group = group // max(size, 1)
    return ExposureCounts(
        unit=group,
        audience=codes.pop(AUDIENCE, np.zeros_like(group)),
        codes=codes,
        age=(keys >> DAY_BITS) & ((1 << AGE_BITS) - 1),
        day=first_day + days_each * (keys & ((1 << DAY_BITS) - 1)),
        people=sums[:, 0, 0].astype(np.int64),
        impressions=sums[:, 0, 1].copy(),
        moments=tuple(_moments(sums[:, at + 1], share) for at, share in enumerate(shares)),
    )


def _moments(sums: Floats, share: UnitRatio) -> Moments:
    x, y = share.x, share.y
    n, *parts = (sums[:, at] for at in range(6))
    scales = (x, y, x * x, y * y, x * y)
    made = (part * scale for part, scale in zip(parts, scales, strict=True))
    return Moments(n.astype(np.int64), *made)
