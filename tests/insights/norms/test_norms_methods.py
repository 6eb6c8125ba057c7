"""What norms are made of: factors, scales, middles, and what is ordinary."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom, norm

from keyart.insights.norms.baselines import PeerGroups, ordinary_variance, peer_centres
from keyart.insights.norms.deviations import DeviationScale, shrink
from keyart.insights.norms.rate_model import Factor, combine_codes, fit_factors
from keyart.insights.norms.wording import rate_text, standing_text
from keyart.insights.statistics.ratios import Estimate

CODES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), min_size=1, max_size=60)
RATES = st.floats(0.01, 0.9)
SCALES = st.sampled_from([DeviationScale(yes_or_no=True), DeviationScale(yes_or_no=False)])


def one(value: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([value])


@given(CODES)
def test_crossed_codes_tell_pairs_apart(pairs: list[tuple[int, int]]) -> None:
    a, b = (np.array(part) for part in zip(*pairs, strict=True))
    codes = combine_codes(a, b).tolist()
    assert len({*zip(pairs, codes, strict=True)}) == len(set(pairs)) == len(set(codes))
    assert max(codes) == len(set(codes)) - 1


def test_factors_are_found_apart_from_each_other() -> None:
    """Two factors that are mixed unevenly, and one unit that stands out where one is small."""
    rng = np.random.default_rng(5)
    placement, market, unit = (rng.integers(0, size, 20_000) for size in (3, 5, 40))
    market = np.where(rng.random(20_000) < 0.5, market, placement)
    expected = np.full(20_000, 10.0)
    true = np.array([0.5, 1, 2])[placement] * np.array([0.6, 0.8, 1, 1.3, 1.6])[market]
    observed = rng.poisson(expected * true * np.where(unit == 0, 3, 1)).astype(np.float64)
    factors = [Factor(placement, 10.0), Factor(market, 10.0)]
    found = fit_factors(observed, expected, factors, Factor(unit, 10.0))
    ratio = found / (expected * true)
    assert ratio.std() / ratio.mean() < 0.02


@given(SCALES, RATES, RATES, st.floats(20, 1e5))
def test_a_deviation_has_the_direction_of_its_rate(
    scale: DeviationScale, observed: float, expected: float, information: float
) -> None:
    assume(observed == expected or abs(observed / expected - 1) > 1e-12)  # doubles end there
    found = scale.deviation(one(observed), one(expected), one(information))
    assert np.sign(found.value[0]) == np.sign(observed - expected)
    assert found.variance[0] > 0
    back = scale.shifted(one(expected), found.value)
    assert back[0] == pytest.approx(observed, rel=1e-6)


@given(SCALES, RATES, st.floats(1, 1e4))
def test_nothing_at_all_is_a_number_too(
    scale: DeviationScale, expected: float, information: float
) -> None:
    found = scale.deviation(one(0.0), one(expected), one(information))
    assert np.isfinite(found.value[0])
    assert found.value[0] < 0 < found.variance[0]


def test_a_deviation_has_the_tails_of_its_binomial() -> None:
    """Down to where 20 are expected, its z says how rare a count is: within a third of a z."""
    trials, chance = 400, 0.05
    counts = np.array([5, 8, 12, 30, 36, 42])
    scale = DeviationScale(yes_or_no=True)
    information = np.full(counts.shape, trials * chance / (1 - chance))
    found = scale.deviation(counts / trials, np.full(counts.shape, chance), information)
    z = found.value / np.sqrt(found.variance)
    below = binom.cdf(counts, trials, chance) - binom.pmf(counts, trials, chance) / 2
    assert np.abs(z - norm.ppf(below)).max() < 1 / 3


def test_the_middle_is_that_of_the_others() -> None:
    values = Estimate(np.array([0.0, 0.1, -0.1, 2.0, 5.0, 7.0]), np.full(6, 0.01))
    circle = PeerGroups(np.array([0, 0, 0, 0, 1, 2]), np.arange(6))
    found = peer_centres(values, 0.01, circle)
    assert np.abs(found.value[:4]).max() < 0.1
    assert np.isnan(found.value[4:]).all()
    two = peer_centres(
        Estimate(np.array([0.0, 3.0]), np.full(2, 0.01)),
        0.0,
        PeerGroups(np.zeros(2, int), np.arange(2)),
    )
    assert two.value.tolist() == [3.0, 0.0]


def test_one_with_much_data_is_no_majority() -> None:
    values = Estimate(np.array([1.5, 0.0, 0.02, -0.02]), np.array([0.001, 0.01, 0.01, 0.01]))
    found = peer_centres(values, 0.0, PeerGroups(np.zeros(4, int), np.arange(4)))
    assert np.abs(found.value).max() < 0.1


def test_what_hardly_deviates_does_not_hide_how_far_the_rest_does() -> None:
    rng = np.random.default_rng(7)
    true = np.where(np.arange(2_000) % 50 == 0, 0.6, 0.0)
    chance = np.full(true.shape, 0.1**2)
    found = shrink(Estimate(rng.normal(true, 0.1), chance))
    far = true > 0
    assert np.abs(found.value[~far]).mean() < 0.01
    assert found.value[far].mean() == pytest.approx(0.6, abs=0.06)
    z = (found.value[far] - 0.6) / np.sqrt(found.variance[far])
    assert (np.abs(z) < 1.96).sum() >= binom.ppf(0.01, far.sum(), 0.95)


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(0.001, 9)), min_size=1, max_size=30))
def test_what_is_likely_lies_between_nothing_and_what_was_seen(
    pairs: list[tuple[float, float]],
) -> None:
    value, chance = (np.array(part) for part in zip(*pairs, strict=True))
    found = shrink(Estimate(np.append(value, np.nan), np.append(chance, np.nan)))
    likely = found.value[:-1]
    assert (np.abs(likely) <= np.abs(value) + 1e-12).all()
    assert (likely * value >= 0).all()
    assert (found.variance[:-1] > 0).all()
    assert np.isnan(found.value[-1])


def test_assets_of_the_same_title_are_left_out_together() -> None:
    values = Estimate(np.array([3.0, 3.0, 0.0, 0.2]), np.full(4, 0.04))
    found = peer_centres(values, 0.01, PeerGroups(np.zeros(4, int), np.array([0, 0, 1, 2])))
    assert found.value[:2] == pytest.approx([0.1, 0.1], abs=0.01)


@pytest.mark.parametrize("scale", [0.0, 0.1, 0.3])
def test_what_is_ordinary_is_found_among_some_that_are_not(scale: float) -> None:
    rng = np.random.default_rng(6)
    noise = rng.uniform(0.05, 0.2, 20_000)
    value = rng.normal(0, np.sqrt(noise**2 + scale**2))
    value[:2_000] += 3
    found = np.sqrt(ordinary_variance(Estimate(value, noise**2)))
    assert scale <= found < 1.25 * scale + 0.08
    assert ordinary_variance(Estimate(np.array([np.nan]), np.array([np.nan]))) == 0


def test_words() -> None:
    assert standing_text(99.7, "artwork") == "top 1% of artwork"
    assert standing_text(88.4, "artwork in Germany") == "top 12% of artwork in Germany"
    assert standing_text(50, "artwork") == "in the middle of artwork"
    assert standing_text(3, "artwork") == "bottom 3% of artwork"
    assert standing_text(float("nan"), "artwork") == ""
    assert [rate_text(value, share=True) for value in (0.1234, 0.00456)] == ["12.3%", "0.46%"]
    assert [rate_text(value, share=False) for value in (1234.5, 1.25)] == ["1,234", "1.25"]
