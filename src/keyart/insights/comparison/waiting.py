"""How much longer to wait: for the least data, and for a difference to be decided."""

import math

import numpy as np

from keyart.insights.comparison.bases import Bases
from keyart.insights.comparison.estimates import Path, Sureness
from keyart.insights.statistics.ratios import Estimate
from keyart.insights.statistics.sequences import width
from keyart.query.engine import Floats

DAYS_OF_PACE = 7
"""Traffic is that of the last so many days whose people are complete."""

LONGEST = 90
"""Days beyond which nobody should wait."""

_GROWTH = np.geomspace(1.0, 1e4, 2_000)


def last_day(path: Path) -> int:
    """Return the last day that added units, -1 if none did."""
    units = path.moments.n.sum(axis=-1)
    grew = np.flatnonzero(np.diff(units, prepend=0))
    return int(grew[-1]) if grew.size else -1


def days_to_gate(path: Path) -> int | None:
    """Return in how many days every arm has its least data; None where it does not grow."""
    end = last_day(path)
    if end < 0:
        return None
    progress = path.progress()
    before = progress[max(end - DAYS_OF_PACE, 0)] if end > 0 else np.zeros_like(progress[0])
    pace = (progress[end] - before) / max(min(end, DAYS_OF_PACE), 1)
    lacking = progress[end] < 1
    if not lacking.any():
        return 0
    if (pace[lacking] <= 0).any():
        return None
    return math.ceil(float(((1 - progress[end][lacking]) / pace[lacking]).max()))


def days_to_decide(bases: Bases, pair: int, margin: float, sureness: Sureness) -> int | None:
    """Return in how many days a pair is decided if it stays as it looks now.

    Decided is a difference beyond chance, or one that is too small to matter. None where that
    takes longer than `LONGEST`, or units no longer come.
    """
    rates, starts = bases.deciding, bases.starts
    tests = len(bases.pairs)
    growth = _least_growth(rates.difference[pair], starts.difference[pair], 0.0, sureness, tests)
    log = rates.log_ratio[pair]
    room = math.log1p(margin) - abs(float(log.value))
    if room > 0:
        alike = _least_growth(log, starts.log_ratio[pair], room, sureness, tests)
        growth = min(growth, alike)
    pace = _pace(bases.path)
    if pace <= 0 or not math.isfinite(growth):
        return None
    days = math.ceil((growth - 1) / pace)
    return days if days <= LONGEST else None


def _pace(path: Path) -> float:
    """Return by which share of itself the number of units grows in a day."""
    end = last_day(path)
    units = path.moments.n.sum(axis=-1).astype(np.float64)
    if end < 1:
        return 1.0 if end == 0 else 0.0
    span = min(end, DAYS_OF_PACE)
    return float((units[end] - units[end - span]) / span / units[end])


def _least_growth(
    estimate: Estimate, start: Floats, room: float, sureness: Sureness, tests: int
) -> float:
    """Return how many times as much data makes the interval leave 0 out, or fit within `room`."""
    information = float(np.nan_to_num(estimate.information))
    if not information:
        return math.inf
    grown = information / float(start) * _GROWTH
    error = np.sqrt(1 / (information * _GROWTH))
    half = error * (_fixed_width(sureness, tests) if sureness.fixed
                    else width(grown, sureness.alpha / tests))  # fmt: skip
    enough = half <= (room or abs(float(estimate.value)))
    return float(_GROWTH[np.argmax(enough)]) if enough.any() else math.inf


def _fixed_width(sureness: Sureness, tests: int) -> float:
    one = Estimate(np.zeros(1), np.ones(1))
    return float(sureness.bounds(one, np.ones(1), tests)[1][0])
