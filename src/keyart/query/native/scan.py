# pyright: basic
# ruff: noqa: PLR0913
"""The three ways to scan. Each does one thread's work: the profiles [low, high) of all pieces.

- `scan_sorted`: each group's rows come from one run, so they are sorted by profile.
- `scan_bits`: rows in any order, with a bit for each group and profile.
- `scan_windows`: rows of a window of profiles are gathered from all pieces and sorted.

Threads take disjoint ranges of profiles, so their counts simply add up.
"""

from typing import Any

import numpy as np

from keyart.core.loops import compiled
from keyart.query.native.accumulate import (
    add_distinct,
    add_distinct_and_total,
    add_distinct_bits,
    add_moment,
    add_pairs,
    add_sum,
    add_titled_moment,
    add_weighted,
    fold,
    mark_present,
    sparse,
    total_distinct,
    total_sum,
    with_value,
)
from keyart.query.native.block import BLOCK, expand, fill_days, select
from keyart.query.native.job import BY_TITLE, STAMP, Sums
from keyart.query.native.memory import words_at


@compiled
def _no_cells(n_values, groups):
    cells = np.zeros((n_values, groups, 2), np.int64)
    cells[:, :, 1] = STAMP
    return cells


@compiled
def _no_pairs(n_pairs, groups):
    cells = np.zeros((n_pairs, groups, 2), np.int64)
    cells[:, :, 1] = -1
    return cells


@compiled
def _no_moments(job, groups):
    cells = np.zeros((job.moment.shape[0], groups, 11 if job.titled else 9), np.float64)
    cells[:, :, 0] = -1.0
    return cells


@compiled
def _no_sums(job):
    n_values = job.value_address.shape[1]
    n_weighted = job.weighted.size
    return Sums(
        cells=_no_cells(n_values, job.groups),
        present=np.zeros(job.groups, np.uint8),
        pairs=_no_pairs(job.pairs.size, job.groups),
        weighted=np.zeros((n_weighted, job.groups), np.float64),
        moments=_no_moments(job, job.groups),
        totals=_no_cells(n_values, 1)[:, 0],
        total_pairs=_no_pairs(job.pairs.size, 1),
        total_weighted=np.zeros((n_weighted, 1), np.float64),
        total_moments=_no_moments(job, 1),
    )


@compiled
def _add_floats(job, weighted, moments, n, group, rows, profile, title, values, weight):
    for w in range(job.weighted.size):
        add_weighted(weighted[w], n, group, rows, values[job.weighted[w]], weight)
    for m in range(job.moment.shape[0]):
        y = values[job.moment[m, 0]]
        x = values[job.moment[m, 1]]
        how = job.moment_how[m]
        if how[0] == BY_TITLE or how[1] == BY_TITLE:
            add_titled_moment(moments[m], n, group, rows, profile, title, weight, y, x, how)
        else:
            add_moment(moments[m], n, group, rows, profile, weight, y, x, how)


@compiled
def _add_pairs(job, pairs, n, group, rows, profile, title, values):
    for p in range(job.pairs.size):
        add_pairs(pairs[p], n, group, rows, profile, title, values[job.pairs[p]])


@compiled
def _add_groups(job, sums, n, group, rows, selected, profile, title, values, weight):
    """Add elements to their groups only; `rows` gives each element's selected row."""
    if job.mark:
        mark_present(sums.present, n, group)
    for v in range(values.shape[0]):
        value = values[v]
        if not job.distinct[v]:
            add_sum(sums.cells[v], n, group, rows, value)
        elif sparse(selected, value):
            chosen = with_value(n, rows, value)
            add_distinct(sums.cells[v], n, group, rows, profile, value, chosen)
        else:
            add_distinct(sums.cells[v], n, group, rows, profile, value, None)
    _add_pairs(job, sums.pairs, n, group, rows, profile, title, values)
    _add_floats(job, sums.weighted, sums.moments, n, group, rows, profile, title, values, weight)


