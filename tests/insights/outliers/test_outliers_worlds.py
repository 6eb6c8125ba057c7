"""In demo worlds what stands out is found, and hardly anything else."""

import pytest
from scipy.stats import binom

from benchmarks.truth.demo_worlds import UNTIL, Truth
from benchmarks.truth.outliers import CAN_BE_FOUND, Scored, scored
from keyart.session import Store
from keyart_demo.world import SIZES, World
from tests.insights.conftest import Worlds


def check(seed: int, store: Store, truth: Truth) -> list[Scored]:
    """Check recall and the share of false findings of a world, with the slack of so few."""
    scores = list(scored(store, World(SIZES["small"], seed, UNTIL), truth))
    clear = [p for score in scores for p in score.planted if p.power >= CAN_BE_FOUND]
    found, false = (
        sum(parts) for parts in zip(*((s.found, len(s.false)) for s in scores), strict=True)
    )
    assert len(clear) >= 10
    assert sum(not one.found for one in clear) <= binom.ppf(0.99, len(clear), 0.05)
    assert false <= binom.ppf(0.99, found, 0.1)
    return scores


def test_a_world_gives_its_outliers_away(demo_world: tuple[Store, Truth]) -> None:
    titles, assets, within = check(1, *demo_world)
    assert titles.ordinary == pytest.approx(titles.truly_ordinary, rel=0.4)
    assert assets.ordinary == pytest.approx(assets.truly_ordinary, rel=0.4)
    assert within.ordinary < 0.1


@pytest.mark.full
def test_another_world_does_so_too(worlds: Worlds) -> None:
    with worlds(2, affinities=True) as (store, truth):
        check(2, store, truth)


@pytest.mark.full
def test_assets_that_do_not_differ_are_not_found(worlds: Worlds) -> None:
    with worlds(2, permuted=True) as (store, _):
        assert len(store.outliers(against="title").findings) <= 1
