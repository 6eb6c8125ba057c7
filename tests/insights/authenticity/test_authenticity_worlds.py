"""In demo worlds what was planted is found, and hardly anything else."""

import numpy as np
import pytest
from scipy.stats import binom

from benchmarks.truth.authenticity import CAN_BE_FOUND, World, permuted_flags, scored
from benchmarks.truth.demo_worlds import Truth
from keyart.session import Store
from tests.insights.conftest import Worlds


def check(worlds: list[World]) -> None:
    """Check recall and the share of false findings, with the slack of so few of them."""
    planted = [one for world in worlds for one in world.planted]
    clear = [one for one in planted if one.power >= CAN_BE_FOUND]
    false = sum(len(world.false) for world in worlds)
    assert len(clear) >= 2 * len(worlds)
    missed = sum(not one.found for one in clear)
    assert missed <= binom.ppf(0.99, len(clear), 0.05)
    assert false <= binom.ppf(0.99, false + sum(one.found for one in planted), 0.1)


def test_a_world_gives_its_promises_away(demo_world: tuple[Store, Truth]) -> None:
    store, truth = demo_world
    check([scored(1, store.authenticity(), truth)])
    # Where the assets of each title are dealt anew, none differs from another.
    assert sum(permuted_flags(store.snapshot(), np.random.default_rng(1), 3)) <= 3


@pytest.mark.full
def test_another_world_does_so_by_audience_too(worlds: Worlds) -> None:
    with worlds(2, affinities=True) as (store, truth):
        found = scored(2, store.authenticity(by_audience=True), truth)
    check([found])
    # No promise was planted for a taste alone.
    assert len(found.false_by_audience) <= 1
