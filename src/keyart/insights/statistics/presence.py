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


def could_be_met(people: Ints, others: Ints, share: float | None = None) -> Flags:
    """Return the bins in which an arm was available: [bins].

    `people` are those who first saw it, and `others` those who first saw another arm, by bin of
    time. `share` is its smallest possible share; None: its share among people beside each gap. An
    arm that nobody saw was never available, unless `share` makes that plausible by chance.
    """
    came = np.flatnonzero(people)
    starts = np.concatenate([[0], came + 1])
    ends = np.concatenate([came, [people.size]])
    passed = np.concatenate([[0], np.cumsum(others)])
    passed_by = (passed[ends] - passed[starts]).astype(np.float64)
    near = np.maximum(_share_beside(people, others, starts, ends), share or 0.0)
    off = passed_by * near >= LEAST_MISSED if came.size or share else np.ones(1, np.bool_)
    open_ = np.ones(people.size, np.bool_)
    for at in np.flatnonzero(off):
        open_[starts[at] : ends[at]] = False
    return _drop_rare_stretches(open_, people) if off.any() and share is None else open_


def _share_beside(people: Ints, others: Ints, starts: Ints, ends: Ints) -> npt.NDArray[np.float64]:
    """Return the arm's share beside each gap, the larger one of both sides: [gaps]."""
    mine = np.concatenate([[0], np.cumsum(people)])
    total = np.concatenate([[0], np.cumsum(people + others)])
    # Up to the bin with its next NEAR people, and from the bin with its last ones.
    last = np.minimum(np.searchsorted(mine, mine[ends] + NEAR), people.size)
    first = np.maximum(np.searchsorted(mine, mine[starts] - NEAR, side="right") - 1, 0)
    after = _share(mine[last] - mine[ends], total[last] - total[ends])
    before = _share(mine[starts] - mine[first], total[starts] - total[first])
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
