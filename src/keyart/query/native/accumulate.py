# pyright: basic
# ruff: noqa: PLR0913
"""Add up rows by group: sums, distinct profiles, weighted sums and moments.

Rows come sorted by profile, so a group counts a profile when it differs from the last one the group
saw (its *stamp*). Each pass takes `rows`: None where element j is row j, or each element's row
where a row falls into several groups. Some also take `chosen`: None for all elements, or the
elements that have a value. Numba compiles each of these combinations separately.

All indices in these loops are unsigned: for a signed index, numba checks whether it is negative and
counts from the end, and that check costs a third of the time.
"""

import numpy as np

from keyart.core.loops import compiled, inlined
from keyart.query.native.job import BY_DISTINCT, BY_TITLE, BY_WEIGHT, STAMP

SPARSE = 5
"""At most one row in this many has a value: sparse."""


@inlined
def _count(packed, hit, profile):
    """Return a cell's count and stamp after one row of `profile`, which may be a hit."""
    if not hit:
        return packed
    stamp = packed & STAMP
    return ((packed - stamp) + (np.int64(stamp != profile) << 32)) | profile


@compiled
def sparse(n, value):
    """Return whether so few of `n` rows have a value that it pays to find them first."""
    some = 0
    for i in range(n):
        some += value[i] != 0
    return some * SPARSE <= n


@compiled
def with_value(n, rows, value):
    """Return the elements whose rows have a value, in ascending order."""
    chosen = np.empty(n + 1, np.uint32)
    m = 0
    for j in range(n):
        chosen[m] = j
        m += value[j if rows is None else rows[j]] != 0
    return chosen[:m]


@compiled
def add_distinct(cells, n, group, rows, profile, value, chosen):
    """Add `value` to each group and count its profiles with a value above 0."""
    for k in range(n if chosen is None else chosen.size):
        j = k if chosen is None else chosen[k]
        i = j if rows is None else rows[j]
        g = np.uint64(group[j])
        v = value[i]
        cells[g, 0] += v
        cells[g, 1] = _count(cells[g, 1], v > 0, profile[i])


@compiled
def add_distinct_and_total(cells, total, n, group, profile, value, chosen):
    """Do what `add_distinct` does, and count all rows into `total`, a single cell, in one pass."""
    last = total[1] & STAMP
    count = np.int64(0)
    for k in range(n if chosen is None else chosen.size):
        i = k if chosen is None else chosen[k]
        g = np.uint64(group[i])
        v = value[i]
        p = profile[i]
        hit = v > 0
        cells[g, 0] += v
        cells[g, 1] = _count(cells[g, 1], hit, p)
        count += hit & (last != p)
        last = p if hit else last
    total[1] = (((total[1] >> 32) + count) << 32) | last


@compiled
def add_sum(cells, n, group, rows, value):
    """Add `value` to each group."""
    for j in range(n):
        cells[group[j], 0] += value[j if rows is None else rows[j]]


@compiled
def mark_present(present, n, group):
    """Set 1 for each group that has a row."""
    for j in range(n):
        present[group[j]] = 1


@compiled
def add_distinct_bits(cells, n, group, rows, profile, value, seen, stride):
    """Do what `add_distinct` does, for rows in any order; `seen`: a bit per group and profile."""
    for j in range(n):
        i = j if rows is None else rows[j]
        cell = cells[group[j]]
        v = value[i]
        p = profile[i]
        hit = v > 0
        at = group[j] * stride + (p >> 3)
        byte = seen[at]
        bit = np.uint8(1 << (p & 7))
        cell[0] += v
        cell[1] += np.int64(hit & ((byte & bit) == 0)) << 32
        seen[at] = (byte | bit) if hit else byte


@compiled
def add_pairs(cells, n, group, rows, profile, title, value):
    """Count, for each group, the profile–title pairs with a value above 0.

    All rows of a pair must be adjacent, apart from rows of other groups.
    """
    for j in range(n):
        i = j if rows is None else rows[j]
        cell = cells[group[j]]
        pair = (title[i] << 32) | profile[i]
        hit = value[i] > 0
        cell[0] += hit & (cell[1] != pair)
        cell[1] = pair if hit else cell[1]


@compiled
def add_weighted(out, n, group, rows, value, weight):
    """Add `value × weight` to each group; `weight` has an element for each row."""
    for j in range(n):
        i = j if rows is None else rows[j]
        out[group[j]] += value[i] * weight[i]


@compiled
def fold(cell):
    """Add the last profile's numerator and denominator to the group's moments."""
    y = cell[1]
    x = cell[2]
    if x != 0.0 or y != 0.0:
        cell[3] += 1.0
        cell[4] += x
        cell[5] += y
        cell[6] += x * x
        cell[7] += y * y
        cell[8] += x * y
    cell[1] = 0.0
    cell[2] = 0.0


@inlined
def _side(before, value, how, weight):
    if how == BY_DISTINCT:
        return 1.0 if value > 0 else before
    return before + (value * weight if how == BY_WEIGHT else value)


@compiled
def add_moment(cells, n, group, rows, profile, weight, numerator, denominator, how):
    """Add rows to their profile's numerator and denominator; fold each finished profile.

    `how` is (numerator's, denominator's): `BY_SUM`, `BY_DISTINCT` or `BY_WEIGHT`.
    """
    y_how = how[0]
    x_how = how[1]
    for j in range(n):
        i = j if rows is None else rows[j]
        cell = cells[group[j]]
        if cell[0] != profile[i]:
            fold(cell)
            cell[0] = profile[i]
        cell[1] = _side(cell[1], numerator[i], y_how, weight[i])
        cell[2] = _side(cell[2], denominator[i], x_how, weight[i])


@inlined
def _add_side(cell, side, value, how, weight, title):
    if how != BY_TITLE:
        cell[side] = _side(cell[side], value, how, weight)
    elif value > 0 and cell[side + 8] != title:
        cell[side] += 1.0
        cell[side + 8] = title


@compiled
def add_titled_moment(cells, n, group, rows, profile, title, weight, numerator, denominator, how):
    """Do what `add_moment` does where a side may be `BY_TITLE`: rows sorted by profile, title."""
    y_how = how[0]
    x_how = how[1]
    for j in range(n):
        i = j if rows is None else rows[j]
        cell = cells[group[j]]
        if cell[0] != profile[i]:
            fold(cell)
            cell[0] = profile[i]
            cell[9] = -1.0
            cell[10] = -1.0
        _add_side(cell, 1, numerator[i], y_how, weight[i], title[i])
        _add_side(cell, 2, denominator[i], x_how, weight[i], title[i])


@compiled
def total_distinct(cell, n, profile, value):
    """Count the profiles with a value above 0, over all rows as one group."""
    hits = 0
    for i in range(n):
        hits += value[i] > 0
    if hits == 0:
        return
    last = cell[1] & STAMP
    count = 0
    if hits == n:
        count += last != profile[0]
        for i in range(1, n):
            count += profile[i] != profile[i - 1]
        last = profile[n - 1]
    else:
        for i in range(n):
            hit = value[i] > 0
            count += hit & (last != profile[i])
            last = profile[i] if hit else last
    cell[1] = (((cell[1] >> 32) + count) << 32) | last


@compiled
def total_sum(cell, n, value):
    """Add up `value`, over all rows as one group."""
    total = 0
    for i in range(n):
        total += value[i]
    cell[0] += total
