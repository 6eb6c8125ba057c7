"""Sorted arrays that grow by runs: merging runs piece by piece, and compiled joins of them.

A join gallops: a search that starts at the last match costs the logarithm of the distance, so a
few keys in a long run cost little, and many cost one pass.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled
from keyart.store.files.arrow import Integers

Columns = Mapping[str, Integers]

Words = npt.NDArray[np.uint64]
Ordinals = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]

PIECE_ROWS = 1 << 21
"""Rows of a merged piece, about."""

MAX_RUNS = 8
"""Runs above which some are merged."""

NO_ORDINAL = np.uint32(0xFFFFFFFF)
"""An ordinal that is never given."""


def runs_to_merge(sizes: Sequence[int], most: int) -> list[int]:
    """Return which of the runs, by their sizes, to merge into one so that at most `most` remain.

    The smallest ones, enough to make some room, and after them each one that is at most twice as
    large as the merge so far. So a row is rewritten about 8 times in 16,000 equal additions:
    logarithmically often.
    """
    if len(sizes) <= most:
        return []
    order = sorted(range(len(sizes)), key=lambda i: sizes[i])
    count = len(sizes) - max(1, most * 3 // 4) + 1
    merged = sum(sizes[i] for i in order[:count])
    while count < len(order) and sizes[order[count]] <= 2 * merged:
        merged += sizes[order[count]]
        count += 1
    return sorted(order[:count])


def merge_runs(runs: Sequence[Columns], key: str) -> Iterator[Columns]:
    """Yield the rows of `runs`, each sorted by the uint64 column `key`, merged, in pieces.

    Rows of one key stay together in a piece, in the order of the runs.
    """
    runs = [run for run in runs if len(run[key])]
    starts = [0] * len(runs)
    for cut in [*_cuts(runs, key), None]:
        ends = [
            len(run[key]) if cut is None else int(np.searchsorted(run[key], np.uint64(cut)))
            for run in runs
        ]
        parts = [
            {name: values[start:end] for name, values in run.items()}
            for run, start, end in zip(runs, starts, ends, strict=True)
            if end > start
        ]
        starts = ends
        if parts:
            yield _merge_parts(parts, key)


def _cuts(runs: Sequence[Columns], key: str) -> list[int]:
    """Return keys at which to cut, so that about `PIECE_ROWS` rows lie between two of them."""
    step = PIECE_ROWS // 16
    samples = [run[key][::step].astype(np.uint64) for run in runs]
    ordered = np.sort(np.concatenate([np.empty(0, np.uint64), *samples]))
    return np.unique(ordered[16::16]).tolist()


def _merge_parts(parts: Sequence[Columns], key: str) -> Columns:
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    if (joined[key][1:] >= joined[key][:-1]).all():  # one run, or runs of ranges in order
        return joined
    if len(joined) == 1:
        return {key: np.sort(joined[key], kind="stable")}
    order = np.argsort(joined[key], kind="stable")
    return {name: values[order] for name, values in joined.items()}


@compiled
def find_keys(
    high: Words,
    low: Words,
    run_high: Words,
    run_low: Words,
    run_ordinals: Ordinals,
    ordinals: Ordinals,
) -> None:
    """Set `ordinals[i]` to the ordinal of key i where the run has it; both are sorted.

    high, low, ordinals: [n]; run_high, run_low, run_ordinals: [m].
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
            ordinals[i] = run_ordinals[at]


@compiled
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


@compiled
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
