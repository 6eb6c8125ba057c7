"""The definition of a demo world: its size, seed and last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from types import MappingProxyType

import numpy as np

DAYS = 112
"""Sixteen weeks."""
CHAPTER = 70
"""The most days of a later chapter, in which each profile does as much as in the first `DAYS`: by
their end so many have joined that the service is as busy.
"""
BLOCK = 5_000
"""Profiles whose events are drawn and written together."""
DAY_US = 86_400 * 1_000_000
HOUR_US = 3_600 * 1_000_000


class Stream(IntEnum):
    """The purposes of random numbers: each one has its own stream."""

    CATALOGUE = 0
    PLAN = 1
    PEOPLE = 2
    VIEWING = 3
    SHOWING = 4
    WATCHING = 5
    FAULTS = 6
    MARKETS = 7
    POLICY = 8
    CLIPS = 9
    OLD_APP = 10
    MESSAGES = 11


@dataclass(frozen=True)
class Cast:
    """The number of titles for each kind of planted effect."""

    winners: int
    by_taste: int
    nulls: int
    clickbaits: int
    gems: int
    pushed: int


@dataclass(frozen=True)
class Size:
    """The size of a world: 50 impressions and about 45 plays for each profile.

    `lift` is the range of planted winners' advantages: the more people, the smaller an advantage
    can be and still be found.
    """

    name: str
    titles: int
    profiles: int
    cast: Cast
    lift: tuple[float, float]

    @property
    def blocks(self) -> int:
        """The number of blocks of profiles."""
        return -(-self.profiles // BLOCK)


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "small": Size("small", 150, 60_000, Cast(10, 20, 10, 2, 2, 3), (0.55, 0.85)),
        "medium": Size("medium", 400, 400_000, Cast(26, 40, 24, 5, 5, 6), (0.3, 0.65)),
        "large": Size("large", 1_500, 2_000_000, Cast(65, 100, 60, 12, 12, 12), (0.2, 0.5)),
    }
)


LIVED = frozenset({Stream.VIEWING, Stream.SHOWING, Stream.WATCHING, Stream.FAULTS})
"""What people do, which is drawn anew when a world goes on; the others are what they are."""


@dataclass(frozen=True)
class World:
    """A miniature streaming service over the `DAYS` days before `until` (UTC), or what follows.

    `went_on` is None for these days. Else the world has gone on for so many days after `until`, and
    this is its next chapter, of `days` days.
    """

    size: Size
    seed: int
    until: date
    went_on: int | None = None
    days: int = DAYS

    @property
    def start(self) -> datetime:
        """The first instant."""
        until = datetime(self.until.year, self.until.month, self.until.day, tzinfo=UTC)
        return until + timedelta(days=-DAYS if self.went_on is None else self.went_on)

    @property
    def end(self) -> datetime:
        """The first instant after the last day."""
        return self.start + timedelta(days=self.days)

    @property
    def chapter(self) -> int:
        """0 for the first sixteen weeks, then a number that grows."""
        return 0 if self.went_on is None else self.went_on + 1

    @property
    def start_us(self) -> int:
        """The first instant, in microseconds since 1970 UTC."""
        return microseconds(self.start)

    @property
    def end_us(self) -> int:
        """The first instant after the last day, in microseconds since 1970 UTC."""
        return microseconds(self.end)

    def block(self, number: int) -> range:
        """Return the numbers of the profiles of a block."""
        return range(number * BLOCK, min((number + 1) * BLOCK, self.size.profiles))

    def generator(self, stream: Stream, block: int = 0) -> np.random.Generator:
        """Return a new generator for one purpose and block, the same each time."""
        words = (self.seed, int(stream), block)
        if self.chapter and stream in LIVED:
            words = (*words, self.chapter)
        entropy = np.random.SeedSequence(words)
        return np.random.Generator(np.random.PCG64(entropy))


def microseconds(instant: datetime) -> int:
    """Return the microseconds from 1970 UTC to `instant`."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
