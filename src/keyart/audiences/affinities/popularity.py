"""What chance and popularity explain: how popular each title is in each market."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.watched import Codes, Watched

F64 = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

POOLED = 50.0
"""Strength of the whole world's popularity that is mixed into each market's, so that a market
that is small says nothing that chance could have said."""
FINE = float(1 << 20)
"""Strengths are added up in whole parts of so many, exactly, so that no order of profiles matters
(up to a sum of 2^33)."""


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
        """The chance of each title in each market, adding up to 1 in each, [c, m]."""
        whole = self.strength.sum(axis=0)
        overall = whole / max(whole.sum(), 1e-30)
        mixed = self.strength + POOLED * overall
        return mixed / np.maximum(mixed.sum(axis=1, keepdims=True), 1e-30)

    def of_titles(self, number: Codes) -> "Popularity":
        """Return that of the titles whose `number` is not −1."""
        kept = number >= 0
        return Popularity(self.strength[:, kept], self.viewers[kept])


def popularity(parts: Iterable[Watched], markets: int, titles: int) -> Popularity:
    """Return how popular each title is."""
    strength = np.zeros(markets * titles)
    viewers = np.zeros(titles, np.int64)
    for part in parts:
        place = part.market[part.owner].astype(np.int64) * titles + part.title
        strength += np.bincount(place, np.rint(part.strength * FINE), markets * titles)
        viewers += np.bincount(part.title, minlength=titles)
    return Popularity(strength.reshape(markets, titles) / FINE, viewers)
