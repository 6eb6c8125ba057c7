"""A trial: a title with enough explore impressions to compare its artworks."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import timedelta

from keyart_demo.catalogue.model import Catalogue, Test
from keyart_demo.shelf import Shelf
from keyart_demo.world_size import DAYS, World

Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """Which assets of a title are shown at random, how often, on which days.

    `shares` are the arms' shares in the first half of the markets and in the second. They differ in
    one trial only, which is not a recorded test.
    """

    name: str
    shown: int
    """The title's place on the shelf."""
    arms: tuple[int, ...]
    """The assets' numbers."""
    shares: tuple[Shares, Shares]
    first_day: int
    last_day: int
    """The first day after it."""

    @property
    def recorded(self) -> bool:
        """Whether it is in the table `tests`."""
        return self.shares[0] == self.shares[1]

    def going_on(self, stopped: AbstractSet[int]) -> "Trial":
        """Return the trial as it goes on, on all days, without assets that are `stopped`."""
        places = range(len(self.arms))
        kept = [place for place in places if self.arms[place] not in stopped] or list(places)
        first, second = (
            tuple(part[place] / sum(part[other] for other in kept) for place in kept)
            for part in self.shares
        )
        arms = tuple(self.arms[place] for place in kept)
        return replace(self, arms=arms, shares=(first, second), first_day=0, last_day=DAYS)

    def others(self, asset: int) -> tuple[int, ...]:
        """Return the arms other than `asset`."""
        return tuple(arm for arm in self.arms if arm != asset)


def even(arms: int) -> tuple[Shares, Shares]:
    """Return equal shares of that many arms, in both halves of the markets."""
    shares = (1 / arms,) * arms
    return shares, shares


def recorded_tests(world: World, shelf: Shelf, trials: tuple[Trial, ...]) -> tuple[Test, ...]:
    """Return the recorded tests as the catalogue holds them."""
    return tuple(
        Test(
            name=trial.name,
            title=int(shelf.title[trial.shown]),
            shares=dict(zip(trial.arms, trial.shares[0], strict=True)),
            start=world.start + timedelta(days=trial.first_day),
            end=world.start + timedelta(days=trial.last_day),
        )
        for trial in trials
        if trial.recorded
    )


def name_of(catalogue: Catalogue, shelf: Shelf, shown: int) -> str:
    """Return the name of a title's test."""
    return f"{catalogue.titles[int(shelf.title[shown])].title_id}-artwork"
