"""`store.decide` on stores: a planted taste gets its asset; what can't be decided says why."""

from collections.abc import Generator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart.core.errors import BadQuestion, UnknownName
from keyart.insights.policies import Policy, Reward
from keyart.policies import choose
from keyart.session import Store

pytestmark = pytest.mark.kernels

PEOPLE = 24_000
START = datetime(2026, 3, 1, 18, tzinfo=UTC)
RATES = {"hers": 0.06, "his": 0.10, "third": 0.04}
WITH_NOIR = {"hers": 0.20, "his": 0.10, "third": 0.04}


def make_store(
    folder: Path,
    *,
    noir: dict[str, float],
    phase: str | None = "explore",
    catalogue: bool = True,
    days: int = 40,
    rates: Mapping[str, float] = RATES,
    **column: Any,
) -> Store:
    """Return a store in which chance gives each person an asset, and a third likes noir.

    Viewers see it to the end, but for those whom the asset `third` won. People come for 28 days;
    the data go on until day `days`.
    """
    rng = np.random.default_rng(5)
    assets = np.array(list(RATES))[rng.integers(0, 3, PEOPLE)]
    likes = rng.random(PEOPLE) < 1 / 3
    chance = [(noir if like else rates)[asset] for asset, like in zip(assets, likes, strict=True)]
    took = rng.random(PEOPLE) < np.array(chance)
    ids = np.array([f"p{number}" for number in range(PEOPLE)])
    at = [START + timedelta(minutes=int(m)) for m in rng.integers(0, 28 * 24 * 60, PEOPLE)]
    impressions = {"ts": at, "profile_id": ids, "asset_id": assets, "title_id": ["t"] * PEOPLE}
    if phase is not None:
        impressions["phase"] = [phase] * PEOPLE
    fraction = np.where(assets == "third", 0.2, 1.0)
    plays = {
        "ts": [
            time + timedelta(minutes=1) for time, viewer in zip(at, took, strict=True) if viewer
        ],
        "profile_id": ids[took],
        "title_id": ["t"] * int(took.sum()),
        "seconds": np.where(fraction[took] < 1, 600.0, 5400.0),
        "fraction": fraction[took],
    }
    end = {
        "ts": [START + timedelta(days=days)],
        "profile_id": ["p0"],
        "title_id": ["t"],
        "seconds": [9.0],
    }
    store = keyart.create(folder)
    if catalogue:
        describe(store)
    store.ingest(impressions=pa.table(impressions | column), plays=pa.table(plays))
    store.ingest(plays=pa.table(end))
    store.audiences.put("list:noir", ids[likes].tolist())
    store.audiences.put("list:few", ids[:40].tolist())
    return store


def describe(store: Store) -> None:
    """Load the catalogue."""
    store.ingest(
        titles=pa.table({"title_id": ["t"], "name": ["The Heist"], "runtime_seconds": [5400.0]}),
        assets=pa.table(
            {"asset_id": list(RATES), "title_id": ["t"] * 3, "asset_type": ["artwork"] * 3}
        ),
    )


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Generator[Store]:
    with make_store(tmp_path_factory.mktemp("planted") / "s.keyart", noir=WITH_NOIR) as store:
        yield store


def test_a_taste_gets_its_asset_and_everyone_else_theirs(planted: Store) -> None:
    policy = planted.decide("t")
    assert [(rule.audience, rule.asset) for rule in policy.rules] == [("list:noir", "hers")]
    assert policy.single == "hers"
    assert policy.otherwise.asset == "his"
    assert policy.personalised
    true_gain = (RATES["his"] - RATES["hers"]) * 2 / 3
    assert policy.gain.low is not None
    assert policy.gain.high is not None
    assert 0 < policy.gain.low <= true_gain <= policy.gain.high
    week = policy.expected_per_week.value
    assert week == pytest.approx((policy.gain.value or 0) * policy.people_per_week)
    assert "“hers” to noir and “his” to everyone else" in policy.sentence


def test_figures_agree(planted: Store) -> None:
    policy = planted.decide("t")
    rows = (*policy.rules, policy.otherwise)
    assert sum(row.share_of_people for row in rows) == pytest.approx(1)
    assert sum(row.people for row in rows) == policy.people
    together = sum(row.share_of_people * (row.rate - row.single_rate) for row in rows)
    assert together == pytest.approx(policy.gain.value)
    assert policy.audiences == 1
    for row in rows:
        assert sum(row.shares.values()) == pytest.approx(1)
        assert max(row.shares, key=lambda asset: row.shares[asset]) == row.asset


