"""Tests that do not split people as planned, whether recorded or inferred from propensities.

The check is that of a comparison (`comparison.people`), made for many tests in a few scans.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from keyart.core.facts import Family
from keyart.core.zones import instant
from keyart.insights.catalogue.context import EXPLORE
from keyart.insights.catalogue.units import describe_units
from keyart.insights.comparison.parts import Allocation, AllocationSlice
from keyart.insights.comparison.people import (
    ALLOCATION_ALPHA,
    check_allocation,
    nearly_all_weighted,
)
from keyart.insights.comparison.request import MOST_ARMS, Arms, ComparisonRequest, resolve_arms
from keyart.insights.comparison.scope import next_quarter
from keyart.insights.comparison.support import build_limits, find_presence
from keyart.query import Access, Query, ask
from keyart.query.planning.compile import compile  # noqa: A004 - the design's word
from keyart.query.planning.model import model_of
from keyart.query.router import ENGINES, engine
from keyart.query.units import Trial, TrialCounts, count_units
from keyart.query.units.scan import NEVER
from keyart.store import Snapshot

RECENT = timedelta(days=28)
"""Check tests that have not ended, or ended less than this before the newest event."""
MOST_TESTS = 250
"""The most tests of each kind: recorded ones that ended last; titles explored most."""
ARMS_AT_ONCE = 64
"""Arms counted in one scan: sums by cell and taste take memory."""


@dataclass(frozen=True)
class BrokenTest:
    """A test with the wrong shares, which cannot be trusted.

    `p` is the p-value of its shares being right, over all tests and looks. `whole`: whether the
    overall shares are off; `slices` are the groups of people where they are off.
    """

    arms: Arms
    asset_type: str | None
    allocation: Allocation
    people: int
    p: float
    whole: bool
    slices: tuple[AllocationSlice, ...]


@dataclass(frozen=True)
class _IntendedTest:
    """A planned test: its arms, with shares and period if recorded."""

    arms: Arms
    asset_type: str | None = None

    @property
    def on_record(self) -> bool:
        return self.arms.test is not None


def find_broken_tests(snapshot: Snapshot, access: Access) -> list[BrokenTest]:
    """Return the tests whose shares are off, by title.

    With T tests and a p-value that stays valid at every look, the risk of ever reporting a sound
    one is `ALLOCATION_ALPHA`: p · 2 · T must not exceed it, since each test is checked twice, as a
    whole and by its slices. The smallest q of `e_bh` is at least 1 / the slices' mean e-value,
    which stays valid at every look, too.
    """
    if snapshot.data_until is None:
        return []
    # 1. Recent plans: recorded tests, and titles explored with propensities.
    since = instant(snapshot.data_until) - RECENT
    recorded = list(_recorded(snapshot, access, since))
    in_recorded = {asset for test in recorded for asset in test.arms.assets}
    tests = [*recorded, *_explored(snapshot, access, since, in_recorded)]
    # 2. The shares of people who first saw each arm.
    exploring = _explores(snapshot, access)
    checked = [
        result
        for batch in _batches(tests)
        for result in _check_batch(snapshot, access, batch, exploring=exploring)
    ]
    # 3. Shares that are off, beyond chance over that many tests and looks.
    broken = [_broken_test(*result, tests=len(checked)) for result in checked]
    return sorted(
        (test for test in broken if test.whole or test.slices),
        key=lambda test: (test.arms.titles[0], test.arms.assets),
    )


def _recorded(snapshot: Snapshot, access: Access, since: datetime) -> Iterator[_IntendedTest]:
    """Yield recorded tests of one title's assets that have not ended before `since`."""
    ends: dict[str, datetime | None] = {}
    for row in snapshot.tests.select(["test", "end"]).to_pylist():
        before = ends.get(row["test"])
        ends[row["test"]] = max(filter(None, (before, row["end"])), default=None)
    sizes = Counter(snapshot.tests.column("test").to_pylist())
    current = [
        (end, test)
        for test, end in ends.items()
        if 2 <= sizes[test] <= MOST_ARMS and (end is None or end >= since)
    ]
    latest = sorted(current, key=lambda entry: (entry[0] is None, entry[0] or since, entry[1]))
    for _, test in latest[-MOST_TESTS:]:
        arms = resolve_arms(
            snapshot, access, ComparisonRequest(test=test, guardrails=(), audiences=())
        )
        if arms.of_one_title:
            yield _IntendedTest(arms)


