"""The plan of a world: all planted effects in order, and the resulting levers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from keyart_demo.catalogue.model import Catalogue
from keyart_demo.plan.allocation import cast_broken, cast_reversal
from keyart_demo.plan.casting import Casting
from keyart_demo.plan.effect import Effect
from keyart_demo.plan.fatigue import cast_fatigue
from keyart_demo.plan.incidents import cast_gap, cast_shift, cast_spike
from keyart_demo.plan.launches import cast_launches
from keyart_demo.plan.levers import Levers, untouched
from keyart_demo.plan.promises import cast_clickbaits, cast_gems
from keyart_demo.plan.supply import cast_supply
from keyart_demo.plan.trial import Trial
from keyart_demo.plan.winners import cast_nulls, cast_taste_winners, cast_winners
from keyart_demo.shelf import Ideas, Shelf
from keyart_demo.world_size import Stream, World

PARTS: tuple[Callable[[Casting], Iterator[Effect]], ...] = (
    cast_taste_winners,
    cast_winners,
    cast_nulls,
    cast_clickbaits,
    cast_gems,
    cast_broken,
    cast_spike,
    cast_reversal,
    cast_fatigue,
    cast_shift,
    cast_gap,
    cast_launches,
    cast_supply,
)
"""The order in which titles are dealt and effects are planted."""

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Plan:
    """All effects, in planting order, and their trials."""

    effects: tuple[Effect, ...]

    @property
    def trials(self) -> tuple[Trial, ...]:
        """The trials, without repeats."""
        trials = [effect.trial for effect in self.effects if effect.trial is not None]
        return tuple(dict.fromkeys(trials))

    @property
    def arms(self) -> dict[int, int]:
        """A number for each asset that is an arm of a trial, from 0."""
        assets = (asset for trial in self.trials for asset in trial.arms)
        return {asset: number for number, asset in enumerate(assets)}

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return the effects of one kind."""
        return tuple(effect for effect in self.effects if isinstance(effect, kind))

    def planted(self, shelf: Shelf, ideas: Ideas) -> Levers:
        """Return the levers after all effects are planted."""
        levers = untouched(shelf, ideas)
        for effect in self.effects:
            effect.plant(levers)
        return levers


def plan(world: World, catalogue: Catalogue, shelf: Shelf, ideas: Ideas) -> Plan:
    """Return what is planted in a world."""
    casting = Casting(world, catalogue, shelf, ideas, world.generator(Stream.PLAN))
    return Plan(tuple(effect for part in PARTS for effect in part(casting)))
