"""Campaigns from plan to end: who is in them, who is held out, and what is refused."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import chi2_contingency, kstest

import keyart
from benchmarks.truth.campaign_worlds import END, PLAN, START, go_on, make_store, planned, run
from keyart.campaigns.eligibility import draw
from keyart.core.errors import BadQuestion, UnknownName
from keyart.session import Store
from tests.insights.policies.test_deciding import WITH_NOIR
from tests.insights.policies.test_deciding import make_store as make_random_store

PEOPLE = 4000
BASIC = PEOPLE // 2 - 80
"""People with the plan basic who are of age and agree to profiling."""


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Generator[Store]:
    """Yield a store that no test changes."""
    with make_store(tmp_path_factory.mktemp("campaigns") / "s.keyart", PEOPLE) as store:
        yield store


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    with make_store(tmp_path / "s.keyart", PEOPLE) as made:
        yield made


def settings(store: Store, *lines: str) -> None:
    """Write the settings of a store."""
    text = "\n".join(["[settings]", *lines, ""])
    (store.root / "keyart.toml").write_text(text, encoding="utf-8")


def reopened(store: Store) -> Store:
    """Return the store with the settings as they are now."""
    return keyart.open(store.root)


def test_a_plan_says_who_gets_what_and_what_it_can_show(store: Store) -> None:
    plan = store.campaigns.plan(**PLAN)
    assert (plan.state, plan.title_name, plan.purpose) == (
        "draft", "The Heist", "Win back binge viewers",
    )  # fmt: skip
    assert plan.people is not None
    assert plan.held_out is not None
    assert plan.people + plan.held_out == BASIC
    assert plan.held_out == pytest.approx(BASIC / 10, rel=0.25)
    # Nobody was shown these at random: everyone gets what most people are shown.
    assert [(row.audience, row.asset) for row in plan.audiences] == [(None, "b")]
    assert plan.baseline == pytest.approx(0.1, abs=0.02)
    assert f"With {plan.held_out:,} people held out you will see +" in plan.power
    assert store.campaigns.list() == [plan]


def test_more_people_held_out_show_smaller_effects(store: Store) -> None:
    plans = [store.campaigns.plan(**planned(holdout=share)) for share in (0.1, 0.5)]
    effects = [plan.minimum_effect for plan in plans]
    assert effects[0] is not None
    assert effects[1] is not None
    assert effects[0] > effects[1] > 0
    # A plan says what other shares would show, about as they do (chance deals who is held out).
    others = {one.holdout: one.minimum_effect for one in plans[0].holdouts}
    assert [others[0.1], others[0.5]] == pytest.approx(effects, rel=0.1)
    known = [effect for effect in others.values() if effect is not None]
    assert known == sorted(known, reverse=True)


def test_each_step_is_logged_with_who_and_why(store: Store) -> None:
    assert run(store).state == "running"
    store.campaigns.end("spring", "It has run its two weeks.", by="Cy")
    (campaign,) = store.campaigns.list()
    assert [(step.what, step.by, step.because) for step in campaign.log] == [
        ("planned", "Ada", "Win back binge viewers"),
        ("approved", "Bo", "Fits the launch."),
        ("started", "Ada", ""),
        ("ended", "Cy", "It has run its two weeks."),
    ]
    assert store.campaigns.list(state="running") == []
    assert [one.name for one in store.campaigns.list(title="t", state="ended")] == ["spring"]


def test_steps_can_not_be_skipped_or_repeated(store: Store) -> None:
    store.campaigns.plan(**PLAN)
    with pytest.raises(BadQuestion, match="is a draft; only one that is approved"):
        store.campaigns.start("spring")
    store.campaigns.approve("spring")
    with pytest.raises(BadQuestion, match="is approved; only one that is a draft"):
        store.campaigns.approve("spring")
    with pytest.raises(BadQuestion, match="its plan is settled"):
        store.campaigns.plan(**PLAN)
    with pytest.raises(UnknownName, match="sprin'"):
        store.campaigns.approve("sprin")


def test_members_are_frozen_when_it_starts(store: Store) -> None:
    started = run(store)
    assert started.members == "list:campaign-spring"
    assert store.audiences.size("list:campaign-spring") == started.people
    everyone = [f"p{number}" for number in range(PEOPLE)]
    store.ingest(profiles=pa.table({"profile_id": everyone, "plan": ["gold"] * PEOPLE}))
    assert store.audiences.size("attr:plan=basic") == 0
    assert store.audiences.size("list:campaign-spring") == started.people
    assert store.check() == []


def test_audiences_that_are_asked_for_are_told_apart(store: Store) -> None:
    store.audiences.put("list:vip", [f"p{number}" for number in range(1, 1000, 2)])
    plan = store.campaigns.plan(**planned(audiences=["list:vip"]))
    assert [row.audience for row in plan.audiences] == ["list:vip", None]
    assert sum((row.people or 0) + (row.held_out or 0) for row in plan.audiences) == BASIC


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"holdout": 0}, "above 0 and below 1"),
        ({"holdout": 1}, "above 0 and below 1"),
        ({"title": "bare"}, "has no assets"),
        ({"segment": "attr:plan=none"}, "Nobody is in"),
        ({"segment": "saw(title:heist"}, "At column"),
        ({"end": START}, "end after it starts"),
        ({"purpose": " "}, "needs a purpose"),
        ({"recipient": ""}, "needs a recipient"),
        ({"name": " "}, "name of a campaign"),
    ],
)
def test_what_cannot_be_planned_says_why(
    unchanged: Store, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadQuestion, match=says):
        unchanged.campaigns.plan(**planned(**changes))


@pytest.mark.parametrize(
    "changes", [{"title": "tt"}, {"segment": "segment:bing"}, {"primary": "viewer"}]
)
def test_unknown_names_are_refused(unchanged: Store, changes: dict[str, Any]) -> None:
    with pytest.raises(UnknownName):
        unchanged.campaigns.plan(**planned(**changes))


def test_a_segment_that_is_gone_stops_the_start(store: Store) -> None:
    store.audiences.save("segment:mine", "attr:plan=basic")
    store.campaigns.plan(**planned(segment="segment:mine"))
    store.campaigns.approve("spring")
    store.audiences.remove("segment:mine")
    with pytest.raises(BadQuestion, match=r"segment 'segment:mine' doesn't exist"):
        store.campaigns.start("spring")
    assert store.campaigns.list()[0].state == "approved"


def test_a_segment_that_has_become_empty_stops_the_start(store: Store) -> None:
    store.audiences.put("list:mine", [f"p{number}" for number in range(1, 400, 2)])
    store.campaigns.plan(**planned(segment="list:mine"))
    store.campaigns.approve("spring")
    store.audiences.put("list:mine", [])
    with pytest.raises(BadQuestion, match="Nobody is in"):
        store.campaigns.start("spring")
    assert store.campaigns.list()[0].state == "approved"


def test_a_running_campaign_outlives_its_segment(store: Store) -> None:
    store.audiences.save("segment:mine", "attr:plan=basic")
    started = run(store, segment="segment:mine", holdout=0.5)
    store.audiences.remove("segment:mine")
    handed = store.campaigns.members("spring", [f"p{number}" for number in range(PEOPLE)])
    assert handed.table.num_rows == started.people
    go_on(store, PEOPLE, lift=0.0, days=3)
    found = store.campaigns.result("spring")
    assert (found.people, found.held_out) == (started.people, started.held_out)
    assert store.campaigns.end("spring").segment == "segment:mine"


def test_everyone_gets_the_only_asset_of_a_title(store: Store) -> None:
    store.ingest(assets=pa.table({"asset_id": ["only"], "title_id": ["bare"]}))
    plan = store.campaigns.plan(**planned(title="bare"))
    assert [(row.audience, row.asset) for row in plan.audiences] == [(None, "only")]
    assert (plan.people or 0) + (plan.held_out or 0) == BASIC


def test_the_same_chance_holds_out_nobody_twice(unchanged: Store) -> None:
    """Holdouts of 200 campaigns depend neither on attributes nor on each other."""
    snapshot = unchanged.snapshot()
    ages = snapshot.attribute("age").codes
    held = [draw(snapshot, f"holdout\nc{number}") < 0.1 for number in range(200)]
    shares = [float(out.mean()) for out in held]
    assert np.mean(shares) == pytest.approx(0.1, abs=0.002)
    by_age = [_p(np.array([np.bincount(ages[out]), np.bincount(ages[~out])])) for out in held]
    by_other = [
        _p(np.array([[(a & b).sum(), (a & ~b).sum()], [(~a & b).sum(), (~a & ~b).sum()]]))
        for a, b in pairwise(held)
    ]
    for p in (by_age, by_other):
        assert kstest(p, "uniform").pvalue > 1e-3
        assert np.mean(np.array(p) < 0.05) < 0.1


def _p(table: Any) -> float:
    return float(chi2_contingency(table, correction=False).pvalue)


def test_caps_hold_for_campaigns_that_start_at_once(store: Store) -> None:
    settings(store, "max_campaigns_per_profile = 1", 'quiet_audiences = ["attr:age=3"]')
    with reopened(store) as capped:
        for name in ("one", "two"):
            capped.campaigns.plan(**planned(name=name, segment="attr:plan=basic"))
            capped.campaigns.approve(name)
        capped.audiences.put("list:half", [f"p{number}" for number in range(PEOPLE // 2)])
        capped.campaigns.plan(**planned(name="half", segment="list:half"))
        capped.campaigns.approve("half")

    def start(name: str) -> str:
        with keyart.open(store.root) as opened:
            try:
                return opened.campaigns.start(name).state
            except BadQuestion as error:
                return error.message

    with ThreadPoolExecutor(3) as threads:
        states = [*threads.map(start, ("one", "two", "half"))]
    snapshot = store.snapshot()
    counts = np.zeros(snapshot.profiles, np.int64)
    for name in ("one", "two", "half"):
        members = snapshot.campaign_members(name)
        if members is not None:
            counts[members.column("profile").to_numpy()] += 1
    assert counts.max() == 1
    ages = snapshot.attribute("age")
    assert counts[ages.codes == ages.values.index("3")].max() == 0
    # One of the two that are for the same people comes too late.
    assert sum("leave everyone out" in state for state in states) >= 1


def test_a_plan_counts_whom_it_leaves_out_and_who_is_elsewhere(store: Store) -> None:
    run(store, name="first")
    settings(
        store,
        "control_fraction = 0.2",
        'control_rotation = "2026-01-01"',
        "max_campaigns_per_profile = 1",
        'quiet_audiences = ["attr:age=3"]',
    )
    with reopened(store) as limited:
        store.audiences.put("list:some", [f"p{number}" for number in range(1000)])
        plan = limited.campaigns.plan(**planned(segment="list:some"))
        left = plan.left_out
        allowed = limited.audiences.size("list:some")
        counts = (left.control, left.quiet, left.capped, plan.people, plan.held_out)
        assert allowed == sum(count or 0 for count in counts)
        assert left.control == pytest.approx(0.2 * (allowed or 0), rel=0.25)
        assert left.quiet
        assert left.capped
        assert plan.overlaps == ()  # whoever is in the other one is left out
        later = planned(
            segment="list:some", start=END + timedelta(days=40), end=END + timedelta(days=50)
        )
        assert limited.campaigns.plan(**later).left_out.capped == 0


def test_campaigns_at_the_same_time_overlap(store: Store) -> None:
    run(store, name="first")
    plan = store.campaigns.plan(**PLAN)
    assert [(one.campaign, one.people) for one in plan.overlaps] == [("first", BASIC)]
    after = {"start": END, "end": END + timedelta(days=7)}
    assert store.campaigns.plan(**planned(**after)).overlaps == ()


def test_another_rotation_draws_another_control(store: Store) -> None:
    drawn: list[set[int]] = []
    for day in ("2026-01-01", "2026-04-01"):
        settings(store, "control_fraction = 0.1", f'control_rotation = "{day}"')
        with reopened(store) as limited:
            run(limited, name=day)
            members = limited.snapshot().campaign_members(day)
            assert members is not None
            drawn.append(set(members.column("profile").to_pylist()))
    assert len(drawn[0] ^ drawn[1]) > 0.1 * BASIC


@pytest.mark.kernels
def test_each_audience_gets_the_asset_that_wins_with_it(tmp_path: Path) -> None:
    with make_random_store(tmp_path / "s.keyart", noir=WITH_NOIR) as store:
        everyone = [f"p{number}" for number in range(24_000)]
        store.audiences.put("list:all", everyone)
        plan = store.campaigns.plan(
            **planned(segment="list:all", audiences=["list:noir", "list:few"])
        )
        assert {row.audience: row.asset for row in plan.audiences} == {
            "list:noir": "hers", None: "his",
        }  # fmt: skip
        noir, rest = plan.audiences
        assert (noir.people or 0) + (noir.held_out or 0) == store.audiences.size("list:noir")
        expected = (noir.rate or 0) * (noir.people or 0) + (rest.rate or 0) * (rest.people or 0)
        assert plan.expected_viewers == pytest.approx(expected)
        # The list of a campaign says nothing about taste, so nothing is decided by it.
        before = store.decide("t")
        store.campaigns.approve("spring")
        store.campaigns.start("spring")
        after = store.decide("t")
        assert "list:campaign-spring" in store.audiences.list()
        assert (after.audiences, after.gain) == (before.audiences, before.gain)
