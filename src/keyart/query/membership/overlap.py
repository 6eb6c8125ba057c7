"""Overlaps of audiences: the exact size of each pair, and its lift over chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.membership.bits import count, words_of
from keyart.query.membership.members import Members
from keyart.query.planning.plan import Audience

BLOCK_WORDS = 4096
"""Words of each audience per block, so that all audiences' blocks stay in the cache."""


@dataclass(frozen=True, eq=False)
class Overlap:
    """The sizes of n audiences and of each pair's overlap."""

    audiences: tuple[str, ...]
    """Their names, in the order of the request: [n]."""
    profiles: int
    """The number of profiles that may be segmented."""
    both: npt.NDArray[np.int64]
    """Profiles in both audiences of a pair; on the diagonal an audience's size: [n, n]."""

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """Profiles in each audience: [n]."""
        return np.diagonal(self.both).copy()

    @property
    def lift(self) -> npt.NDArray[np.float64]:
        """The size of each overlap relative to chance: [n, n].

        both × profiles / (size × size); 1 for independent memberships, nan if an audience is empty.
        """
        by_chance = np.multiply.outer(self.sizes.astype(np.float64), self.sizes)
        with np.errstate(invalid="ignore"):
            return self.both * float(self.profiles) / by_chance

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold; `to_dicts` has a row for each pair."""
        both = self.both.tolist()
        return {"audiences": [*self.audiences], "profiles": self.profiles, "both": both}

    def to_arrow(self) -> pa.Table:
        """Return a row for each ordered pair: audience, other, profiles, share, lift.

        `share` is the part of the audience that is also in the other one; `share` and `lift` are
        null if an audience is empty.
        """
        n = len(self.audiences)
        names = pa.array(self.audiences, pa.string())
        audience, other = np.repeat(np.arange(n), n), np.tile(np.arange(n), n)
        with np.errstate(invalid="ignore"):
            share = self.both / self.sizes[:, None].astype(np.float64)
        return pa.table(
            {
                "audience": names.take(pa.array(audience)),
                "other": names.take(pa.array(other)),
                "profiles": self.both.reshape(-1),
                "share": pa.array(share.reshape(-1), from_pandas=True),
                "lift": pa.array(self.lift.reshape(-1), from_pandas=True),
            }
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows of `to_arrow` as dicts."""
        return self.to_arrow().to_pylist()


def overlap(members: Members, audiences: Sequence[Audience]) -> Overlap:
    """Return the overlaps of `audiences`."""
    sets = [words_of(members.bits(audience.expression)) for audience in audiences]
    n = len(sets)
    both = np.zeros((n, n), np.int64)
    words = sets[0].size if sets else 0
    for first in range(0, words, BLOCK_WORDS):
        block = np.stack([bits[first : first + BLOCK_WORDS] for bits in sets])
        for i in range(n):
            common = np.bitwise_count(block[i] & block[i:]).sum(axis=1, dtype=np.int64)
            both[i, i:] += common
    both = np.triu(both) + np.triu(both, 1).T
    return Overlap(tuple(a.name for a in audiences), count(members.everyone), both)