@compiled
def _add_rest_of_totals(job, sums, n, profile, title, values, weight):
    """Add rows to the totals' pairs, weighted sums and moments."""
    if job.pairs.size or job.weighted.size or job.moment.shape[0]:
        one = np.zeros(n, np.uint32)
        weighted, moments = sums.total_weighted, sums.total_moments
        _add_pairs(job, sums.total_pairs, n, one, None, profile, title, values)
        _add_floats(job, weighted, moments, n, one, None, profile, title, values, weight)


@compiled
def _add_totals(job, sums, n, profile, title, values, weight):
    """Add rows to the totals only."""
    for v in range(values.shape[0]):
        total_sum(sums.totals[v], n, values[v])
        if job.distinct[v]:
            total_distinct(sums.totals[v], n, profile, values[v])
    _add_rest_of_totals(job, sums, n, profile, title, values, weight)


@compiled
def _add_both(job, sums, n, group, profile, title, values, weight):
    """Add rows, in one group each, to groups and totals; `_finish` adds the total sums."""
    if job.mark:
        mark_present(sums.present, n, group)
    for v in range(values.shape[0]):
        cells, total, value = sums.cells[v], sums.totals[v], values[v]
        if not job.distinct[v]:
            add_sum(cells, n, group, None, value)
        elif sparse(n, value):
            chosen = with_value(n, None, value)
            add_distinct_and_total(cells, total, n, group, profile, value, chosen)
        else:
            add_distinct_and_total(cells, total, n, group, profile, value, None)
    _add_pairs(job, sums.pairs, n, group, None, profile, title, values)
    _add_floats(job, sums.weighted, sums.moments, n, group, None, profile, title, values, weight)
    _add_rest_of_totals(job, sums, n, profile, title, values, weight)


@compiled
def _finish(job, sums):
    """Fold each group's last profile; if each row is in one group, add groups up to totals."""
    for m in range(sums.moments.shape[0]):
        for g in range(sums.moments.shape[1]):
            fold(sums.moments[m, g])
        fold(sums.total_moments[m, 0])
    if job.groups and job.list_kind.size == 0:
        for v in range(sums.cells.shape[0]):
            sums.totals[v, 0] = sums.cells[v, :, 0].sum()


@compiled
def _lower_bound(address, low, high, profile):
    """Return the first row in [low, high) whose profile is at least `profile`."""
    while low < high:
        middle = (low + high) >> 1
        if words_at(address, middle, 1)[0] < profile:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def rows_of(job, piece, low, high):
    """Return the rows of a piece with profiles in [low, high), half-open."""
    address = job.profile[job.piece_chunk[piece]]
    first = _lower_bound(address, job.piece_first[piece], job.piece_last[piece], low)
    return first, _lower_bound(address, first, job.piece_last[piece], high)


@compiled
def scan_sorted(job: Any, low: Any, high: Any) -> Any:
    """Scan groups whose rows each come from one run; totals are valid for a single run only."""
    sums = _no_sums(job)
    group = np.empty(BLOCK, np.uint32)
    kept = np.empty(BLOCK, np.uint32)
    profile = np.empty(BLOCK, np.int64)
    values = np.empty((job.value_address.shape[1], BLOCK), np.int64)
    weight = np.empty(BLOCK, np.float64)
    title = np.empty(BLOCK, np.int64)
    for piece in range(job.piece_run.size):
        weight[:] = job.weight[job.piece_run[piece]]
        title[:] = job.title[job.piece_run[piece]]
        first, last = rows_of(job, piece, low, high)
        for at in range(first, last, BLOCK):
            if job.stop[0]:
                break
            n = min(BLOCK, last - at)
            m = select(job, piece, at, n, group, profile, values, kept)
            if job.groups and job.list_kind.size == 0:
                _add_both(job, sums, m, group, profile, title, values, weight)
                continue
            _add_totals(job, sums, m, profile, title, values, weight)
            if job.groups:
                groups, rows = expand(job, piece, at, n, m, group, profile, kept)
                _add_groups(job, sums, groups.size, groups, rows, m, profile, title, values, weight)
    _finish(job, sums)
    return sums


