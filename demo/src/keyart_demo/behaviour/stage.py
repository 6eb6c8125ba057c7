"""The input of all profile behaviour, made once per process."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from keyart_demo.arrays import F64, I64
from keyart_demo.behaviour.calendar import Calendar, calendar
from keyart_demo.behaviour.clips import Clips, clips
from keyart_demo.behaviour.policies import Policies, policies
from keyart_demo.behaviour.programming import Programming, programming
from keyart_demo.catalogue.build import catalogue as build_catalogue
from keyart_demo.catalogue.model import Catalogue
from keyart_demo.markets import MARKETS
from keyart_demo.plan.levers import Levers
from keyart_demo.plan.planning import Plan, plan
from keyart_demo.plan.trial import recorded_tests
from keyart_demo.shelf import Ideas, Shelf, ideas, shelve
from keyart_demo.world_size import DAYS, World


@dataclass(frozen=True)
class Stage:
    """A world before any event."""

    world: World
    catalogue: Catalogue
    shelf: Shelf
    ideas: Ideas
    plan: Plan
    levers: Levers
    calendar: Calendar
    programming: Programming
    policies: Policies
    clips: Clips

    @property
    def tastes(self) -> int:
        """The number of tastes."""
        return len(self.catalogue.tastes)


OFFSET: I64 = np.array([market.offset for market in MARKETS])
"""Hours that clocks are ahead of UTC, by market."""
READINESS: F64 = np.array([market.readiness for market in MARKETS])
"""Factors on the probability of a play, by market."""


@cache
def stage(world: World) -> Stage:
    """Return the stage of a world; the same object for the same world."""
    catalogue = build_catalogue(world.size.titles, world.seed, world.until, DAYS)
    shelf = shelve(world, catalogue)
    groups = ideas(world, catalogue, shelf)
    planned = plan(world, catalogue, shelf, groups)
    levers = planned.planted(shelf, groups)
    return Stage(
        world=world,
        catalogue=replace(catalogue, tests=recorded_tests(world, shelf, planned.trials)),
        shelf=shelf,
        ideas=groups,
        plan=planned,
        levers=levers,
        calendar=calendar(world, planned.trials),
        programming=programming(shelf, levers, len(catalogue.tastes)),
        policies=policies(world, shelf, groups, planned, levers),
        clips=clips(world, catalogue),
    )
