"""Sample-ratio mismatch: false alarms under daily looks, and how soon a broken one is found."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from benchmarks.plots import save
from benchmarks.truth.figures import Panels, panels
from keyart.insights.statistics.allocation import chi_square, evidence
from keyart.query.engine import Floats, Ints

Bools = npt.NDArray[np.bool_]

ALARM = 0.005
DAYS = 30
SOUND_WORLDS, BROKEN_WORLDS = 20_000, 4000
AT_ONCE = 2000
SPLITS = {"2 equal arms": (1.0, 1.0), "1 : 9": (0.2, 1.8), "8 equal arms": (1.0,) * 8}
UNITS = (50, 500, 5000)
"""A day and arm."""
TAKE_RATE = 0.1
DEVICES = (0.05, 0.1, 0.25, 0.5)
"""Share of the device that loses a third of its non-players in the first arm."""


def run(out: Path) -> dict[str, Any]:
    """Return all results; draws `allocation`."""
    sound = list(_sound())
    broken = list(_broken())
    save(_draw(broken), out / "allocation")
    return {"alarm_at": ALARM, "days": DAYS, "sound": sound, "broken": broken}


def _sound() -> Iterator[dict[str, Any]]:
    for split, parts in SPLITS.items():
        for units in UNITS:
            found = _looked(np.array(parts) * units, np.array(parts), SOUND_WORLDS)
            yield _said({"arms": split, "units_a_day": units, "worlds": SOUND_WORLDS, **found})


def _broken() -> Iterator[dict[str, Any]]:
    for split, parts in SPLITS.items():
        for units in UNITS:
            for device in DEVICES:
                sent = np.array(parts) * units
                lost = round(device * (1 - TAKE_RATE) / 3, 4)
                found = _looked(
                    sent * np.r_[1 - lost, np.ones(len(parts) - 1)], sent, BROKEN_WORLDS
                )
                told = {"arms": split, "units_a_day": units, "device": device, "lost": lost}
                yield _said({**told, "worlds": BROKEN_WORLDS, **found})


def _looked(units: Floats, intended: Floats, worlds: int) -> dict[str, float]:
    """Return the shares of worlds that alarm in 30 daily looks, and the median day of alarm."""
    shares = intended / intended.sum()
    days: list[Ints] = []
    naive: list[Bools] = []
    last: list[Bools] = []
    for seed in np.random.SeedSequence(2).spawn(worlds // AT_ONCE):
        daily = np.random.default_rng(seed).poisson(units, (DAYS, AT_ONCE, units.size))
        seen = daily.cumsum(axis=0)
        alarm = evidence(seen, shares) >= np.log(1 / ALARM)
        days.append(np.where(alarm.any(axis=0), alarm.argmax(axis=0) + 1, DAYS + 1))
        fixed: Bools = chi_square(seen, shares) <= ALARM
        naive.append(np.asarray(fixed.any(axis=0)))
        last.append(fixed[-1])
    day = np.concatenate(days)
    return {
        "ours": float((day <= DAYS).mean()),
        "naive": float(np.mean(naive)),
        "last_day_only": float(np.mean(last)),
        "median_day": float(np.median(day)),
    }


def _said(found: dict[str, Any]) -> dict[str, Any]:
    print("  ", found, flush=True)
    return found


def _draw(broken: list[dict[str, Any]]) -> Figure:
    """Draw how many broken allocations are found, by how much is lost."""
    told = Panels(
        size="units_a_day",
        ours="daily looks",
        other=("last_day_only", "one look"),
        across="of one arm's units lost",
        upward="% of worlds that alarm in 30 days",
    )
    return panels(told, broken, lambda row: f"{100 * row['lost']:.2g}%")
