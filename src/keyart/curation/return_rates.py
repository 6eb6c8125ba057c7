"""Return rates: the share of a day's active profiles that are active again days later."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.curation.kernels import count_returns, mark_days
from keyart.query.memo import recent
from keyart.store import Segment, Snapshot

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


def return_rates(snapshot: Snapshot, members: npt.NDArray[np.bool_]) -> tuple[ReturnRate, ...]:
    """Return the return rates after `AFTER` days of `members`, a flag for each profile.

    A day of a profile is a bit. At most `query_memory` is used: if the bits of all profiles need
    more, plays are read several times, each time for some of the profiles.
    """
    counts = np.zeros((len(AFTER), 2), np.int64)
    segments = [s for s in snapshot.segments(Family.VIEWING) if s.rows]
    if segments:
        last = max(segment.last_slot for segment in segments) // SLOTS_A_DAY
        first = max(min(s.first_slot for s in segments) // SLOTS_A_DAY, last + 1 - MOST_DAYS)
        words = (last - first) // 64 + 1
        at_once = max(1, snapshot.config.settings.query_memory // (8 * words))
        for low in range(0, snapshot.profiles, at_once):
            high = min(snapshot.profiles, low + at_once)
            days = recent(
                snapshot,
                ("active days", low, high),
                partial(_active_days, segments, (low, high), first, words),
                lambda made: made.nbytes,
            )
            for at, after in enumerate(AFTER):
                # The last day may not be over.
                counts[at] += count_returns(days, members[low:high], after, last - first)
    return tuple(
        ReturnRate(after, active, again / active if active else None)
        for after, (active, again) in zip(AFTER, counts.tolist(), strict=True)
    )


def _active_days(
    segments: Sequence[Segment], profiles: tuple[int, int], first: int, words: int
) -> npt.NDArray[np.uint64]:
    """Return the days since `first` with a play of `min_play_seconds`: bits [profiles, words]."""
    low, high = profiles
    days = np.zeros((high - low, words), np.uint64)
    for segment in segments:
        hidden = segment.hidden
        for chunk in segment.chunks:
            mark_days(
                chunk.column("profile").astype(np.uint32, copy=False),
                chunk.column("slot").astype(np.int64),
                chunk.column("active_starts").astype(np.int64),
                np.empty(0, np.uint8) if hidden is None
                else hidden[chunk.start : chunk.start + chunk.rows],
                low, first, SLOTS_A_DAY, days,
            )  # fmt: skip
    return days
