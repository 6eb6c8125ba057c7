"""Partial pooling: between the raw value and the mean, and as often true as it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.insights.statistics.pooling import pooled, variance_between
from keyart.insights.statistics.ratios import Estimate

groups = st.lists(st.tuples(st.floats(-1, 1), st.floats(1e-4, 1)), min_size=2, max_size=12)


@given(groups)
def test_a_pooled_value_lies_between_its_own_and_the_others(
    drawn: list[tuple[float, float]],
) -> None:
    value, variance = np.array(drawn).T
    found = pooled(Estimate(value, variance))
    assert (found.value >= value.min() - 1e-9).all()
    assert (found.value <= value.max() + 1e-9).all()
    assert found.between >= 0
    assert (found.variance > 0).all()
    extremes = [value.argmin(), value.argmax()]
    assert found.value[extremes[0]] >= value[extremes[0]] - 1e-9
    assert found.value[extremes[1]] <= value[extremes[1]] + 1e-9


def test_groups_that_differ_by_chance_alone_become_nearly_one() -> None:
    random = np.random.default_rng(11)
    found = pooled(Estimate(0.1 + 0.2 * random.standard_normal(60), np.full(60, 0.04)))
    assert np.ptp(found.value) < 0.25
    assert found.mean == pytest.approx(0.1, abs=0.1)


def test_groups_that_truly_differ_stay_apart() -> None:
    value = np.linspace(-1, 1, 20)
    found = pooled(Estimate(value, np.full(20, 1e-4)))
    assert found.value == pytest.approx(value, abs=1e-3)
    assert found.between**0.5 == pytest.approx(value.std(ddof=1), rel=0.1)


@pytest.mark.parametrize("between", [0.05, 0.055, 0.06])
def test_many_groups_say_sharply_how_they_differ(between: float) -> None:
    random = np.random.default_rng(18)
    noise = 10 ** random.uniform(-3.5, -1.5, 20_000)
    value = np.sqrt(noise + between**2) * random.standard_normal(20_000)
    found = pooled(Estimate(value, noise))
    assert found.between**0.5 == pytest.approx(between, rel=0.03)
    assert found.between == pytest.approx(variance_between(Estimate(value, noise)), rel=0.05)


def test_a_group_without_an_estimate_gets_what_a_new_one_would() -> None:
    estimate = Estimate(np.array([0.1, 0.5, 0.3, np.nan, 9.0]), np.array([0.01] * 4 + [0.0]))
    found = pooled(estimate)
    assert found.value[3:] == pytest.approx([float(found.mean)] * 2)
    assert (found.variance[3:] > found.between).all()
    alone = pooled(Estimate(estimate.value[:3], estimate.variance[:3]))
    assert found.value[:3] == pytest.approx(alone.value)
    assert np.isnan(pooled(Estimate(np.full(3, np.nan), np.ones(3))).mean)


def test_families_are_pooled_each_on_its_own() -> None:
    random = np.random.default_rng(12)
    estimate = Estimate(random.standard_normal((4, 3, 6)), random.uniform(0.1, 1, (4, 3, 6)))
    found = pooled(estimate)
    alone = pooled(estimate[2, 1])
    assert found.value[2, 1] == pytest.approx(alone.value)
    assert found.between.shape == (4, 3)


@pytest.mark.parametrize("size", [4, 40])
@pytest.mark.parametrize("between", [0.0, 0.05, 0.3])
def test_intervals_of_pooled_values_hold_the_truth(size: int, between: float) -> None:
    random = np.random.default_rng(13)
    shape = (1500, size)
    variance = 10 ** random.uniform(-3.5, -1.5, shape)
    truth = 0.05 + between * random.standard_normal(shape)
    raw = truth + np.sqrt(variance) * random.standard_normal(shape)
    found = pooled(Estimate(raw, variance))
    held = (np.abs(found.value - truth) < 1.96 * np.sqrt(found.variance)).mean()
    assert held > 0.93
    assert ((found.value - truth) ** 2).mean() < ((raw - truth) ** 2).mean()


def test_one_variance_for_many_families() -> None:
    random = np.random.default_rng(14)
    noise = random.uniform(0.01, 0.09, (800, 4))
    own = random.standard_normal((800, 1)) * 5
    value = (
        own
        + 0.2 * random.standard_normal((800, 4))
        + np.sqrt(noise) * (random.standard_normal((800, 4)))
    )
    value[::3, 3] = np.nan
    assert variance_between(Estimate(value, noise)) == pytest.approx(0.04, rel=0.15)
    alike = own + np.sqrt(noise) * random.standard_normal((800, 4)) * 0.9
    assert variance_between(Estimate(alike, noise)) == 0
