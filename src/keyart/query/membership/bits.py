"""Sets of profiles: one bit for each, in the order of their ordinals.

Bits go from the least of each byte to the greatest, and are padded with zeros to whole words of
64 bits, so that sets combine and count a word at a time.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Ordinals = npt.NDArray[np.uint32]

Number = TypeVar("Number", bound=np.generic)

WORD = 64


def of_flags(flags: Flags) -> Bits:
    """Return the set of the flagged profiles; `flags` has an element for each profile."""
    packed = np.packbits(flags, bitorder="little")
    padded = np.zeros(-(-flags.size // WORD) * WORD // 8, np.uint8)
    padded[: packed.size] = packed
    return padded


def of_ordinals(ordinals: Ordinals, profiles: int) -> Bits:
    """Return the set of `ordinals`, all below `profiles`."""
    flags = np.zeros(profiles, np.bool_)
    flags[ordinals] = True
    return of_flags(flags)


def flags_of(bits: Bits, profiles: int) -> Flags:
    """Return whether each profile is in a set."""
    return np.unpackbits(bits, count=profiles, bitorder="little").view(np.bool_)


def ordinals_of(bits: Bits, profiles: int) -> Ordinals:
    """Return the members of a set, ascending."""
    return np.flatnonzero(flags_of(bits, profiles)).astype(np.uint32)


def words_of(bits: Bits) -> npt.NDArray[np.uint64]:
    """Return a view of a set as words."""
    return bits.view(np.uint64)


def count(bits: Bits) -> int:
    """Return the number of members of a set."""
    return int(np.bitwise_count(words_of(bits)).sum(dtype=np.int64))


def frozen(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Return a read-only view, for caching."""
    view = values.view()
    view.flags.writeable = False
    return view