def _explored(
    snapshot: Snapshot, access: Access, since: datetime, excluded: Collection[str]
) -> Iterator[_IntendedTest]:
    """Yield assets of one type and title chosen at random since then, except `excluded`.

    None if no impression has a propensity: the plan is then unknown.
    """
    columns = (segment.columns for segment in snapshot.segments(Family.EXPOSURE))
    if not any("inverse_propensity" in names for names in columns):
        return
    start = next_quarter(since.timestamp())
    query = Query(("impressions",), by=("asset",), where={"phase": EXPLORE}, since=start)
    rows = ask(snapshot, access, query).to_dicts()
    shown = {
        row["asset"]: row["impressions"] for row in rows if row["asset"] not in {None, *excluded}
    }
    who = describe_units(snapshot, pa.array(list(shown), pa.string()), of_assets=True)
    titles, types = who.titles.to_pylist(), who.asset_types.to_pylist()
    groups: defaultdict[tuple[str, str | None], list[str]] = defaultdict(list)
    for asset, title, kind in zip(shown, who.title.tolist(), who.asset_type.tolist(), strict=True):
        if titles[title] is not None:
            groups[titles[title], types[kind]].append(asset)
    most = sorted(groups.items(), key=lambda group: -sum(shown[asset] for asset in group[1]))
    for (title, kind), assets in most[:MOST_TESTS]:
        if 2 <= len(assets) <= MOST_ARMS:
            arms = Arms(tuple(assets), (title,) * len(assets), None, None, since=since)
            yield _IntendedTest(arms, kind)


def _explores(snapshot: Snapshot, access: Access) -> bool:
    """Return whether anything was shown at random: then only that counts."""
    query = Query(("impressions",), where={"phase": EXPLORE})
    return ask(snapshot, access, query).totals["impressions"] > 0


def _batches(tests: Sequence[_IntendedTest]) -> Iterator[list[_IntendedTest]]:
    """Yield batches that fit in one scan: same period, different titles."""
    open_: dict[tuple[object, ...], list[_IntendedTest]] = {}
    met = Counter[tuple[object, ...]]()
    for test in tests:
        period = (test.arms.since, test.arms.until)
        key = (test.arms.titles[0], *period)
        met[key] += 1
        batch = open_.setdefault((met[key], *period), [])
        if sum(len(other.arms.assets) for other in (*batch, test)) > ARMS_AT_ONCE:
            yield batch[:]
            batch.clear()
        batch.append(test)
    yield from (batch for batch in open_.values() if batch)


def _check_batch(
    snapshot: Snapshot, access: Access, batch: Sequence[_IntendedTest], *, exploring: bool
) -> Iterator[tuple[_IntendedTest, Allocation, int]]:
    """Yield each test of a batch with its shares and people; skip tests without a plan."""
    native = engine(next(iter(ENGINES)))
    trial = _trial(snapshot, access, [test.arms for test in batch], exploring=exploring)
    counted = count_units(snapshot, native, trial)
    at = 0
    for test in batch:
        counts = _part(counted, slice(at, at + len(test.arms.assets)))
        at += len(test.arms.assets)
        presence = find_presence(counts, test.arms)
        if not presence.whole:
            # People from before an arm joined do not count, as in a comparison: nobody could get
            # that arm.
            alone = _trial(snapshot, access, [test.arms], exploring=exploring)
            met = count_units(snapshot, native, alone)
            limits = build_limits(met, find_presence(met, test.arms))
            counts = count_units(snapshot, native, replace(alone, limits=limits))
        allocation = check_allocation(counts, test.arms)
        if allocation.p is not None and (test.on_record or nearly_all_weighted(counts)):
            yield test, allocation, int(counts.assigned.sum())


def _trial(snapshot: Snapshot, access: Access, arms: Sequence[Arms], *, exploring: bool) -> Trial:
    """Return what to scan: all first exposures to the arms, all of them closed."""
    settings = snapshot.config.settings
    types = [settings, *map(settings.for_content_type, settings.content_type)]
    excluded = {name for setting in types for name in setting.exclude_placements}
    assets = [asset for test_arms in arms for asset in test_arms.assets]
    where = {"asset": assets, "placement": {"not": sorted(excluded)}}
    since, until = arms[0].since, arms[0].until
    query = Query(
        ("reach",),
        where={**where, "phase": EXPLORE} if exploring else where,
        since=None if since is None else next_quarter(since.timestamp()),
        until=None if until is None else next_quarter(until.timestamp()),
    )
    return Trial(
        arms=tuple(assets),
        plan=compile(model_of(snapshot), access, query),
        last_first_slot=None,
        window_slots=1,
        closed_before=NEVER,
        outcomes=(),
    )


def _part(counted: TrialCounts, arms: slice) -> TrialCounts:
    """Return the counts of some arms."""
    names = (
        "assigned",
        "cell_assigned",
        "closed",
        "weighted",
        "weight",
        "weight_squared",
        "met",
        "met_places",
    )
    return replace(counted, **{name: getattr(counted, name)[arms] for name in names})


def _broken_test(
    test: _IntendedTest, allocation: Allocation, people: int, *, tests: int
) -> BrokenTest:
    checks = 2 * tests
    assert allocation.p is not None
    slices = [part for part in allocation.slices if part.q * checks <= ALLOCATION_ALPHA]
    least = min([allocation.p, *(part.q for part in slices)])
    return BrokenTest(
        arms=test.arms,
        asset_type=test.asset_type,
        allocation=allocation,
        people=people,
        p=float(np.minimum(least * checks, 1.0)),
        whole=allocation.p * checks <= ALLOCATION_ALPHA,
        slices=tuple(sorted(slices, key=lambda part: part.q)),
    )
