"""Assigns titles to effects, so that no title has two of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from keyart.core.errors import BadSettings
from keyart_demo.catalogue.model import Catalogue
from keyart_demo.plan.trial import Trial, even, name_of
from keyart_demo.shelf import ARTWORK, Ideas, Shelf
from keyart_demo.world_size import DAYS, Cast, World

FEWEST_ARMS, MOST_ARMS = 4, 5
REACH = 0.8
"""Minimum share of the markets in which a title with an effect must be licensed."""
LATEST_START, EARLIEST_END = 10, 100
"""Days between which every trial runs."""


@dataclass
class Casting:
    """The titles still free, the random numbers to deal them with, and the world they are from."""

    world: World
    catalogue: Catalogue
    shelf: Shelf
    ideas: Ideas
    rng: np.random.Generator
    pool: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        """Shuffle the titles that can have an effect: settled, licensed widely, with artworks."""
        wide = self.shelf.licensed.mean(axis=1) >= REACH
        settled = self.shelf.launch_day < 0
        able = [p for p in np.flatnonzero(wide & settled).tolist() if self._able(p)]
        self.pool = [able[place] for place in self.rng.permutation(len(able))]

    def _able(self, shown: int) -> bool:
        arms = len(self.artworks(shown)) >= FEWEST_ARMS
        return arms and self.shelf.kind[shown] in ("film", "series")

    @property
    def cast(self) -> Cast:
        """The number of titles for each effect."""
        return self.world.size.cast

    def deal(self, count: int) -> list[int]:
        """Return titles, by place on the shelf, that have no effect yet."""
        if len(self.pool) < count:
            raise BadSettings("The catalogue has too few titles for all that is to be planted.")
        dealt, self.pool = self.pool[:count], self.pool[count:]
        return dealt

    def deal_liked(self, taste: str) -> int:
        """Return a title that a taste, by name, likes; any title if there is none."""
        return self._deal_first([s for s in self.pool if taste in self._names(s)])

    def deal_film(self) -> int:
        """Return a film: it is watched in one go, so its days differ little."""
        return self._deal_first([s for s in self.pool if self.shelf.kind[s] == "film"])

    def deal_popular(self, count: int) -> list[int]:
        """Return the most popular titles that have no effect yet."""
        self.pool.sort(key=lambda shown: (-self.shelf.appeal[shown], shown))
        return self.deal(count)

    def artworks(self, shown: int) -> list[int]:
        """Return the main artworks of a title."""
        return list(self.ideas.of(shown, ARTWORK))

    def trial(self, shown: int) -> Trial:
        """Return a trial of some of a title's artworks with equal shares."""
        live = self.artworks(shown)
        count = min(len(live), int(self.rng.integers(FEWEST_ARMS, MOST_ARMS + 1)))
        arms = sorted(live[int(place)] for place in self.rng.permutation(len(live))[:count])
        return Trial(
            name=name_of(self.catalogue, self.shelf, shown),
            shown=shown,
            arms=tuple(arms),
            shares=even(count),
            first_day=int(self.rng.integers(0, LATEST_START + 1)),
            last_day=int(self.rng.integers(EARLIEST_END, DAYS + 1)),
        )

    def tastes(self, shown: int, first: str = "") -> list[int]:
        """Return the tastes that like a title: the one named `first` if any, then the strongest."""
        tastes = [taste for taste in self.shelf.taste[shown].tolist() if taste >= 0]
        return sorted(tastes, key=lambda taste: self.catalogue.tastes[taste].name != first)

    def take(self, shown: int) -> int:
        """Return a title of the pool, which no other effect gets."""
        self.pool.remove(shown)
        return shown

    def _deal_first(self, fitting: Sequence[int]) -> int:
        return self.take((fitting or self.pool)[0])

    def _names(self, shown: int) -> list[str]:
        return [self.catalogue.tastes[taste].name for taste in self.tastes(shown)]

    def one_of(self, numbers: Sequence[int]) -> int:
        """Return one of `numbers`."""
        return numbers[int(self.rng.integers(len(numbers)))]

    def lift(self) -> float:
        """Return an advantage in the range for the world's size, to two decimals."""
        low, high = self.world.size.lift
        return round(low + float(self.rng.random()) * (high - low), 2)
