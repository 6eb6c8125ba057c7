# pyright: basic
# ruff: noqa: PLR0913
"""Turn a block of rows into the group numbers and values of the rows that pass."""

import numpy as np

from keyart.core.loops import compiled, inlined
from keyart.query.native.job import COLUMN_KEY, IS_KEPT, IS_RETURNED, PROFILE_KEY, REJECTED
from keyart.query.native.memory import bytes_at, longs_at, shorts_at, words_at

BLOCK = 1024
"""Rows per block: their group numbers and values fit the first-level cache."""

ALL, KEPT, BLANKED = 0, 1, 2
"""Which rows a block yields: all, only those kept, or all with 0 for the rejected ones."""


@inlined
def add_lookup(group, n, address, width, first, lookup, start):
    """Add each code's entry of a table to `group`."""
    at = np.uint64(start)
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


@compiled
def _group_numbers(job, piece, first, n, profile, group):
    run = job.piece_run[piece]
    chunk = job.piece_chunk[piece]
    base = job.base[run]
    for i in range(n):
        group[i] = base
    for c in range(job.code_address.shape[1]):
        address = job.code_address[chunk, c]
        width = job.code_width[chunk, c]
        add_lookup(group, n, address, width, first, job.lookup, job.code_lookup[run, c])
    if job.slot.size:
        _reject_other_slots(job, chunk, first, n, group)
    if job.profile_lookup.size:
        for i in range(n):
            group[i] += job.profile_lookup[profile[i]]
    if job.member.size:
        for i in range(n):
            bit = (job.member[profile[i] >> 3] >> (profile[i] & 7)) & 1
            group[i] += (1 - np.int32(bit)) * REJECTED


@compiled
def _keep(group, n, kept):
    """Move the groups of passing rows to the front and their places to `kept`; return the count."""
    m = 0
    for i in range(n):
        kept[m] = i
        m += group[i] < REJECTED
    for j in range(m):
        group[j] = group[kept[j]]
    return m


@compiled
def _copy(out, values, m, kept, group, how):
    """Copy values to `out`: of all m rows, of those kept, or of all with 0 for the rejected."""
    if how == ALL:
        for j in range(m):
            out[j] = values[j]
    elif how == KEPT:
        for j in range(m):
            out[j] = values[kept[j]]
    else:
        for j in range(m):
            out[j] = values[j] if group[j] < REJECTED else 0


@compiled
def _take(out, m, kept, group, how, column, first, n):
    address, width = column
    if width == 1:
        _copy(out, bytes_at(address, first, n), m, kept, group, how)
    elif width == 2:
        _copy(out, shorts_at(address, first, n), m, kept, group, how)
    elif width == 4:
        _copy(out, words_at(address, first, n), m, kept, group, how)
    else:
        _copy(out, longs_at(address, first, n), m, kept, group, how)


@compiled
def _reject_other_slots(job, chunk, first, n, group):
    slots = words_at(job.slot[chunk], first, n)
    low = np.uint32(job.slot_low)
    span = np.uint32(job.slot_high - job.slot_low)
    for i in range(n):
        group[i] += np.int32(np.uint32(slots[i] - low) >= span) * np.int32(REJECTED)


@compiled
def _how(job, n, group):
    """Return how to separate the rows that pass from the others.

    If most rows pass, compacting them would cost more than it saves: rejected rows stay, in group 0
    with values 0. (Not where the mere presence of a row marks a group.)
    """
    if not job.filtered:
        return ALL
    passing = 0
    for i in range(n):
        passing += group[i] < REJECTED
    if passing == n:
        return ALL
    return KEPT if job.mark or passing * 4 < n * 3 else BLANKED


