# pyright: basic
# ruff: noqa: PLR0913
"""From a block of rows to the group numbers and values of those that pass."""

import numpy as np
from numba import njit

from keyart.query.native.job import COLUMN_KEY, PROFILE_KEY, REJECTED
from keyart.query.native.memory import bytes_at, longs_at, shorts_at, words_at

BLOCK = 2048
"""Rows taken at once: their group numbers and values stay in the first-level cache."""


@njit(nogil=True, cache=True)
def _add_lookup(group, n, address, width, first, lookup, at):
    if width == 1:
        codes = bytes_at(address, first, n)
        for i in range(n):
            group[i] += lookup[at + codes[i]]
    elif width == 2:
        shorts = shorts_at(address, first, n)
        for i in range(n):
            group[i] += lookup[at + shorts[i]]
    else:
        words = words_at(address, first, n)
        for i in range(n):
            group[i] += lookup[at + words[i]]


@njit(nogil=True, cache=True)
def _group_numbers(job, piece, first, n, profile, group):
    run = job.piece_run[piece]
    chunk = job.piece_chunk[piece]
    base = job.base[run]
    for i in range(n):
        group[i] = base
    for c in range(job.code_address.shape[1]):
        address = job.code_address[chunk, c]
        width = job.code_width[chunk, c]
        _add_lookup(group, n, address, width, first, job.lookup, job.code_lookup[run, c])
    if job.slot.size:
        _reject_other_slots(job, chunk, first, n, group)
    if job.profile_lookup.size:
        for i in range(n):
            group[i] += job.profile_lookup[profile[i]]
    if job.member.size:
        for i in range(n):
            bit = (job.member[profile[i] >> 3] >> (profile[i] & 7)) & 1
            group[i] += (1 - np.int32(bit)) * REJECTED


@njit(nogil=True, cache=True)
def _keep(group, n, kept):
    """Move the groups of rows that pass to the front, their places to `kept`; return how many."""
    m = 0
    for i in range(n):
        kept[m] = i
        m += group[i] < REJECTED
    for j in range(m):
        group[j] = group[kept[j]]
    return m


@njit(nogil=True, cache=True)
def _copy(out, values, m, kept, all_kept):
    """Copy values to `out`: of all rows of the block, or of the m kept."""
    if all_kept:
        for j in range(m):
            out[j] = values[j]
    else:
        for j in range(m):
            out[j] = values[kept[j]]


@njit(nogil=True, cache=True)
def _blank(out, group, n):
    """Set `out` to 0 for the rows that do not pass."""
    for i in range(n):
        out[i] = out[i] if group[i] < REJECTED else 0


@njit(nogil=True, cache=True)
def _take(out, m, kept, all_kept, address, width, first, n):
    if width == 1:
        _copy(out, bytes_at(address, first, n), m, kept, all_kept)
    elif width == 2:
        _copy(out, shorts_at(address, first, n), m, kept, all_kept)
    elif width == 4:
        _copy(out, words_at(address, first, n), m, kept, all_kept)
    else:
        _copy(out, longs_at(address, first, n), m, kept, all_kept)


@njit(nogil=True, cache=True)
def _reject_other_slots(job, chunk, first, n, group):
    slots = words_at(job.slot[chunk], first, n)
    low = np.uint32(job.slot_low)
    span = np.uint32(job.slot_high - job.slot_low)
    for i in range(n):
        group[i] += np.int32(np.uint32(slots[i] - low) >= span) * np.int32(REJECTED)


@njit(nogil=True, cache=True)
def select(job, piece, first, n, group, profile, values, kept):
    """Fill `group`, `profile` and `values` [values, rows] with the rows that pass.

    The rows are [first, first + n) of the piece's chunk. Returns how many pass; if they are
    fewer than n, `kept` holds their places in the block.

    Where most pass, moving them together would cost more than it saves: the others stay, but as
    nothing, in group 0 with values 0. (Not where groups are marked by the mere presence of a row.)
    """
    chunk = job.piece_chunk[piece]
    own = words_at(job.profile[chunk], first, n)
    _group_numbers(job, piece, first, n, own, group)
    passing = n
    if job.filtered:
        passing = 0
        for i in range(n):
            passing += group[i] < REJECTED
    blanked = passing < n and not job.mark and passing * 4 >= n * 3
    m = n
    if passing < n and not blanked:
        m = _keep(group, n, kept)
    all_kept = m == n
    _copy(profile, own, m, kept, all_kept)
    for v in range(job.value_address.shape[1]):
        address = job.value_address[chunk, v]
        width = job.value_width[chunk, v]
        _take(values[v], m, kept, all_kept, address, width, first, n)
        if blanked:
            _blank(values[v], group, n)
    if blanked:
        _blank(group, group, n)
    return m


@njit(nogil=True, cache=True)
def _code(address, width, row):
    if width == 1:
        return np.int64(bytes_at(address, row, 1)[0])
    if width == 2:
        return np.int64(shorts_at(address, row, 1)[0])
    return np.int64(words_at(address, row, 1)[0])


@njit(nogil=True, cache=True)
def _entry(job, piece, kind, column, first, place, profile):
    """Return which entry of a list a row has, counted from its run's first."""
    if kind == COLUMN_KEY:
        chunk = job.piece_chunk[piece]
        address = job.code_address[chunk, column]
        return _code(address, job.code_width[chunk, column], first + place)
    if kind == PROFILE_KEY:
        return np.int64(profile)
    return 0


@njit(nogil=True, cache=True)
def _expand_one(job, piece, first, which, m, group, row, profile, kept, all_kept):
    """Return (groups, rows) with one element for every entry of list `which`."""
    kind = job.list_kind[which]
    column = job.list_column[which]
    at = job.list_first[job.piece_run[piece], which]
    empty = job.list_empty[which]
    table = job.list_table[which]
    size = 0
    entries = np.empty(m, np.int64)
    for j in range(m):
        i = row[j]
        place = i if all_kept else kept[i]
        entry = at + _entry(job, piece, kind, column, first, place, profile[i])
        entries[j] = entry
        size += max(np.int64(1), job.list_start[entry + 1] - job.list_start[entry])
    groups = np.empty(size, np.int32)
    rows = np.empty(size, np.int32)
    k = 0
    for j in range(m):
        start = job.list_start[entries[j]]
        end = job.list_start[entries[j] + 1]
        for x in range(start, end):
            offset = job.list_offset[table + job.list_item[x]]
            groups[k] = group[j] + offset
            rows[k] = row[j]
            k += offset < REJECTED
        if start == end:
            groups[k] = group[j] + empty
            rows[k] = row[j]
            k += empty < REJECTED
    return groups[:k], rows[:k]


@njit(nogil=True, cache=True)
def expand(job, piece, first, n, m, group, profile, kept):
    """Return (groups, rows): for each of m rows selected of n, all groups that it falls into.

    `rows` are places among the selected rows, ascending.
    """
    groups = group[:m].copy()
    rows = np.arange(m).astype(np.int32)
    for which in range(job.list_kind.size):
        groups, rows = _expand_one(
            job, piece, first, which, groups.size, groups, rows, profile, kept, m == n
        )
    return groups, rows
