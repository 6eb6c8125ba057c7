# pyright: basic
"""The loops that add up one stored sum by profile: one thread's work on a range of profiles."""

from typing import Any

import numpy as np

from keyart.core.loops import compiled
from keyart.query.native.block import BLOCK, expand, select
from keyart.query.native.scan import rows_of


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
def add_crossed(job: Any, low: Any, high: Any, weights: Any) -> Any:
    """Return Σ value × weight by group, float64 [groups], for the profiles [low, high).

    `weights` has one entry for each profile; the value is the job's first.
    """
    sums = np.zeros(max(job.groups, 1), np.float64)
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
            groups, rows = expand(job, piece, at, n, m, group, profile, kept)
            for j in range(groups.size):
                i = rows[j]
                sums[groups[j]] += values[0, i] * weights[profile[i]]
    return sums
