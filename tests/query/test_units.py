"""Units of comparisons: the compiled loops find those that a plain loop over facts finds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core.facts import Family
from keyart.query import Query, owner
from keyart.query.engine import Moments
from keyart.query.native import NativeEngine
from keyart.query.planning.compile import compile  # noqa: A004
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import DistinctTerm, Moment, SumTerm
from keyart.query.units import (
    Crossover,
    Trial,
    TrialCounts,
    TrialOutcome,
    UnitRows,
    count_units,
    list_units,
)
from keyart.query.units import scan as scan_module
from keyart.store import Snapshot
from tests.oracles.questions import worlds
from tests.oracles.units import Unit, units_of
from tests.oracles.world import Row, World
from tests.query.test_engines import opened

pytestmark = pytest.mark.kernels

TAKES = Moment(DistinctTerm("qualified_plays"), DistinctTerm("impressions"))
WATCH = Moment(SumTerm("watch_ms"), SumTerm("qualified_plays"))
OUTCOMES = (TrialOutcome(TAKES), TrialOutcome(WATCH), TrialOutcome(TAKES, weighted=True))
ARMS = ("ä4", "a3")
AUDIENCES = ("attr:country=DE", "list:vip")


def trial(snapshot: Snapshot, crossover: Crossover, window: int, closed_before: int) -> Trial:
    question = Query(("reach",), where={"asset": list(ARMS)})
    plan = compile(model_of(snapshot), owner(), question)
    return Trial(ARMS, plan, None, window, closed_before, OUTCOMES, crossover)


def sums_of(units: Sequence[Unit], outcome: TrialOutcome) -> list[float]:
    """Return n, Σx, Σy, Σxx, Σyy, Σxy over units."""
    total = np.zeros(6)
    for unit in units:
        weight = unit.weight if outcome.weighted else 1.0
        y, x = (
            weight
            * (unit.sums[t.column] if isinstance(t, SumTerm) else float(unit.sums[t.guard] > 0))
            for t in (outcome.moment.numerator, outcome.moment.denominator)
        )
        if x or y:
            total += [1, x, y, x * x, y * y, x * y]
    return total.tolist()


def totals(moments: Moments, outcome: int, arm: int) -> list[float]:
    return [
        float(getattr(moments, name)[outcome, arm].sum())
        for name in ("n", "x", "y", "xx", "yy", "xy")
    ]


def untied(world: World) -> list[Row]:
    """Return exposure of those who met no two arms in one slot: of them chance decides nothing."""
    rows = world.facts(Family.EXPOSURE)
    met: dict[tuple[int, object, int], set[str]] = {}
    for row in rows:
        if row.get("asset") in ARMS:
            met.setdefault((row["profile"], row.get("title"), row["slot"]), set()).add(row["asset"])
    tied = {who for (who, _, _), arms in met.items() if len(arms) > 1}
    return [row for row in rows if row["profile"] not in tied]


def without(world: World, kept: Sequence[Row]) -> World:
    """Return the world with the exposure of those profiles only that have rows among `kept`."""
    who = {row["profile"] for row in kept}
    runs = [
        {family: [row for row in rows if row["profile"] in who] for family, rows in run.items()}
        for run in world.runs
    ]
    return replace(world, runs=runs, found={})


@given(
    world=worlds(),
    window=st.sampled_from([1, 4, 96, 5000]),
    crossover=st.sampled_from(list(Crossover)),
    share=st.floats(0, 1),
)
def test_units_are_those_of_a_plain_loop(
    world: World, window: int, crossover: Crossover, share: float
) -> None:
    rows = untied(world)
    world = without(world, rows)
    slots = sorted(row["slot"] for row in rows) or [0]
    closed = slots[int(share * (len(slots) - 1))]
    each = crossover is Crossover.ALL
    units = units_of(rows, ARMS, window, each_arm=each, until=1 << 40)
    with opened(world) as snapshot:
        asked = trial(snapshot, crossover, window, closed)
        found = count_units(snapshot, NativeEngine(), asked)
        listed = list_units(snapshot, NativeEngine(), asked)
    check(found, units, closed, crossover)
    check_listed(listed, [unit for unit in units if unit.slot < closed])


def check(found: TrialCounts, units: Sequence[Unit], closed: int, crossover: Crossover) -> None:
    over = [unit for unit in units if unit.slot < closed]
    counted = [u for u in over if crossover is not Crossover.EXCLUDE or not u.crossed]
    for number, arm in enumerate(ARMS):
        own = [unit for unit in units if unit.arm == arm]
        assert found.assigned[number].sum() == len(own)
        assert found.taste_assigned[number].sum() == len(own)
        by_day = Counter(unit.slot // 96 - found.first_day for unit in own)
        assert {d: n for d, n in enumerate(found.assigned[number].tolist()) if n} == by_day
        assert found.closed[number] == sum(unit.arm == arm for unit in over)
        if crossover is not Crossover.ALL:
            assert found.crossed[number] == sum(u.arm == arm and u.crossed for u in over)
            assert found.later[number] == sum(u.arm == arm and u.later for u in over)
        for place, outcome in enumerate(OUTCOMES):
            wanted = sums_of([unit for unit in counted if unit.arm == arm], outcome)
            assert totals(found.by_day, place, number) == pytest.approx(wanted)
        assert by_cell(found, number) == Counter(unit.cell for unit in own)


def check_listed(listed: UnitRows, units: Sequence[Unit]) -> None:
    """Check that the units are listed one by one, crossed or not."""
    for number, arm in enumerate(ARMS):
        rows = listed.arm == number
        own = [unit for unit in units if unit.arm == arm]
        assert rows.sum() == len(own)
        for place, outcome in enumerate(OUTCOMES):
            x, y = listed.x[place, rows], listed.y[place, rows]
            if outcome.weighted:
                continue
            met = (x != 0) | (y != 0)
            wanted = sums_of(own, outcome)
            assert [met.sum(), x.sum(), y.sum()] == pytest.approx(wanted[:3])


def by_cell(found: TrialCounts, arm: int) -> Mapping[tuple[str | None, ...], int]:
    rows = zip(found.cells.values.to_pylist(), found.cell_assigned[arm].tolist(), strict=False)
    return {tuple(row.values()): units for row, units in rows if units}


def met_both(small: int) -> World:
    """Return a world in which each profile meets both arms in the same quarter of an hour."""
    shown = [
        {
            "title": "series",
            "asset": arm,
            "profile": who,
            "slot": 2_000_000 + who % 500,
            "impressions": 1,
        }
        for who in range(small)
        for arm in ARMS
    ]
    return World(runs=[{Family.EXPOSURE: shown}], population=small, until=0)


def test_chance_decides_between_arms_met_at_once() -> None:
    with opened(met_both(4_000)) as snapshot:
        found = count_units(snapshot, NativeEngine(), trial(snapshot, Crossover.FIRST, 96, 1 << 40))
    assert found.tied.tolist() == found.closed.tolist()
    assert found.closed.sum() == 4_000
    assert abs(int(found.closed[0]) - 2_000) < 4 * np.sqrt(1_000)


def test_without_outcomes_people_are_counted_and_nothing_is_summed() -> None:
    with opened(met_both(400)) as snapshot:
        asked = replace(trial(snapshot, Crossover.FIRST, 96, 1 << 40), outcomes=())
        found = count_units(snapshot, NativeEngine(), asked)
    assert found.closed.sum() == found.assigned.sum() == 400
    assert not found.by_day.n.size
    assert not found.by_cell.n.any()
    assert not found.by_audience.n.any()


@given(world=worlds())
def test_ranges_and_threads_do_not_matter(world: World) -> None:
    with opened(world) as snapshot:
        asked = trial(snapshot, Crossover.FIRST, 96, 1 << 40)
        once = count_units(snapshot, NativeEngine(), asked)
    with opened(world) as snapshot, pytest.MonkeyPatch.context() as patch:
        asked = trial(snapshot, Crossover.FIRST, 96, 1 << 40)
        patch.setattr(scan_module, "ROWS_AT_ONCE", 1)
        patch.setattr("keyart.query.native.strategy.WINDOW_ROWS", 1)
        patch.setenv("KEYART_THREADS", "3")
        parts = count_units(snapshot, NativeEngine(), asked)
    assert np.array_equal(once.assigned, parts.assigned)
    assert np.array_equal(once.cell_assigned, parts.cell_assigned)
    assert np.allclose(once.by_day.yy, parts.by_day.yy)
    assert np.allclose(once.weight_squared, parts.weight_squared)


@pytest.mark.parametrize("most", [0, 1 << 30])
@given(world=worlds(), crossover=st.sampled_from(list(Crossover)))
def test_units_are_the_same_whether_kept_or_found_again(
    most: int, world: World, crossover: Crossover
) -> None:
    with pytest.MonkeyPatch.context() as patch, opened(world) as snapshot:
        patch.setattr(scan_module, "MOST_KEPT", most)
        asked = trial(snapshot, crossover, 96, 1 << 30)
        first = count_units(snapshot, NativeEngine(), asked)
        # Other questions about the same units, and one about others, in between.
        count_units(snapshot, NativeEngine(), replace(asked, outcomes=OUTCOMES[:1]))
        rest = count_units(snapshot, NativeEngine(), replace(asked, leave_returning=True))
        again = count_units(snapshot, NativeEngine(), asked)
    assert rest.closed.sum() <= first.closed.sum()
    for name in ("assigned", "closed", "crossed", "weight", "met"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    np.testing.assert_array_equal(first.by_day.y, again.by_day.y)


def test_nothing_shown_is_no_unit() -> None:
    with opened(World(runs=[{}], population=3, until=0)) as snapshot:
        found = count_units(snapshot, NativeEngine(), trial(snapshot, Crossover.FIRST, 96, 0))
    assert found.closed.tolist() == [0, 0]
