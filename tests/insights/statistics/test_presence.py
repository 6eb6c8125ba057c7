"""When an arm could be met: pauses are found, and chance is not taken for one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.insights.statistics.presence import could_be_met

BINS = 480


def arms(share: np.ndarray, people: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return people of an arm and of the others by bin, for shares by bin."""
    rng = np.random.default_rng(seed)
    all_ = rng.poisson(people, share.size)
    own = rng.binomial(all_, share)
    return own, all_ - own


def steps(*parts: tuple[int, float]) -> np.ndarray:
    return np.concatenate([np.full(bins, share) for bins, share in parts])


@given(
    share=st.floats(0.01, 0.99),
    people=st.sampled_from([0.05, 0.5, 5, 100]),
    seed=st.integers(0, 1000),
)
def test_a_steady_arm_could_always_be_met(share: float, people: float, seed: int) -> None:
    own, others = arms(steps((BINS, share)), people, seed)
    assert could_be_met(own, others).all() or not own.any()


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_pauses_are_found(share: float) -> None:
    own, others = arms(steps((120, 0.0), (120, share), (120, 0.0), (120, share)), 60)
    found = could_be_met(own, others)
    assert not found[:118].any()
    assert found[125:235].all()
    assert not found[245:355].any()
    assert found[365:].all()


def test_an_arm_that_stops_could_be_met_before() -> None:
    own, others = arms(steps((240, 0.5), (240, 0.0)), 30)
    assert could_be_met(own, others).tolist() == [True] * 240 + [False] * 240


def test_a_ramp_has_no_holes() -> None:
    own, others = arms(steps((120, 0.01), (120, 0.05), (120, 0.25), (120, 0.5)), 200)
    assert could_be_met(own, others).mean() > 0.99


def test_a_leak_is_no_start() -> None:
    own, others = arms(steps((50, 0.0), (4, 0.05), (200, 0.0), (226, 0.5)), 40)
    assert own[50:54].any()
    found = could_be_met(own, others)
    assert not found[:250].any()
    assert found[256:].all()


def test_nobody_met_what_was_never_shown() -> None:
    nobody, others = np.zeros(20, np.int64), np.full(20, 50)
    assert not could_be_met(nobody, others).any()
    assert not could_be_met(nobody, others, 0.5).any()
    assert could_be_met(nobody, others // 50, 0.5).all()