@compiled
def _add_bits(job, sums, n, group, rows, profile, values, seen, stride, weight):
    if job.mark:
        mark_present(sums.present, n, group)
    for v in range(values.shape[0]):
        if job.distinct[v]:
            add_distinct_bits(sums.cells[v], n, group, rows, profile, values[v], seen[v], stride)
        else:
            add_sum(sums.cells[v], n, group, rows, values[v])
    for w in range(job.weighted.size):
        add_weighted(sums.weighted[w], n, group, rows, values[job.weighted[w]], weight)


@compiled
def _total_bits(job, sums, n, profile, values, seen, stride, weight):
    last = np.full(n, job.groups, np.uint32)
    for v in range(values.shape[0]):
        total_sum(sums.totals[v], n, values[v])
        if job.distinct[v]:
            for i in range(n):
                at = last[i] * stride + (profile[i] >> 3)
                bit = np.uint8(1 << (profile[i] & 7))
                if values[v, i] > 0 and (seen[v, at] & bit) == 0:
                    seen[v, at] |= bit
                    sums.totals[v, 1] += 1 << 32
    for w in range(job.weighted.size):
        total = 0.0
        for i in range(n):
            total += values[job.weighted[w], i] * weight[i]
        sums.total_weighted[w, 0] += total


@compiled
def scan_bits(job: Any, low: Any, high: Any) -> Any:
    """Scan rows in any order, with a bit for each group and profile; supports no moments.

    Profile–title pairs are counted by stamps, so each title must be in one run.
    """
    sums = _no_sums(job)
    base = low & ~np.int64(7)
    stride = (high - base + 7) >> 3
    seen = np.zeros((job.value_address.shape[1], (job.groups + 1) * stride), np.uint8)
    one = np.zeros(BLOCK, np.uint32)
    group = np.empty(BLOCK, np.uint32)
    kept = np.empty(BLOCK, np.uint32)
    profile = np.empty(BLOCK, np.int64)
    values = np.empty((job.value_address.shape[1], BLOCK), np.int64)
    weight = np.empty(BLOCK, np.float64)
    title = np.empty(BLOCK, np.int64)
    for piece in range(job.piece_run.size):
        weight[:] = job.weight[job.piece_run[piece]]
        title[:] = job.title[job.piece_run[piece]]
        first, last = rows_of(job, piece, low, high)
        for at in range(first, last, BLOCK):
            if job.stop[0]:
                break
            n = min(BLOCK, last - at)
            m = select(job, piece, at, n, group, profile, values, kept)
            groups, rows = group, np.empty(0, np.uint32)
            if job.list_kind.size:
                groups, rows = expand(job, piece, at, n, m, group, profile, kept)
            for i in range(m):
                profile[i] -= base
            if job.list_kind.size:
                n = groups.size
                _add_bits(job, sums, n, groups, rows, profile, values, seen, stride, weight)
                _add_pairs(job, sums.pairs, n, groups, rows, profile, title, values)
            elif job.groups:
                _add_bits(job, sums, m, group, None, profile, values, seen, stride, weight)
                _add_pairs(job, sums.pairs, m, group, None, profile, title, values)
            _total_bits(job, sums, m, profile, values, seen, stride, weight)
            if job.pairs.size:
                _add_pairs(job, sums.total_pairs, m, one, None, profile, title, values)
    return sums


@compiled
def window_rows(job, position, high, end):
    """Set `end` to each piece's first row at or after profile `high`; return the row count."""
    rows = 0
    for piece in range(position.size):
        at = position[piece]
        last = job.piece_last[piece]
        address = job.profile[job.piece_chunk[piece]]
        step = 1
        while at + step < last and words_at(address, at + step, 1)[0] < high:
            step *= 2
        end[piece] = _lower_bound(address, at, min(last, at + step), high)
        rows += end[piece] - at
    return rows


