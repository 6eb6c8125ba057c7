"""The definition of an event world: its numbers of impressions and titles, over some days."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from keyart.core.errors import BadSettings

MICROSECONDS_PER_DAY = 86_400 * 1_000_000
IMPRESSIONS_PER_PROFILE = 20 / 3
IMPRESSIONS_PER_TITLE = 10_000
MIN_PROFILES = 100
MIN_TITLES = 10
MAX_PROFILES = 10**8
MAX_TITLES = 10**6
"""Ids have eight digits; a title has up to 20 assets and 8 episodes."""


class Part(IntEnum):
    """A part of a world. Each has its own random streams, so parts do not affect each other."""

    MAIN = 0
    REST = 1


@dataclass(frozen=True)
class EventWorld:
    """A reproducible world of impressions and plays, generated only when it is written.

    Args:
        impressions: Impressions of the main part.
        seed: The seed of all random numbers.
        titles: Titles of the main part, without episodes; by default one for each 10,000
            impressions, at least 10.
        profiles: Profiles, shared by both parts; by default three for each 20 impressions of the
            main part, at least 100.
        days: Days over which both parts are spread.
        start: First day, UTC, as ISO-8601 text.
        single_title: Put the whole main part on one title with 20 assets.
        rest_of_catalogue: Additional impressions, of other titles. This number does not change a
            byte of the main part.
        chunk_rows: Impressions drawn from one random stream; changing it changes the world.
    """

    impressions: int
    seed: int = 1
    titles: int | None = None
    profiles: int | None = None
    days: int = 90
    start: str = "2026-01-01"
    single_title: bool = False
    rest_of_catalogue: int = 0
    chunk_rows: int = 250_000

    def __post_init__(self) -> None:
        """Raise `BadSettings` for an impossible world."""
        least = {"impressions": 1, "titles": 1, "profiles": 1, "days": 1, "chunk_rows": 1}
        for name, low in least.items():
            value = getattr(self, name)
            if value is not None and value < low:
                raise BadSettings(f"{name} is {value}.", hint=f"It must be at least {low}.")
        if self.single_title and self.titles not in (None, 1):
            raise BadSettings("A world of a single title cannot have several.")
        if self.rest_of_catalogue < 0 or self.seed < 0:
            raise BadSettings("seed and rest_of_catalogue cannot be negative.")
        if self.profile_count > MAX_PROFILES or self.all_titles > MAX_TITLES:
            limits = f"{MAX_PROFILES:,} profiles and {MAX_TITLES:,} titles"
            raise BadSettings(f"A world has at most {limits}.")

    @property
    def profile_count(self) -> int:
        """The number of profiles; some may have no event."""
        if self.profiles is not None:
            return self.profiles
        return max(MIN_PROFILES, int(self.impressions / IMPRESSIONS_PER_PROFILE))

    @property
    def start_us(self) -> int:
        """The first instant, in microseconds since 1970 UTC."""
        return int(np.datetime64(self.start, "us").astype(np.int64))

    @property
    def all_titles(self) -> int:
        """The number of titles in both parts, without episodes."""
        return self.first_title(Part.REST) + self.title_count(Part.REST)

    def rows(self, part: Part) -> int:
        """Return the number of impressions of `part`."""
        return self.impressions if part is Part.MAIN else self.rest_of_catalogue

    def chunks(self, part: Part) -> int:
        """Return the number of chunks of `part`."""
        return -(-self.rows(part) // self.chunk_rows)

    def title_count(self, part: Part) -> int:
        """Return the number of titles of `part`, without episodes."""
        if part is Part.MAIN and self.single_title:
            return 1
        if part is Part.MAIN and self.titles is not None:
            return self.titles
        rows = self.rows(part)
        return max(MIN_TITLES, rows // IMPRESSIONS_PER_TITLE) if rows else 0

    def first_title(self, part: Part) -> int:
        """Return the number of the first title of `part`; the rest's follow the main ones."""
        return 0 if part is Part.MAIN else self.title_count(Part.MAIN)
