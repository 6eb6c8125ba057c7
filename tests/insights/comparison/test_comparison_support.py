"""Only people count whom every arm could have been shown: arms join, ramp up, pause, stop."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from benchmarks.truth.arm_schedules import (
    BETTER,
    SCHEDULES,
    START,
    Schedule,
    comparisons,
    steps,
)
from keyart.insights.comparison import Basis, Comparison, VerdictKind

TRUSTED = [name for name in SCHEDULES if name != "ramps up, no propensities"]


def world(schedule: Schedule, titles: int = 1, **asked: Any) -> list[Comparison]:
    return comparisons(schedule, titles, np.random.default_rng(11), **asked)


@pytest.fixture(scope="module")
def joined() -> list[Comparison]:
    """Comparisons of an incumbent that is alone for six days, and of an arm as good as it."""
    return world(SCHEDULES["joins"], 6)


def test_an_arm_that_joins_late_is_judged_from_then_on(joined: list[Comparison]) -> None:
    assert not any(one.verdict.asset for one in joined)
    for at, one in enumerate(joined):
        assert one.support.since is not None
        assert timedelta(0) <= one.support.since - START - timedelta(days=6) < timedelta(hours=1)
        assert one.support.joined == (f"t{at}.b",)
        assert one.support.people == sum(arm.people + arm.waiting for arm in one.arms)
        assert one.support.people + one.support.people_left_out == 6_000
        assert one.verdict.reasons[0] == f"Counted since 7 Jan, when “t{at}.b” joined."
        assert one.first_day == (START + timedelta(days=6)).date()
        assert not one.allocation.broken
        assert one.basis is Basis.RAW
        assert {mix.dimension for mix in one.mixes} == set()
        assert one.first_day is not None
        assert one.path[0].day >= one.first_day


@pytest.mark.parametrize("name", TRUSTED)
def test_equal_arms_have_no_winner_however_they_are_scheduled(name: str, full: bool) -> None:
    titles = 20 if full else 2
    found = world(SCHEDULES[name], titles)
    winners = sum(one.verdict.asset is not None for one in found)
    assert winners <= binom.ppf(0.999, titles, 0.05)
    assert not any(one.allocation.broken for one in found)
    assert all(sum(arm.people for arm in one.arms) > 1_500 for one in found)


@pytest.mark.full
@pytest.mark.parametrize("name", ["joins, better", "pauses, better", "joins, re-drawn, better"])
def test_a_better_arm_still_wins_with_time(name: str) -> None:
    found = world(replace(BETTER[name], lift=0.6), 4)
    assert all(one.verdict.asset == f"t{at}.b" for at, one in enumerate(found))


def test_a_ramp_without_propensities_is_not_trusted_but_from_when_it_stood() -> None:
    (found,) = world(SCHEDULES["ramps up, no propensities"])
    assert found.verdict.kind is VerdictKind.DONT_TRUST
    assert "day" in {mix.dimension for mix in found.mixes}
    assert found.allocation.as_expected_since == (START + timedelta(days=5)).date()
    assert found.verdict.reasons[-1].startswith("From 2026-01-06 on, traffic is split as planned")
    (again,) = world(SCHEDULES["ramps up, no propensities"], since="2026-01-06")
    assert again.verdict.kind is not VerdictKind.DONT_TRUST
    assert again.support.returning_left_out > 500


def test_of_shares_that_stay_off_no_day_is_said_from_which_on_they_are_right() -> None:
    """The people of the last days are too few to show what those of all days show."""
    for found in world(Schedule(steps((0, 0.46)), propensities=False), 4):
        assert found.verdict.kind is VerdictKind.DONT_TRUST
        assert found.allocation.as_expected_since is None
        assert not any("compare from that day" in reason for reason in found.verdict.reasons)


def test_arms_that_were_never_shown_together_are_not_compared() -> None:
    swapped = replace(SCHEDULES["joins"], share=steps((0, 0.0), (9, 1.0)))
    (found,) = world(swapped)
    assert found.verdict.kind is VerdictKind.DONT_TRUST
    assert found.support.never
    assert "were never shown at the same time" in found.verdict.sentence
    assert [arm.people for arm in found.arms] == [0, 0]


def test_an_arm_that_only_just_joined_is_not_trusted_yet() -> None:
    late = replace(SCHEDULES["joins"], share=steps((0, 0.0), (17, 0.5)))
    (found,) = world(late)
    assert found.verdict.kind is VerdictKind.DONT_TRUST
    assert "too few people arrived" in found.verdict.sentence
    assert found.verdict.reasons[0] == "Counted since 18 Jan, when “t0.b” joined."
    assert found.arms[0].progress < 1


def test_an_arm_that_stops_is_judged_until_then() -> None:
    (found,) = world(SCHEDULES["stops"])
    assert found.support.stopped == ("t0.b",)
    assert found.support.until is not None
    assert abs(found.support.until - START - timedelta(days=8)) < timedelta(minutes=30)
    assert "Counted until " in found.verdict.reasons[0]


def test_a_pause_is_a_hole(joined: list[Comparison]) -> None:
    (found,) = world(SCHEDULES["pauses"])
    assert (found.support.since, found.support.until) == (None, None)
    assert found.support.days_left_out == 7
    assert "About 7 days in between are left out" in found.verdict.reasons[0]
    assert joined[0].support.days_left_out == 0


def test_what_leaks_before_a_launch_is_no_launch() -> None:
    (found,) = world(SCHEDULES["leaks before it joins"])
    assert found.support.since is not None
    assert timedelta(0) <= found.support.since - START - timedelta(days=8) < timedelta(hours=1)


@pytest.mark.parametrize("redrawn", [False, True])
def test_an_explicit_start_leaves_out_who_kept_an_arm_from_before(redrawn: bool) -> None:
    """If chance decides anew at each impression, those who come back are as good as new."""
    schedule = replace(SCHEDULES["joins"], redrawn=redrawn, propensities=False)
    (found,) = world(schedule, since="2026-01-07")
    assert found.verdict.kind is not VerdictKind.DONT_TRUST
    assert (found.support.returning_left_out > 1_000) is not redrawn
    assert (found.support.people > 4_000) is redrawn
    assert found.support.since is None


def test_a_country_in_which_an_arm_is_never_shown_is_left_out() -> None:
    alone = Schedule(lambda at, german: np.where(german, 0.5, 0.0 * at), propensities=False)
    (found,) = world(alone)
    assert found.support.places_left_out == ("country FR",)
    assert "Left out: country FR, where not all assets were shown." in found.verdict.reasons
    assert not found.allocation.broken
    assert found.verdict.asset is None


def test_arms_that_ramp_up_are_evened_out_by_day() -> None:
    ramp = Schedule(steps((0, 0.2), (6, 0.5)), propensities=False)
    (found,) = world(ramp)
    assert "day" in {mix.dimension for mix in found.mixes}
    assert found.basis is Basis.ADJUSTED
    assert abs(found.differences[0].adjusted or 0) < abs(found.differences[0].raw or 0)


def test_nothing_is_left_out_of_a_test_that_was_always_whole() -> None:
    (found,) = world(SCHEDULES["always there"])
    assert found.support.whole
    assert found.support.people == 6_000
    assert not any("Counted" in reason for reason in found.verdict.reasons)
