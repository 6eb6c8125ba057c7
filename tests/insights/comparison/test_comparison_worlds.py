"""In a demo world the verdicts are true: what was planted wins, misleads, or cannot be trusted."""

from typing import Any

import pytest

from benchmarks.truth.demo_worlds import Truth
from keyart import session
from keyart.insights.comparison import Basis, Comparison, VerdictKind
from tests.insights.comparison.trials import compared

Found = list[tuple[dict[str, Any], Comparison]]


@pytest.fixture(scope="module")
def world(demo_world: tuple[session.Store, Truth]) -> tuple[session.Store, Found]:
    """Return a world, and the comparison of each test that an effect was planted in."""
    store, truth = demo_world
    planted = [effect for effect in truth["effects"] if effect.get("against")]
    return store, [(one, compared(store, one["asset"], *one["against"])) for one in planted]


def of(world: tuple[session.Store, Found], kind: str) -> Found:
    found = [(effect, one) for effect, one in world[1] if effect["kind"] == kind]
    assert found
    return found


def test_only_planted_winners_win(world: tuple[session.Store, Found]) -> None:
    winners = [(e, one) for e, one in world[1] if one.verdict.kind is VerdictKind.WINNER]
    assert len(winners) >= 8
    for effect, one in winners:
        assert effect["kind"] in {"winner", "simpson_reversal"}
        assert one.verdict.asset == effect["asset"] or effect.get("taste")


def test_clickbait_never_wins(world: tuple[session.Store, Found]) -> None:
    verdicts = [one.verdict for _, one in of(world, "clickbait")]
    assert {verdict.kind for verdict in verdicts} <= {
        VerdictKind.LOSES_VIEWERS,
        VerdictKind.KEEP_WAITING,
    }
    assert VerdictKind.LOSES_VIEWERS in {verdict.kind for verdict in verdicts}


def test_a_broken_test_is_not_trusted(world: tuple[session.Store, Found]) -> None:
    for effect, one in of(world, "broken_allocation"):
        assert one.verdict.kind is VerdictKind.DONT_TRUST
        assert any(part.value == effect["device"] for part in one.allocation.slices)
    others = [one for e, one in world[1] if e["kind"] != "broken_allocation"]
    assert sum(one.verdict.kind is VerdictKind.DONT_TRUST for one in others) <= 2


def test_a_reversed_order_is_put_right(world: tuple[session.Store, Found]) -> None:
    for effect, one in of(world, "simpson_reversal"):
        assert one.basis is Basis.WEIGHTED
        assert one.arms[0].asset == effect["asset"]
        assert one.reversals == ((effect["asset"], effect["against"][0]),)


@pytest.mark.full
def test_what_wins_with_a_taste_wins_there(world: tuple[session.Store, Found]) -> None:
    told = 0
    for effect, one in of(world, "winner"):
        for audience in one.audiences:
            if audience.name == effect.get("taste") and effect["asset"] in audience.differs:
                assert audience.best == effect["asset"]
                assert (audience.effects[effect["asset"]].low or 0) > 0
                told += 1
    assert told >= 3


@pytest.mark.full
def test_children_are_in_no_audience(world: tuple[session.Store, Found]) -> None:
    """Nothing is told of the age of children, and only of theirs."""
    effect, _ = of(world, "winner")[0]
    arms = (effect["asset"], *effect["against"])
    found = compared(world[0], *arms, where={"profile.age_band": [None]})
    assert sum(arm.people for arm in found.arms) > 100
    assert {audience.people for audience in found.audiences} == {0}
