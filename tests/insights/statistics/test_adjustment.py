"""The same mix for all arms: standardised rates, Simpson's reversal, and whether mixes differ."""

import numpy as np
import pytest
from scipy import stats

from benchmarks.truth.looks import yes_or_no
from keyart.insights.statistics.adjustment import mix_differs, standardised
from keyart.insights.statistics.ratios import ratio
from keyart.query.engine import Moments


def test_equal_mixes_leave_rates_as_they_are() -> None:
    units = np.array([[100, 300, 50], [200, 600, 100]])
    events = np.array([[10, 60, 3], [30, 100, 9]])
    found = standardised(yes_or_no(units, events), 10)
    raw = ratio(yes_or_no(units.sum(axis=1), events.sum(axis=1)))
    assert found.estimate.value == pytest.approx(raw.value)
    assert (found.estimate.variance <= raw.variance * 1.05).all()
    assert found.coverage == 1


def test_a_reversal_is_undone() -> None:
    """Kidney stones (Charig et al., 1986): better in both kinds, worse together."""
    units, events = np.array([[87, 263], [270, 80]]), np.array([[81, 192], [234, 55]])
    raw = events.sum(axis=1) / units.sum(axis=1)
    found = standardised(yes_or_no(units, events), 10).estimate.value
    assert raw[0] < raw[1]
    assert found[0] > found[1]
    weights = units.sum(axis=0) / units.sum()
    assert found == pytest.approx((events / units) @ weights)


def test_cells_with_too_few_units_in_one_arm_are_left_out_for_all() -> None:
    units, events = np.array([[100, 100, 9], [50, 150, 900]]), np.array([[10, 20, 9], [5, 30, 1]])
    found = standardised(yes_or_no(units, events), 10)
    two = standardised(yes_or_no(units[:, :2], events[:, :2]), 10)
    assert found.estimate.value == pytest.approx(two.estimate.value)
    assert found.estimate.variance == pytest.approx(two.estimate.variance)
    assert found.coverage == pytest.approx(400 / 1309)


def test_there_is_nothing_without_a_cell() -> None:
    found = standardised(yes_or_no(np.array([[5], [500]]), np.array([[1], [10]])), 10)
    assert np.isnan(found.estimate.value).all()
    assert found.coverage == 0


def test_sums_are_standardised_by_their_own_denominators() -> None:
    """A ratio that is the same in every cell stays what it is, whatever the mix."""
    x = np.array([[100.0, 40.0], [10.0, 300.0]])
    n = np.array([[50, 30], [8, 200]])
    moments = Moments(n, x, 3 * x, 2 * x, 20 * x, 6 * x)
    assert standardised(moments, 5).estimate.value == pytest.approx([3, 3])


def test_standardised_intervals_hold_the_truth() -> None:
    random = np.random.default_rng(15)
    worlds, rates = 3000, np.array([0.02, 0.1, 0.3])
    mixes = np.array([[0.7, 0.2, 0.1], [0.2, 0.3, 0.5]])
    units = np.stack([random.multinomial(2000, mix, worlds) for mix in mixes], axis=1)
    found = standardised(yes_or_no(units, random.binomial(units, rates)), 20)
    gap = found.estimate.value[:, 0] - found.estimate.value[:, 1]
    error = np.sqrt(found.estimate.variance.sum(axis=1))
    held = (np.abs(gap) < 1.96 * error).mean()
    assert held == pytest.approx(0.95, abs=3 * np.sqrt(0.05 * 0.95 / worlds) + 0.005)


def test_mixes_that_differ_are_told_from_those_that_do_not() -> None:
    random = np.random.default_rng(16)
    same = [
        mix_differs(random.multinomial(3000, [0.6, 0.3, 0.098, 0.001, 0.001], 2))
        for _ in range(1000)
    ]
    assert np.mean(np.array(same) < 0.05) == pytest.approx(0.05, abs=0.025)
    assert mix_differs(np.array([[600, 400], [500, 500]])) < 1e-4


def test_rare_values_are_taken_together() -> None:
    counts = np.array([[500, 480, 3, 2, 1, 0], [510, 490, 1, 1, 4, 0]])
    merged = np.array([[500, 480, 6], [510, 490, 6]])
    expected = stats.chi2_contingency(merged, correction=False).pvalue
    assert mix_differs(counts) == pytest.approx(expected)


@pytest.mark.parametrize("counts", [[[5, 0], [9, 0]], [[5, 7], [0, 0]], [[2, 1], [1, 2]]])
def test_a_mix_needs_something_to_differ_in(counts: list[list[int]]) -> None:
    assert np.isnan(mix_differs(np.array(counts)))
