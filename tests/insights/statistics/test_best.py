"""Who is best and what choosing wrongly costs: integrals, draws, and calibration over worlds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from benchmarks.truth.looks import yes_or_no
from keyart.insights.statistics.best import (
    BetaPrior,
    NormalPrior,
    beta_binomial,
    beta_prior,
    between_arms,
    normal,
)
from keyart.insights.statistics.ratios import Estimate, ratio

FLAT = BetaPrior(0.5, 2.0)

arms = st.lists(st.integers(0, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))


@pytest.mark.parametrize(
    ("successes", "trials"),
    [([3, 5], [50, 60]), ([0, 0], [9, 2]), ([1200, 11], [40_000, 300]), ([7, 7], [7, 9])],
)
def test_two_rates_compare_as_their_integral_says(successes: list[int], trials: list[int]) -> None:
    found = beta_binomial(np.array(successes), np.array(trials), FLAT)
    first, second = (stats.beta(1 + s, 1 + n - s) for s, n in zip(successes, trials, strict=True))
    points = [float(one.mean()) for one in (first, second)]
    chance = integrate.quad(
        lambda x: first.pdf(x) * second.cdf(x), 0, 1, points=points, epsabs=1e-10, limit=500
    )[0]
    greatest = integrate.quad(
        lambda x: 1 - first.cdf(x) * second.cdf(x), 0, 1, points=points, epsabs=1e-12, limit=500
    )[0]
    assert found.probability == pytest.approx([chance, 1 - chance], abs=1e-6)
    losses = [greatest - point for point in points]
    assert found.expected_loss == pytest.approx(losses, abs=1e-8)


def test_a_prior_that_rules_nearly_everything_out_is_followed() -> None:
    """A tenth of an event expected: the density has a pole at 0."""
    successes, trials, prior = [0, 1, 0], [40, 60, 900], BetaPrior(2e-3, 50)
    found = beta_binomial(np.array(successes), np.array(trials), prior)
    random = np.random.default_rng(1)
    a = 0.1 + np.array(successes)
    draws = random.beta(a, 49.9 + np.array(trials) - successes, (400_000, 3))
    best = (draws.argmax(axis=1)[:, np.newaxis] == np.arange(3)).mean(axis=0)
    assert found.probability == pytest.approx(best, abs=4e-3)


def test_many_groups_at_once_are_each_as_alone() -> None:
    random = np.random.default_rng(2)
    trials = random.integers(0, 5000, (40, 8))
    successes = random.binomial(trials, 0.03)
    means, weights = np.linspace(0.01, 0.05, 40), np.linspace(10, 5000, 40)
    together = beta_binomial(successes, trials, BetaPrior(means, weights))
    assert together.probability.sum(axis=1) == pytest.approx(np.ones(40))
    for group in (0, 17, 39):
        own = BetaPrior(float(means[group]), float(weights[group]))
        alone = beta_binomial(successes[group], trials[group], own)
        assert together.probability[group] == pytest.approx(alone.probability, abs=1e-9)
        assert together.expected_loss[group] == pytest.approx(alone.expected_loss, abs=1e-9)


@given(arms.filter(lambda arms: len(arms) >= 2), st.floats(0.01, 0.9), st.floats(1, 1e4))
def test_probabilities_add_up_and_no_loss_is_negative(
    counts: list[tuple[int, int]], mean: float, weight: float
) -> None:
    successes, trials = np.array(counts).T
    found = beta_binomial(successes, trials, BetaPrior(mean, weight))
    assert found.probability.sum() == pytest.approx(1)
    assert (found.probability >= 0).all()
    assert (found.expected_loss >= 0).all()
    posterior = (mean * weight + successes) / (weight + trials)
    assert found.expected_loss.argmin() in np.flatnonzero(posterior >= posterior.max() - 1e-9)


def test_normal_values_compare_as_draws_do() -> None:
    value, variance = np.array([0.1, 0.3, 0.15]), np.array([1e-8, 1.0, 0.01])
    found = normal(Estimate(value, variance), NormalPrior(0, 1e12))
    draws = value + np.random.default_rng(3).standard_normal((400_000, 3)) * np.sqrt(variance)
    best = (draws.argmax(axis=1)[:, np.newaxis] == np.arange(3)).mean(axis=0)
    assert found.probability == pytest.approx(best, abs=4e-3)
    assert found.expected_loss == pytest.approx(draws.max(axis=1).mean() - value, abs=6e-3)


def test_arms_that_cannot_differ_are_all_best() -> None:
    estimate = Estimate(np.array([1.0, 2.0, np.nan]), np.array([0.1, 0.1, np.nan]))
    found = normal(estimate, NormalPrior(1.5, 0.0))
    assert found.probability == pytest.approx(np.full(3, 1 / 3))
    assert found.expected_loss == pytest.approx(np.zeros(3), abs=1e-9)


def test_an_arm_without_data_may_still_be_best() -> None:
    estimate = Estimate(np.array([1.0, 0.0, np.nan]), np.array([0.01, 0.01, np.nan]))
    found = normal(estimate, NormalPrior(0.5, 1.0))
    assert found.probability[1] < 1e-6
    assert 0.2 < found.probability[2] < found.probability[0]


def test_the_variance_between_arms_is_found_in_many_titles() -> None:
    random = np.random.default_rng(4)
    means = random.uniform(0.02, 0.2, (400, 1))
    rates = means * np.exp(0.1 * random.standard_normal((400, 6)))
    units = random.integers(2000, 20_000, (400, 6))
    found = between_arms(ratio(yes_or_no(units, random.binomial(units, rates))))
    assert found**0.5 == pytest.approx(0.1, abs=0.01)
    prior = beta_prior(np.array([0.1]), found)
    spread = stats.beta(0.1 * prior.concentration, 0.9 * prior.concentration).std()
    assert spread == pytest.approx(0.01, rel=0.1)


@pytest.mark.parametrize("between", [0.02, 0.1])
def test_the_probability_of_being_best_is_as_often_true(between: float) -> None:
    """The prior is learned from the titles themselves, most arms hardly differing."""
    random = np.random.default_rng(5)
    shape = (1500, 5)
    rates = random.uniform(0.03, 0.1, (1500, 1)) * np.exp(between * random.standard_normal(shape))
    units = random.integers(2000, 20_000, shape)
    events = random.binomial(units, rates)
    learned = between_arms(ratio(yes_or_no(units, events)))
    prior = beta_prior(events.sum(axis=1) / units.sum(axis=1), learned)
    said = beta_binomial(events, units, prior).probability
    true = rates == rates.max(axis=1, keepdims=True)
    for low in np.arange(0, 1, 0.1):
        those = (said >= low) & (said < low + 0.1)
        if those.sum() > 100:
            slack = 3 * np.sqrt(0.25 / those.sum())
            assert true[those].mean() == pytest.approx(said[those].mean(), abs=0.03 + slack)
