"""When each arm of a comparison could be met: what is a pause, and what is chance.

While an arm can be met, its share of new people says how many of the others' pass between two of
its own: more than g with probability (1 - share)^g ≤ exp(-share · g). A gap in which many of its
own would have been expected is one in which nobody could meet it. No outcome enters.
"""

import numpy as np
import numpy.typing as npt

from keyart.query.engine import Ints

LEAST_MISSED = 25.0
"""People that must be missing from an arm for a gap to be no chance: e^-25 of each gap."""

NEAR = 50
"""An arm's share is that among its next (or last) so many people beside the gap."""

LEAST_MET = 10
LEAST_SHARE_MET = 0.01
"""An arm that fewer met between two gaps, or a smaller share of all that it had, was not begun
yet: impressions that leak before a launch are no launch."""

Flags = npt.NDArray[np.bool_]


def could_be_met(own: Ints, others: Ints, share: float | None = None) -> Flags:
    """Return in which bins an arm could be met: [bins].

    `own` are the people who first met it, and `others` those who first met another arm, by bin of
    time. `share` is the least that it would have; None: as among its people beside each gap.
    Nowhere where nobody met it, unless that is chance by `share`.
    """
    came = np.flatnonzero(own)
    starts = np.concatenate([[0], came + 1])
    ends = np.concatenate([came, [own.size]])
    passed = np.concatenate([[0], np.cumsum(others)])
    gone = (passed[ends] - passed[starts]).astype(np.float64)
    near = np.maximum(_share_beside(own, others, starts, ends), share or 0.0)
    off = gone * near >= LEAST_MISSED if came.size or share else np.ones(1, np.bool_)
    open_ = np.ones(own.size, np.bool_)
    for at in np.flatnonzero(off):
        open_[starts[at] : ends[at]] = False
    return _begun(open_, own) if off.any() and share is None else open_


def _share_beside(own: Ints, others: Ints, starts: Ints, ends: Ints) -> npt.NDArray[np.float64]:
    """Return the arm's share beside each gap, the greater one of both sides: [gaps]."""
    mine = np.concatenate([[0], np.cumsum(own)])
    total = np.concatenate([[0], np.cumsum(own + others)])
    # Up to the bin in which its next NEAR people have come, and from where its last ones came.
    last = np.minimum(np.searchsorted(mine, mine[ends] + NEAR), own.size)
    first = np.maximum(np.searchsorted(mine, mine[starts] - NEAR, side="right") - 1, 0)
    after = _share(mine[last] - mine[ends], total[last] - total[ends])
    before = _share(mine[starts] - mine[first], total[starts] - total[first])
    return np.maximum(after, before)


def _share(part: Ints, whole: Ints) -> npt.NDArray[np.float64]:
    return part / np.maximum(whole, 1)


def _begun(open_: Flags, own: Ints) -> Flags:
    """Return the flags without stretches in which next to nobody met the arm."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], open_, [False]]).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    mine = np.concatenate([[0], np.cumsum(own)])
    met = mine[ends] - mine[starts]
    real = met >= max(LEAST_MET, LEAST_SHARE_MET * float(mine[-1]))
    found = open_.copy()
    for at in np.flatnonzero(~real if real.any() else np.zeros(0, np.bool_)):
        found[starts[at] : ends[at]] = False
    return found
