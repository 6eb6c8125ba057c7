"""What judgements tell of too few people to whom may not see few: nothing exact, and no key."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from keyart import session
from keyart.core.errors import TooFewPeople
from keyart.insights.comparison import ComparisonRequest, compare
from keyart.insights.planning import PlanRequest, plan_test
from keyart.query import Access
from tests.insights.comparison.trials import People, Trial, even, store

JUDGE = Access("view", min_cell=50).judging()
STRICT = replace(JUDGE, least_people=500)

OFF = People(arms={"i1": 200, "i2": 40}, take={"i1": 0.2, "i2": 0.2}, country="LI")
TRIALS = (
    Trial("rare", [even({"r1": 0.01, "r2": 0.01}, 300)]),
    Trial("common", [even({"c1": 0.98, "c2": 0.98}, 300)]),
    Trial("usual", [even({"u1": 0.5, "u2": 0.5}, 300)]),
    Trial("apart", [even({"i1": 0.2, "i2": 0.2}, 3_000), OFF]),
    Trial("nowhere", [even({"n1": 0.2, "n2": 0.2}, 1_000),
                      People(arms={"n1": 80}, take={"n1": 0.2}, country="MC")]),
)  # fmt: skip


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[session.Store]:
    with store(tmp_path_factory.mktemp("few") / "my.keyart", TRIALS) as made:
        yield made


def test_the_rate_of_a_plan_does_not_count_few_viewers(judged: session.Store) -> None:
    snapshot = judged.snapshot()

    def rate(title: str, measure: str = "take_rate") -> float:
        planning = PlanRequest(title=title, measure=measure, mde=0.01)
        return plan_test(snapshot, JUDGE, planning).rate

    assert judged.plan_test("rare").rate == 6 / 600
    assert rate("rare") == 5 / 600
    assert judged.plan_test("common", mde=0.01).rate == pytest.approx(588 / 600)
    assert rate("common") == pytest.approx(590 / 600)
    assert rate("usual") == 0.5
    assert rate("usual", "watch_seconds_per_profile") > 0
    with pytest.raises(TooFewPeople):
        rate("rare", "watch_seconds_per_profile")


def test_few_people_are_not_set_aside_by_the_name_of_their_country(judged: session.Store) -> None:
    asked, snapshot = ComparisonRequest(assets=("i1", "i2")), judged.snapshot()
    everything, shown = (compare(snapshot, who, asked) for who in (JUDGE, STRICT))
    assert [one.value for one in everything.allocation.slices] == ["LI"]
    assert any("country LI (240 people)" in note for note in everything.notes)
    assert shown.allocation.slices == ()
    assert "LI" not in repr(shown.to_dict())


def test_a_place_of_few_people_is_left_out_without_its_name(judged: session.Store) -> None:
    asked, snapshot = ComparisonRequest(assets=("n1", "n2")), judged.snapshot()
    whole, shown = (compare(snapshot, who, asked) for who in (JUDGE, STRICT))
    assert whole.support.places_left_out == ("country MC",)
    assert "MC" not in repr(shown.to_dict())
    assert shown.support.people_left_out
