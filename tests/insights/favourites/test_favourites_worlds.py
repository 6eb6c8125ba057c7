"""In demo worlds the favourites that were planted are found, and hardly anything else."""

from pathlib import Path

import pytest

import keyart
from tests.cli.commands import loaded
from tests.insights.conftest import Worlds


def test_a_store_without_affinities_says_so(tmp_path: Path) -> None:
    with keyart.open(loaded(tmp_path)) as store:
        answer = store.favourites()
    assert answer.found == ()
    assert "fit affinities first" in answer.notes[0]


@pytest.mark.full
def test_planted_favourites_are_found(worlds: Worlds) -> None:
    with worlds(1, affinities=True) as (store, truth):
        answer, certain = store.favourites(probability=0), store.favourites()
    planted = {
        effect["asset"]
        for effect in truth["effects"]
        if effect["kind"] == "winner" and effect["taste"] is not None
    }
    seen = {one.asset for one in answer.found}
    assert len(seen & planted) >= 5
    assert len(seen - planted) <= 1
    # Those that the comparison of their title is sure of, too.
    assert certain.found == tuple(one for one in answer.found if one.probability >= 0.95)
    assert certain.found
    for one in answer.found:
        assert one.rates[0].asset == one.asset
        assert one.rates[0].rate == max(rate.rate for rate in one.rates)
        assert one.difference > 0
        assert one.usual in {rate.asset for rate in one.rates}
    gains = [one.gain for one in answer.found]
    assert gains == sorted(gains, reverse=True)
