"""Loops that find and compare rows with equal ids."""

# pyright: basic

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Offsets = npt.NDArray[np.signedinteger]
Bytes = npt.NDArray[np.uint8]

_U = np.uint64


@compiled
def first_rows(hashes: U64) -> I32:
    """Return, for each row, the first row with the same hash (itself, if it is the first)."""
    size = 4
    while size < 2 * len(hashes):
        size *= 2
    mask = _U(size - 1)
    high = _U(0xFFFFFFFF00000000)
    # An entry is the upper half of a hash and a row + 1: one access is enough in most cases.
    table = np.zeros(size, np.uint64)
    first = np.empty(len(hashes), np.int32)
    for row in range(len(hashes)):
        h = hashes[row]
        slot = h & mask
        while True:
            entry = table[slot]
            if entry == _U(0):
                table[slot] = (h & high) | _U(row + 1)
                first[row] = row
                break
            if entry & high == h & high:
                other = np.int64(entry & ~high) - 1
                if hashes[other] == h:
                    first[row] = other
                    break
            slot = (slot + _U(1)) & mask
    return first


@compiled
def mix(hashes: U64, bits: U64) -> None:
    """Mix another 64-bit value of each row into the row's hash."""
    for i in range(len(hashes)):
        h = (hashes[i] ^ bits[i]) * _U(0x9E3779B97F4A7C15)
        h = (h ^ (h >> _U(32))) * _U(0xD6E8FEB86659FD93)
        hashes[i] = h ^ (h >> _U(32))


@compiled
def bytes_differ(data: Bytes, offsets: Offsets, a: I64, b: I64) -> Flags:
    """Return, for each pair of rows, whether their texts, as bytes and offsets, differ."""
    differ = np.zeros(len(a), np.bool_)
    for i in range(len(a)):
        start, other = offsets[a[i]], offsets[b[i]]
        length = offsets[a[i] + 1] - start
        differ[i] = length != offsets[b[i] + 1] - other
        for k in range(0 if differ[i] else length):
            if data[start + k] != data[other + k]:
                differ[i] = True
                break
    return differ
