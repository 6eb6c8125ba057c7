"""Which profiles tastes are learnt from, drawn so that nothing but what was watched decides it.

A profile's number in a store follows from its hashed id, and so from the store's secret. Were it
drawn, or even put in order, by its number, the same plays in two stores would give two fits.
So each profile draws a *lot*, a hash of what it watched; a sample stands in the order of lots.
Profiles with one lot have watched the same, and may change places.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities import kernels
from keyart.audiences.affinities.viewing import WatchedTitles, join_profiles

Lots = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

SAMPLE = 200_000
"""Tastes are learnt from so many profiles; who has them is then asked of all."""
TO_SCORE = 20
"""One profile of the sample in so many is kept to score the fit."""


@dataclass(frozen=True, eq=False)
class ProfileSample:
    """Profiles in the order of their lots; `whole` if they are all that there are."""

    watched: WatchedTitles
    whole: bool

    def asked(self) -> Flags:
        """Return which profiles score a fit that has learnt from the others, [p]."""
        profiles = self.watched.profiles
        return np.arange(profiles) < -(-profiles // TO_SCORE)


class Draw:
    """Draws a sample from profiles that come range by range."""

    def __init__(self, profiles: int, seed: int) -> None:
        self._part = min(1.0, SAMPLE / max(profiles, 1))
        self._seed = np.uint64(seed)
        self._kept: list[WatchedTitles] = []
        self._lots: list[Lots] = [np.empty(0, np.uint64)]

    def add(self, watched: WatchedTitles) -> None:
        """Draw from further profiles."""
        lot = draw_lots(watched, self._seed)
        drawn = (lot >> np.uint64(32)) < np.uint64(round(self._part * (1 << 32)))
        self._kept.append(watched.of_profiles(drawn))
        self._lots.append(lot[drawn])

    def sample(self) -> ProfileSample:
        """Return what was drawn."""
        order = np.argsort(np.concatenate(self._lots), kind="stable")
        return ProfileSample(join_profiles(self._kept).ordered(order), self._part == 1)


def draw_lots(watched: WatchedTitles, seed: np.uint64) -> Lots:
    """Return the lot of each profile, [p]."""
    lot = np.empty(watched.profiles, np.uint64)
    bits = watched.strength.view(np.uint32)
    kernels.draw_lots(
        watched.market, watched.starts, watched.title, bits, 0, watched.profiles, seed, lot
    )
    return lot
