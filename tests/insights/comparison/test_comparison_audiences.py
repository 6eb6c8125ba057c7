"""How arms do in each audience."""

import pytest

from keyart import session
from keyart.insights.comparison import VerdictKind
from tests.insights.comparison.gallery import FANS, MIXED, OTHERS
from tests.insights.comparison.trials import compared


def test_an_audience_that_does_otherwise_is_found(gallery: session.Store) -> None:
    found = compared(gallery, "g1", "g2", audiences=(FANS, OTHERS))
    fans, others = found.audiences
    assert (fans.audience, fans.people, fans.best) == (FANS, 4_000, "g1")
    assert (others.audience, others.people, others.best) == (OTHERS, 8_000, "g2")
    assert fans.differs == ("g1", "g2")
    assert all(q is not None and q < 0.01 for q in fans.q.values())
    assert (fans.probability or 0) > 0.999
    assert fans.effects["g1"].leaves_out_zero
    assert (fans.effects["g1"].value or 0) > 0 > (fans.effects["g2"].value or 0)
    assert fans.loss == pytest.approx(0 if found.arms[0].asset == "g1" else 1 / 3, abs=0.05)


def test_where_the_leader_loses_is_said(gallery: session.Store) -> None:
    found = compared(gallery, "g1", "g2", audiences=(FANS, OTHERS), baseline="g2")
    assert found.arms[0].asset == "g2"
    called = found.audiences[0].name
    first, second = found.verdict.reasons[-2:]
    assert first.startswith(f"“g2” leads overall, but loses with {called} (−")
    assert second.startswith(
        f"With {called}, “g1” is best (over 99.9% sure): showing “g2” there would cost "
    )


def test_audiences_that_do_alike_are_not_named(gallery: session.Store) -> None:
    found = compared(gallery, "plain", "better", audiences=(FANS, OTHERS))
    assert [one.differs for one in found.audiences] == [(), ()]
    assert [one.people for one in found.audiences] == [0, 0]
    assert [one.best for one in found.audiences] == [None, None]
    assert not any("list:" in reason for reason in found.verdict.reasons)


def test_people_met_by_propensity_are_weighted_in_audiences_too(gallery: session.Store) -> None:
    (mixed,) = compared(gallery, "few", "many", audiences=(MIXED,)).audiences
    assert (mixed.people, mixed.best) == (12_000, "few")
    assert mixed.effects["few"].value == pytest.approx(1.2**0.5 - 1, abs=0.02)


def test_without_affinities_no_audience_is_told_apart(gallery: session.Store) -> None:
    assert compared(gallery, "g1", "g2").audiences == ()
    assert compared(gallery, "g1", "g2", audiences=()).audiences == ()


def test_one_audience_of_everybody_has_nobody_to_differ_from(gallery: session.Store) -> None:
    found = compared(gallery, "g1", "g2", audience=FANS, audiences=(FANS,))
    (fans,) = found.audiences
    assert fans.people == 4_000
    assert fans.differs == ()
    assert found.verdict.kind is VerdictKind.WINNER
    assert found.verdict.asset == fans.best == "g1"
