"""Many worlds at once in which arms are looked at daily, and what Keyart's statistics see there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.insights.statistics.gate import DEFAULT_GATE, Compared, Gate, start_information
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
    shape = (traffic.days, worlds, len(traffic.rates))
    units = rng.poisson(np.array(traffic.units), shape)
    events = rng.binomial(units, np.array(traffic.rates))
    return units.cumsum(axis=0), events.cumsum(axis=0)


def yes_or_no(units: Ints, events: Ints) -> Moments:
    """Return the moments of a measure that each unit has or has not."""
    x, y = units.astype(np.float64), events.astype(np.float64)
    return Moments(units, x, y, x, y, y)


def looked(
    path: Moments,
    compared: Compared = difference,
    gate: Gate = DEFAULT_GATE,
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
