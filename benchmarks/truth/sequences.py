"""Always-valid intervals: how often equal arms are told apart, and how soon different ones are.

Arms are looked at daily, once each has the least data, until a difference is declared; the same is
done with the naive test, which is made for one look.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from benchmarks.plots import save
from benchmarks.truth.figures import Panels, panels
from benchmarks.truth.looks import Looks, Traffic, counts, looked, seconds, yes_or_no
from keyart.insights.planning import Aim, units_per_arm
from keyart.insights.statistics.minimum_data import Contrast
from keyart.insights.statistics.ratios import difference, log_ratio
from keyart.insights.statistics.sequences import always_valid, always_valid_p, fixed_p
from keyart.query.engine import Floats, Ints

ALPHA = 0.05
WORLDS = 4000
AT_ONCE = 500
RATES = (0.002, 0.01, 0.05, 0.3)
SIZES = (10, 100, 1000)
"""Events a day and arm."""
SPLITS = {"2 equal arms": (1.0, 1.0), "1 : 9": (0.2, 1.8), "8 equal arms": (1.0,) * 8}
COMPARED: dict[str, Contrast] = {"difference": difference, "log ratio": log_ratio}
PLANTED = (0.03, 0.05, 0.1, 0.2, 0.3)
POWER_RATE, POWER_UNITS, POWER_DAYS = 0.05, 4000, 120

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Declared:
    """Whether a world ever declared a difference, and by which test."""

    ours: Bools
    naive: Bools
    last_day_only: Bools


def run(out: Path) -> dict[str, Any]:
    """Return all results; draws `equal-arms` and `time-to-decision`."""
    equal = list(_equal_arms())
    sums = list(_equal_seconds())
    planted = [_planted(relative) for relative in PLANTED]
    save(_draw_equal(equal), out / "equal-arms")
    save(_draw_planted(planted), out / "time-to-decision")
    return {
        "alpha": ALPHA,
        "worlds": WORLDS,
        "equal_arms": equal,
        "equal_seconds": sums,
        "planted": planted,
    }


def _equal_arms() -> Iterator[dict[str, Any]]:
    """Yield how often equal arms are told apart; the smallest sizes never pass the gate."""
    for split, parts in SPLITS.items():
        for rate in RATES:
            for size in SIZES:
                traffic = Traffic((rate,) * len(parts), tuple(size / rate * p for p in parts))
                paths = [yes_or_no(*counts(traffic, AT_ONCE, rng)) for rng in _chunks()]
                for name, compared in COMPARED.items():
                    found = [_declared(looked(path, compared)) for path in paths]
                    told = {"arms": split, "rate": rate, "events_a_day": size, "compared": name}
                    yield _said(told | _shares(found))


def _equal_seconds() -> Iterator[dict[str, Any]]:
    """Yield the same for seconds watched per unit, of which few watch most."""
    for split, parts in SPLITS.items():
        for spread in (0.8, 1.5):
            traffic = Traffic((0.05,) * len(parts), tuple(2000 * p for p in parts))
            paths = [seconds(traffic, spread, AT_ONCE, rng) for rng in _chunks()]
            for name, compared in COMPARED.items():
                found = [_declared(looked(path, compared, binary=False)) for path in paths]
                told = {"arms": split, "spread": spread, "compared": name}
                yield _said(told | _shares(found))


def _declared(looks: Looks) -> Declared:
    alpha = ALPHA / looks.passed.shape[-1]
    ours = looks.passed & (always_valid_p(looks.estimate, looks.start) <= alpha)
    naive = looks.passed & (fixed_p(looks.estimate) <= alpha)
    return Declared(ours.any(axis=(0, 2)), naive.any(axis=(0, 2)), naive[-1].any(axis=1))


def _shares(found: list[Declared]) -> dict[str, float]:
    return {
        name: float(np.mean([getattr(one, name) for one in found]))
        for name in ("ours", "naive", "last_day_only")
    }


@dataclass(frozen=True)
class Decided:
    """What became of each world with a planted difference."""

    day: Ints
    """Day of the decision; one after the last without one."""
    at_stopping: Floats
    """Estimate of those that decided, log ratio."""
    held: Bools
    """Whether all intervals of all looks held the truth."""
    one_look: Bools
    """Whether the fixed test found it at the planned day, or the last one."""


def _planted(relative: float) -> dict[str, Any]:
    """Return how a planted relative difference is found, against a test of planned size."""
    planned = units_per_arm(POWER_RATE, Aim(mde=relative, sequential=False)) / POWER_UNITS
    found = [_decided(relative, planned, rng) for rng in _chunks()]
    day, at_stopping, held, one_look = (
        np.concatenate([getattr(one, field.name) for one in found]) for field in fields(Decided)
    )
    last = min(np.ceil(planned), POWER_DAYS)
    return _said(
        {
            "relative": relative,
            "planned_days": round(planned, 1),
            "power_of_one_look": float(one_look.mean()),
            "power_at_that_day": float((day <= last).mean()),
            "power_by_day": [round(float((day <= d + 1).mean()), 4) for d in range(POWER_DAYS)],
            "median_days": float(np.median(day)),
            "days_to_80%": float(np.quantile(day, 0.8)),
            "simultaneous_coverage": float(held.mean()),
            "relative_at_stopping": float(np.expm1(at_stopping).mean()),
            "wrong_sign": float((at_stopping < 0).mean()),
        }
    )


def _decided(relative: float, planned: float, rng: np.random.Generator) -> Decided:
    rates = (POWER_RATE * (1 + relative), POWER_RATE)
    traffic = Traffic(rates, (POWER_UNITS,) * 2, POWER_DAYS)
    truth = np.log1p(relative)
    looks = looked(yes_or_no(*counts(traffic, AT_ONCE, rng)), log_ratio)
    low, high = always_valid(looks.estimate, looks.start, ALPHA)
    stop = (looks.passed & ((low > 0) | (high < 0)))[..., 0]
    first = np.where(stop.any(axis=0), stop.argmax(axis=0), POWER_DAYS)
    worlds = np.flatnonzero(first < POWER_DAYS)
    held = (~looks.passed | ((low <= truth) & (truth <= high))).all(axis=(0, 2))
    last = min(int(np.ceil(planned)), POWER_DAYS) - 1
    one_look = (fixed_p(looks.estimate[last]) <= ALPHA)[..., 0]
    return Decided(first + 1, looks.estimate.value[first[worlds], worlds, 0], held, one_look)


def _chunks() -> Iterator[np.random.Generator]:
    return map(np.random.default_rng, np.random.SeedSequence(1).spawn(WORLDS // AT_ONCE))


def _said(found: dict[str, Any]) -> dict[str, Any]:
    print("  ", {name: part for name, part in found.items() if name != "power_by_day"}, flush=True)
    return found


def _draw_equal(results: list[dict[str, Any]]) -> Figure:
    """Draw the share of worlds with equal arms in which a difference is declared."""
    told = Panels(
        size="events_a_day",
        ours="always valid",
        other=("naive", "naive"),
        across="rate",
        upward="% of worlds that declare\na difference in 30 daily looks",
    )
    shown = [row for row in results if row["compared"] == "log ratio"]
    return panels(told, shown, lambda row: f"{100 * row['rate']:g}%")


def _draw_planted(results: list[dict[str, Any]]) -> Figure:
    """Draw the share of worlds that have decided by each day, and the planned test's one look."""
    figure = Figure(figsize=(8, 3.6))
    axis: Any = figure.subplots()
    for number, result in enumerate(results):
        colour = f"C{number}"
        label = f"{100 * result['relative']:g}% apart"
        days = np.arange(1, POWER_DAYS + 1)
        axis.plot(days, 100 * np.array(result["power_by_day"]), color=colour, label=label)
        if result["planned_days"] <= POWER_DAYS:
            planned = (np.ceil(result["planned_days"]), 100 * result["power_of_one_look"])
            axis.plot(*planned, marker="o", color=colour)
    axis.set_xscale("log")
    ticks = (1, 2, 5, 10, 20, 50, 100)
    axis.set_xticks(ticks, [str(tick) for tick in ticks])
    axis.set_xlabel(f"day, {POWER_UNITS:,} units a day and arm, rate {100 * POWER_RATE:g}%")
    axis.set_ylabel("% decided (dot: one planned look)")
    axis.legend(fontsize=8)
    return figure
