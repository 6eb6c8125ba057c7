"""When a comparison is not to be trusted, and what it does about people who are not alike."""

from typing import Any

import pytest

from keyart import session
from keyart.insights.comparison import Basis, VerdictKind
from tests.insights.comparison.trials import compared


def test_shares_that_nobody_meant_make_a_test_untrustworthy(gallery: session.Store) -> None:
    found = compared(gallery, "u1", "u2")
    assert found.verdict.kind is VerdictKind.DONT_TRUST
    assert found.verdict.asset is None
    assert found.verdict.sentence.startswith(
        "Don't trust this: “u2” was shown to 42.9% of the people instead of 50.0%"
    )
    assert found.verdict.reasons == ()
    assert found.allocation.broken
    assert found.allocation.expected == (0.5, 0.5)
    assert found.allocation.p is not None
    assert found.allocation.p < 1e-6


@pytest.mark.parametrize("asked", [{"assets": ("m1", "m2")}, {"test": "meant-so"}])
def test_shares_on_record_are_as_they_should_be(
    gallery: session.Store, asked: dict[str, Any]
) -> None:
    found = compared(gallery, **asked)
    assert found.verdict.kind is VerdictKind.WINNER
    assert found.allocation.expected == pytest.approx((4 / 7, 3 / 7))
    assert found.test == "meant-so"
    assert "Assets, shares and period come from the test 'meant-so'." in found.notes


def test_a_country_in_which_shares_are_off_is_set_aside(gallery: session.Store) -> None:
    found = compared(gallery, "i1", "i2")
    assert [(one.dimension, one.value) for one in found.allocation.slices] == [("country", "IT")]
    assert found.allocation.slices[0].people == 750
    assert found.allocation.slices[0].shares == pytest.approx((2 / 3, 1 / 3))
    assert not found.allocation.broken
    assert found.verdict.kind is VerdictKind.WINNER
    assert found.verdict.asset == "i2"
    assert [arm.people for arm in found.arms] == [6_000, 6_000]
    assert [arm.rate.value for arm in found.arms] == pytest.approx([0.25, 0.20])
    assert (
        "Set aside, because traffic isn't split as planned there: country IT (750 people)."
        in found.notes
    )


def test_shares_that_are_off_for_most_people_cannot_be_set_aside(gallery: session.Store) -> None:
    found = compared(gallery, "s1", "s2")
    assert found.verdict.kind is VerdictKind.DONT_TRUST
    assert "for most people" in found.verdict.sentence
    assert found.verdict.reasons == (
        "country DE: “s2” has 40.0% of 5,000 people instead of 50.0%.",
        "country FR: “s1” has 40.0% of 5,000 people instead of 50.0%.",
    )
    assert sum(arm.people for arm in found.arms) == 10_000


def test_people_met_by_propensity_are_weighted(gallery: session.Store) -> None:
    found = compared(gallery, "few", "many")
    assert found.basis is Basis.WEIGHTED
    assert found.verdict.kind is VerdictKind.WINNER
    assert found.verdict.asset == found.arms[0].asset == "few"
    assert found.arms[0].weighted is not None
    assert found.arms[0].weighted.value == pytest.approx(0.24)
    assert found.arms[0].rate.value == pytest.approx(0.168)
    assert found.arms[0].effective_people == pytest.approx(
        12_000**2 / (4_800 / 0.64 + 1_200 / 0.04)
    )
    (difference,) = found.differences
    assert difference.weighted == difference.ratio.value == pytest.approx(0.2)
    assert difference.raw == pytest.approx(0.168 / 0.26 - 1)
    assert found.reversals == (("few", "many"),)
    assert found.allocation.expected is None


def test_shares_by_propensity_are_as_they_should_be(gallery: session.Store) -> None:
    found = compared(gallery, "c1", "c2")
    assert found.allocation.expected == pytest.approx((0.8, 0.2))
    assert not found.allocation.broken
    assert found.basis is Basis.RAW
    assert found.verdict.asset == "c2"


def test_only_exploring_counts_by_default(gallery: session.Store) -> None:
    found = compared(gallery, "e1", "e2")
    assert [(arm.asset, arm.rate.value) for arm in found.arms] == [("e2", 0.25), ("e1", 0.2)]
    assert any(note.startswith("Only impressions of the explore phase") for note in found.notes)
    for phase in ("explore", ["explore"]):
        same = compared(gallery, "e1", "e2", where={"phase": phase})
        assert same.explore_only
        assert [arm.best for arm in same.arms] == [arm.best for arm in found.arms]
    asked = compared(gallery, "e1", "e2", where={"phase": "exploit"})
    assert [(arm.asset, arm.rate.value) for arm in asked.arms] == [("e1", 0.5), ("e2", 0.1)]
    both = compared(gallery, "e1", "e2", where={"phase": ["explore", "exploit"]})
    assert [arm.people for arm in both.arms] == [5_000, 5_000]
    assert not any("explore phase" in note for note in both.notes)


def test_assets_of_several_titles_may_differ_by_their_titles(gallery: session.Store) -> None:
    found = compared(gallery, "better", "t1")
    assert found.allocation.expected is None
    assert found.allocation.p is None
    assert any(note.startswith("The assets belong to several titles") for note in found.notes)


def test_rates_of_different_people_are_adjusted(gallery: session.Store) -> None:
    """`better` was shown to Germans alone, `s1` to others, too: Germans are compared."""
    found = compared(gallery, "s1", "better")
    assert [mix.dimension for mix in found.mixes] == ["country"]
    assert found.basis is Basis.ADJUSTED
    other = found.arms[1]
    assert other.asset == "s1"
    assert other.rate.value == pytest.approx((300 + 600) / 5_000)
    assert other.adjusted is not None
    assert other.adjusted.value == pytest.approx(0.1)
    assert found.differences[0].ratio.value == pytest.approx(0.1 / 0.25 - 1)
    assert found.differences[0].raw == pytest.approx(0.18 / 0.25 - 1)