@compiled
def _gather(job, position, end, capacity):
    """Return all elements of one window: (n, group, profile, title, values, weight)."""
    n_values = job.value_address.shape[1]
    groups = np.empty(capacity, np.uint32)
    profiles = np.empty(capacity, np.int64)
    all_values = np.empty((n_values, capacity), np.int64)
    weights = np.empty(capacity, np.float64)
    titles = np.empty(capacity, np.int64)
    group = np.empty(BLOCK, np.uint32)
    kept = np.empty(BLOCK, np.uint32)
    profile = np.empty(BLOCK, np.int64)
    values = np.empty((n_values, BLOCK), np.int64)
    title = np.empty(BLOCK, np.int64)
    size = 0
    for piece in range(position.size):
        for at in range(position[piece], end[piece], BLOCK):
            if job.stop[0]:
                break
            n = min(BLOCK, end[piece] - at)
            m = select(job, piece, at, n, group, profile, values, kept)
            if job.day_slot.size:
                fill_days(job, piece, at, n, m, kept, title)
            else:
                title[:m] = job.title[job.piece_run[piece]]
            own, rows = expand(job, piece, at, n, m, group, profile, kept)
            if size + own.size > groups.size:
                more = max(size + own.size, 2 * groups.size)
                groups = _grown(groups, more)
                profiles = _grown(profiles, more)
                weights = _grown(weights, more)
                titles = _grown(titles, more)
                bigger = np.empty((n_values, more), np.int64)
                bigger[:, :size] = all_values[:, :size]
                all_values = bigger
            for j in range(own.size):
                groups[size + j] = own[j]
                profiles[size + j] = profile[rows[j]]
                weights[size + j] = job.weight[job.piece_run[piece]]
                titles[size + j] = title[rows[j]]
                for v in range(n_values):
                    all_values[v, size + j] = values[v, rows[j]]
            size += own.size
    return size, groups, profiles, titles, all_values, weights


@compiled
def _grown(array, size):
    more = np.empty(size, array.dtype)
    more[: array.size] = array
    return more


@compiled
def _by_profile(n, profiles, low, high):
    """Return the stable order that sorts the first n elements by profile."""
    start = np.zeros(high - low + 1, np.int64)
    for i in range(n):
        start[profiles[i] - low + 1] += 1
    for p in range(high - low):
        start[p + 1] += start[p]
    order = np.empty(n, np.uint32)
    for i in range(n):
        p = profiles[i] - low
        order[start[p]] = i
        start[p] += 1
    return order


@compiled
def _by_day(n, days, day_of_slot):
    """Return the stable order that sorts the first n elements by day."""
    if n == 0 or day_of_slot.size == 0:
        return np.empty(0, np.uint32)
    return _by_profile(n, days, day_of_slot[0], np.int64(day_of_slot[-1]) + 1)


@compiled
def scan_windows(job: Any, low: Any, high: Any, window: Any) -> Any:
    """Scan `window` profiles at a time, sorted; totals are valid only without lists."""
    sums = _no_sums(job)
    position = np.empty(job.piece_run.size, np.int64)
    end = np.empty(job.piece_run.size, np.int64)
    for piece in range(position.size):
        position[piece] = rows_of(job, piece, low, high)[0]
    for start in range(low, high, window):
        if job.stop[0]:
            break
        stop = min(start + window, high)
        rows = window_rows(job, position, stop, end)
        n, group, profile, title, values, weight = _gather(job, position, end, max(1, rows))
        order = _by_profile(n, profile, start, stop)
        if job.day_slot.size:
            days = _by_day(n, title, job.day)
            order = days[_by_profile(n, profile[days], start, stop)]
        group = group[order]
        profile = profile[order]
        title = title[order]
        weight = weight[order]
        sorted_values = np.empty((values.shape[0], n), np.int64)
        for v in range(values.shape[0]):
            sorted_values[v] = values[v][order]
        if job.groups:
            _add_both(job, sums, n, group, profile, title, sorted_values, weight)
        else:
            _add_totals(job, sums, n, profile, title, sorted_values, weight)
        for piece in range(position.size):
            position[piece] = end[piece]
    _finish(job, sums)
    return sums
