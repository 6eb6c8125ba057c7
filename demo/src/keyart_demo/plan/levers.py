"""The levers of planted effects: factors on the behaviour of profiles."""

from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64, I64
from keyart_demo.catalogue.tastes import TASTES
from keyart_demo.markets import COUNTRIES
from keyart_demo.shelf import Ideas, Shelf
from keyart_demo.world_size import DAYS

SLOTS = 3
"""A title distinguishes at most two tastes; slot 0 is everyone else."""
LONGEST_RUN = 64
"""Number of exposures after which another one makes no difference."""


@dataclass(frozen=True)
class Levers:
    """Factors, 1 where nothing is planted. Arrays are changed in place while effects are planted.

    Attributes:
        idea: the main asset of each asset's idea, so that crops and languages share an effect.
        slot_taste: shape (shown, SLOTS − 1): the tastes of slots 1 and 2, −1 for none.
        chance: shape (assets, SLOTS): on the probability of a play.
        short: by asset, on the probability that such a play is short.
        finish: by asset, on the probability that such a play is completed.
        fatigue: shape (assets, LONGEST_RUN): on the probability, by earlier exposures of the asset.
        by_day: shape (shown, days): on the probability.
        by_half: shape (shown, 2): on the probability, by half of the markets.
        demand: by place on the shelf, on how much people watch on their own.
        common: shape (countries, tastes): on how common a taste is.
    """

    idea: I64
    slot_taste: I64
    chance: F64
    short: F64
    finish: F64
    fatigue: F64
    by_day: F64
    by_half: F64
    demand: F64
    common: F64

    def variants(self, asset: int) -> I64:
        """Return the numbers of all assets of the idea of `asset`."""
        return np.flatnonzero(self.idea == self.idea[asset])


def untouched(shelf: Shelf, ideas: Ideas) -> Levers:
    """Return levers before any effect."""
    assets = ideas.idea.size
    return Levers(
        idea=ideas.idea,
        slot_taste=np.full((shelf.count, SLOTS - 1), -1),
        chance=np.ones((assets, SLOTS)),
        short=np.ones(assets),
        finish=np.ones(assets),
        fatigue=np.ones((assets, LONGEST_RUN)),
        by_day=np.ones((shelf.count, DAYS)),
        by_half=np.ones((shelf.count, 2)),
        demand=np.ones(shelf.count),
        common=np.ones((len(COUNTRIES), len(TASTES))),
    )


def decay(half_life: float) -> F64:
    """Return 2^(−n / half_life) for n earlier exposures, rounded to be the same everywhere."""
    return np.round(0.5 ** (np.arange(LONGEST_RUN) / half_life), 6)
