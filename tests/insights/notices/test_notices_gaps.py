"""Where events are missing a gap is found, from its first hour to its last, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.insights.notices.gaps import HISTORY_DAYS, JUDGED_DAYS, Gap, find_gaps
from keyart.query.engine import Floats

HOURS = 24
DAY = 1 + 0.5 * np.sin(np.arange(HOURS) / HOURS * 2 * np.pi)
"""What the hours of a day have, of the usual."""
WEEK = np.array([0.9, 0.85, 0.9, 0.95, 1.1, 1.3, 1.2])
STEEP = np.array(
    [4, 2, 1, 0.5, 0.25, 0.25, 0.5, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6, 8, 11, 14, 15, 13, 10, 7]
)
"""A real day: hours that have twice as many events as the one before, or half."""


def usual(days: int, level: float, day: Floats = DAY) -> Floats:
    """Return what hours have on average: [days, hours, 1]."""
    week = WEEK[np.arange(days) % len(WEEK)]
    return (level * week[:, None] * day)[..., None]


def shaken(counts: Floats, seed: int, by: float) -> Floats:
    """Return whole numbers that differ from what is usual by a share of it at most."""
    rng = np.random.default_rng(seed)
    return np.round(counts * rng.uniform(1 - by, 1 + by, counts.shape))


def thinned(counts: Floats, first: int, end: int, kept: float) -> Floats:
    """Return counts of which some hours, numbered through, have only a share."""
    flat = counts.reshape(-1, counts.shape[-1]).copy()
    flat[first:end] = np.floor(flat[first:end] * kept)
    return flat.reshape(counts.shape)


def where(found: list[Gap]) -> list[tuple[int, int, int]]:
    return [(one.series, one.first, one.end) for one in found]


@given(
    weeks=st.integers(7, 14),
    level=st.floats(300, 1e6),
    before=st.integers(1, 20 * HOURS),
    length=st.integers(1, 96),
    kept=st.floats(0, 0.3),
    seed=st.integers(0, 2**32 - 1),
)
def test_hours_that_are_missing_are_one_gap(
    weeks: int, level: float, before: int, length: int, kept: float, seed: int
) -> None:
    days = weeks * 7
    full = shaken(usual(days, level), seed, 0.05)
    end = days * HOURS - before
    first = end - length
    assert not find_gaps(full)
    (one,) = find_gaps(thinned(full, first, end, kept))
    assert (one.first, one.end, one.goes_on) == (first, end, False)
    assert one.actual == thinned(full, first, end, kept).ravel()[first:end].sum()
    assert one.expected == pytest.approx(full.ravel()[first:end].sum(), rel=0.1)


@given(length=st.integers(1, 60), unknown=st.integers(0, 23), seed=st.integers(0, 2**32 - 1))
def test_a_gap_goes_on_to_the_newest_hour_that_is_known(
    length: int, unknown: int, seed: int
) -> None:
    counts = shaken(usual(84, 1_000), seed, 0.05)
    end = 84 * HOURS - unknown
    cut = thinned(counts, end - length, end, 0)
    cut.reshape(-1)[end:] = np.nan
    (one,) = find_gaps(cut)
    assert (one.first, one.end, one.goes_on, one.actual) == (end - length, end, True, 0)


@given(st.permutations(range(6)), st.integers(0, 2**32 - 1))
def test_series_have_nothing_to_do_with_each_other(order: list[int], seed: int) -> None:
    levels = [400, 1_000, 5_000, 20_000, 0, 30]
    counts = np.concatenate([shaken(usual(70, level), seed, 0.1) for level in levels], axis=2)
    cut = counts.copy()
    cut[65, 4:9, 1] = 0
    cut[60:62, :, 3] *= 0.3
    assert where(find_gaps(cut)) == [(1, 65 * 24 + 4, 65 * 24 + 9), (3, 60 * 24, 62 * 24)]
    found = sorted((order[s], first, end) for s, first, end in where(find_gaps(cut[:, :, order])))
    assert found == where(find_gaps(cut))


def test_nothing_has_no_gaps() -> None:
    assert not find_gaps(np.zeros((84, HOURS, 0)))
    assert not find_gaps(np.zeros((0, HOURS, 1)))


def test_days_are_judged_like_hours() -> None:
    days = shaken(usual(84, 40), 1, 0.2).sum(axis=1, keepdims=True)
    days[70:73] *= 0.3
    assert where(find_gaps(days)) == [(0, 70, 73)]


@pytest.mark.parametrize("history", [1, 13, 15, 20])
def test_without_two_weeks_before_nothing_is_said(history: int) -> None:
    counts = shaken(usual(history + 1, 10_000), 1, 0.05)
    counts[-1] = 0
    assert len(find_gaps(counts)) == (history >= 15)


def test_a_series_begins_with_its_first_event() -> None:
    counts = usual(84, 5_000)
    counts[:75] = np.nan
    counts[80] = 0
    assert not find_gaps(counts)


def test_chance_is_no_gap() -> None:
    """Counts that vary by chance and by a fifth more, of every size: hundreds of thousands."""
    rng = np.random.default_rng(1)
    levels = np.geomspace(5, 50_000, 60)
    counts = np.concatenate([usual(HISTORY_DAYS, level, STEEP / 6) for level in levels], axis=2)
    for spread in (0.0, 0.2):
        drawn = rng.poisson(counts * rng.lognormal(0, spread, counts.shape)).astype(np.float64)
        assert not find_gaps(drawn)
        assert not find_gaps(drawn.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("by", [-1, 1])
def test_clocks_put_forward_or_back_are_no_gap(by: int) -> None:
    counts = usual(84, 3_000, STEEP / 6)
    counts[70:] = np.roll(counts[70:].reshape(-1), by).reshape(counts[70:].shape)
    assert not find_gaps(shaken(counts, 1, 0.05))


@pytest.mark.parametrize("rate", [-0.02, 0.02])
def test_growth_and_decline_are_no_gap(rate: float) -> None:
    counts = usual(84, 20_000) * np.exp(rate * np.arange(84))[:, None, None]
    assert not find_gaps(shaken(counts, 1, 0.1))


def test_a_great_evening_makes_no_other_evening_a_gap() -> None:
    counts = usual(84, 1_000)
    counts[60, 18:23] *= 30
    assert not find_gaps(shaken(counts, 1, 0.05))


def test_a_lasting_fall_is_one_gap_for_four_weeks() -> None:
    """It begins where it began, however long it lasts; then less is what is usual."""
    counts = shaken(usual(140, 5_000), 1, 0.05)
    first = 100 * HOURS + 7
    cut = thinned(counts, first, 140 * HOURS, 0.3)
    for days in range(101, 140):
        found = find_gaps(cut[max(days - HISTORY_DAYS, 0) : days])
        began = [one.first + max(days - HISTORY_DAYS, 0) * HOURS for one in found]
        assert began == ([first] if days - JUDGED_DAYS <= 100 else [])


def test_hours_that_nobody_can_judge_do_not_part_a_gap() -> None:
    nights = DAY.copy()
    nights[1:5] = 0.01
    counts = shaken(usual(84, 1_000, nights), 1, 0.05)
    first, end = 70 * HOURS + 12, 72 * HOURS + 12
    assert where(find_gaps(thinned(counts, first, end, 0))) == [(0, first, end)]
