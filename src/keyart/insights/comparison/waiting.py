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


def days_to_gate(path: Path, now: float) -> int | None:
    """Return in how many days every arm has its least data, None if in more than `LONGEST`.

    `now` is up to when people are complete, in days since the path's start.
    """
    progress = path.progress()
    lacking = progress[-1] < 1
    left, pace = 1 - progress[-1][lacking], _pace(progress, now)[lacking]
    if (pace <= 0).any():
        return None
    days = math.ceil(float((left / pace).max(initial=0)))
    return days if days <= LONGEST else None


def days_to_decide(
    bases: Bases, leader: int, margin: float, sureness: Sureness, now: float
) -> int | None:
    """Return in how many days there is a verdict if all stays as it looks now.

    That is a leading arm better than those it is compared with, or no difference that matters.
    None where that takes longer than `LONGEST`, or units no longer come. `now` is as above.
    """
    rates, starts = bases.deciding, bases.starts
    own = np.array([leader in pair for pair in bases.pairs])
    away = np.abs(rates.difference.value)
    arms, pairs = bases.path.moments.n.shape[1], own.size
    won = _growth_until(away, rates.difference, starts.difference, sureness, arms / 2)[own].max()
    room = np.log1p(margin) - np.abs(rates.log_ratio.value)
    alike = _growth_until(room, rates.log_ratio, starts.log_ratio, sureness, pairs).max()
    units = bases.path.moments.n.sum(axis=-1).astype(np.float64)
    growth, pace = float(min(won, alike)), float(_pace(units, now)) / units[-1]
    if pace <= 0 or not math.isfinite(growth):
        return None
    days = math.ceil((growth - 1) / pace)
    return days if days <= LONGEST else None


def _pace(ends: Floats, now: float) -> Floats:
    """Return by how much each series grew in a day lately, given its values at the ends of days.

    `ends` is [days, …]; the last day with something new ends `now`.
    """
    then = max(now - DAYS_OF_PACE, 0.0)
    day = int(then)
    zero = np.zeros_like(ends[:1])
    first, second = np.concatenate([zero, ends])[day : day + 2]
    return (ends[-1] - first - (then - day) * (second - first)) / (now - then)


def _growth_until(
    room: Floats, estimate: Estimate, start: Floats, sureness: Sureness, tests: float
) -> Floats:
    """Return how many times as much data makes each pair's interval no wider than `room` a side.

    Intervals share their risk by `tests`. inf where no amount does.
    """
    information = estimate.information[:, np.newaxis] * _GROWTH
    alpha = sureness.alpha / tests
    errors = (
        -ndtri(alpha / 2) if sureness.fixed else width(information / start[:, np.newaxis], alpha)
    )
    enough = errors / np.sqrt(information) <= room[:, np.newaxis]
    return np.where(enough.any(axis=1), _GROWTH[np.argmax(enough, axis=1)], np.inf)
