"""Which titles people come across: by taste, country and fame."""

from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64, I64
from keyart_demo.lottery import Lottery
from keyart_demo.markets import COUNTRIES
from keyart_demo.plan.levers import Levers
from keyart_demo.shelf import MOST_TASTES, Shelf
from keyart_demo.world_size import DAYS

PROMOTION = 3.0
"""How many times as often a title is shown in the days after its launch as an older one."""


@dataclass(frozen=True)
class Programming:
    """Lotteries of places on the shelf.

    `watched` and `promoted` have a row for each taste (the last one: everyone) and country;
    `settled` has one for each country, with titles from before the first day.
    """

    watched: Lottery
    promoted: Lottery
    settled: Lottery

    @staticmethod
    def row(taste: I64, country: I64) -> I64:
        """Return the row of `watched` and `promoted` for tastes and countries."""
        return taste * len(COUNTRIES) + country


def programming(shelf: Shelf, levers: Levers, tastes: int) -> Programming:
    """Return the lotteries of the titles that people come across in a world."""
    here = np.clip(DAYS - shelf.launch_day, 0, DAYS) / DAYS
    licensed = shelf.licensed.T.astype(np.float64)
    fame = shelf.appeal * levers.demand
    liked = _liked(shelf, tastes)
    settled = licensed * (shelf.appeal * (shelf.launch_day < 0))
    boost = np.where(shelf.launch_day >= 0, PROMOTION, 1.0)
    return Programming(
        watched=_by_taste(liked, licensed * (fame * here), settled),
        promoted=_by_taste(liked, licensed * (shelf.appeal * here * boost), settled),
        settled=Lottery.of(settled),
    )


def _liked(shelf: Shelf, tastes: int) -> F64:
    """Return how much each taste likes each title; in the last row (everyone) all are equal."""
    liked = np.zeros((tastes + 1, shelf.count))
    liked[tastes] = 1
    for place in range(MOST_TASTES):
        taste, draw = shelf.taste[:, place], shelf.draw[:, place] / 100
        has = np.flatnonzero(taste >= 0)
        liked[taste[has], has] = draw[has]
    return liked


def _by_taste(liked: F64, weight: F64, settled: F64) -> Lottery:
    """Return the lottery of tastes × countries; if a taste has no titles, that of `settled`."""
    rows = (liked[:, None, :] * weight).reshape(-1, weight.shape[1])
    none = ~rows.any(axis=1)
    rows[none] = np.tile(settled, (liked.shape[0], 1))[none]
    return Lottery.of(rows)
