"""Many worlds at once in which arms are looked at daily, and what Keyart's statistics see there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.insights.statistics.minimum_data import (
    DEFAULT_MINIMUM,
    Contrast,
    MinimumData,
    start_information,
)
from keyart.insights.statistics.ratios import Estimate, difference, pick, ratio
from keyart.query.engine import Floats, Ints, Moments


@dataclass(frozen=True)
class Traffic:
    """What each arm gets: units a day on average (Poisson), and its true rate."""

    rates: tuple[float, ...]
    units: tuple[float, ...]
    days: int = 30


@dataclass(frozen=True)
class Looks:
    """All pairs of arms at the end of each day, [days, worlds, pairs]."""

    estimate: Estimate
    start: Floats
    """Information when the gate opened, [worlds, pairs]."""
    passed: npt.NDArray[np.bool_]


def counts(traffic: Traffic, worlds: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return units and events by the end of each day, [days, worlds, arms] each."""
    units, events = _daily(traffic, worlds, rng)
    return units.cumsum(axis=0), events.cumsum(axis=0)


def yes_or_no(units: Ints, events: Ints) -> Moments:
    """Return the moments of a measure that each unit has or has not."""
    x, y = units.astype(np.float64), events.astype(np.float64)
    return Moments(units, x, y, x, y, y)


def seconds(traffic: Traffic, spread: float, worlds: int, rng: np.random.Generator) -> Moments:
    """Return cumulative moments of seconds per unit, [days, worlds, arms].

    Seconds are 0 for units without an event, and lognormal with `spread` for the others.
    """
    units, events = _daily(traffic, worlds, rng)
    own: Floats = rng.lognormal(0, spread, int(events.sum()))
    world = np.repeat(np.arange(events.size), events.ravel())
    y, yy = (
        np.bincount(world, part, events.size).reshape(events.shape).cumsum(axis=0)
        for part in (own, own**2)
    )
    n = units.cumsum(axis=0)
    x = n.astype(np.float64)
    return Moments(n, x, y, x, yy, y)


def looked(
    path: Moments,
    compared: Contrast = difference,
    gate: MinimumData = DEFAULT_MINIMUM,
    *,
    binary: bool = True,
) -> Looks:
    """Return every pair of arms of cumulative moments, [days, worlds, arms]."""
    a, b = np.triu_indices(path.n.shape[-1], 1)
    arms = [pick(path, (..., index)) for index in (a, b)]
    passed = [gate.passed(arm, yes_or_no=binary) for arm in arms]
    return Looks(
        compared(*(ratio(arm) for arm in arms)),
        start_information((arms[0], arms[1]), gate, compared, yes_or_no=binary),
        np.logical_and(*passed),
    )


def _daily(traffic: Traffic, worlds: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    shape = (traffic.days, worlds, len(traffic.rates))
    units = rng.poisson(np.array(traffic.units), shape)
    return units, rng.binomial(units, np.array(traffic.rates))
