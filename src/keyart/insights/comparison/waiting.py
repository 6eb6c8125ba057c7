"""How much longer to wait: for the least data, and for a difference to be decided."""

import math

import numpy as np
from scipy.special import ndtri

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
    """Return in how many days every arm has its least data; None if in more than `LONGEST`."""
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
    days = math.ceil(float(((1 - progress[end][lacking]) / pace[lacking]).max()))
    return days if days <= LONGEST else None


def days_to_decide(bases: Bases, leader: int, margin: float, sureness: Sureness) -> int | None:
    """Return in how many days there is a verdict if all stays as it looks now.

    That is a leading arm better than those it is compared with, or no difference that matters.
    None where that takes longer than `LONGEST`, or units no longer come.
    """
    rates, starts = bases.deciding, bases.starts
    own = np.array([leader in pair for pair in bases.pairs])
    away = np.abs(rates.difference.value)
    won = _growth_until(away, rates.difference, starts.difference, sureness)[own].max()
    room = np.log1p(margin) - np.abs(rates.log_ratio.value)
    alike = _growth_until(room, rates.log_ratio, starts.log_ratio, sureness).max()
    growth, pace = float(min(won, alike)), _pace(bases.path)
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


def _growth_until(room: Floats, estimate: Estimate, start: Floats, sureness: Sureness) -> Floats:
    """Return how many times as much data makes each pair's interval no wider than `room` a side.

    inf where no amount does.
    """
    information = estimate.information[:, np.newaxis] * _GROWTH
    alpha = sureness.alpha / room.size
    errors = (
        -ndtri(alpha / 2) if sureness.fixed else width(information / start[:, np.newaxis], alpha)
    )
    enough = errors / np.sqrt(information) <= room[:, np.newaxis]
    return np.where(enough.any(axis=1), _GROWTH[np.argmax(enough, axis=1)], np.inf)
