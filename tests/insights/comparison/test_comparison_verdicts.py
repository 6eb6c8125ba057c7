"""Each rule of the verdict, on trials of which it must hold."""

from typing import Any

import pytest

from keyart import session
from keyart.insights.comparison import GuardrailState, VerdictKind
from tests.insights.comparison.trials import compared


def test_the_better_arm_wins(gallery: session.Store) -> None:
    found = compared(gallery, "plain", "better")
    assert found.verdict.kind is VerdictKind.WINNER
    assert found.verdict.asset == found.arms[0].asset == "better"
    assert found.verdict.sentence.startswith("“better” wins: its take rate is +25.0% (+")
    assert found.verdict.days_left is None
    assert (found.arms[0].best or 0) > 0.999
    assert found.arms[0].expected_loss == pytest.approx(0, abs=1e-6)
    assert found.arms[1].expected_loss == pytest.approx(0.05, rel=0.1)


def test_an_arm_whose_viewers_leave_never_wins(gallery: session.Store) -> None:
    found = compared(gallery, "bait", "honest")
    assert found.verdict.kind is VerdictKind.LOSES_VIEWERS
    assert found.verdict.asset == "bait"
    assert {guard.measure: guard.state for guard in found.guardrails} == {
        "completion_rate": GuardrailState.FAILED,
        "short_play_rate": GuardrailState.FAILED,
    }
    assert "completion rate −" in found.verdict.sentence
    assert "short-play rate +" in found.verdict.sentence
    unguarded = compared(gallery, "bait", "honest", guardrails=())
    assert unguarded.verdict.kind is VerdictKind.WINNER
    assert unguarded.guardrails == ()


def test_a_leading_arm_whose_viewers_leave_is_called_that_before_its_lead_is_sure(
    gallery: session.Store,
) -> None:
    found = compared(gallery, "bait", "u2")  # of two titles, with the same take rate
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert found.arms[0].asset == "bait"
    assert found.verdict.sentence.startswith("“bait” leads but loses viewers: completion rate −")
    assert " against the others. Undecided; no new viewers" in found.verdict.sentence


def test_where_no_end_of_a_play_is_known_only_short_plays_can_stop_a_winner(
    gallery: session.Store,
) -> None:
    found = compared(gallery, "vague", "bold")
    assert found.verdict.kind is VerdictKind.WINNER
    assert any("only short plays can show" in reason for reason in found.verdict.reasons)
    known = compared(gallery, "plain", "better")
    assert not any("only short plays" in reason for reason in known.verdict.reasons)
    unguarded = compared(gallery, "vague", "bold", guardrails=("short_play_rate",))
    assert not any("only short plays" in reason for reason in unguarded.verdict.reasons)


def test_an_honest_arm_wins_by_what_its_viewers_do(gallery: session.Store) -> None:
    for measure in ("completion_rate", "short_play_rate"):
        found = compared(gallery, "bait", "honest", measure=measure, guardrails=())
        assert found.verdict.kind is VerdictKind.WINNER
        assert found.verdict.asset == found.arms[0].asset == "honest"
        assert (found.arms[0].best or 0) > 0.999


def test_a_guardrail_of_the_better_arm_holds_with_enough_plays(gallery: session.Store) -> None:
    found = compared(gallery, "honest", "bait", measure="completion_rate")
    (guard,) = found.guardrails
    assert (guard.measure, guard.state) == ("short_play_rate", GuardrailState.HELD)
    assert any("short-play rate: passed, −" in reason for reason in found.verdict.reasons)


def test_equal_arms_make_no_difference_that_matters(gallery: session.Store) -> None:
    found = compared(gallery, "t1", "t2", margin=0.3)
    assert found.verdict.kind is VerdictKind.NO_DIFFERENCE
    assert found.verdict.asset is None
    assert found.verdict.sentence == (
        "No difference that matters: the take rate of “t1” and “t2” differs by less than 30%."
    )


def test_equal_arms_are_waited_for_while_a_difference_may_matter(gallery: session.Store) -> None:
    found = compared(gallery, "t1", "t2")
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert "“t1” and “t2” have the same take rate" in found.verdict.sentence
    assert found.verdict.reasons[0].endswith("is ruled out.")


def test_arms_that_lost_are_out_before_there_is_a_winner(gallery: session.Store) -> None:
    found = compared(gallery, "x", "y", "z")
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert "“y” leads “x”" in found.verdict.sentence
    assert "Ruled out: “z”." in found.verdict.reasons


def test_an_arm_that_is_surely_out_needs_no_minimum_sample(gallery: session.Store) -> None:
    found = compared(gallery, "ahead", "next", "behind")
    last = found.arms[-1]
    assert (last.asset, last.progress) == ("behind", pytest.approx(0.99))
    assert found.verdict.kind is VerdictKind.WINNER
    assert found.verdict.asset == "ahead"
    assert [(arm.ruled_out, arm.needs_data) for arm in found.arms] == [
        (False, False),
        (True, False),
        (True, False),
    ]
    lead = next(one for one in found.differences if set(one.arms) == {"ahead", "behind"})
    assert lead.beyond_chance
    assert lead.p is not None
    assert lead.p < 0.05


