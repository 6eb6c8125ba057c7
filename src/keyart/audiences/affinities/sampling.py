"""The sample of profiles that a fit uses, which depends only on what they watched.

A profile's number in a store depends on its hashed id, and so on the store's secret. If profiles
were drawn or ordered by number, the same plays in two stores would give two fits. So each profile
gets a *lot*, a hash of what it watched, and a sample is in the order of lots. Profiles with the
same lot have watched the same and are interchangeable.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities import kernels
from keyart.audiences.affinities.viewing import WatchedTitles, join_profiles

Lots = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

SAMPLE = 200_000
"""The most profiles used to fit tastes; members are then found among all profiles."""
TO_SCORE = 20
"""One in this many profiles of the sample is held out to score the fit."""


@dataclass(frozen=True, eq=False)
class ProfileSample:
    """Profiles in the order of their lots; `whole` if they are all profiles."""

    watched: WatchedTitles
    whole: bool

    def held_out(self) -> Flags:
        """Return which profiles are held out to score the fit, [p]."""
        profiles = self.watched.profiles
        return np.arange(profiles) < -(-profiles // TO_SCORE)


class Draw:
    """Draws a sample from profiles that come by ranges."""

    def __init__(self, profiles: int, seed: int) -> None:
        self._part = min(1.0, SAMPLE / max(profiles, 1))
        self._seed = np.uint64(seed)
        self._kept: list[WatchedTitles] = []
        self._lots: list[Lots] = [np.empty(0, np.uint64)]

    def add(self, watched: WatchedTitles) -> None:
        """Draw from more profiles."""
        lot = draw_lots(watched, self._seed)
        drawn = (lot >> np.uint64(32)) < np.uint64(round(self._part * (1 << 32)))
        self._kept.append(watched.of_profiles(drawn))
        self._lots.append(lot[drawn])

    def sample(self) -> ProfileSample:
        """Return the sample."""
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
