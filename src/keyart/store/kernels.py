"""Compiled loops of the store: joining sorted arrays by galloping.

A gallop from the last position found costs the logarithm of the distance, so a few keys in a long
run cost little and many cost one pass.
"""

import numba as nb
import numpy as np
import numpy.typing as npt

NONE = np.uint32(0xFFFFFFFF)
"""An ordinal that is never given."""

Words = npt.NDArray[np.uint64]
Ordinals = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]


@nb.njit(cache=True, nogil=True)
def find_keys(
    high: Words,
    low: Words,
    run_high: Words,
    run_low: Words,
    run_ordinals: Ordinals,
    found: Ordinals,
) -> None:
    """Set `found[i]` to the ordinal of key i where the run has it; both are sorted.

    high, low, found: [n]; run_high, run_low, run_ordinals: [m].
    """
    m = len(run_high)
    at = 0
    for i in range(len(high)):
        h, w = high[i], low[i]
        step = 1
        below = at
        while at + step < m and (
            run_high[at + step] < h or (run_high[at + step] == h and run_low[at + step] < w)
        ):
            below = at + step
            step *= 2
        above = min(at + step, m)
        while below < above:
            middle = (below + above) // 2
            if run_high[middle] < h or (run_high[middle] == h and run_low[middle] < w):
                below = middle + 1
            else:
                above = middle
        at = below
        if at == m:
            return
        if run_high[at] == h and run_low[at] == w:
            found[i] = run_ordinals[at]


@nb.njit(cache=True, nogil=True)
def find_prefixes(wanted: Words, entries: Words, shift: int, first: Rows, count: Rows) -> None:
    """Find the entries whose bits above `shift` equal those of each wanted word.

    wanted: [n], sorted; entries: [m], sorted; first, count: [n], where they are and how many.
    """
    m = len(entries)
    bits = np.uint64(shift)
    at = 0
    for i in range(len(wanted)):
        prefix = wanted[i] >> bits
        step = 1
        below = at
        while at + step < m and (entries[at + step] >> bits) < prefix:
            below = at + step
            step *= 2
        above = min(at + step, m)
        while below < above:
            middle = (below + above) // 2
            if (entries[middle] >> bits) < prefix:
                below = middle + 1
            else:
                above = middle
        at = below
        if at == m:
            return
        first[i] = at
        end = at
        while end < m and (entries[end] >> bits) == prefix:
            end += 1
        count[i] = end - at


@nb.njit(cache=True, nogil=True)
def mark_members(
    profiles: Ordinals, runs: Rows, members: Ordinals, marks: npt.NDArray[np.uint8]
) -> None:
    """Set `marks` to 1 for the rows of each title run whose profile is a member of its family.

    profiles, marks: [rows]; runs: [t, 4], the first and last row (exclusive) of each, in which
    the profiles are sorted, and the first and last of its members, which are sorted too.
    """
    for run in range(len(runs)):
        at, end = runs[run, 0], runs[run, 1]
        for m in range(runs[run, 2], runs[run, 3]):
            member = members[m]
            step = 1
            below = at
            while at + step < end and profiles[at + step] < member:
                below = at + step
                step *= 2
            above = min(at + step, end)
            while below < above:
                middle = (below + above) // 2
                if profiles[middle] < member:
                    below = middle + 1
                else:
                    above = middle
            at = below
            while at < end and profiles[at] == member:
                marks[at] = 1
                at += 1
            if at >= end:
                break