def test_an_undecided_test_does_not_wait_for_an_arm_that_is_out(gallery: session.Store) -> None:
    found = compared(gallery, "w1", "w2", "lost")
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert "“w1” leads “w2”" in found.verdict.sentence
    assert "Ruled out: “lost”." in found.verdict.reasons
    assert not any("minimum sample" in reason for reason in found.verdict.reasons)
    assert {arm.asset: arm.ruled_out for arm in found.arms} == {
        "w1": False,
        "w2": False,
        "lost": True,
    }


def test_with_a_baseline_an_arm_need_only_beat_that(gallery: session.Store) -> None:
    arms = ("base", "up", "upper")
    assert compared(gallery, *arms).verdict.kind is VerdictKind.KEEP_WAITING
    found = compared(gallery, *arms, baseline="base")
    assert found.verdict.kind is VerdictKind.WINNER
    assert found.verdict.asset == "upper"
    assert [(d.asset, d.other) for d in found.differences] == [("up", "base"), ("upper", "base")]


def test_a_baseline_that_is_not_the_runner_up_is_waited_for(gallery: session.Store) -> None:
    found = compared(gallery, "x", "y", "z", baseline="x")
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert "“y” leads “x”" in found.verdict.sentence
    best_is_baseline = compared(gallery, "better", "plain", baseline="better")
    assert best_is_baseline.verdict.kind is VerdictKind.WINNER
    assert best_is_baseline.verdict.asset == "better"


@pytest.mark.parametrize("arms", [("l1", "l2"), ("n1", "n2"), ("a1", "a2")])
def test_too_little_is_not_judged(gallery: session.Store, arms: tuple[str, str]) -> None:
    found = compared(gallery, *arms)
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert found.verdict.sentence.startswith(("Not enough data", "Keep waiting"))
    assert all("% of the minimum sample." in reason for reason in found.verdict.reasons)
    assert [d.difference.low for d in found.differences] == [None]
    assert found.path == ()


def test_an_arm_that_nobody_met_is_said_to_be_missing(gallery: session.Store) -> None:
    found = compared(gallery, "seen", "unseen")
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert found.verdict.sentence == (
        "Nothing to compare yet: nobody was shown “unseen” in this context."
    )
    assert found.arms[1].rate.value is None


def test_a_test_that_is_over_is_not_waited_for(gallery: session.Store) -> None:
    found = compared(gallery, test="over")
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert found.verdict.sentence.startswith(
        "Undecided; no new viewers are entering the test. “o2” leads “o1”"
    )
    assert found.verdict.days_left is None
    until = compared(gallery, "t1", "t2", until="2026-03-10")
    assert until.verdict.sentence.startswith("Undecided; no new viewers are entering the test.")


def test_a_winner_is_shown_with_the_intervals_that_make_it_one(gallery: session.Store) -> None:
    """It beats both others, each by a narrower interval than holds for all pairs together."""
    found = compared(gallery, "f1", "f2", "f3")
    leader, *others = (arm.asset for arm in found.arms)
    if found.verdict.kind is VerdictKind.WINNER:
        own = [one.seen_from(leader) for one in found.differences if leader in one.arms]
        assert [one.simultaneous for one in own] == [False] * len(others)
        assert all((one.difference.low or 0) > 0 and (one.ratio.low or 0) > 0 for one in own)
    else:
        single = [one for one in found.differences if not one.simultaneous]
        assert all(one.seen_from(leader).better(lower_is_better=False) for one in single)


def test_a_winner_among_three_needs_less_than_all_pairs(gallery: session.Store) -> None:
    """f2 has 25% and f1 20% of 1,000 people each: not beyond chance for all three pairs at once."""
    level = 0.7
    found = compared(gallery, "f1", "f2", "f3", level=level)
    pair = next(one for one in found.differences if set(one.arms) == {"f1", "f2"})
    others = next(one for one in found.differences if set(one.arms) == {"f1", "f3"})
    assert found.verdict.kind is VerdictKind.WINNER
    assert (pair.simultaneous, others.simultaneous) == (False, True)
    assert found.path[-1].always_valid.leaves_out_zero


def test_intervals_are_narrower_at_a_planned_horizon(gallery: session.Store) -> None:
    def width(**asked: Any) -> float:
        (one,) = compared(gallery, "plain", "better", **asked).differences
        return (one.difference.high or 0) - (one.difference.low or 0)

    assert width(horizon=20) < width()
    assert width(horizon=20) < width(horizon=400)
    assert width(fixed=True) < width(horizon=20)


def test_intervals_for_one_look_are_narrower(gallery: session.Store) -> None:
    always = compared(gallery, "o1", "o2").differences[0].difference
    once = compared(gallery, "o1", "o2", fixed=True).differences[0].difference
    assert once.value == always.value
    assert (always.low or 0) < (once.low or 0) < (once.high or 0) < (always.high or 0)


@pytest.mark.parametrize(
    "arms", [("m2", "w1", "u2", "y"), ("bold", "y", "z", "m2", "up", "honest", "upper", "better")]
)
def test_who_is_ruled_out_is_beaten_in_a_difference_that_is_shown(
    gallery: session.Store, arms: tuple[str, ...]
) -> None:
    found = compared(gallery, *arms)
    both = [one.seen_from(asset) for one in found.differences for asset in one.arms]
    lost = {arm.asset for arm in found.arms if arm.ruled_out}
    assert lost
    assert lost == {one.other for one in both if one.better(lower_is_better=False)}
