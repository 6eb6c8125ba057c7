"""The input of all profile behaviour, made once per process."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from keyart_demo.arrays import F64, I64
from keyart_demo.behaviour.calendar import Calendar, calendar
from keyart_demo.behaviour.clips import Clips, clips
from keyart_demo.behaviour.decided import Decided, read_decided
from keyart_demo.behaviour.policies import Policies, policies
from keyart_demo.behaviour.programming import Programming, programming
from keyart_demo.catalogue.build import catalogue as build_catalogue
from keyart_demo.catalogue.model import Catalogue
from keyart_demo.markets import MARKETS
from keyart_demo.plan.levers import Levers
from keyart_demo.plan.planning import Plan, plan
from keyart_demo.plan.trial import Trial, recorded_tests
from keyart_demo.shelf import Ideas, Shelf, ideas, shelve
from keyart_demo.world_size import DAYS, World


@dataclass(frozen=True)
class Stage:
    """A world before any event.

    `trials` are what runs: those of `plan`, or, later on, those that were not decided.
    """

    world: World
    catalogue: Catalogue
    shelf: Shelf
    ideas: Ideas
    plan: Plan
    trials: tuple[Trial, ...]
    levers: Levers
    calendar: Calendar
    programming: Programming
    policies: Policies
    clips: Clips
    decided: Decided | None = None

    @property
    def tastes(self) -> int:
        """The number of tastes."""
        return len(self.catalogue.tastes)


OFFSET: I64 = np.array([market.offset for market in MARKETS])
"""Hours that clocks are ahead of UTC, by market."""
READINESS: F64 = np.array([market.readiness for market in MARKETS])
"""Factors on the probability of a play, by market."""


@cache
def stage(world: World, decided: Path | None = None) -> Stage:
    """Return the stage of a world, with the campaigns and, later on, the policies `decided`."""
    if world.went_on is not None:
        return _later(world, stage(replace(world, went_on=None, days=DAYS)), decided)
    if decided is not None:
        first = stage(world)
        told = read_decided(decided, first.catalogue, first.shelf, world.size.profiles)
        return replace(first, decided=told)
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
        trials=planned.trials,
        levers=levers,
        calendar=calendar(world, planned.trials),
        programming=programming(shelf, levers, len(catalogue.tastes)),
        policies=policies(world, shelf, groups, planned.trials, levers),
        clips=clips(world, catalogue),
    )


def _later(world: World, first: Stage, decided: Path | None) -> Stage:
    """Return the stage of a later chapter: nothing new is planted, and all trials go on."""
    gone = (world.start - first.world.start).days
    shelf = replace(first.shelf, launch_day=first.shelf.launch_day - gone)
    by_day = np.repeat(first.levers.by_day[:, -1:], DAYS, axis=1)
    levers = replace(first.levers, by_day=by_day)
    told = (
        None
        if decided is None
        else read_decided(decided, first.catalogue, shelf, world.size.profiles)
    )
    stopped: AbstractSet[int] = frozenset() if told is None else told.stopped
    groups = first.ideas.without(stopped)
    trials = tuple(trial.going_on(stopped) for trial in first.trials)
    return replace(
        first,
        world=world,
        shelf=shelf,
        ideas=groups,
        plan=Plan(()),
        trials=trials,
        levers=levers,
        calendar=calendar(world, trials),
        programming=programming(shelf, levers, first.tastes),
        policies=policies(world, shelf, groups, trials, levers),
        decided=told,
    )
