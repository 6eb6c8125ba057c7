"""Differences before the minimum sample: hardly ever wrong, and not silent about a large one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from keyart.insights.statistics.early import SHARE, Outcomes, early_difference


def outcomes(yes: int, of: int) -> Outcomes:
    return Outcomes(np.array([float(yes)]), np.array([float(of)]))


@st.composite
def arms(draw: st.DrawFn) -> Outcomes:
    of = draw(st.integers(0, 3_000))
    return outcomes(draw(st.integers(0, of)), of)


@given(st.integers(0, 30), st.integers(0, 30), st.floats(0.01, 0.99))
def test_evidence_is_the_mixture_of_all_rates_over_one(yes: int, no: int, p: float) -> None:
    mixed, _ = integrate.quad(lambda q: q**yes * (1 - q) ** no, 0, 1)
    one = yes * np.log(p) + no * np.log1p(-p)
    arm = outcomes(yes, yes + no)
    assert arm.log_evidence(np.array([p]))[0] == pytest.approx(np.log(mixed) - one, abs=1e-6)


@given(arms(), st.floats(1e-6, 0.5))
def test_a_rate_is_between_its_bounds_which_end_at_the_risk(arm: Outcomes, alpha: float) -> None:
    low, high = arm.bounds(alpha)
    assert 0 <= low[0] <= arm.rate[0] <= high[0] <= 1
    for end in (low, high):
        if 0 < end[0] < 1:
            assert arm.log_evidence(end)[0] == pytest.approx(-np.log(alpha), abs=1e-3)


@given(arms(), arms(), st.floats(1e-4, 0.2))
def test_bounds_p_values_and_directions_agree(
    first: Outcomes, second: Outcomes, alpha: float
) -> None:
    early, back = (early_difference(*pair, alpha) for pair in ((first, second), (second, first)))
    (low, high), (log_low, log_high) = early.difference, early.log_ratio
    np.testing.assert_allclose(low, -back.difference[1])
    np.testing.assert_allclose(early.p, back.p, rtol=1e-3)
    if np.isnan(low[0]):
        assert np.isnan([high[0], log_low[0], log_high[0], early.p[0]]).all()
        return
    assert low[0] * high[0] > 0
    assert low[0] <= first.rate[0] - second.rate[0] <= high[0]
    assert np.sign(log_low[0]) == np.sign(log_high[0]) == np.sign(low[0])
    assert early.p[0] <= alpha * (1 + 1e-6)


def test_equal_arms_are_hardly_ever_told_apart_at_any_of_all_looks() -> None:
    """Two thousand tests of equal arms, looked at after each person."""
    random, alpha, people = np.random.default_rng(4), 0.5, 600
    worlds = 2_000
    rate = random.uniform(0.02, 0.5, worlds)
    yes = [np.cumsum(random.random((people, worlds)) < rate, axis=0) for _ in range(2)]
    wrong = np.zeros(worlds, np.bool_)
    for look in range(9, people, 10):
        of = np.full(worlds, look + 1.0)
        first, second = (Outcomes(arm[look].astype(np.float64), of) for arm in yes)
        wrong |= np.isfinite(early_difference(first, second, alpha).difference[0])
    assert wrong.mean() <= SHARE * alpha


def test_an_arm_far_behind_is_told_before_it_has_the_minimum_sample() -> None:
    leader, last, close = outcomes(123, 908), outcomes(31, 939), outcomes(87, 915)
    early = early_difference(leader, last, 0.05 / 3)
    assert early.difference[0][0] > 0
    assert np.isnan(early_difference(leader, close, 0.05 / 3).p[0])
