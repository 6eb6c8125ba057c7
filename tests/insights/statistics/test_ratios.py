"""Rates and what is made of them: closed forms."""

import numpy as np
import pytest

from benchmarks.truth.looks import yes_or_no
from keyart.insights.statistics.ratios import difference, log_ratio, ratio
from keyart.query.engine import Moments


def test_a_rate_of_units_has_the_variance_of_a_mean() -> None:
    found = ratio(yes_or_no(np.array([1000]), np.array([30])))
    assert found.value[0] == pytest.approx(0.03)
    assert found.variance[0] == pytest.approx(0.03 * 0.97 / 999)


def test_groups_of_any_shape_keep_it() -> None:
    units = np.full((3, 2, 4), 50)
    assert ratio(yes_or_no(units, units // 5)).variance.shape == (3, 2, 4)


def test_there_is_no_rate_without_two_units() -> None:
    found = ratio(yes_or_no(np.array([0, 1, 2]), np.array([0, 1, 1])))
    assert np.isnan(found.value).tolist() == [True, True, False]
    assert np.isnan(found.variance).tolist() == [True, True, False]


def test_information_is_nothing_where_units_do_not_differ() -> None:
    found = ratio(yes_or_no(np.array([10, 10]), np.array([0, 5])))
    assert np.isnan(found.information).tolist() == [True, False]


def test_difference_and_log_ratio_of_counts_are_the_textbook_ones() -> None:
    # Katz et al. (1978): var(log RR) = 1/a - 1/n + 1/b - 1/m, here with n - 1 for n.
    a, b = (ratio(yes_or_no(np.array([n]), np.array([e]))) for n, e in ((2000, 90), (1500, 50)))
    assert difference(a, b).value[0] == pytest.approx(90 / 2000 - 50 / 1500)
    assert difference(a, b).variance[0] == pytest.approx(
        0.045 * 0.955 / 1999 + (1 / 30) * (29 / 30) / 1499
    )
    log = log_ratio(a, b)
    assert np.exp(log.value[0]) == pytest.approx(0.045 * 30)
    assert log.variance[0] == pytest.approx(1 / 90 - 1 / 2000 + 1 / 50 - 1 / 1500, rel=2e-3)


def test_there_is_no_log_ratio_without_events() -> None:
    none, some = (ratio(yes_or_no(np.array([100]), np.array([e]))) for e in (0, 7))
    assert np.isnan(log_ratio(none, some).value[0])
    assert np.isnan(log_ratio(some, none).variance[0])


def test_the_log_ratio_holds_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(3)
    x = random.poisson(2, (2, 3000, 400)) + 1.0
    y = random.binomial(x.astype(int), random.beta(2, 6, x.shape)).astype(float)
    ones = (x > 0).sum(axis=-1)
    sums = [part.sum(axis=-1) for part in (x, y, x * x, y * y, x * y)]
    a, b = (ratio(Moments(ones[i], *(part[i] for part in sums))) for i in (0, 1))
    log = log_ratio(a, b)
    held = (np.abs(log.value) < 1.96 * np.sqrt(log.variance)).mean()
    assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.05 * 0.95 / 3000))
