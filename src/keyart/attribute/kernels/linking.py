"""Loops that find the impressions named by plays."""

# pyright: basic
# ruff: noqa: PLR0913

import numpy as np
import numpy.typing as npt

from keyart.core.facts import MISSING
from keyart.core.loops import compiled, inlined

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.signedinteger]

_U = np.uint64


@compiled
def hash_table(hashes: U64) -> I64:
    """Return an open-addressed table from hashes to their first index in `hashes`.

    The index of a hash is at hash mod size or after it. Equal hashes are adjacent; the size is a
    power of two; free entries are −1.
    """
    size = 4
    while size < 2 * len(hashes):
        size *= 2
    mask = _U(size - 1)
    table = np.full(size, -1, np.int64)
    for i in range(len(hashes)):
        if i == 0 or hashes[i] != hashes[i - 1]:
            slot = hashes[i] & mask
            while table[slot] >= 0:
                slot = (slot + _U(1)) & mask
            table[slot] = i
    return table


@inlined
def _look_up(table, hashes, wanted):
    mask = _U(len(table) - 1)
    slot = wanted & mask
    while table[slot] >= 0 and hashes[table[slot]] != wanted:
        slot = (slot + _U(1)) & mask
    return table[slot]


@inlined
def _in_family(title, wanted, parent):
    """Return whether `wanted` is the title or an ancestor of it."""
    while title != MISSING:
        if title == wanted:
            return True
        title = parent[title]
    return False


@inlined
def _same_text(a, a_offsets, i, b, b_offsets, j):
    start, other = a_offsets[i], b_offsets[j]
    length = a_offsets[i + 1] - start
    if b_offsets[j + 1] - other != length:
        return False
    for k in range(length):  # noqa: SIM110 (all() with a generator does not compile)
        if a[start + k] != b[other + k]:
            return False
    return True


@compiled
def follow_links(
    table: I64,
    link_hash: U64,
    link_play: I64,
    link_bytes: Bytes,
    link_offsets: Offsets,
    play_title: I32,
    play_profile: U32,
    id_hash: U64,
    id_bytes: Bytes,
    id_offsets: Offsets,
    title: I32,
    profile: U32,
    parent: I32,
    linked: I32,
) -> None:
    """Fill linked[play] with the row of the impression that the play names, if it may count.

    `link_hash` (sorted, `table` its hash table) are hashes of the impression ids that the plays
    `link_play` name; `id_hash` those of the impressions' own ids; each with its texts. An
    impression counts if it has the play's profile, and the play's title or an ancestor.
    """
    for row in range(len(id_hash)):
        i = _look_up(table, link_hash, id_hash[row])
        while 0 <= i < len(link_hash) and link_hash[i] == id_hash[row]:
            play = link_play[i]
            if (
                play_profile[play] == profile[row]
                and _in_family(play_title[play], title[row], parent)
                and _same_text(link_bytes, link_offsets, play, id_bytes, id_offsets, row)
            ):
                linked[play] = row
            i += 1
