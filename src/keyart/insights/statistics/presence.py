"""When each arm of a comparison was available: telling pauses from chance.

While an arm is available, its share of new people determines how many of the others' pass between
two of its own: more than g with probability (1 - share)^g ≤ exp(-share · g). If many of its own
would have been expected in a gap, the arm was not available. No outcome is used.
"""

import numpy as np
import numpy.typing as npt

from keyart.query.engine import Ints

LEAST_MISSED = 25.0
"""The people that must be missing from an arm before a gap is not chance: e^-25 for each gap."""

NEAR = 50
"""An arm's share is measured among its next (or last) people beside the gap, this many."""

LEAST_MET = 10
LEAST_SHARE_MET = 0.01
"""An arm had not started yet if fewer people, or a smaller share of all its people, saw it between
two gaps: impressions leaked before a launch are no launch."""

Flags = npt.NDArray[np.bool_]


def could_be_met(people: Ints, others: Ints, share: npt.ArrayLike = 0.0) -> Flags:
    """Return the bins in which each arm was available: [..., bins].

    `people` are those who first saw it, and `others` those who first saw another arm, by bin of
    time: [..., bins]. `share` is its smallest possible share: [...]; 0: its share among people
    beside each gap. An arm that nobody saw was never available, unless `share` makes that plausible
    by chance.
    """
    shape: tuple[int, ...] = people.shape
    bins = shape[-1]
    people, others = people.reshape(-1, bins), others.reshape(-1, bins)
    shares = np.broadcast_to(np.asarray(share, np.float64), shape[:-1]).reshape(-1)
    came: Flags = people > 0
    place = np.arange(bins)
    starts = np.maximum.accumulate(np.where(came, place + 1, 0), axis=1)
    ends = np.minimum.accumulate(np.where(came, place, bins)[:, ::-1], axis=1)[:, ::-1]
    passed = _cumulated(others)
    # Bins without the arm, where enough people passed by from its last person to its next one.
    row, at = np.nonzero(~came)
    start, end = starts[row, at], ends[row, at]
    passed_by = passed[row, end] - passed[row, start]
    some = np.flatnonzero(passed_by >= LEAST_MISSED)
    near = np.maximum(
        _share_beside(people, others, (row[some], start[some], end[some])), shares[row[some]]
    )
    off = some[passed_by[some] * near >= LEAST_MISSED]
    open_ = np.ones(people.shape, np.bool_)
    open_[row[off], at[off]] = False
    open_[~came.any(axis=1) & (shares == 0)] = False
    for at_row in np.unique(row[off]):
        if shares[at_row] == 0:
            open_[at_row] = _drop_rare_stretches(open_[at_row], people[at_row])
    return open_.reshape(shape)


def _cumulated(counts: Ints) -> Ints:
    """Return the counts before each bin, and all of them: [rows, bins + 1]."""
    return np.pad(np.cumsum(counts, axis=1), ((0, 0), (1, 0)))


def _share_beside(
    people: Ints, others: Ints, gaps: tuple[Ints, Ints, Ints]
) -> npt.NDArray[np.float64]:
    """Return an arm's share beside each gap, the larger one of both sides: [gaps].

    gaps: the row of each, its first bin, and the first one after it.
    """
    row, starts, ends = gaps
    bins = int(people.shape[1])
    mine, total = _cumulated(people), _cumulated(people + others)
    # All rows in one sorted line: no search leaves its own row by more than one place.
    step = int(mine[:, -1].max(initial=0)) + NEAR + 1
    line = (mine + step * np.arange(len(mine))[:, None]).reshape(-1)
    begin = row * (bins + 1)
    # Up to the bin with its next NEAR people, and from the bin with its last ones.
    last = np.searchsorted(line, line[begin + ends] + NEAR) - begin
    first = np.searchsorted(line, line[begin + starts] - NEAR, side="right") - 1 - begin
    last, first = np.minimum(last, bins), np.maximum(first, 0)
    after = _share(mine[row, last] - mine[row, ends], total[row, last] - total[row, ends])
    before = _share(mine[row, starts] - mine[row, first], total[row, starts] - total[row, first])
    return np.maximum(after, before)


def _share(part: Ints, whole: Ints) -> npt.NDArray[np.float64]:
    return part / np.maximum(whole, 1)


def _drop_rare_stretches(open_: Flags, people: Ints) -> Flags:
    """Return the flags without stretches in which almost nobody saw the arm."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], open_, [False]]).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    mine = np.concatenate([[0], np.cumsum(people)])
    met = mine[ends] - mine[starts]
    real = met >= max(LEAST_MET, LEAST_SHARE_MET * float(mine[-1]))
    flags = open_.copy()
    for at in np.flatnonzero(~real if real.any() else np.zeros(0, np.bool_)):
        flags[starts[at] : ends[at]] = False
    return flags
