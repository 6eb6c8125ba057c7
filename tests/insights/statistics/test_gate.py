"""The least data: what counts, when it was reached, and the information that was there then."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.truth.looks import yes_or_no
from keyart.insights.statistics.minimum_data import (
    DEFAULT_MINIMUM,
    MinimumData,
    moments_at,
    start_information,
)
from keyart.insights.statistics.ratios import difference, log_ratio, pick, ratio
from keyart.query.engine import Moments


def test_units_events_and_those_without_all_count() -> None:
    units, events = np.array([199, 300, 300, 300, 300]), np.array([99, 99, 100, 200, 201])
    passed = DEFAULT_MINIMUM.passed(yes_or_no(units, events), yes_or_no=True)
    assert passed.tolist() == [False, False, True, True, False]


def test_a_sum_that_few_make_up_counts_as_few() -> None:
    seconds = np.r_[np.full(200, 60.0), 1e6]
    n, x = np.array([201]), np.array([201.0])
    moments = Moments(n, x, seconds.sum()[None], x, (seconds**2).sum()[None], seconds.sum()[None])
    assert not DEFAULT_MINIMUM.passed(moments, yes_or_no=False)[0]
    even = Moments(n, x, x * 60, x, x * 3600, x * 60)
    assert DEFAULT_MINIMUM.passed(even, yes_or_no=False)[0]


def test_the_gate_opens_within_a_day() -> None:
    path = yes_or_no(np.array([[100, 10], [300, 20]]), np.array([[40, 5], [120, 10]]))
    opened = MinimumData(units=200, events=80).opened(path, yes_or_no=True)
    assert opened[0] == pytest.approx(1.5)
    assert np.isnan(opened[1])
    there = moments_at(path, opened)
    assert (there.n[0], there.x[0], there.y[0]) == (200, pytest.approx(200), pytest.approx(80))
    assert there.n[1] == 0


def test_the_later_arm_starts_a_comparison() -> None:
    path = yes_or_no(np.array([[1000, 100], [2000, 400]]), np.array([[300, 30], [600, 150]]))
    arms = (pick(path, (..., 0)), pick(path, (..., 1)))
    for compared in (difference, log_ratio):
        start = start_information(arms, MinimumData(200, 90), compared, yes_or_no=True)
        both = ratio(yes_or_no(np.array([1500, 250]), np.array([450, 90])))
        assert start == pytest.approx(float(compared(both[0], both[1]).information))


def test_there_is_no_start_while_an_arm_waits() -> None:
    path = yes_or_no(np.array([[1000, 10]]), np.array([[300, 3]]))
    arms = (pick(path, (..., 0)), pick(path, (..., 1)))
    assert np.isnan(start_information(arms, DEFAULT_MINIMUM, yes_or_no=True))


@given(st.integers(0, 2**32), st.integers(1, 12))
def test_what_was_there_lies_between_the_days(seed: int, days: int) -> None:
    random = np.random.default_rng(seed)
    units = random.integers(1, 300, (days, 5))
    path = yes_or_no(units.cumsum(axis=0), random.binomial(units, 0.4).cumsum(axis=0))
    gate = MinimumData(units=300, events=60)
    opened = gate.opened(path, yes_or_no=True)
    there, last = moments_at(path, opened), gate.passed(pick(path, -1), yes_or_no=True)
    assert (np.isfinite(opened) == last).all()
    day = np.nan_to_num(opened).astype(int)[last]
    group = np.flatnonzero(last)
    assert (there.n[last] <= path.n[np.minimum(day, days - 1), group]).all()
    assert (there.n[last] >= path.n[np.maximum(day - 1, 0), group] * (day > 0)).all()
    assert (there.n[last] >= gate.units - 1).all()
