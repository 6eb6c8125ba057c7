"""Which of a title's assets to show: at random while exploring, by belief while exploiting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.lottery import Lottery
from keyart_demo.plan.levers import SLOTS, Levers
from keyart_demo.plan.trial import Trial, even
from keyart_demo.shelf import ASSET_TYPES, Ideas, Shelf
from keyart_demo.world_size import Stream, World

EPSILON = 0.15
"""How often the exploiting policy shows any asset instead of the one it believes is best."""
DOUBT = 0.25
"""The largest error of its beliefs: it learnt from what it showed itself."""


@dataclass(frozen=True)
class Policies:
    """Both policies: the odds of an asset, given what is known of the profile.

    Attributes:
        explored: a row for each place on the shelf, asset type and half of the markets.
        chosen: a row for each place, asset type and slot.
        explore_odds: shape (assets, 2): the probability of each asset in its row.
        chosen_odds: shape (assets, SLOTS).
        has: shape (shown, asset types): whether there is such an asset.
    """

    explored: Lottery
    chosen: Lottery
    explore_odds: F64
    chosen_odds: F64
    has: Flags

    def explore(self, request: tuple[I64, I64], half: I64, u: F64) -> tuple[I64, F64]:
        """Return assets for (places, asset types), and the probability of drawing each."""
        shown, asset_type = request
        asset = self.explored.draw((shown * len(ASSET_TYPES) + asset_type) * 2 + half, u)
        return asset, self.explore_odds[asset, half]

    def choose(self, request: tuple[I64, I64], slot: I64, u: F64) -> tuple[I64, F64]:
        """Return assets for (places, asset types), and the probability of drawing each."""
        shown, asset_type = request
        asset = self.chosen.draw((shown * len(ASSET_TYPES) + asset_type) * SLOTS + slot, u)
        return asset, self.chosen_odds[asset, slot]


Row = tuple[Sequence[int], Sequence[float]]


def policies(
    world: World, shelf: Shelf, ideas: Ideas, trials: Sequence[Trial], levers: Levers
) -> Policies:
    """Return the policies of a world's service."""
    belief = _belief(world, levers)
    explored, chosen = _explored(shelf, ideas, trials), _chosen(shelf, ideas, belief)
    has = [[bool(ideas.of(p, kind)) for kind in range(3)] for p in range(shelf.count)]
    return Policies(
        explored=Lottery.of_rows(explored),
        chosen=Lottery.of_rows(chosen),
        explore_odds=_odds(explored, 2, len(belief)),
        chosen_odds=_odds(chosen, SLOTS, len(belief)),
        has=np.array(has),
    )


def _belief(world: World, levers: Levers) -> F64:
    """Return the policy's belief about each asset and slot: the truth, within `DOUBT`."""
    rng = world.generator(Stream.POLICY)
    return levers.chance * (1 + DOUBT * (2 * rng.random(levers.chance.shape) - 1))


def _explored(shelf: Shelf, ideas: Ideas, trials: Sequence[Trial]) -> list[Row]:
    by_place = {(trial.shown, 0): trial for trial in trials}
    rows: list[Row] = []
    for shown in range(shelf.count):
        for kind in range(len(ASSET_TYPES)):
            trial = by_place.get((shown, kind))
            arms = trial.arms if trial else ideas.of(shown, kind)
            shares = trial.shares if trial else even(max(len(arms), 1))
            rows += [(arms, shares[half][: len(arms)]) for half in range(2)]
    return rows


def _chosen(shelf: Shelf, ideas: Ideas, belief: F64) -> list[Row]:
    rows: list[Row] = []
    for shown in range(shelf.count):
        for kind in range(len(ASSET_TYPES)):
            arms = ideas.of(shown, kind)
            for slot in range(SLOTS):
                weights = [EPSILON / len(arms)] * len(arms) if arms else []
                if arms:
                    weights[int(np.argmax(belief[list(arms), slot]))] += 1 - EPSILON
                rows.append((arms, weights))
    return rows


def _odds(rows: Sequence[Row], groups: int, assets: int) -> F64:
    """Return the probability of each asset in each of its `groups` rows, to six decimals."""
    table = np.zeros((assets, groups))
    for number, (arms, weights) in enumerate(rows):
        table[list(arms), number % groups] = np.round(weights, 6)
    return table
