"""Always-valid intervals: true however often one looks, and never narrower than for one look."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from benchmarks.truth.looks import Traffic, counts, looked, yes_or_no
from keyart.insights.statistics.minimum_data import Contrast
from keyart.insights.statistics.ratios import Estimate, difference, log_ratio
from keyart.insights.statistics.sequences import (
    always_valid,
    always_valid_p,
    fixed,
    fixed_p,
    log_evidence,
    log_evidence_above,
    narrowest_at,
    one_sided_width,
    width,
)

values = st.floats(-10, 10).map(lambda value: np.array([value]))
positive = st.floats(1e-4, 1e4).map(lambda value: np.array([value]))
alphas = st.floats(1e-6, 0.5)


@given(values, positive, positive, alphas)
def test_an_always_valid_interval_is_wider_than_one_for_one_look(
    value: np.ndarray, variance: np.ndarray, start: np.ndarray, alpha: float
) -> None:
    estimate = Estimate(value, variance)
    low, high = always_valid(estimate, start, alpha)
    one_low, one_high = fixed(estimate, alpha)
    assert (low[0], value[0]) <= (one_low[0], one_high[0])
    assert high[0] >= one_high[0]
    assert high[0] - value[0] == pytest.approx(value[0] - low[0])


@given(values, positive, positive, alphas)
def test_p_values_and_intervals_say_the_same(
    value: np.ndarray, variance: np.ndarray, start: np.ndarray, alpha: float
) -> None:
    estimate = Estimate(value, variance)
    for p, (low, high) in (
        (always_valid_p(estimate, start)[0], always_valid(estimate, start, alpha)),
        (fixed_p(estimate)[0], fixed(estimate, alpha)),
    ):
        if abs(p / alpha - 1) > 1e-9:
            assert (p < alpha) == (low[0] > 0 or high[0] < 0)


def test_fixed_intervals_are_the_usual_ones() -> None:
    estimate = Estimate(np.array([0.3]), np.array([0.04]))
    low, high = fixed(estimate, 0.05)
    assert (low[0], high[0]) == pytest.approx(stats.norm.interval(0.95, 0.3, 0.2))
    assert fixed_p(estimate)[0] == pytest.approx(2 * stats.norm.sf(1.5))


def test_evidence_is_the_likelihood_of_the_mixture() -> None:
    # A normal estimate, its truth 0, against a truth that is normal around 0.
    estimate, start = Estimate(np.array([0.7]), np.array([0.05])), np.array([3.0])
    mixed = stats.norm.logpdf(0.7, 0, (0.05 + 1 / 3) ** 0.5) - stats.norm.logpdf(0.7, 0, 0.05**0.5)
    assert log_evidence(estimate, start)[0] == pytest.approx(mixed)


def test_there_is_nothing_before_the_start_or_without_variation() -> None:
    estimate = Estimate(np.array([0.1, 0.1, np.nan]), np.array([0.01, 0.0, np.nan]))
    start = np.array([np.nan, 5.0, 5.0])
    assert np.isnan(always_valid(estimate, start, 0.05)[0]).all()
    assert np.isnan(always_valid_p(estimate, start)).all()
    assert np.isnan(fixed_p(estimate)).tolist() == [False, True, True]


def test_alphas_of_groups_may_differ() -> None:
    estimate, start = Estimate(np.zeros(2), np.ones(2)), np.ones(2)
    low, _ = always_valid(estimate, start, np.array([0.05, 0.01]))
    assert low[1] < low[0] < 0


def test_a_brownian_motion_seldom_leaves() -> None:
    """On a fine grid of information from a hundredth of I0 to ten thousand times I0."""
    random, worlds = np.random.default_rng(4), 4000
    information = np.geomspace(0.01, 1e4, 1500)
    steps = np.sqrt(np.diff(information, prepend=0))
    motion = (random.standard_normal((worlds, steps.size)) * steps).cumsum(axis=1)
    estimate = Estimate(motion / information, np.broadcast_to(1 / information, motion.shape))
    crossed = (always_valid_p(estimate, np.ones(1)) < 0.05).any(axis=1).mean()
    assert 0.02 < crossed < 0.05 + 3 * np.sqrt(0.05 * 0.95 / worlds)


@pytest.mark.parametrize("compared", [difference, log_ratio])
@pytest.mark.parametrize("arms", [2, 8])
@pytest.mark.parametrize("rate", [0.002, 0.01, 0.05, 0.3])
def test_equal_arms_are_seldom_told_apart(rate: float, arms: int, compared: Contrast) -> None:
    """Daily looks for 30 days, about 100 events a day and arm, all pairs at once."""
    worlds = 2000 if arms == 2 else 500
    traffic = Traffic((rate,) * arms, (100 / rate,) * arms)
    looks = looked(yes_or_no(*counts(traffic, worlds, np.random.default_rng(5))), compared)
    alpha = 0.05 / looks.passed.shape[-1]
    assert looks.passed[-1].all()
    low, high = always_valid(looks.estimate, looks.start, alpha)
    held = (~looks.passed | ((low <= 0) & (high >= 0))).all(axis=(0, 2)).mean()
    assert held >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / worlds)
    naive = (looks.passed & (fixed_p(looks.estimate) < alpha)).any(axis=(0, 2)).mean()
    assert naive > 0.2


def test_planted_differences_stay_inside_and_are_found() -> None:
    worlds = 2000
    traffic = Traffic((0.05, 0.06), (2000.0, 2000.0))
    path = yes_or_no(*counts(traffic, worlds, np.random.default_rng(6)))
    looks = looked(path, log_ratio)
    low, high = always_valid(looks.estimate, looks.start, 0.05)
    truth = np.log(0.05 / 0.06)
    held = (~looks.passed | ((low <= truth) & (high >= truth))).all(axis=(0, 2)).mean()
    assert held >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / worlds)
    assert (high[-1, :, 0] < 0).mean() > 0.99


@given(st.floats(0.1, 1e4), st.floats(1e-6, 0.3))
def test_a_one_sided_width_is_that_of_a_mixture_of_better_truths(
    grown: float, alpha: float
) -> None:
    z = float(one_sided_width(np.array(grown), alpha))
    part = grown / (1 + grown)
    u = z * np.sqrt(part)
    above_zero = (1 + math.erf(float(u) / math.sqrt(2))) / 2
    mixture = 2 * np.sqrt(1 - part) * np.exp(u**2 / 2) * above_zero
    assert mixture == pytest.approx(1 / alpha, rel=1e-4)
    two_sided = float(width(np.array(grown), 2 * alpha))
    assert two_sided <= z <= 1.2 * two_sided


@pytest.mark.parametrize("alpha", [0.05, 0.0125, 0.001])
def test_intervals_are_narrowest_where_they_are_said_to_be(alpha: float) -> None:
    found = narrowest_at(alpha)
    here = width(np.array(found), alpha)
    assert (here < width(found * np.array([0.8, 0.95, 1.05, 1.25]), alpha)).all()
    assert 8 < found < 25


def test_equal_arms_are_seldom_named_by_the_bound_of_a_winner() -> None:
    """Of four equal arms none is better than all others; each may be held so in a quarter of 5%."""
    rng, worlds, days, arms = np.random.default_rng(4), 4_000, 60, 4
    value = rng.normal(size=(days, worlds, arms)).cumsum(axis=0)
    day = np.arange(1, days + 1)[:, None]
    bound = one_sided_width(day / 2.0, 0.05 / arms) * np.sqrt(2 * day)
    best = np.sort(value, axis=2)
    named = (best[..., -1] - best[..., -2] > bound).any(axis=0)
    assert named.mean() <= stats.binom.ppf(0.999, worlds, 0.05) / worlds


def test_one_sided_evidence_stays_true_at_every_look_and_grows_where_there_is_an_effect() -> None:
    """Of sound sequences hardly a share of 5% ever reaches 20, though one looks a hundred times."""
    rng = np.random.default_rng(4)
    looks = np.arange(1, 101)
    noise = np.cumsum(rng.normal(0, 1, (4_000, looks.size)), axis=1) / looks
    start = np.full(noise.shape, 4.0)
    for effect, most, least in ((0.0, 0.05, 0.0), (-0.2, 0.05, 0.0), (0.6, 1.0, 0.95)):
        estimate = Estimate(noise + effect, np.broadcast_to(1 / looks, noise.shape))
        ever = log_evidence_above(estimate, start).max(axis=1) >= np.log(20)
        assert least <= ever.mean() <= most
