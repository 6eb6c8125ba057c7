"""What profiles watched, and how popular titles are: the input of a fit, by ranges of profiles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Ordinals = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class WatchedTitles:
    """What p profiles watched: n pairs of profile and title, profile by profile.

    Attributes:
        profile: the profiles' ordinals, [p]; ascending, except in a sample.
        market: each profile's market, [p]; the last market has all small countries.
        starts: where each profile's pairs start, and their number, [p + 1].
        title: numbers of titles, ascending within a profile, [n].
        strength: how much a pair says about the profile's taste, above 0, [n].
    """

    profile: Ordinals
    market: Codes
    starts: Longs
    title: Codes
    strength: Floats

    @property
    def profiles(self) -> int:
        """The number of profiles."""
        return self.profile.size

    @property
    def owner(self) -> Longs:
        """The place in `profile` of each pair, [n]."""
        return np.repeat(np.arange(self.profiles), np.diff(self.starts))

    def of_profiles(self, chosen: Flags) -> "WatchedTitles":
        """Return the flagged profiles, [p]."""
        pairs = np.repeat(chosen, np.diff(self.starts))
        sizes = np.diff(self.starts)[chosen]
        return WatchedTitles(
            self.profile[chosen],
            self.market[chosen],
            _starts(sizes),
            self.title[pairs],
            self.strength[pairs],
        )

    def ordered(self, order: Longs) -> "WatchedTitles":
        """Return the profiles in the order of their places, [p]."""
        sizes = np.diff(self.starts)[order]
        starts = _starts(sizes)
        pairs = np.arange(int(starts[-1])) + np.repeat(self.starts[order] - starts[:-1], sizes)
        return WatchedTitles(
            self.profile[order],
            self.market[order],
            starts,
            self.title[pairs],
            self.strength[pairs],
        )

    def capped(self, most: float) -> "WatchedTitles":
        """Return the same with each profile's strengths scaled to at most `most` in total.

        So a profile that watches all day does not outweigh ten others.
        """
        sums = np.bincount(self.owner, self.strength, self.profiles)
        part = np.minimum(1, most / np.maximum(sums, 1e-30))
        strength = (self.strength * part[self.owner]).astype(np.float32)
        return WatchedTitles(self.profile, self.market, self.starts, self.title, strength)

    def of_titles(self, number: Codes) -> "WatchedTitles":
        """Return the pairs of some titles with new numbers, in the same order.

        `number` is each title's new number, −1 to drop it. All profiles stay.
        """
        new = number[self.title]
        kept = new >= 0
        sizes = np.bincount(self.owner[kept], minlength=self.profiles)
        return WatchedTitles(
            self.profile, self.market, _starts(sizes), new[kept], self.strength[kept]
        )


def _starts(sizes: Longs) -> Longs:
    starts = np.zeros(sizes.size + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def join_profiles(parts: Iterable[WatchedTitles]) -> WatchedTitles:
    """Return several ranges of profiles as one."""
    ranges = list(parts)
    sizes = [np.diff(part.starts) for part in ranges]
    return WatchedTitles(
        np.concatenate([np.empty(0, np.uint32), *(part.profile for part in ranges)]),
        np.concatenate([np.empty(0, np.int32), *(part.market for part in ranges)]),
        _starts(np.concatenate([np.empty(0, np.int64), *sizes])),
        np.concatenate([np.empty(0, np.int32), *(part.title for part in ranges)]),
        np.concatenate([np.empty(0, np.float32), *(part.strength for part in ranges)]),
    )


class ViewingSource(Protocol):
    """The source of viewing for a fit; it can be read several times, always the same."""

    @property
    def titles(self) -> int:
        """The number of titles; a series includes its episodes."""
        ...

    @property
    def markets(self) -> tuple[str, ...]:
        """The countries that are separate markets; all others form the last market."""
        ...

    @property
    def profiles(self) -> int:
        """The number of profiles that may be segmented and have watched something."""
        ...

    def parts(self) -> Iterator[WatchedTitles]:
        """Yield all profiles that may be segmented, by ranges."""
        ...


F64 = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

POOLED = 50.0
"""The strength of overall popularity mixed into each market's, so that small markets do not add
noise."""
FINE = float(1 << 20)
"""Strengths are added exactly, in multiples of 1 / FINE, so that the order of profiles does not
matter (up to a sum of 2^33)."""


@dataclass(frozen=True, eq=False)
class Popularity:
    """Sums over all profiles: c markets, m titles.

    Attributes:
        strength: float64 [c, m].
        viewers: profiles that watched each title, int64 [m].
    """

    strength: F64
    viewers: Longs

    @property
    def share(self) -> F64:
        """The probability of each title in each market, [c, m]; rows add up to 1."""
        whole = self.strength.sum(axis=0)
        overall = whole / max(whole.sum(), 1e-30)
        mixed = self.strength + POOLED * overall
        return mixed / np.maximum(mixed.sum(axis=1, keepdims=True), 1e-30)

    def of_titles(self, number: Codes) -> "Popularity":
        """Return the popularity of the titles whose `number` is not −1."""
        kept = number >= 0
        return Popularity(self.strength[:, kept], self.viewers[kept])


def popularity(parts: Iterable[WatchedTitles], markets: int, titles: int) -> Popularity:
    """Return how popular each title is."""
    strength = np.zeros(markets * titles)
    viewers = np.zeros(titles, np.int64)
    for part in parts:
        place = part.market[part.owner].astype(np.int64) * titles + part.title
        strength += np.bincount(place, np.rint(part.strength * FINE), markets * titles)
        viewers += np.bincount(part.title, minlength=titles)
    return Popularity(strength.reshape(markets, titles) / FINE, viewers)
