"""Intervals: known values, degenerate groups, and how often they hold the truth."""

import numpy as np
import pytest

from keyart.query.engine import Moments
from keyart.query.intervals import delta, wilson


def moments_of(x: np.ndarray, y: np.ndarray) -> Moments:
    """Return the moments of groups whose profiles are the rows of x and y, shape (g, n)."""
    x, y = x.astype(np.float64), y.astype(np.float64)
    return Moments(
        n=((x != 0) | (y != 0)).sum(axis=1),
        x=x.sum(axis=1),
        y=y.sum(axis=1),
        xx=(x * x).sum(axis=1),
        yy=(y * y).sum(axis=1),
        xy=(x * y).sum(axis=1),
    )


def test_wilson_gives_the_textbook_values() -> None:
    # Newcombe (1998), table I, method 3.
    low, high, valid = wilson(np.array([81, 15, 0, 1]), np.array([263, 148, 20, 29]), 0.95)
    assert valid.all()
    assert low == pytest.approx([0.2553, 0.0624, 0.0, 0.0061], abs=5e-5)
    assert high == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)


def test_wilson_needs_two_profiles() -> None:
    assert wilson(np.array([0, 1, 1]), np.array([0, 1, 2]), 0.95)[2].tolist() == [
        False,
        False,
        True,
    ]


def test_wilson_survives_more_successes_than_trials() -> None:
    low, high, _ = wilson(np.array([5]), np.array([3]), 0.95)
    assert 0 < low[0] < high[0] == 1


def test_delta_of_a_mean_is_the_usual_standard_error() -> None:
    y = np.array([[3, 0, 7, 2, 8]])
    low, high, _ = delta(moments_of(np.ones_like(y), y), 0.95, None, None)
    error = 1.959964 * y.std(ddof=1) / 5**0.5
    assert (low[0], high[0]) == pytest.approx((4 - error, 4 + error))


def test_delta_is_exactly_nothing_wide_where_profiles_do_not_vary() -> None:
    x = np.array([[3.0, 7.1, 11.3]])
    low, high, _ = delta(moments_of(x, x * 0.1), 0.95, None, None)
    assert low[0] == high[0]


def test_delta_is_clipped_to_the_range() -> None:
    low, high, _ = delta(moments_of(np.array([[1, 1]]), np.array([[0, 1]])), 0.95, 0.0, 1.0)
    assert (low[0], high[0]) == (0, 1)


@pytest.mark.parametrize(("x", "y"), [([0, 0], [0, 0]), ([1, 0], [1, 0]), ([1, -1], [1, 0])])
def test_delta_is_null_where_there_is_nothing_to_go_by(x: list[int], y: list[int]) -> None:
    assert not delta(moments_of(np.array([x]), np.array([y])), 0.95, None, None)[2][0]


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(1)
    shape = (4000, 300)
    x = random.poisson(3, shape) + 1
    y = random.binomial(x, random.beta(2, 8, shape))
    low, high, _ = delta(moments_of(x, y), 0.9, 0.0, None)
    held = ((low <= 0.2) & (high >= 0.2)).mean()
    assert held == pytest.approx(0.9, abs=0.02)
