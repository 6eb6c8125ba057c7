"""Sorted arrays that grow by runs: merging runs, in memory that does not grow with them."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from keyart.store.arrow_files import Integers

Columns = Mapping[str, Integers]

PIECE_ROWS = 1 << 21
"""Rows of a merged piece, about."""

MAX_RUNS = 8
"""Runs above which some are merged."""


def runs_to_merge(sizes: Sequence[int], most: int) -> list[int]:
    """Return which of the runs, by their sizes, to merge into one so that at most `most` remain.

    The smallest ones, so many that some room is left until the next time, and beyond them
    whichever is not larger than twice what is merged already: so that a row is rewritten about 8
    times in 16,000 equal additions, and not more often than the logarithm of their number.
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
            yield _merged(parts, key)


def _cuts(runs: Sequence[Columns], key: str) -> list[int]:
    """Return keys at which to cut, so that about `PIECE_ROWS` rows lie between two of them."""
    step = PIECE_ROWS // 16
    samples = [run[key][::step].astype(np.uint64) for run in runs]
    ordered = np.sort(np.concatenate([np.empty(0, np.uint64), *samples]))
    return np.unique(ordered[16::16]).tolist()


def _merged(parts: Sequence[Columns], key: str) -> Columns:
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    if (joined[key][1:] >= joined[key][:-1]).all():  # one run, or runs of ranges in order
        return joined
    if len(joined) == 1:
        return {key: np.sort(joined[key], kind="stable")}
    order = np.argsort(joined[key], kind="stable")
    return {name: values[order] for name, values in joined.items()}
