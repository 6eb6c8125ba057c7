# pyright: basic
# ruff: noqa: PLR0913
"""SHA-256 (FIPS 180-4) of many short messages at once, sixteen side by side.

The compiler turns the inner loops over the lanes into vector instructions: some 80 ns a message
with AVX-512, where one message at a time takes 300 ns. The hash must be SHA-256 so that
Spark and DuckDB can make the same keys.
"""

import numpy as np
import numpy.typing as npt
from numba import uint32

from keyart.core.loops import compiled, inlined

LANES = 16

_STATE = np.array(
    [
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
        0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    ],
    np.uint32,
)  # fmt: skip
_ROUNDS = np.array(
    [
        0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4,
        0xAB1C5ED5, 0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE,
        0x9BDC06A7, 0xC19BF174, 0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F,
        0x4A7484AA, 0x5CB0A9DC, 0x76F988DA, 0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7,
        0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967, 0x27B70A85, 0x2E1B2138, 0x4D2C6DFC,
        0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85, 0xA2BFE8A1, 0xA81A664B,
        0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070, 0x19A4C116,
        0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
        0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7,
        0xC67178F2,
    ],
    np.uint32,
)  # fmt: skip


@inlined
def _rotate(x, right):
    return uint32(x >> uint32(right)) | uint32(x << uint32(32 - right))


@inlined
def _round(a, b, c, d, e, f, g, h, word):
    """Return what d and h become. Sums are cut to 32 bits: numba adds two uint32 as uint64."""
    t = uint32(h + uint32(_rotate(e, 6) ^ _rotate(e, 11) ^ _rotate(e, 25)))
    t = uint32(uint32(t + uint32(g ^ (e & (f ^ g)))) + uint32(word))
    u = uint32(_rotate(a, 2) ^ _rotate(a, 13) ^ _rotate(a, 22))
    u = uint32(u + uint32((a & b) | (c & (a | b))))
    return uint32(d + t), uint32(t + u)


@compiled
def _compress(state, words, work):
    """Take one block of 16 words (words[:16], for each lane) into the state of each lane."""
    for t in range(16, 64):
        for k in range(LANES):
            x, y = words[t - 15, k], words[t - 2, k]
            low = _rotate(x, 7) ^ _rotate(x, 18) ^ (x >> uint32(3))
            high = _rotate(y, 17) ^ _rotate(y, 19) ^ (y >> uint32(10))
            words[t, k] = words[t - 16, k] + low + words[t - 7, k] + high
    for i in range(8):
        for k in range(LANES):
            work[i, k] = state[i, k]
    for t in range(0, 64, 8):
        for k in range(LANES):
            a, b, c, d = work[0, k], work[1, k], work[2, k], work[3, k]
            e, f, g, h = work[4, k], work[5, k], work[6, k], work[7, k]
            d, h = _round(a, b, c, d, e, f, g, h, _ROUNDS[t] + words[t, k])
            c, g = _round(h, a, b, c, d, e, f, g, _ROUNDS[t + 1] + words[t + 1, k])
            b, f = _round(g, h, a, b, c, d, e, f, _ROUNDS[t + 2] + words[t + 2, k])
            a, e = _round(f, g, h, a, b, c, d, e, _ROUNDS[t + 3] + words[t + 3, k])
            h, d = _round(e, f, g, h, a, b, c, d, _ROUNDS[t + 4] + words[t + 4, k])
            g, c = _round(d, e, f, g, h, a, b, c, _ROUNDS[t + 5] + words[t + 5, k])
            f, b = _round(c, d, e, f, g, h, a, b, _ROUNDS[t + 6] + words[t + 6, k])
            e, a = _round(b, c, d, e, f, g, h, a, _ROUNDS[t + 7] + words[t + 7, k])
            work[0, k], work[1, k], work[2, k], work[3, k] = a, b, c, d
            work[4, k], work[5, k], work[6, k], work[7, k] = e, f, g, h
    for i in range(8):
        for k in range(LANES):
            state[i, k] += work[i, k]


@inlined
def _fill(words, lane, block, last, prefix, data, start, length):
    """Write block number `block` of the message prefix ‖ data[start : start + length]."""
    for w in range(16):
        words[w, lane] = uint32(0)
    salt, total, first = len(prefix), len(prefix) + length, block * 64
    for i in range(first, min(first + 64, salt)):
        words[(i - first) >> 2, lane] |= uint32(prefix[i]) << uint32(24 - 8 * (i & 3))
    for i in range(max(first, salt), min(first + 64, total)):
        byte = uint32(data[start + i - salt])
        words[(i - first) >> 2, lane] |= byte << uint32(24 - 8 * (i & 3))
    if first <= total < first + 64:
        words[(total - first) >> 2, lane] |= uint32(0x80) << uint32(24 - 8 * (total & 3))
    if block == last:
        words[14, lane] = uint32((total * 8) >> 32)
        words[15, lane] = uint32((total * 8) & 0xFFFFFFFF)


@inlined
def _last_block(prefix, offsets, row):
    return (len(prefix) + offsets[row + 1] - offsets[row] + 8) // 64


@compiled
def digests(
    prefix: npt.NDArray[np.uint8],
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int32],
    high: npt.NDArray[np.uint64],
    low: npt.NDArray[np.uint64],
) -> None:
    """Write the first 128 bits of SHA-256(prefix ‖ text) of each text to `high` and `low`."""
    state = np.empty((8, LANES), np.uint32)
    words = np.zeros((64, LANES), np.uint32)
    work = np.empty((8, LANES), np.uint32)
    for base in range(0, len(high), LANES):
        lanes = min(LANES, len(high) - base)
        blocks = 0
        for k in range(lanes):
            blocks = max(blocks, _last_block(prefix, offsets, base + k) + 1)
        for i in range(8):
            for k in range(LANES):
                state[i, k] = _STATE[i]
        for block in range(blocks):
            for k in range(lanes):
                row = base + k
                last = _last_block(prefix, offsets, row)
                length = offsets[row + 1] - offsets[row]
                _fill(words, k, block, last, prefix, data, offsets[row], length)
            _compress(state, words, work)
            for k in range(lanes):
                if block == _last_block(prefix, offsets, base + k):
                    high[base + k] = np.uint64(state[0, k]) << np.uint64(32) | state[1, k]
                    low[base + k] = np.uint64(state[2, k]) << np.uint64(32) | state[3, k]
