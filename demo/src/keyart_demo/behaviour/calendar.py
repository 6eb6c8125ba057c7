"""When things happen: the rhythm of days, and of hours on each device."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.lottery import Lottery, whole
from keyart_demo.markets import DEVICES
from keyart_demo.plan.trial import Trial
from keyart_demo.world_size import DAY_US, DAYS, HOUR_US, World

MS_US = 1_000
TRIALS = 21
"""The number of trials for a profile of average zeal."""
AGAIN = 0.12
"""Share of these exposures that are repeated, with a newly drawn asset."""
SCATTERED = 3
"""Impressions of the explore phase outside trials."""
PROMOTED = 16
"""Impressions of the exploit phase, for a profile of average zeal."""
_TRIED = TRIALS * (1 + AGAIN) / (SCATTERED + PROMOTED + TRIALS * (1 + AGAIN))
"""The share of impressions that are in trials while all of these run."""
WEEKDAYS = (92, 88, 90, 94, 108, 128, 120)
"""Relative activity from Monday to Sunday."""

_EVENING = (9, 6, 4, 2, 1, 1, 2, 3, 4, 5, 6, 8, 10, 10, 10, 12, 16, 24, 38, 56, 70, 66, 44, 20)
_ALL_DAY = (
    16,
    9,
    5,
    3,
    3,
    5,
    12,
    26,
    30,
    24,
    20,
    24,
    34,
    30,
    22,
    22,
    28,
    34,
    36,
    38,
    42,
    46,
    42,
    28,
)
_NIGHT = (30, 22, 14, 8, 4, 2, 2, 3, 4, 6, 8, 10, 12, 14, 18, 24, 30, 34, 40, 48, 56, 58, 52, 42)
_HOURS = {
    "tv": _EVENING,
    "mobile": _ALL_DAY,
    "web": _ALL_DAY,
    "tablet": _EVENING,
    "console": _NIGHT,
}
WEEKEND_DAYTIME = 2
"""How many times as likely the hours from 9 to 17 are at weekends."""


@dataclass(frozen=True)
class Calendar:
    """Days and hours of a world.

    Attributes:
        world: the world.
        busyness: shape (days + 1,): cumulative activity before each day.
        untested: the same for what is shown outside trials: more while fewer of them run, so that
            people are shown as much on every day.
        hours: a row for each device and kind of day (week, weekend).
        first_weekday: the first day's, Monday = 0.
    """

    world: World
    busyness: I64
    untested: I64
    hours: Lottery
    first_weekday: int

    def instants(
        self,
        days: tuple[I64, I64],
        habits: tuple[I64, I64],
        u: F64,
        *,
        outside: Flags | None = None,
    ) -> I64:
        """Return instants in µs since 1970 UTC, on whole milliseconds.

        Args:
            days: the first day that may be drawn for each row, and the first after it.
            habits: the device, and how many hours the local clock is ahead of UTC.
            u: shape (3, rows), numbers in [0, 1).
            outside: the rows that are shown outside trials; none unless given.
        """
        low, high = days
        device, offset = habits
        day = _day(self.busyness, days, u[0])
        if outside is not None:
            day = np.where(outside, _day(self.untested, days, u[0]), day)
        hour = self.hours.draw(2 * device + self._weekend(day), u[1])
        since = day * DAY_US + (hour - offset) * HOUR_US + whole(u[2], HOUR_US // MS_US) * MS_US
        since += np.where(since < low * DAY_US, DAY_US, 0)
        since -= np.where(since >= high * DAY_US, DAY_US, 0)
        return self.world.start_us + since

    def _weekend(self, day: I64) -> Flags:
        return (self.first_weekday + day) % 7 >= 5


def _day(busyness: I64, days: tuple[I64, I64], u: F64) -> I64:
    """Return a day for each row from the first of `days` on and before the second."""
    low, high = days
    place = busyness[low] + whole(u, busyness[high] - busyness[low])
    return np.searchsorted(busyness, place, side="right") - 1


def calendar(world: World, trials: Sequence[Trial]) -> Calendar:
    """Return the calendar of a world with these trials."""
    first_weekday = world.start.weekday()
    days = np.array([WEEKDAYS[(first_weekday + day) % 7] for day in range(DAYS)]) * 1_000_000
    running = np.zeros(DAYS, np.int64)
    for trial in trials:
        running[trial.first_day : trial.last_day] += 1
    # Integers, so that the order of addition does not matter.
    most = 100 * max(len(trials), 1)
    untested = days * (most - round(100 * _TRIED) * running) // most
    weights: list[tuple[int, ...]] = []
    for device in DEVICES:
        week = _HOURS[device]
        weekend = [w * (WEEKEND_DAYTIME if 9 <= h < 17 else 1) for h, w in enumerate(week)]
        weights += [week, tuple(weekend)]
    return Calendar(
        world=world,
        busyness=np.concatenate([[0], np.cumsum(days)]),
        untested=np.concatenate([[0], np.cumsum(untested)]),
        hours=Lottery.of(np.array(weights)),
        first_weekday=first_weekday,
    )