def test_guardrails_are_watched_where_the_interval_passes_the_margin(planted: Store) -> None:
    policy = planted.decide("t")
    guardrails = [one for row in (*policy.rules, policy.otherwise) for one in row.guardrails]
    assert {one.measure for one in guardrails} == {"completion_rate", "short_play_rate"}
    for one in guardrails:
        low, high = one.difference.low or 0.0, one.difference.high or 0.0
        worst = -low if one.measure == "completion_rate" else high
        assert one.watch == (worst > one.margin)


def test_its_document_can_be_carried_out(planted: Store) -> None:
    policy = planted.decide("t")
    assert choose(policy.document(), {"list:noir"}, "anyone").asset in policy.rules[0].shares
    assert policy.policy == planted.decide("t").policy
    assert policy.policy != planted.decide("t", explore=0.0).policy or all(
        len(rule.shares) == 1 for rule in (*policy.rules, policy.otherwise)
    )


def test_audiences_narrow_the_search(planted: Store) -> None:
    policy = planted.decide("t", audiences=["list:few"])
    assert policy.rules == ()
    assert policy.otherwise.asset == "hers"
    assert not policy.personalised
    assert policy.gain.value == 0
    assert (policy.audiences, policy.least_people) == (0, 600)
    assert "no audience has the 600 people that a rule of its own needs" in policy.sentence


def test_an_audience_without_people_gets_no_rule(planted: Store) -> None:
    policy = planted.decide("t", audiences=["list:noir and not list:noir"])
    assert policy.rules == ()
    assert (policy.audiences, policy.otherwise.asset) == (0, "hers")


def test_a_gain_that_is_too_small_is_not_taken(planted: Store) -> None:
    policy = planted.decide("t", min_gain=0.2)
    assert not policy.personalised
    assert policy.tried.value == pytest.approx(planted.decide("t").gain.value)


@pytest.mark.parametrize("reward", [Reward.WATCH_SECONDS, Reward.KEPT])
def test_other_rewards_count_what_viewers_did(planted: Store, reward: Reward) -> None:
    policy: Policy = planted.decide("t", reward=reward)
    assert policy.rules[0].asset == "hers"
    assert policy.otherwise.asset == "his"
    assert "third" in {one.asset for one in policy.blocked}


