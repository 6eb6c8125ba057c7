# pyright: basic
"""The loops that read stored sums by profile: one thread's work on a range of profiles."""

from typing import Any

import numpy as np

from keyart.core.loops import compiled
from keyart.query.native.block import BLOCK, expand, fill_days, select
from keyart.query.native.scan import rows_of, window_rows


@compiled
def add_by_profile(job: Any, low: Any, high: Any, sums: Any) -> None:
    """Add the job's only value to `sums`, int64 [profiles], for the profiles [low, high)."""
    group = np.empty(BLOCK, np.uint32)
    kept = np.empty(BLOCK, np.uint32)
    profile = np.empty(BLOCK, np.int64)
    values = np.empty((job.value_address.shape[1], BLOCK), np.int64)
    for piece in range(job.piece_run.size):
        first, last = rows_of(job, piece, low, high)
        for at in range(first, last, BLOCK):
            if job.stop[0]:
                break
            n = min(BLOCK, last - at)
            m = select(job, piece, at, n, group, profile, values, kept)
            for i in range(m):
                sums[profile[i]] += values[0, i]


@compiled
def add_parts(job: Any, low: Any, high: Any, window: Any, weights: Any) -> Any:
    """Return Σ y, Σ y², Σ y × weight and the people by group, float64 [4, groups].

    y is the sum of the job's first value over a profile's rows in the group; a profile counts as
    one of the people if its second value is above 0 in any of them. `weights` has one entry for
    each profile. The sums of `window` profiles are held at a time, in one number each: twice y,
    plus 1 for one of the people.
    """
    width = max(job.groups, 1)
    parts = np.zeros((4, width), np.float64)
    sums = np.zeros(window * width, np.int64)
    touched = np.empty(BLOCK, np.int64)
    position = np.empty(job.piece_run.size, np.int64)
    end = np.empty(job.piece_run.size, np.int64)
    group = np.empty(BLOCK, np.uint32)
    kept = np.empty(BLOCK, np.uint32)
    profile = np.empty(BLOCK, np.int64)
    values = np.empty((job.value_address.shape[1], BLOCK), np.int64)
    for piece in range(position.size):
        position[piece] = rows_of(job, piece, low, high)[0]
    for start in range(low, high, window):
        if job.stop[0]:
            break
        window_rows(job, position, min(start + window, high), end)
        size = 0
        for piece in range(position.size):
            for at in range(position[piece], end[piece], BLOCK):
                n = min(BLOCK, end[piece] - at)
                m = select(job, piece, at, n, group, profile, values, kept)
                groups, rows = expand(job, piece, at, n, m, group, profile, kept)
                if size + groups.size > touched.size:
                    more = np.empty(2 * (size + groups.size), np.int64)
                    more[:size] = touched[:size]
                    touched = more
                for j in range(groups.size):
                    i = rows[j]
                    place = (profile[i] - start) * width + groups[j]
                    before = sums[place]
                    after = (before + 2 * values[0, i]) | (values[1, i] > 0)
                    sums[place] = after
                    touched[size] = place
                    size += before == 0 and after != 0
            position[piece] = end[piece]
        for k in range(size):
            place = touched[k]
            g = place % width
            y = np.float64(sums[place] >> 1)
            parts[0, g] += y
            parts[1, g] += y * y
            parts[2, g] += y * weights[start + place // width]
            parts[3, g] += sums[place] & 1
            sums[place] = 0
    return parts


@compiled
def mark_active_days(job: Any, low: Any, high: Any, marks: Any) -> None:
    """Set the bits of the days on which the job's only value is above 0, for [low, high).

    `marks` are as `Job.active_days`; threads write to the bits of different profiles.
    """
    group = np.empty(BLOCK, np.uint32)
    kept = np.empty(BLOCK, np.uint32)
    profile = np.empty(BLOCK, np.int64)
    day = np.empty(BLOCK, np.int64)
    values = np.empty((job.value_address.shape[1], BLOCK), np.int64)
    for piece in range(job.piece_run.size):
        first, last = rows_of(job, piece, low, high)
        for at in range(first, last, BLOCK):
            if job.stop[0]:
                break
            n = min(BLOCK, last - at)
            m = select(job, piece, at, n, group, profile, values, kept)
            fill_days(job, piece, at, n, m, kept, day)
            for j in range(m):
                if values[0, j] > 0:
                    bit = np.uint64(day[j] - job.active_first_day)
                    mark = np.uint64(1) << (bit & np.uint64(63))
                    marks[profile[j] - job.active_first_profile, bit >> np.uint64(6)] |= mark
