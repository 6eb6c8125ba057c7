"""Winners among several arms: how often equal arms have one, and how many days the best one takes.

A winner is better than all others, each by the one-sided bound at alpha / arms; beside it stands
what every two arms' simultaneous intervals say, and the same with a planned horizon.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.truth.looks import Looks, Traffic, counts, looked, yes_or_no
from keyart.insights.planning import Aim, units_per_arm
from keyart.insights.statistics.sequences import (
    Horizon,
    one_sided_width,
    width,
)
from keyart.query.engine import Floats

ALPHA = 0.05
WORLDS = 2_000
AT_ONCE = 250
DAYS = 120
RATE, UNITS, LIFT = 0.05, 2_000, 0.15
"""Of all arms, a day and arm, and of the best one."""
ARMS = (2, 3, 4, 6)

Bools = npt.NDArray[np.bool_]


def run(out: Path) -> dict[str, Any]:
    """Return how often and how soon there is a winner."""
    del out
    return {"alpha": ALPHA, "worlds": WORLDS, "arms": [_several(arms) for arms in ARMS]}


def _several(arms: int) -> dict[str, Any]:
    equal: list[dict[str, tuple[Floats, Bools]]] = []
    better: list[dict[str, tuple[Floats, Bools]]] = []
    planned = {
        name: units_per_arm(RATE, Aim(LIFT, comparisons=arms / 2, horizon=name == "horizon"))
        for name in ("winner", "horizon")
    }
    for rng in _chunks():
        equal.append(_first_days((RATE,) * arms, rng))
        better.append(_first_days((RATE * (1 + LIFT), *(RATE,) * (arms - 1)), rng))
    result: dict[str, Any] = {"arms": arms}
    for name in equal[0]:
        named = np.concatenate([one[name][0] for one in equal]) <= DAYS
        day = np.concatenate([one[name][0] for one in better])
        best = np.concatenate([one[name][1] for one in better])
        result[name] = {
            "equal_arms_with_a_winner": float(named.mean()),
            "median_days": float(np.median(day)),
            "mean_days": round(float(day.mean()), 2),
            "wrong_winner": float((~best & (day <= DAYS)).mean()),
        }
        if name in planned:
            in_time = day <= np.ceil(planned[name] / UNITS)
            result[name] |= {
                "planned_days": planned[name] / UNITS,
                "by_then": float(in_time.mean()),
            }
    print("  ", result, flush=True)
    return result


def _first_days(
    rates: tuple[float, ...], rng: np.random.Generator
) -> dict[str, tuple[Floats, Bools]]:
    """Return for each rule the first day with a winner, and whether the first arm is it."""
    arms = len(rates)
    traffic = Traffic(rates, (UNITS,) * arms, DAYS)
    looks = looked(yes_or_no(*counts(traffic, AT_ONCE, rng)))
    aim = Aim(LIFT, comparisons=arms / 2, horizon=True)
    horizon = Horizon(int(np.ceil(units_per_arm(RATE, aim) / UNITS)), 2 * ALPHA / arms)
    opened = np.maximum(looks.passed.argmax(axis=0), 1.0)
    grown = looks.estimate.information / looks.start
    later = grown / horizon.later(opened)
    pairs = arms * (arms - 1) / 2
    bounds = {
        "every two": width(grown, ALPHA / pairs),
        "winner": one_sided_width(grown, ALPHA / arms) if arms > 2 else width(grown, ALPHA),
        "horizon": one_sided_width(later, ALPHA / arms) if arms > 2 else width(later, ALPHA),
    }
    return {name: _first(looks, bound, arms) for name, bound in bounds.items()}


def _first(looks: Looks, bound: Floats, arms: int) -> tuple[Floats, Bools]:
    z = looks.estimate.value * np.sqrt(looks.estimate.information)
    beats = np.ones((*z.shape[:2], arms), np.bool_)
    for at, (a, b) in enumerate(zip(*np.triu_indices(arms, 1), strict=True)):
        passed = looks.passed[..., at]
        beats[..., a] &= passed & (z[..., at] > bound[..., at])
        beats[..., b] &= passed & (-z[..., at] > bound[..., at])
    any_ = beats.any(axis=2)
    day = np.where(any_.any(axis=0), any_.argmax(axis=0) + 1, DAYS + 1)
    world = np.arange(day.size)
    return day.astype(np.float64), beats[np.minimum(day, DAYS) - 1, world, 0]


def _chunks() -> Iterator[np.random.Generator]:
    return map(np.random.default_rng, np.random.SeedSequence(3).spawn(WORLDS // AT_ONCE))
