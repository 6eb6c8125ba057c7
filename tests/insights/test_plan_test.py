"""Tests planned by a title's own people: whom that means, and how long they take to come."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart import session
from keyart.core.errors import BadQuestion, UnknownName
from keyart.insights.planning import PlanRequest, plan_test
from keyart.insights.planning.sample_size import Aim, smallest_difference, units_per_arm
from keyart.insights.planning.traffic import DAYS, Traffic
from keyart.query import Access, owner
from tests.insights.comparison.trials import DAYS as TRIAL_DAYS
from tests.insights.comparison.trials import Trial, even, events_of, load, store

TRIALS = (
    Trial("heist", [even({"red": 0.2, "blue": 0.2}, 2_000, finish={"red": 0.8})]),
    Trial(
        "phases",
        [
            even({"e1": 0.1, "e2": 0.1}, 500, phase="explore"),
            even({"e1": 0.4, "e2": 0.4}, 4_000, phase="exploit"),
        ],
    ),
    Trial("ignored", [even({"i1": 0.0, "i2": 0.0}, 500)]),
)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[session.Store]:
    with store(tmp_path_factory.mktemp("plan") / "my.keyart", TRIALS) as made:
        yield made


def test_rate_and_traffic_are_the_titles_own(planned: session.Store) -> None:
    found = planned.plan_test("heist", 3, mde=0.2)
    assert found.rate == pytest.approx(0.2)
    assert found.people_per_day == pytest.approx(200)
    assert found.people == 3 * found.people_per_arm
    assert found.impressions == found.people
    assert found.people_per_arm == units_per_arm(0.2, Aim(mde=0.2, comparisons=3 / 2))
    assert found.days == pytest.approx(found.people / 200 + 1, rel=0.1)
    assert not found.explore_only
    assert found.name == "Heist"


def test_only_what_was_shown_while_exploring_counts(planned: session.Store) -> None:
    found = planned.plan_test("phases")
    assert found.explore_only
    assert found.rate == pytest.approx(0.1)
    assert found.people_per_day == pytest.approx(50)
    model = planned.plan_test("phases", where={"phase": "exploit"})
    assert model.rate == pytest.approx(0.4)
    assert model.people_per_day == pytest.approx(400)


def test_plays_take_more_people_than_takes_would(planned: session.Store) -> None:
    found = planned.plan_test("heist", measure="completion_rate", mde=0.1, sequential=False)
    assert found.rate == pytest.approx(0.65)
    of_players = units_per_arm(0.65, Aim(mde=0.1, sequential=False))
    assert found.people_per_arm == pytest.approx(of_players / 0.2, rel=0.2)


def test_shares_of_watch_time_differ_where_watch_time_does(planned: session.Store) -> None:
    share = planned.plan_test("heist", measure="watch_time_share")
    time = planned.plan_test("heist", measure="watch_seconds_per_profile")
    assert share == time


def test_nothing_can_be_planned_from_nothing(planned: session.Store) -> None:
    with pytest.raises(BadQuestion, match="The take_rate of 'ignored' is unknown"):
        planned.plan_test("ignored")
    assert planned.plan_test("ignored", rate=0.1).people_per_day == pytest.approx(50)
    with pytest.raises(BadQuestion, match="Nobody was shown any") as error:
        planned.plan_test("heist", asset_type="video", rate=0.1)
    assert "people_per_day" in error.value.hint
    by_hand = planned.plan_test("heist", asset_type="video", rate=0.1, people_per_day=10)
    assert by_hand.impressions is None


def _traffic(new: list[float]) -> Traffic:
    return Traffic(np.array(new), 0.1, None, 1.0, 1, explore_only=False)


@given(st.lists(st.integers(1, 1_000), min_size=1, max_size=DAYS), st.integers(1, 100_000))
def test_days_are_the_fewest_in_which_so_many_come(new: list[int], people: int) -> None:
    traffic = _traffic([float(day) for day in new])
    days = traffic.days_for(people)
    assert traffic.people_in(days) >= people * (1 - 1e-12)
    assert traffic.people_in(days - 1) < people * (1 + 1e-12)


@given(st.floats(0.01, 0.5), st.floats(0.02, 0.9), st.integers(1, 6), st.booleans())
def test_the_smallest_difference_is_what_its_people_find(
    rate: float, mde: float, comparisons: int, sequential: bool
) -> None:
    aim = Aim(mde, comparisons=comparisons, sequential=sequential)
    units = units_per_arm(rate, aim)
    found = smallest_difference(rate, units, aim)
    if found is None:
        assert rate * (1 + mde) > 0.99
    else:
        assert units_per_arm(rate, Aim(found, comparisons=comparisons, sequential=sequential)) <= (
            units * 1.001 + 1
        )


def test_a_title_known_by_impressions_alone_can_be_planned_for(tmp_path: Path) -> None:
    events = events_of(Trial("bare", [even({"b1": 0.2, "b2": 0.2}, 1_000)]))
    with session.create(tmp_path / "my.keyart") as made:
        load(made, [events], until=TRIAL_DAYS + 3)
        found = made.plan_test("bare", ["b1", "b2"], mde=0.3)
        assert (found.rate, found.name) == (pytest.approx(0.2, abs=0.02), "bare")
        with pytest.raises(UnknownName, match="no title 'bore'"):
            made.plan_test("bore")
        with pytest.raises(UnknownName, match="b3"):
            made.plan_test("bare", ["b1", "b3"])


def test_a_plan_says_that_it_needs_more_people_than_there_are(planned: session.Store) -> None:
    small = planned.plan_test("heist", mde=0.01)
    assert small.people_known is not None
    assert small.people > small.people_known
    assert f"only {small.people_known:,} are known so far" in small.sentence
    assert "known so far" not in planned.plan_test("heist", mde=0.5).sentence
    planned.audiences.put("list:few", ["heist.0.red.1", "heist.0.red.2"])
    for who, known in ((owner(), 2), (Access("view", least_people=50), None)):
        planning = PlanRequest(title="heist", rate=0.1, people_per_day=10, audience="list:few")
        assert plan_test(planned.snapshot(), who, planning).people_known == known
