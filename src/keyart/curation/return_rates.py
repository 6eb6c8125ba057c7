"""Return rates: the share of a day's active profiles that are active again days later."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.curation.kernels import count_returns, mark_days
from keyart.query.memo import memo
from keyart.store import Snapshot

AFTER = (7, 28)
SLOTS_A_DAY = 86_400_000_000 // SLOT_MICROSECONDS
MOST_DAYS = 400
"""The number of days, up to the newest, that count."""


@dataclass(frozen=True)
class ReturnRate:
    """A return rate over all days (UTC) for which the later day is over."""

    days: int
    """After how many days."""
    active: int
    """Active profiles, each counted once for every day on which it was active."""
    rate: float | None
    """The share of them that was active again; null without such days."""


@dataclass(frozen=True, eq=False)
class ActiveDays:
    """Whether each profile was active on each day; the last day may not be over."""

    days: npt.NDArray[np.uint8]
    """Shape (profiles, days)."""


def active_days(snapshot: Snapshot) -> ActiveDays:
    """Return the days on which each profile had a play of `min_play_seconds`."""
    return memo(snapshot, ActiveDays, lambda: _active_days(snapshot))


def _active_days(snapshot: Snapshot) -> ActiveDays:
    segments = [s for s in snapshot.segments(Family.VIEWING) if s.rows]
    if not segments:
        return ActiveDays(np.zeros((snapshot.profiles, 0), np.uint8))
    last = max(segment.last_slot for segment in segments) // SLOTS_A_DAY
    first = max(min(s.first_slot for s in segments) // SLOTS_A_DAY, last + 1 - MOST_DAYS)
    days = np.zeros((snapshot.profiles, last + 1 - first), np.uint8)
    for segment in segments:
        hidden = segment.hidden
        for chunk in segment.chunks:
            slot = chunk.column("slot").astype(np.int64)
            active = chunk.column("active_starts").astype(np.int64)
            active[slot < first * SLOTS_A_DAY] = 0
            mark_days(
                chunk.column("profile").astype(np.uint32, copy=False), slot, active,
                np.empty(0, np.uint8) if hidden is None
                else hidden[chunk.start : chunk.start + chunk.rows],
                first, SLOTS_A_DAY, days,
            )  # fmt: skip
    return ActiveDays(days)


def return_rates(snapshot: Snapshot, members: npt.NDArray[np.bool_]) -> tuple[ReturnRate, ...]:
    """Return the return rates after `AFTER` days of `members`, a flag for each profile."""
    days = active_days(snapshot).days
    whole_days = max(days.shape[1] - 1, 0)
    rates: list[ReturnRate] = []
    for after in AFTER:
        active, again = count_returns(days, members, after, whole_days)
        rates.append(ReturnRate(after, int(active), again / active if active else None))
    return tuple(rates)
