"""Plans: the textbook's sizes, and tests of the planned size find what they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.truth.looks import Traffic, counts, looked, yes_or_no
from keyart.insights.planning import Aim, units_per_arm
from keyart.insights.statistics.ratios import difference
from keyart.insights.statistics.sequences import always_valid, fixed


def test_the_size_for_one_look_is_the_textbooks() -> None:
    # 10% against 12%, 80% power at 5%: (1.95996 + 0.84162)² · (0.09 + 0.1056) / 0.02² = 3838.
    assert units_per_arm(0.1, Aim(mde=0.2, sequential=False)) == 3839


def test_seconds_go_by_their_variance() -> None:
    found = units_per_arm(600.0, Aim(mde=0.05, sequential=False), variance=1200.0**2)
    assert found == pytest.approx(2 * (1.95996 + 0.84162) ** 2 * (1200 / 30) ** 2, rel=1e-4)


@given(st.floats(0.002, 0.5), st.floats(0.02, 0.5), st.integers(1, 28))
def test_looking_whenever_one_likes_costs_units(rate: float, mde: float, comparisons: int) -> None:
    one = units_per_arm(rate, Aim(mde, comparisons=comparisons, sequential=False))
    many = units_per_arm(rate, Aim(mde, comparisons=comparisons))
    assert one < many
    assert many <= units_per_arm(rate, Aim(mde, comparisons=comparisons, power=0.9))
    assert units_per_arm(rate, Aim(mde * 1.2, comparisons=comparisons)) <= many


@pytest.mark.parametrize("sequential", [False, True])
def test_planned_tests_find_what_they_are_planned_for(sequential: bool) -> None:
    aim, worlds, rate = Aim(mde=0.1, sequential=sequential), 2000, 0.05
    units = units_per_arm(rate, aim)
    traffic = Traffic((rate, rate * 1.1), (units / 30,) * 2)
    looks = looked(yes_or_no(*counts(traffic, worlds, np.random.default_rng(17))), difference)
    last = looks.estimate[-1]
    _, high = always_valid(last, looks.start, 0.05) if sequential else fixed(last, 0.05)
    assert (high < 0).mean() == pytest.approx(0.8, abs=3 * np.sqrt(0.16 / worlds) + 0.01)
