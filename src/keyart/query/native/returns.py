"""Which days each profile is active on: the bits from which returns are read."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from keyart.core.facts import Family
from keyart.core.measures import RETURN_DAYS
from keyart.core.zones import buckets
from keyart.query.native.scope import ScanScope
from keyart.query.newest_play import newest_play_slot
from keyart.query.planning.plan import FamilyPlan, Plan, SumTerm

Ints = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]

ACTIVE = FamilyPlan(Family.VIEWING, (SumTerm("active_starts"),), (), ())
"""What the scan for active days adds up: they are the days of rows where it is above 0."""

SHARE = 4
"""The bits may take one part in this many of `query_memory`; if all profiles need more, the facts
are read several times, each time for some of the profiles."""


@dataclass(frozen=True, eq=False)
class ReturnDays:
    """The local days of a store's facts, numbered from 0, and those whose activity matters."""

    day: Ints
    """The day of each slot from `first_slot` on."""
    first_slot: int
    newest: int
    """The day of the newest play: it may not be over, all before it are."""
    low: int
    high: int
    """The days on which people may be active again, half-open."""
    slots: tuple[int, int]
    """Their slots, half-open."""

    @property
    def words(self) -> int:
        """The 64-bit words that a profile's days take."""
        return max(0, self.high - self.low + 63) // 64

    def portions(self, profiles: int, query_memory: int) -> list[tuple[int, int]]:
        """Return the ranges of profiles whose bits fit in memory at once."""
        at_once = query_memory // (SHARE * 8 * max(1, self.words))
        at_once = max(8, at_once & ~7)
        return [(low, min(profiles, low + at_once)) for low in range(0, profiles, at_once)]


def return_days(scope: ScanScope) -> ReturnDays:
    """Return the days that the returns of a scope's rows depend on; it must have facts."""
    segments = [segment for segment in scope.segments if segment.rows]
    first = min(segment.first_slot for segment in segments)
    last = max(segment.last_slot for segment in segments)
    days = buckets("day", scope.plan.tz, first, last)
    newest_slot = newest_play_slot(scope.snapshot)
    newest = 0 if newest_slot is None else int(days.index[newest_slot - first])

    def day_of(slot: int) -> int:
        return int(days.index[min(max(slot, first), last) - first])

    low = 0 if scope.plan.first_slot is None else day_of(scope.plan.first_slot)
    high = newest
    if scope.plan.last_slot is not None:
        high = min(high, day_of(scope.plan.last_slot) + max(RETURN_DAYS) + 1)
    high = max(low, high)
    starts = np.searchsorted(days.index, [low, high])
    slots = (first + int(starts[0]), first + int(starts[1]))
    return ReturnDays(days.index, first, newest, low, high, slots)


def activity_plan(plan: Plan, days: ReturnDays) -> Plan:
    """Return the plan of the scan for active days: all rows that the reader may see."""
    return replace(
        plan,
        keys=(),
        filters=plan.seen,
        first_slot=days.slots[0],
        last_slot=days.slots[1],
        grain=None,
        families=(ACTIVE,),
        audience=None,
    )
