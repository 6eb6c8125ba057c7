"""Checksums of a file's blocks: a damaged block is found at its first use.

The sum of a block is XXH64 of its bytes with seed 42, as `core.texthash` has it for text.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled
from keyart.core.texthash import (
    PRIME_1,
    PRIME_2,
    PRIME_3,
    PRIME_4,
    PRIME_5,
    SEED,
    U64,
    merge,
    rotate,
    round_,
)

BLOCK = 1 << 17
"""Bytes of a block: what the system reads ahead of a mapped page anyway."""

Sums = npt.NDArray[np.uint64]
Blocks = npt.NDArray[np.int64]

_PIECE_BLOCKS = 64


def block_count(size: int) -> int:
    """Return how many blocks a file of `size` bytes has."""
    return -(-size // BLOCK)


def sums_of(data: npt.NDArray[np.uint8], blocks: Blocks) -> Sums:
    """Return the sums of some blocks of `data`, by number.

    `data` starts at an address that 8 divides, as mapped files do.
    """
    words = data[: data.size // 8 * 8].view(np.uint64)
    sums = np.empty(blocks.size, np.uint64)
    _hash_blocks(words, data, blocks, sums)
    return sums


def file_sums(path: Path) -> Sums:
    """Return the sums of all blocks of a file. Some gigabytes a second."""
    sums = [np.empty(0, np.uint64)]
    with path.open("rb", buffering=0) as file:
        room = np.empty(_PIECE_BLOCKS * BLOCK // 8, np.uint64).view(np.uint8)
        room_bytes = room.data
        while True:
            size = 0
            while size < room.size and (count := file.readinto(room_bytes[size:])):
                size += count
            if not size:
                break
            data = room[:size]
            data.flags.writeable = False
            sums.append(sums_of(data, np.arange(block_count(size))))
    return np.concatenate(sums)


@compiled
def _hash_blocks(words: Sums, data: npt.NDArray[np.uint8], blocks: Blocks, sums: Sums) -> None:
    """Write XXH64 of each block to `sums`.

    https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
    """
    for k in range(blocks.size):
        first = blocks[k] * BLOCK
        end = min(first + BLOCK, data.size)
        i, last = U64(first >> 3), U64(end >> 3)
        a, b, c, d = SEED + PRIME_1 + PRIME_2, SEED + PRIME_2, SEED, SEED - PRIME_1
        if end - first >= 32:
            while i + U64(4) <= last:
                a = round_(a, words[i])
                b = round_(b, words[i + U64(1)])
                c = round_(c, words[i + U64(2)])
                d = round_(d, words[i + U64(3)])
                i += U64(4)
            h = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)
            h = merge(merge(merge(merge(h, a), b), c), d)
        else:
            h = SEED + PRIME_5
        h += U64(end - first)
        while i < last:
            h = rotate(h ^ round_(U64(0), words[i]), 27) * PRIME_1 + PRIME_4
            i += U64(1)
        at = np.int64(i << U64(3))
        if at + 4 <= end:
            word = U64(0)
            for byte in range(4):
                word |= U64(data[at + byte]) << U64(8 * byte)
            h ^= word * PRIME_1
            h = rotate(h, 23) * PRIME_2 + PRIME_3
            at += 4
        while at < end:
            h = rotate(h ^ U64(data[at]) * PRIME_5, 11) * PRIME_1
            at += 1
        h = (h ^ (h >> U64(33))) * PRIME_2
        h = (h ^ (h >> U64(29))) * PRIME_3
        sums[k] = h ^ (h >> U64(32))
