"""Profiles: where they live, when they were active, their tastes and devices."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.catalogue.model import Taste
from keyart_demo.lottery import Lottery, whole
from keyart_demo.markets import (
    COUNTRIES,
    DEVICE_WEIGHTS,
    LANGUAGES,
    MARKETS,
)
from keyart_demo.world_size import CHAPTER, DAYS, Stream, World

AGE_BANDS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
AGE_WEIGHTS = (17, 26, 22, 16, 12, 7)
PLANS = ("basic", "standard", "premium")
PLAN_WEIGHTS = (38, 42, 20)
CONSENTS = ("full", "no_profiling", "none")
CONSENT_WEIGHTS = (966, 30, 4)
"""Of 1,000 profiles."""
MINORS = 0.04
FAMILY_GENRES = frozenset({"family", "kids", "children", "animation"})

FEWEST_TASTES, MOST_TASTES = 3, 6
WEAKEST, STRONGEST = 45, 100
"""The range of a taste's strength, in percent."""

FOUNDERS = 0.62
"""Share of profiles that joined before the first day."""
LEAVERS = 0.12
"""Share of profiles that leave within the days, if they stayed for long enough."""
SHORTEST_STAY = 14
"""Days, so that nobody's stay is too short to learn about them."""


@dataclass(frozen=True)
class Profiles:
    """Columns of shape (profiles,); codes are positions in the tuples of words.

    Attributes:
        number: the profile's number in the world.
        joined: day on which the profile was created; negative before the first day.
        left: day on which it was cancelled, `DAYS` if it was not.
        strength: shape (profiles, tastes + 1), percent; the last column is 0, so that the taste −1
            (none) can be looked up.
        zeal: 0.5 … 1.5, activity relative to others.
    """

    number: I64
    country: I64
    language: I64
    age: I64
    plan: I64
    device: I64
    second_device: I64
    consent: I64
    minor: Flags
    joined: I64
    left: I64
    strength: I64
    zeal: F64

    def still_there(self, days: int) -> "Profiles":
        """Return those who stayed, for the chapter that begins `days` days after the first one."""
        there = self.left == DAYS
        rows = Profiles(*(getattr(self, field.name)[there] for field in fields(self)))
        return replace(rows, joined=rows.joined - days, left=np.full_like(rows.left, CHAPTER))

    @property
    def first(self) -> I64:
        """The first day of each within the world."""
        return np.maximum(self.joined, 0)

    @property
    def consenting(self) -> Flags:
        """Whose events count at all."""
        return self.consent != CONSENTS.index("none")

    @property
    def profilable(self) -> Flags:
        """Who may be in audiences: adults who consent to profiling."""
        return (self.consent == CONSENTS.index("full")) & ~self.minor


def draw_profiles(world: World, tastes: Sequence[Taste], block: int, common: F64) -> Profiles:
    """Return the profiles of a block; they depend only on the world and the block.

    `common`, of shape (countries, tastes), says how many times as common each taste is as it would
    be by chance.
    """
    rng = world.generator(Stream.PEOPLE, block)
    number = np.arange(world.block(block).start, world.block(block).stop)
    u = rng.random((12, number.size))
    country = _COUNTRY.draw(0, u[0])
    age, minor = _AGE.draw(0, u[1]), u[2] < MINORS
    joined, left = _stay(u[3], u[4], u[5])
    return Profiles(
        number=number,
        country=country,
        language=_LANGUAGE.draw(country, u[6]),
        age=age,
        plan=_PLAN.draw(0, u[7]),
        device=_DEVICE.draw(0, u[8]),
        second_device=_DEVICE.draw(0, u[9]),
        consent=_CONSENT.draw(0, u[10]),
        minor=minor,
        joined=joined,
        left=left,
        strength=_strengths(world, tastes, common, (country, age, minor), rng),
        zeal=0.5 + u[11],
    )


def _lottery(weights: Sequence[float]) -> Lottery:
    return Lottery.of(np.array([weights]))


_COUNTRY = _lottery([market.weight for market in MARKETS])
_LANGUAGE = Lottery.of_rows(
    [
        ([LANGUAGES.index(language) for language in m.languages], [1.0] * len(m.languages))
        for m in MARKETS
    ]
)
_AGE, _PLAN = _lottery(AGE_WEIGHTS), _lottery(PLAN_WEIGHTS)
_DEVICE, _CONSENT = _lottery(DEVICE_WEIGHTS), _lottery(CONSENT_WEIGHTS)


def _stay(u_join: F64, u_leave: F64, u_when: F64) -> tuple[I64, I64]:
    """Return the days of joining and leaving: growth, then some churn."""
    before = -1 - whole(u_join / FOUNDERS, 900)
    within = whole((u_join - FOUNDERS) / (1 - FOUNDERS), DAYS - SHORTEST_STAY)
    joined = np.where(u_join < FOUNDERS, before, within)
    earliest = np.maximum(joined, 0) + SHORTEST_STAY
    leaves = earliest + whole(u_when, np.maximum(DAYS - earliest, 0) + 1)
    return joined, np.where(u_leave < LEAVERS, np.minimum(leaves, DAYS), DAYS)


def prevalence(world: World, tastes: Sequence[Taste]) -> tuple[F64, F64]:
    """Return how common each taste is: by country, (countries, tastes), and by age band.

    Both are factors in whole percents, drawn once per world.
    """
    rng = world.generator(Stream.MARKETS)
    common = 60 + 20 * rng.integers(0, 5, len(tastes))
    by_country = common * rng.integers(60, 160, (len(COUNTRIES), len(tastes)))
    return by_country.astype(np.float64), rng.integers(
        50, 180, (len(AGE_BANDS), len(tastes))
    ).astype(np.float64)


def _strengths(
    world: World,
    tastes: Sequence[Taste],
    common: F64,
    traits: tuple[I64, I64, Flags],
    rng: np.random.Generator,
) -> I64:
    """Return the strength of each taste, 0 for tastes that a profile does not have."""
    country, age, minor = traits
    by_country, by_age = prevalence(world, tastes)
    weight = (by_country * common)[country] * by_age[age]
    family = [i for i, t in enumerate(tastes) if FAMILY_GENRES & {g.lower() for g in t.genres}]
    if family:
        children = np.flatnonzero(minor)
        weight[children[:, None], family] *= 8
    rows = country.size
    rank = np.argsort(rng.random((rows, len(tastes))) / weight, axis=1, kind="stable")
    count = FEWEST_TASTES + whole(rng.random(rows), MOST_TASTES - FEWEST_TASTES + 1)
    drawn = WEAKEST + rng.integers(0, STRONGEST - WEAKEST + 1, (rows, MOST_TASTES))
    strength = np.zeros((rows, len(tastes) + 1), np.int64)
    for place in range(MOST_TASTES):
        has = np.flatnonzero(count > place)
        strength[has, rank[has, place]] = drawn[has, place]
    return strength
