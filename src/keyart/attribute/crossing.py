"""Event ids that come in several parts: found by their hashes, settled once for all parts."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

PIECES = 64


def crossing(parts: Sequence[Hashes]) -> Hashes:
    """Return the hashes that occur in more than one of `parts`, ascending.

    Each part is ascending and may be mapped from disk; 0 (no id) never counts. Works through
    ranges of hashes, so that only a fraction of all parts is in memory at once.
    """
    cuts = np.arange(1, PIECES, dtype=np.uint64) * np.uint64(2**64 // PIECES)
    places = [np.concatenate([[0], np.searchsorted(part, cuts), [len(part)]]) for part in parts]
    found = [np.empty(0, np.uint64)]
    for piece in range(PIECES):
        slices = [
            np.unique(part[place[piece] : place[piece + 1]])
            for part, place in zip(parts, places, strict=True)
        ]
        together = np.sort(np.concatenate(slices)) if slices else np.empty(0, np.uint64)
        again = np.flatnonzero(together[1:] == together[:-1])
        found.append(np.unique(together[again]))
    hashes = np.concatenate(found)
    return hashes[hashes != 0]


def inside(hashes: Hashes, wanted: Hashes) -> npt.NDArray[np.bool_]:
    """Return which of `hashes` are in `wanted` (ascending)."""
    if len(wanted) == 0:
        return np.zeros(len(hashes), np.bool_)
    at = np.searchsorted(wanted, hashes)
    at[at == len(wanted)] = 0
    return wanted[at] == hashes