def test_where_nobody_differs_everyone_gets_the_best(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", noir=RATES) as store:
        policy = store.decide("t")
    assert policy.rules == ()
    assert policy.otherwise.asset == "his"
    assert policy.sentence.startswith("Show “his” to everyone: ")


def test_logged_propensities_take_the_place_of_a_phase(tmp_path: Path) -> None:
    column: dict[str, Any] = {"propensity": [1 / 3] * PEOPLE}
    with make_store(tmp_path / "s.keyart", noir=WITH_NOIR, phase=None, **column) as store:
        assert store.decide("t").rules[0].asset == "hers"


def test_a_catalogue_is_not_needed(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", noir=WITH_NOIR, catalogue=False) as store:
        policy = store.decide("t")
    assert policy.rules[0].asset == "hers"
    assert policy.title_name == "t"


def test_without_chance_nothing_is_decided(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", noir=WITH_NOIR, phase="exploit") as store:
        with pytest.raises(BadQuestion, match="at random") as raised:
            store.decide("t")
        assert "propensity" in raised.value.hint


def test_half_of_the_propensities_are_not_enough(tmp_path: Path) -> None:
    column: dict[str, Any] = {"propensity": [1 / 3, None] * (PEOPLE // 2)}
    with make_store(tmp_path / "s.keyart", noir=WITH_NOIR, phase=None, **column) as store:
        with pytest.raises(BadQuestion, match="Only 50% of people") as raised:
            store.decide("t")
        assert "since" in raised.value.hint


def test_a_choice_needs_two_assets_that_were_shown(tmp_path: Path) -> None:
    shown = {"ts": [START], "profile_id": ["p"], "title_id": ["u"], "asset_id": ["only"]}
    with keyart.create(tmp_path / "s.keyart") as store:
        with pytest.raises(UnknownName, match="no title 't'"):
            store.decide("t")
        describe(store)
        with pytest.raises(BadQuestion, match="No artwork of 't' was shown"):
            store.decide("t")
        store.ingest(impressions=pa.table(shown | {"phase": ["explore"]}))
        with pytest.raises(BadQuestion, match="Only one artwork of 'u' was shown"):
            store.decide("u")


def test_what_is_not_there_is_named(planted: Store) -> None:
    with pytest.raises(UnknownName, match="nothing"):
        planted.decide("nothing")
    with pytest.raises(UnknownName, match="list:noirr"):
        planted.decide("t", audiences=["list:noirr"])
    with pytest.raises(BadQuestion, match="clip"):
        planted.decide("t", asset_type="clip")
    with pytest.raises(BadQuestion, match="explore"):
        planted.decide("t", explore=1.5)


def by_age(folder: Path, *, young: dict[str, float], child: bool = False) -> Store:
    """Return a store in which people of list:noir like `hers`, but those of 18-24 like `young`."""
    rng = np.random.default_rng(7)
    is_young = rng.random(PEOPLE) < 0.3
    noir = rng.random(PEOPLE) < 1 / 2
    assets = np.array(list(RATES))[rng.integers(0, 3, PEOPLE)]
    ids = np.array([f"p{number}" for number in range(PEOPLE)])
    chance = [
        (young if at else WITH_NOIR if likes else RATES)[asset]
        for at, likes, asset in zip(is_young, noir, assets, strict=True)
    ]
    took = rng.random(PEOPLE) < np.array(chance)
    at = [START + timedelta(minutes=int(m)) for m in rng.integers(0, 28 * 24 * 60, PEOPLE)]
    viewed = [time + timedelta(minutes=1) for time, one in zip(at, took, strict=True) if one]
    store = keyart.create(folder)
    describe(store)
    impressions = {
        "ts": at, "profile_id": ids, "asset_id": assets, "title_id": ["t"] * PEOPLE,
        "phase": ["explore"] * PEOPLE,
    }  # fmt: skip
    plays = {
        "ts": [*viewed, START + timedelta(days=40)],
        "profile_id": [*ids[took], "p0"],
        "title_id": ["t"] * (int(took.sum()) + 1),
        "seconds": [5400.0] * int(took.sum()) + [9.0],
    }
    band = np.where(is_young, "18-24", np.where(rng.random(PEOPLE) < 0.005, "65+", "25-64"))
    profiles = {"profile_id": ids, "age_band": band, "is_minor": is_young & child}
    store.ingest(
        impressions=pa.table(impressions), plays=pa.table(plays), profiles=pa.table(profiles)
    )
    store.audiences.put("list:noir", ids[noir].tolist())
    return store


HATE_HERS = {"hers": 0.02, "his": 0.30, "third": 0.04}


def test_a_group_that_is_served_worse_is_named(tmp_path: Path) -> None:
    with by_age(tmp_path / "s.keyart", young=HATE_HERS) as store:
        document: dict[str, Any] = {
            **store.decide("t").document(),
            "rules": [{"audience": "list:noir", "asset": "hers", "shares": {"hers": 1.0}}],
        }
        store.decisions.record("policy", None, document, "Noir likes it.")
        policy = store.decide("t")
    assert policy.rules[0].asset == "hers"
    old, young = policy.groups
    assert (old.attribute, old.value, old.worse) == ("age_band", "25-64", False)
    assert (young.value, young.worse) == ("18-24", True)
    assert young.share_personalised == pytest.approx(1 / 2, abs=0.02)
    assert young.rate == pytest.approx((HATE_HERS["hers"] + HATE_HERS["his"]) / 2, abs=0.03)
    assert young.single_rate == pytest.approx(HATE_HERS["his"], abs=0.03)
    share = young.people / policy.people
    assert young.people_per_week == pytest.approx(policy.people_per_week * share)
    assert "By age_band, 1 group has too few people to say how it is served." in policy.notes
    assert any("people of age_band 18-24 worse" in note for note in policy.notes)


def test_minors_are_in_no_group(tmp_path: Path) -> None:
    with by_age(tmp_path / "s.keyart", young=HATE_HERS, child=True) as store:
        policy = store.decide("t")
    assert [group.value for group in policy.groups] == ["25-64"]


def test_settings_name_the_groups(tmp_path: Path) -> None:
    root = tmp_path / "s.keyart"
    by_age(root, young=WITH_NOIR).close()
    settings = root / "keyart.toml"
    settings.write_text(settings.read_text() + '\nfairness_attributes = ["plan"]\n')
    with keyart.open(root) as store:
        policy = store.decide("t")
    assert policy.groups == ()
    assert "Profiles have no attribute 'plan'; fairness_attributes names it." in policy.notes
