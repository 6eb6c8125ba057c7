"""Whole catalogues at once: what was planted is found, chance is not, and order means nothing."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binom

from benchmarks.truth.shuffling import shuffled
from keyart.insights.catalogue import CatalogueUnits, Figures, Level
from keyart.insights.outliers.judgement import (
    OutlierRules,
    OutlierVerdicts,
    find_deviations,
    judge_deviations,
)
from keyart.insights.outliers.request import ComparedWith
from keyart.query.engine import Moments

TITLES, ARTWORKS = 60, 4
ASSETS = TITLES * ARTWORKS
PLANTED = np.arange(0, ASSETS, 24)
"""Ten assets, each of another title, are taken 1.8 times as often as others."""


def catalogue(rng: np.random.Generator, spread: float = 0.0) -> Figures:
    """Return a catalogue whose titles differ by `spread`, a standard deviation of log rates."""
    unit = np.repeat(np.arange(ASSETS), 12)
    market = np.tile(np.arange(12) % 6, ASSETS)
    title = np.arange(ASSETS) // ARTWORKS
    lift = np.exp(rng.normal(0, spread, TITLES))[title]
    lift[PLANTED] *= 1.8
    x = rng.poisson(150, unit.size)
    chance = np.clip(0.05 * (1 + market / 5) * lift[unit], 0, 0.9)
    y = rng.binomial(x, chance).astype(np.float64)
    people = np.bincount(unit, x).astype(np.float64)
    takes = np.bincount(unit, y).astype(np.float64)
    names = pa.array([f"a{number}" for number in range(ASSETS)])
    units = CatalogueUnits(
        ids=names,
        names=names,
        title=title,
        titles=pa.array([f"t{number}" for number in range(TITLES)]),
        asset_type=np.zeros(ASSETS, np.int64),
        asset_types=pa.array(["artwork"]),
        content_type=title % 2,
        content_types=pa.array(["film", "series"]),
    )
    return Figures(
        units=units,
        unit=unit,
        placement=np.tile(np.arange(12) // 6, ASSETS),
        placements=pa.array(["home", "hero"]),
        market=market,
        markets=pa.array(list("abcdef")),
        region=market // 3,
        age=np.zeros(unit.size, np.int64),
        moments=_shares(x.astype(np.float64), y),
        whole=_shares(people, takes),
        reach=people.astype(np.int64),
        yes_or_no=True,
    )


def _shares(
    x: np.ndarray[tuple[int], np.dtype[np.float64]], y: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Moments:
    return Moments(x.astype(np.int64), x, y, x, y, y)


def verdicts(figures: Figures, beside: ComparedWith, level: Level = Level.ASSET) -> OutlierVerdicts:
    rules = OutlierRules()
    everyone = np.ones(figures.units.count, np.bool_)
    return judge_deviations(find_deviations(figures, level, beside, rules.least), rules, everyone)


@pytest.mark.parametrize("beside", list(ComparedWith))
def test_what_was_planted_is_found_and_little_else(beside: ComparedWith) -> None:
    worlds = [catalogue(np.random.default_rng(seed)) for seed in range(8)]
    found = [np.flatnonzero(verdicts(world, beside).is_outlier) for world in worlds]
    hits = sum(np.isin(PLANTED, one).sum() for one in found)
    false = sum((~np.isin(one, PLANTED)).sum() for one in found)
    assert hits == 8 * PLANTED.size
    assert false <= binom.ppf(0.99, hits + false, 0.1)


def test_titles_that_differ_do_not_hide_a_winner_among_its_own() -> None:
    """Against their kind, what is ordinary between titles is no outlier; within one it is out."""
    world = catalogue(np.random.default_rng(1), spread=0.4)
    within = np.flatnonzero(verdicts(world, ComparedWith.TITLE).is_outlier)
    assert np.isin(PLANTED, within).all()
    everywhere = verdicts(world, ComparedWith.KIND)
    assert everywhere.is_outlier.sum() < PLANTED.size
    assert find_deviations(
        world, Level.ASSET, ComparedWith.KIND, OutlierRules().least
    ).ordinary ** 0.5 == pytest.approx(0.4, rel=0.4)


@pytest.mark.parametrize("beside", list(ComparedWith))
def test_where_labels_mean_nothing_hardly_anything_is_found(beside: ComparedWith) -> None:
    flags: list[int] = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        flags.append(int(verdicts(shuffled(catalogue(rng), rng), beside).is_outlier.sum()))
    assert np.mean(flags) <= 1
    assert np.count_nonzero(flags) <= binom.ppf(0.99, 20, 0.1)


@pytest.mark.parametrize("beside", list(ComparedWith))
def test_the_order_of_units_means_nothing(beside: ComparedWith) -> None:
    world = catalogue(np.random.default_rng(2))
    order = np.random.default_rng(3).permutation(ASSETS)
    place = np.argsort(order)
    moved = replace(
        world,
        units=replace(
            world.units,
            ids=world.units.ids.take(pa.array(order)),
            title=world.units.title[order],
            content_type=world.units.content_type[order],
        ),
        unit=place[world.unit],
        reach=world.reach[order],
    )
    one, other = verdicts(world, beside), verdicts(moved, beside)
    assert np.array_equal(one.is_outlier[order], other.is_outlier)
    assert np.allclose(one.difference[order], other.difference)


def test_intervals_hold_what_was_planted() -> None:
    worlds = [
        verdicts(catalogue(np.random.default_rng(seed)), ComparedWith.TITLE) for seed in range(8)
    ]
    within = [((one.low[PLANTED] <= 0.8) & (one.high[PLANTED] >= 0.8)).sum() for one in worlds]
    assert sum(within) >= binom.ppf(0.01, 8 * PLANTED.size, 0.9)


def test_an_asset_without_others_is_not_judged() -> None:
    world = catalogue(np.random.default_rng(4))
    alone = replace(
        world,
        units=replace(
            world.units,
            title=np.arange(ASSETS),
            titles=pa.array([f"t{number}" for number in range(ASSETS)]),
        ),
    )
    assert not verdicts(alone, ComparedWith.TITLE).in_family.any()
    assert verdicts(alone, ComparedWith.KIND).in_family.all()


def test_a_catalogue_without_takes_is_not_judged() -> None:
    world = catalogue(np.random.default_rng(5))
    nothing = np.zeros(world.unit.size)
    none = replace(world, moments=replace(world.moments, y=nothing, yy=nothing, xy=nothing))
    for beside in ComparedWith:
        assert not verdicts(none, beside).in_family.any()
