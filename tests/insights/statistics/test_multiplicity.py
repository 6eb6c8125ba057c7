"""False discoveries: textbook values, order, dependence, and what was not tested."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from keyart.insights.statistics.multiplicity import (
    benjamini_hochberg,
    benjamini_yekutieli,
    e_bh,
)

p_values = arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 1) | st.just(np.nan))


def test_the_original_example() -> None:
    # Benjamini and Hochberg (1995), section 4.1: the four smallest of 15 are found at q = 0.05.
    low = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p = np.array([*low, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0])
    assert benjamini_hochberg(p, 0.05).discovered.tolist() == [True] * 4 + [False] * 11


@given(p_values, st.floats(0.01, 0.5))
def test_a_smaller_p_is_found_whenever_a_greater_one_is(p: np.ndarray, q: float) -> None:
    for method in (benjamini_hochberg, benjamini_yekutieli):
        found = method(p, q)
        tested = ~np.isnan(p)
        assert (np.isnan(found.adjusted) == ~tested).all()
        assert not found.discovered[~tested].any()
        order = np.argsort(p[tested], kind="stable")
        assert (np.diff(found.adjusted[tested][order]) >= -1e-12).all()
        assert (found.adjusted[tested] >= p[tested] - 1e-12).all()
        assert (found.discovered[tested] == (found.adjusted[tested] <= q)).all()


@given(p_values, st.floats(0.01, 0.2), st.floats(0.01, 0.2))
def test_a_greater_q_finds_no_less(p: np.ndarray, q: float, more: float) -> None:
    assert (benjamini_hochberg(p, q).discovered <= benjamini_hochberg(p, q + more).discovered).all()


def test_any_shape_is_one_family() -> None:
    p = np.array([[0.001, 0.2], [0.03, np.nan]])
    found = benjamini_hochberg(p, 0.05)
    assert found.adjusted[0, 0] == pytest.approx(0.003)
    assert found.adjusted[1, 0] == pytest.approx(0.045)
    assert found.discovered.tolist() == [[True, False], [True, False]]


def test_evidence_is_found_by_its_rank() -> None:
    # Of four, the second greatest must reach 4 / (2 · 0.1) = 20 for two to be found.
    logs = np.log([100.0, 21.0, 2.0, 0.5])
    assert e_bh(logs, 0.1).discovered.tolist() == [True, True, False, False]
    assert e_bh(logs - np.log(1.2), 0.1).discovered.tolist() == [True, False, False, False]


def test_few_of_what_is_found_is_false() -> None:
    random = np.random.default_rng(10)
    worlds, q = 1000, 0.1
    z = random.standard_normal((worlds, 50)) + np.r_[np.full(10, 3.5), np.zeros(40)]
    shares: list[float] = []
    for shared in (0.0, 0.7):  # independent, then all moved by one common cause
        moved = np.sqrt(1 - shared) * z + np.sqrt(shared) * random.standard_normal((worlds, 1))
        logs = moved * 2 - 2  # likelihood ratio of a shift of 2: an e-value
        found = np.array([e_bh(row, q).discovered for row in logs])
        false = found[:, 10:].sum(axis=1) / np.maximum(found.sum(axis=1), 1)
        shares.append(float(false.mean()))
    assert max(shares) <= q
