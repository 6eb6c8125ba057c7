"""Clickbait and hidden gems are found where they are planted, and hardly anywhere else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from keyart.core.errors import BadQuestion
from keyart.insights.authenticity.record import sum_others
from keyart.insights.authenticity.result import AuthenticityRules, FindingKind
from tests.insights.authenticity.people import (
    CLICKBAIT,
    GEM,
    PLAIN,
    WINNER,
    Asset,
    record,
    verdict,
)

BAIT, OVERLOOKED = range(len(FindingKind))


def found(assets: list[Asset], titles: list[int], seed: int = 1) -> list[set[int]]:
    """Return the places of what is found, by kind."""
    said = verdict(record(np.random.default_rng(seed), assets), titles)
    return [set(np.flatnonzero(row).tolist()) for row in said.is_finding]


def test_clickbait_is_found_and_makes_no_gems_of_its_neighbours() -> None:
    assets = [CLICKBAIT, PLAIN, PLAIN, PLAIN]
    assert found(assets + [PLAIN] * 20, [0] * 4 + [1 + i // 4 for i in range(20)]) == [{0}, set()]


def test_a_gem_is_found_and_makes_no_clickbait_of_its_neighbours() -> None:
    assert found([PLAIN, GEM, PLAIN, PLAIN, *[PLAIN] * 20], [0] * 4 + [1] * 20) == [set(), {1}]


def test_two_that_mislead_in_one_title_are_both_found() -> None:
    assert found([CLICKBAIT, CLICKBAIT, *[PLAIN] * 4], [0] * 6) == [{0, 1}, set()]


def test_of_two_assets_it_is_the_one_that_misleads() -> None:
    """Both differ from each other only; what harms is said."""
    assert found([PLAIN, CLICKBAIT], [0, 0]) == [{1}, set()]


def test_winning_alone_is_no_finding() -> None:
    worse = replace(PLAIN, short=0.4, finish=0.2)
    assert found([WINNER, PLAIN, worse, PLAIN, *[PLAIN] * 8], [0] * 4 + [1] * 8) == [set(), set()]


def test_too_few_people_or_plays_are_not_judged() -> None:
    few = replace(CLICKBAIT, people=499)
    rare = replace(CLICKBAIT, take=0.01)
    said = verdict(record(np.random.default_rng(1), [few, rare, PLAIN, PLAIN]), [0] * 4)
    assert said.axes.has_both.tolist() == [False, False, True, True]
    assert not said.is_finding.any()


def test_an_asset_without_others_is_not_judged() -> None:
    said = verdict(record(np.random.default_rng(1), [CLICKBAIT, PLAIN, PLAIN]), [0, 1, 1])
    assert said.axes.has_both.tolist() == [False, True, True]


def test_what_nobody_finishes_is_still_judged() -> None:
    never = replace(CLICKBAIT, finish=0.0)
    assert found([never, PLAIN, PLAIN, PLAIN], [0] * 4) == [{0}, set()]


def test_without_known_ends_the_time_watched_counts() -> None:
    made = record(np.random.default_rng(1), [CLICKBAIT, PLAIN, PLAIN], ends_known=False)
    assert verdict(made, [0] * 3).is_finding[BAIT].tolist() == [True, False, False]


def test_a_profile_with_many_plays_counts_once() -> None:
    """Standard errors follow the profiles: ten plays of each that go alike say no more than one."""
    z = [
        verdict(record(np.random.default_rng(7), [replace(PLAIN, plays_each=n)] * 60), [0] * 60)
        for n in (1, 10)
    ]
    assert np.allclose(z[0].axes.z[1], z[1].axes.z[1], atol=0.15)


def test_worlds_without_effects_have_hardly_a_finding() -> None:
    """Ten worlds of 100 titles; winners are in half of them, so one axis is often in earnest."""
    titles = [i // 4 for i in range(400)]
    assets = [WINNER if i % 8 == 0 else PLAIN for i in range(400)]
    assert sum(len(one) for seed in range(10) for one in found(assets, titles, seed)) <= 3


def test_few_findings_are_false() -> None:
    """Effects at the border of what can be seen, beside titles where an asset just wins."""
    faint = Asset(take=0.145, short=0.16, finish=0.42)
    titles = [i // 4 for i in range(400)]
    assets = [PLAIN] * 400
    assets[0:80:4] = [faint] * 20
    assets[80:240:4] = [WINNER] * 40
    false = total = 0
    for seed in range(10):
        baits, gems = found(assets, titles, seed)
        false += len(gems) + len([at for at in baits if at % 4 or at >= 80])
        total += len(baits) + len(gems)
    assert total > 50
    assert false <= binom.ppf(0.999, total, 0.1)


@given(order=st.permutations(range(8)))
def test_the_order_of_assets_does_not_matter(order: list[int]) -> None:
    made = record(np.random.default_rng(3), [CLICKBAIT, PLAIN, PLAIN, GEM, *[PLAIN] * 4])
    titles = np.array([0] * 3 + [1] * 5)
    plain, shuffled = (
        verdict(made, titles.tolist()),
        verdict(made.at(order), titles[order].tolist()),
    )
    assert np.array_equal(plain.is_finding[:, order], shuffled.is_finding)
    assert np.allclose(plain.drawn.keeping.value[order], shuffled.drawn.keeping.value)


@given(counted=st.lists(st.booleans(), min_size=6, max_size=6))
def test_others_are_all_counted_ones_but_oneself(counted: list[bool]) -> None:
    made = record(np.random.default_rng(5), [replace(PLAIN, people=50 + i) for i in range(6)])
    group = np.array([0, 0, 0, 1, 1, 2])
    rest = sum_others(made, group, np.array(counted))
    for row in range(6):
        own = [i for i in range(6) if group[i] == group[row] and counted[i] and i != row]
        assert rest.people[row] == sum(made.people[i] for i in own)


@pytest.mark.parametrize("nonsense", [{"q": 1.5}, {"least_effect": -0.1}, {"least_people": 0}])
def test_rules_that_make_no_sense_are_refused(nonsense: dict[str, float]) -> None:
    with pytest.raises(BadQuestion, match="must be"):
        AuthenticityRules(**nonsense)  # pyright: ignore[reportArgumentType]
