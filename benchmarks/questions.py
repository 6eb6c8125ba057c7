"""The questions that are compared, as data, and the families that they come in.

Each asks for impressions, reach, viewers, qualified plays, and take rate, by group and in total.
A family makes one question for each repetition, with a filter value that was not asked before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

COUNTRIES = tuple("US BR MX GB DE FR IN JP KR ES IT CA AU AR CO PL TR NL SE PT BE CH AT LU".split())
DEVICES = ("tv", "mobile", "web", "tablet", "console")
PLACEMENTS = ("home_row", "billboard", "search", "title_page", "continue_watching")
PHASES = ("explore", "exploit")
"""What events have in worlds of synthetic facts, which need no demo."""

OF = "import numba, pyarrow"
"""What the others are compared with: no question can do without these two."""

MEASURES = ("impressions", "reach", "viewers", "qualified_plays", "take_rate")
SLOTS_PER_DAY = 96
SLOT_SECONDS = 900

TITLE = "t00000000"
"""The title that is asked about: the one of a world of a single title."""
START = "2026-01-01"
FIRST_SLOT = int(np.datetime64(START, "s").astype(np.int64)) // SLOT_SECONDS

AUDIENCE_SHARES = (0.20, 0.10, 0.05, 0.02, 0.01)
AUDIENCES = tuple(f"list:a{k:02d}" for k in range(40))
"""Audience k holds a random `AUDIENCE_SHARES[k % 5]` of all profiles."""


@dataclass(frozen=True)
class Question:
    """One question: `by` names of asset, day (UTC), audience; `since` is a slot or None.

    `audience` restricts the profiles; `audiences` are the groups of `audience` in `by`, with a
    null group for profiles in none of them.
    """

    by: tuple[str, ...]
    since: int | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    audience: str | None = None
    audiences: tuple[str, ...] = ()
    title: str = TITLE

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the facts that have to be read; those of audiences are not facts."""
        time = ("slot",) if self.since is not None or "day" in self.by else ()
        return ("asset", "profile", *time, *self.where, "impressions", "qualified_plays")


@dataclass(frozen=True)
class Family:
    """A kind of question; `make` takes the number of the repetition."""

    name: str
    label: str
    make: Callable[[int], Question]


def by_asset(repetition: int) -> Question:
    return Question(("asset",), since=FIRST_SLOT + 1 + repetition)


def by_asset_and_day(repetition: int) -> Question:
    return Question(("asset", "day"), since=FIRST_SLOT + 1 + repetition)


def four_filters(repetition: int) -> Question:
    return Question(
        ("asset",),
        where={
            "country": tuple(COUNTRIES[(repetition + i) % len(COUNTRIES)] for i in range(6)),
            "device": ("tv", "mobile", "tablet"),
            "placement": ("home_row", "billboard"),
            "phase": ("exploit",),
        },
    )


def one_audience(repetition: int) -> Question:
    step = len(AUDIENCE_SHARES)
    return Question(("asset",), audience=AUDIENCES[repetition * step % len(AUDIENCES)])


def forty_audiences(repetition: int) -> Question:
    return Question(("asset", "audience"), since=FIRST_SLOT + 1 + repetition, audiences=AUDIENCES)


FAMILIES = (
    Family("asset", "by asset", by_asset),
    Family("day", "by asset × day", by_asset_and_day),
    Family("filters", "by asset, four filters", four_filters),
    Family("audience", "by asset, one audience of 20%", one_audience),
    Family("audiences", "by asset × 40 audiences", forty_audiences),
)
