"""Matches between the affinities of two fits."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

F64 = npt.NDArray[np.float64]
Ordinals = npt.NDArray[np.uint32]

ALIKE = 0.3
"""The minimum similarity of two affinities to count as the same."""
PART = 0.5
"""The minimum part of its members for an affinity to split from, or merge into, another."""


@dataclass(frozen=True, eq=False)
class FitAffinities:
    """The n affinities of one fit.

    Attributes:
        titles: each title's weight, by numbers that both fits share, [n, m].
        members: their ordinals, ascending.
    """

    titles: F64
    members: tuple[Ordinals, ...]


def match_affinities(before: FitAffinities, after: FitAffinities) -> list[int | None]:
    """Return, for each affinity of `after`, its match in `before` or None (Kuhn 1955)."""
    if not before.members or not after.members:
        return [None] * len(after.members)
    alike = likeness(before, after)
    older, newer = linear_sum_assignment(-alike)
    pairs = {n: o for o, n in zip(older.tolist(), newer.tolist(), strict=True)}
    return [
        pairs[n] if n in pairs and alike[pairs[n], n] >= ALIKE else None
        for n in range(len(after.members))
    ]


def likeness(before: FitAffinities, after: FitAffinities) -> F64:
    """Return the similarity of each pair, 0 to 1: half members (Jaccard), half titles (cosine)."""
    norms = [
        side.titles / np.maximum(np.linalg.norm(side.titles, axis=1, keepdims=True), 1e-30)
        for side in (before, after)
    ]
    shared = overlap(before, after)
    sizes = [np.array([m.size for m in side.members], np.float64) for side in (before, after)]
    union = sizes[0][:, None] + sizes[1] - shared
    return 0.5 * (norms[0] @ norms[1].T) + 0.5 * shared / np.maximum(union, 1)


def overlap(before: FitAffinities, after: FitAffinities) -> F64:
    """Return how many members the affinities of each pair share."""
    profiles = 1 + max((int(m[-1]) for m in (*before.members, *after.members) if m.size), default=0)
    shared = np.zeros((len(before.members), len(after.members)))
    for row, members in enumerate(before.members):
        flags = np.zeros(profiles, np.bool_)
        flags[members] = True
        shared[row] = [np.count_nonzero(flags[later_members]) for later_members in after.members]
    return shared
