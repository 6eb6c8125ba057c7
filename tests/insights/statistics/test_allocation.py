"""Sample-ratio mismatch: martingales by hand, false alarms, and what is found."""

import numpy as np
import pytest
from scipy import stats

from keyart.insights.statistics.allocation import chi_square, evidence, sequential_p

ALARM = 0.005


def daily(random: np.random.Generator, worlds: int, units: tuple[float, ...]) -> np.ndarray:
    """Return cumulative units of 30 days, [days, worlds, arms]."""
    return random.poisson(np.array(units), (30, worlds, len(units))).cumsum(axis=0)


def test_evidence_is_one_on_average() -> None:
    """Over all ways in which 25 units can fall into two arms of unequal share."""
    heads = np.arange(26)
    shares = np.array([0.3, 0.7])
    e = np.exp(evidence(np.stack([heads, 25 - heads], axis=1), shares))
    assert (stats.binom.pmf(heads, 25, 0.3) * e).sum() == pytest.approx(1)


def test_evidence_of_one_concentration_is_the_beta_binomial_factor() -> None:
    counts, shares = np.array([700, 500]), np.array([0.5, 0.5])
    factor = stats.betabinom.logpmf(700, 1200, 50, 50) - stats.binom.logpmf(700, 1200, 0.5)
    assert float(evidence(counts, shares, (100.0,))) == pytest.approx(factor)


def test_no_units_are_no_evidence() -> None:
    assert float(evidence(np.zeros(3, int), np.full(3, 1 / 3))) == pytest.approx(0)
    assert np.isnan(chi_square(np.zeros(3, int), np.full(3, 1 / 3)))


def test_the_fixed_test_is_pearsons() -> None:
    counts = np.array([[900, 1000, 1100], [1000, 1000, 1000]])
    expected = [stats.chisquare(row).pvalue for row in counts]
    assert chi_square(counts, np.full(3, 1 / 3)) == pytest.approx(expected)


@pytest.mark.parametrize("units", [(300.0, 300.0), (100.0, 900.0), (200.0,) * 8])
def test_sound_allocations_seldom_alarm(units: tuple[float, ...]) -> None:
    worlds = 4000
    counts = daily(np.random.default_rng(7), worlds, units)
    shares = np.array(units) / sum(units)
    alarms = (sequential_p(counts, shares) <= ALARM).mean()
    assert alarms <= ALARM + 3 * np.sqrt(ALARM / worlds)
    naive = (chi_square(counts, shares) <= ALARM).any(axis=0).mean()
    assert naive > 3 * ALARM


@pytest.mark.parametrize("arms", [2, 8])
def test_a_device_that_loses_a_third_of_its_non_players_is_found(arms: int) -> None:
    """A device of a quarter of the audience, a take rate of a tenth: 7.5% of one arm's units."""
    lost = 0.25 * 0.9 / 3
    units = (500 * (1 - lost), *(500.0,) * (arms - 1))
    counts = daily(np.random.default_rng(8), 500, units)
    assert (sequential_p(counts, np.full(arms, 1 / arms)) <= ALARM).mean() > 0.95


def test_p_only_falls_as_looks_are_added() -> None:
    counts = daily(np.random.default_rng(9), 200, (50.0, 55.0))
    p = [sequential_p(counts[:looks], np.array([0.5, 0.5])) for looks in (1, 5, 30)]
    assert (p[0] >= p[1]).all()
    assert (p[1] >= p[2]).all()
