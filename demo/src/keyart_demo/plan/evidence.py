"""The evidence for planted effects in the generated events, and its strength."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import erf, sqrt
from typing import Any, NamedTuple

import numpy as np

from keyart_demo.arrays import F64, I64
from keyart_demo.catalogue.model import Catalogue
from keyart_demo.shelf import Shelf
from keyart_demo.world_size import World

CRITICAL = 1.959963984540054
"""For the standard normal distribution: 5% is farther from 0."""


@dataclass
class Tally:
    """Counts made while blocks are drawn; tallies add up.

    A profile counts once for each trial, under the first arm that it saw while exploring; under a
    taste only if it may be profiled, and not at all without consent.

    Attributes:
        exposed: profiles, shape (arms, tastes + 1): by their tastes; last, all.
        taken: those of them who started a play of at least two minutes within a day.
        expected: the sum of their planted probabilities to do so because of what they saw.
        counts: other counts by name.
    """

    exposed: I64
    taken: I64
    expected: F64
    counts: Counter[str] = field(default_factory=Counter[str])

    @classmethod
    def empty(cls, arms: int, tastes: int) -> "Tally":
        """Return an empty tally."""
        shape = (arms, tastes + 1)
        return cls(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape))

    def add(self, other: "Tally") -> None:
        """Add the counts of `other`."""
        self.exposed += other.exposed
        self.taken += other.taken
        self.expected += other.expected
        self.counts.update(other.counts)


class Sample(NamedTuple):
    """Profiles, those of them that took, and the sum of their planted probabilities."""

    profiles: int
    taken: int
    expected: float

    @property
    def rate(self) -> float:
        """The observed take rate."""
        return self.taken / self.profiles if self.profiles else 0.0

    @property
    def planted(self) -> float:
        """The planted take rate."""
        return self.expected / self.profiles if self.profiles else 0.0


@dataclass(frozen=True)
class Evidence:
    """A finished world: its catalogue and counts."""

    world: World
    catalogue: Catalogue
    shelf: Shelf
    tally: Tally
    arm: dict[int, int]
    """The row of the tally for each asset."""

    def sample(self, arms: Sequence[int], taste: int | None) -> Sample:
        """Return the sample of some arms together, for one taste's people or for all."""
        rows = [self.arm[asset] for asset in arms]
        column = -1 if taste is None else taste
        return Sample(
            int(self.tally.exposed[rows, column].sum()),
            int(self.tally.taken[rows, column].sum()),
            float(self.tally.expected[rows, column].sum()),
        )

    def title(self, shown: int) -> dict[str, Any]:
        """Return the id and the name of a title by its place on the shelf."""
        title = self.catalogue.titles[int(self.shelf.title[shown])]
        return {"title": title.title_id, "name": title.latin_name}

    def asset(self, number: int) -> str:
        """Return the id of an asset."""
        return self.catalogue.assets[number].asset_id

    def assets(self, numbers: Sequence[int]) -> list[str]:
        """Return the ids of assets."""
        return [self.asset(number) for number in numbers]

    def taste(self, number: int | None) -> str | None:
        """Return the name of a taste, None for everyone."""
        return None if number is None else self.catalogue.tastes[number].name

    def day(self, day: int) -> str:
        """Return the ISO date of a day of the world."""
        first = np.datetime64(self.world.start.date().isoformat(), "D")
        return str(first + np.timedelta64(day, "D"))


def power(p: float, n: int, q: float, m: int) -> float:
    """Return the probability that a two-sided z-test at 5% tells rate p of n from rate q of m.

    The normal approximation with unpooled variances (Fleiss, Levin, Paik 2003, 4.2).
    """
    if not n or not m:
        return 0.0
    error = sqrt(p * (1 - p) / n + q * (1 - q) / m)
    if not error:
        return 0.0
    shift = abs(p - q) / error
    return round(_below(shift - CRITICAL) + _below(-shift - CRITICAL), 4)


def z_score(sample: Sample, other: Sample) -> float:
    """Return the difference of the observed rates, in pooled standard errors."""
    both = sample.profiles + other.profiles
    if not sample.profiles or not other.profiles:
        return 0.0
    pooled = (sample.taken + other.taken) / both
    error = sqrt(pooled * (1 - pooled) * (1 / sample.profiles + 1 / other.profiles))
    return round((sample.rate - other.rate) / error, 3) if error else 0.0


def compared(sample: Sample, other: Sample) -> dict[str, Any]:
    """Return the planted, expected and observed values of two samples, as plain data."""
    p, q = sample.planted, other.planted
    return {
        "effect": {
            "take_rate": round(p, 6),
            "rest": round(q, 6),
            "difference": round(p - q, 6),
            "ratio": round(p / q, 4) if q else None,
        },
        "profiles": {"asset": sample.profiles, "rest": other.profiles},
        "power": power(p, sample.profiles, q, other.profiles),
        "seen": {
            "taken": {"asset": sample.taken, "rest": other.taken},
            "difference": round(sample.rate - other.rate, 6),
            "z": z_score(sample, other),
        },
    }


def _below(z: float) -> float:
    """Return the share of the standard normal distribution below z."""
    return (1 + erf(z / sqrt(2))) / 2
