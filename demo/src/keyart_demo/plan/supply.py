"""What there is too little or too much of, and what one title carries: genres in single markets."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64
from keyart_demo.markets import COUNTRIES
from keyart_demo.people.profiles import prevalence
from keyart_demo.plan.casting import Casting
from keyart_demo.plan.effect import Effect, Entry
from keyart_demo.plan.evidence import Evidence
from keyart_demo.plan.levers import Levers
from keyart_demo.shelf import MOST_TASTES
from keyart_demo.world_size import DAYS

MARKETS = ("FR", "JP", "KR", "ES", "IT", "CA")
"""Where it is planted: large enough to be seen, and not where events are lost."""
MOST_TASTES_OF_GENRE = 5
"""A genre of more tastes is most of what people watch anyway."""
MANY_TITLES, FEW_TITLES = 15, 4
"""How many titles a genre has at least: fewer than so many can't be under- or over-served beyond
chance, or not be carried by one of them."""
MORE, LESS, SOME = 4.0, 0.15, 1.3
"""How many times as common the tastes for it are made."""
LIKED_MORE, LIKED_LESS = 2.0, 0.4
"""About how many times as much it is watched then."""
CARRIED = 12.0
"""How many times as often the title is watched that carries a genre."""
WHOLE_SEASON = 0.4
"""About the share of its episodes that a play of a series goes on to."""


@dataclass(frozen=True, slots=True)
class Appetite:
    """A genre that people of one country like more, or less, than others do.

    `carrier` is the place on the shelf of the title that carries it, if only one does.
    """

    kind: str
    genre: str
    tastes: tuple[int, ...]
    country: int
    factor: float
    carrier: int | None = None

    @property
    def trial(self) -> None:
        """None needed."""
        return

    def plant(self, levers: Levers) -> None:
        """Make its tastes more, or less, common there, and the carrier more popular everywhere."""
        levers.common[self.country, list(self.tastes)] *= self.factor
        if self.carrier is not None:
            levers.demand[self.carrier] *= CARRIED

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return the entry."""
        carried = {} if self.carrier is None else evidence.title(self.carrier)
        return {
            "kind": self.kind,
            "genre": self.genre,
            "country": COUNTRIES[self.country],
            "tastes": [evidence.catalogue.tastes[taste].name for taste in self.tastes],
            "factor": self.factor,
            **carried,
        }


def cast_supply(casting: Casting) -> Iterator[Effect]:
    """Yield a genre that is under-served, one that is over-served, and one that a title carries."""
    places = casting.rng.permutation(len(MARKETS)).tolist()
    under, over, alone = (COUNTRIES.index(MARKETS[place]) for place in places[:3])
    genres = _by_demand(casting)
    large = [
        genre
        for genre in genres
        if len(genre.titles) >= MANY_TITLES and len(genre.tastes) <= MOST_TASTES_OF_GENRE
    ]
    wanted = max(large, key=lambda genre: genre.surely(LIKED_MORE))
    unwanted = min(large, key=lambda genre: genre.surely(LIKED_LESS))
    yield Appetite("under_served", wanted.name, wanted.tastes, under, MORE)
    yield Appetite("over_served", unwanted.name, unwanted.tastes, over, LESS)
    for genre in genres:
        there = [s for s in genre.titles if casting.shelf.licensed[s, alone] and s in casting.pool]
        if len(genre.tastes) == 1 and len(genre.titles) >= FEW_TITLES and there:
            carrier = casting.take(there[0])
            yield Appetite("one_title", genre.name, genre.tastes, alone, SOME, carrier)
            return


@dataclass(frozen=True, slots=True)
class _Genre:
    name: str
    tastes: tuple[int, ...]
    titles: tuple[int, ...]
    """Places on the shelf."""
    demand: float
    """About how much of it is watched for what is on offer; 1 is par."""
    equally_popular: float
    """How many equally popular titles vary as much as these (Kish 1965)."""

    def surely(self, times: float) -> float:
        """Return how far demand lies above par, in errors, if it is watched so many times more."""
        return (self.demand * times - 1) * math.sqrt(self.equally_popular)


def _by_demand(casting: Casting) -> list[_Genre]:
    """Return all genres by how much people watch them for what is on offer, least first."""
    tastes = casting.catalogue.tastes
    offered, watched = _supply_and_demand(casting)
    names = sorted({genre for taste in tastes for genre in taste.genres})
    genres: list[_Genre] = []
    for name in names:
        titles = [place for place in range(offered.size) if name in _genres(casting, place)]
        if titles:
            hours = watched[titles]
            genres.append(
                _Genre(
                    name,
                    tuple(taste.number for taste in tastes if name in taste.genres),
                    tuple(titles),
                    hours.sum() / watched.sum() / (offered[titles].sum() / offered.sum()),
                    hours.sum() ** 2 / (hours * hours).sum(),
                )
            )
    return sorted(genres, key=lambda genre: genre.demand)


def _supply_and_demand(casting: Casting) -> tuple[F64, F64]:
    """Return the hours that each title offers, and about the hours that people watch of it."""
    shelf = casting.shelf
    common = prevalence(casting.world, casting.catalogue.tastes)[0].mean(axis=0)
    liked = np.zeros((common.size, shelf.count))
    for place in range(MOST_TASTES):
        has = np.flatnonzero(shelf.taste[:, place] >= 0)
        liked[shelf.taste[has, place], has] = shelf.draw[has, place] * shelf.appeal[has]
    there = np.clip(DAYS - shelf.launch_day, 0, DAYS)
    liked *= there
    episodes = np.maximum(shelf.episodes, 1)
    watched = common @ (liked / np.maximum(liked.sum(axis=1, keepdims=True), 1))
    offered = (shelf.runtime * episodes * there).astype(np.float64)
    return offered, watched * shelf.runtime * np.maximum(WHOLE_SEASON * episodes, 1)


def _genres(casting: Casting, shown: int) -> tuple[str, ...]:
    return casting.catalogue.titles[int(casting.shelf.title[shown])].genres
