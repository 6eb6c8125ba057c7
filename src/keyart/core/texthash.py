"""A 64-bit hash of text that never changes, to find rows with equal ids quickly.

It is XXH64 of the UTF-8 bytes with seed 42, hence equal to Spark's `xxhash64(text)` (as an
unsigned number). It is not secret, and equal hashes do not prove equal text: callers compare the
text, too. Algorithm: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.loops import compiled, inlined

Hashes = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.signedinteger]

U64 = np.uint64
SEED = U64(42)
PRIME_1 = U64(0x9E3779B185EBCA87)
PRIME_2 = U64(0xC2B2AE3D27D4EB4F)
PRIME_3 = U64(0x165667B19E3779F9)
PRIME_4 = U64(0x85EBCA77C2B2AE63)
PRIME_5 = U64(0x27D4EB2F165667C5)


def hash_text(text: pa.Array | pa.ChunkedArray) -> Hashes:
    """Return the hash of each text: shape (n,), dtype uint64.

    Nulls give 0, and nothing else does: a text whose hash is 0 gives 1. `text` has type string
    or large_string; anything else is cast to large_string first.
    """
    chunks = text.chunks if isinstance(text, pa.ChunkedArray) else [text]
    parts = [_hash_array(chunk) for chunk in chunks]
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([np.empty(0, np.uint64), *parts])


def text_buffers(text: pa.Array) -> tuple[Bytes, Offsets]:
    """Return the UTF-8 bytes of `text`, and the n + 1 offsets at which its rows start and end.

    Neither is copied, and both are read-only, so that loops over them are compiled once.
    `text` has type string (offsets int32) or large_string (int64), and at least one row.
    """
    _, offset_buffer, data_buffer = text.buffers()
    dtype = np.dtype(np.int64 if pa.types.is_large_string(text.type) else np.int32)
    offsets = np.frombuffer(offset_buffer, dtype, len(text) + 1, text.offset * dtype.itemsize)
    data = np.frombuffer(data_buffer or bytes(1), np.uint8)
    data.flags.writeable = offsets.flags.writeable = False
    return data, offsets


def _hash_array(text: pa.Array) -> Hashes:
    if not (pa.types.is_string(text.type) or pa.types.is_large_string(text.type)):
        text = text.cast(pa.large_string())
    hashes = np.zeros(len(text), np.uint64)
    if len(text):
        _hash_rows(*text_buffers(text), hashes)
    if text.null_count:
        hashes[pc.is_null(text).to_numpy(zero_copy_only=False)] = 0
    return hashes


def _hash_rows(data: Bytes, offsets: Offsets, hashes: Hashes) -> None:
    """Hash the rows straight from `data`, the last ones (near its end) from a padded copy.

    The kernel reads whole words of 8 bytes, and one word more than a text has.
    """
    words = len(data) // 8 if data.ctypes.data % 8 == 0 else 0
    first = int(np.searchsorted(offsets, (words - 1) * 8, side="right")) - 1 if words else 0
    first = max(first, 0)
    hash_rows(data[: words * 8].view(np.uint64), offsets[: first + 1], np.int64(0), hashes[:first])
    start = int(offsets[first])
    rest = data[start : int(offsets[-1])]
    padded = np.zeros((len(rest) // 8 + 2) * 8, np.uint8)
    padded[: len(rest)] = rest
    padded.flags.writeable = False
    hash_rows(padded.view(np.uint64), offsets[first:], np.int64(start), hashes[first:])


@inlined
def rotate(x: U64, left: int) -> U64:
    """Return `x` rotated by some bits."""
    return (x << U64(left)) | (x >> U64(64 - left))


@inlined
def round_(state: U64, word: U64) -> U64:
    """Return the state of a lane of XXH64 after one more word."""
    return rotate(state + word * PRIME_2, 31) * PRIME_1


@inlined
def merge(state: U64, lane: U64) -> U64:
    """Return the state of XXH64 with that of a lane."""
    return (state ^ round_(U64(0), lane)) * PRIME_1 + PRIME_4


@inlined
def _load(words: Words, i: U64) -> U64:
    """Return the 8 bytes from byte `i` on, from one or two aligned words, without a branch."""
    word = i >> U64(3)
    shift = (i & U64(7)) << U64(3)
    return (words[word] >> shift) | ((words[word + U64(1)] << U64(1)) << (U64(63) - shift))


@inlined
def _hash(words: Words, start: U64, end: U64) -> U64:
    """Return XXH64 of the bytes [start, end)."""
    i = start
    if end - start >= U64(32):
        a, b, c, d = SEED + PRIME_1 + PRIME_2, SEED + PRIME_2, SEED, SEED - PRIME_1
        while i + U64(32) <= end:
            a = round_(a, _load(words, i))
            b = round_(b, _load(words, i + U64(8)))
            c = round_(c, _load(words, i + U64(16)))
            d = round_(d, _load(words, i + U64(24)))
            i += U64(32)
        h = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)
        h = merge(merge(merge(merge(h, a), b), c), d)
    else:
        h = SEED + PRIME_5
    h += end - start
    while i + U64(8) <= end:
        h = rotate(h ^ round_(U64(0), _load(words, i)), 27) * PRIME_1 + PRIME_4
        i += U64(8)
    if i + U64(4) <= end:
        h ^= (_load(words, i) & U64(0xFFFFFFFF)) * PRIME_1
        h = rotate(h, 23) * PRIME_2 + PRIME_3
        i += U64(4)
    while i < end:
        h = rotate(h ^ (_load(words, i) & U64(0xFF)) * PRIME_5, 11) * PRIME_1
        i += U64(1)
    h = (h ^ (h >> U64(33))) * PRIME_2
    h = (h ^ (h >> U64(29))) * PRIME_3
    return h ^ (h >> U64(32))


@compiled
def hash_rows(words: Words, offsets: Offsets, base: np.int64, hashes: Hashes) -> None:
    """Write the hash of the bytes [offsets[i] − base, offsets[i + 1] − base) to hashes[i].

    `words` are the bytes as little-endian words and must have one word after the last text.
    """
    for i in range(len(hashes)):
        h = _hash(words, U64(offsets[i] - base), U64(offsets[i + 1] - base))
        hashes[i] = h if h != U64(0) else U64(1)