@compiled
def select(job, piece, first, n, group, profile, values, kept):
    """Fill `group`, `profile` and `values` [values, rows] with the rows that pass.

    The rows are [first, first + n) of the piece's chunk. Returns the number of rows filled; if
    fewer than n, `kept` holds their places in the block. Rows with no value may be among them.
    """
    chunk = job.piece_chunk[piece]
    own = words_at(job.profile[chunk], first, n)
    _group_numbers(job, piece, first, n, own, group)
    how = _how(job, n, group)
    m = _keep(group, n, kept) if how == KEPT else n
    _copy(profile, own, m, kept, group, KEPT if how == KEPT else ALL)
    for v in range(job.value_address.shape[1] - job.derived.shape[0]):
        column = job.value_address[chunk, v], job.value_width[chunk, v]
        _take(values[v], m, kept, group, how, column, first, n)
    for d in range(job.derived.shape[0]):
        _derive(job, piece, job.derived[d], first, n, m, kept, profile, values)
    if how == BLANKED:
        _copy(group, group, n, kept, group, BLANKED)
    return m


@compiled
def _derive(job, piece, rule, first, n, m, kept, profile, values):
    """Fill a derived value of the m rows selected; it is 0 where all others are."""
    if rule[1] == IS_KEPT:
        _derive_kept(job, piece, rule, first, n, m, kept, values)
    else:
        _derive_days(job, piece, rule, first, n, m, kept, profile, values)


@compiled
def _derive_kept(job, piece, rule, first, n, m, kept, values):
    address, width, missing = job.reason[job.piece_chunk[piece]]
    half = job.half_ms[job.piece_run[piece]]
    out, completions = values[rule[0]], values[rule[2]]
    known, watched = values[rule[3]], values[rule[4]]
    for j in range(m):
        qualified = _code(address, width, first + (kept[j] if m < n else j)) == missing
        stayed = completions[j] > 0 or (known[j] == 0 and watched[j] >= half)
        out[j] = qualified and stayed


@compiled
def _derive_days(job, piece, rule, first, n, m, kept, profile, values):
    out, active, after = values[rule[0]], values[rule[2]], rule[3]
    day = np.empty(m, np.int64)
    fill_days(job, piece, first, n, m, kept, day)
    last = job.newest_day - after
    for j in range(m):
        out[j] = active[j] > 0 and day[j] < last
    if rule[1] == IS_RETURNED:
        low = job.active_first_day - after
        for j in range(m):
            if out[j]:
                at = np.uint64(day[j] - low)
                word = job.active_days[profile[j] - job.active_first_profile, at >> np.uint64(6)]
                out[j] = (word >> (at & np.uint64(63))) & np.uint64(1)


@compiled
def fill_days(job, piece, first, n, m, kept, day):
    """Fill the local day of each of the m rows selected out of n."""
    slots = words_at(job.day_slot[job.piece_chunk[piece]], first, n)
    for j in range(m):
        day[j] = job.day[slots[kept[j] if m < n else j] - job.day_first_slot]


@compiled
def _code(address, width, row):
    if width == 1:
        return np.int64(bytes_at(address, row, 1)[0])
    if width == 2:
        return np.int64(shorts_at(address, row, 1)[0])
    return np.int64(words_at(address, row, 1)[0])


@compiled
def _entry(job, piece, kind, column, first, place, profile):
    """Return a row's entry in a list, counted from the run's first entry."""
    if kind == COLUMN_KEY:
        chunk = job.piece_chunk[piece]
        address = job.code_address[chunk, column]
        return _code(address, job.code_width[chunk, column], first + place)
    if kind == PROFILE_KEY:
        return np.int64(profile)
    return 0


@compiled
def _expand_one(job, piece, first, which, m, group, row, profile, kept, all_kept):
    """Return (groups, rows) with one element for each entry of list `which`."""
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
    groups = np.empty(size, np.uint32)
    rows = np.empty(size, np.uint32)
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


@compiled
def expand(job, piece, first, n, m, group, profile, kept):
    """Return (groups, rows): for each of the m rows selected out of n, all its groups.

    `rows` are places among the selected rows, in ascending order.
    """
    groups = group[:m].copy()
    rows = np.arange(m).astype(np.uint32)
    for which in range(job.list_kind.size):
        groups, rows = _expand_one(
            job, piece, first, which, groups.size, groups, rows, profile, kept, m == n
        )
    return groups, rows
