"""Loops that find each play's impression by time."""

# pyright: basic
# ruff: noqa: PLR0913

import numpy as np
import numpy.typing as npt

from keyart.core.facts import MISSING
from keyart.core.loops import compiled, inlined

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]


@compiled
def last_allowed(title: I32, profile: U32, placement: I32, excluded: Flags) -> I32:
    """Return, for each position, the last one up to it whose placement is not excluded.

    Only positions of the same title and profile count; −1 if there is none. A placement code of
    `MISSING` is the last entry of `excluded`.
    """
    last = np.empty(len(title), np.int32)
    for i in range(len(title)):
        if not excluded[placement[i]]:
            last[i] = i
        elif i > 0 and title[i - 1] == title[i] and profile[i - 1] == profile[i]:
            last[i] = last[i - 1]
        else:
            last[i] = -1
    return last


@inlined
def _latest(profile, ts, lo, hi, who, when):
    """Return the last position in [lo, hi) of `who` at or before `when`, −1 if there is none.

    Positions are sorted by (profile, ts).
    """
    start = lo
    while lo < hi:
        mid = (lo + hi) >> 1
        if profile[mid] < who or (profile[mid] == who and ts[mid] <= when):
            lo = mid + 1
        else:
            hi = mid
    if lo > start and profile[lo - 1] == who:
        return lo - 1
    return -1


@compiled
def match_plays(
    play_title: I32,
    play_profile: U32,
    play_ts: I64,
    chosen: I64,
    window: I64,
    recent_window: int,
    parent: I32,
    starts: I64,
    profile: U32,
    ts: I64,
    allowed: I32,
    candidate: I32,
    recent: Flags,
    tied: Flags,
) -> None:
    """Find the candidate of each play whose index is in `chosen`.

    Fills candidate[p] with the position of the latest allowed impression of the play's title or an
    ancestor, −1 if none is within the window; tied[p] with whether two titles' candidates have the
    same time; recent[p] with whether any impression (allowed or not) is within `recent_window`.
    `starts`[t] to `starts`[t + 1] are the positions of title t, sorted by (profile, ts); `allowed`
    is from `last_allowed`; `window` is by title.
    """
    for p in chosen:
        who, when = play_profile[p], play_ts[p]
        best, best_ts, any_ts = -1, np.int64(0), np.int64(-(1 << 62))
        title = play_title[p]
        while title != MISSING:
            at = _latest(profile, ts, starts[title], starts[title + 1], who, when)
            if at >= 0:
                any_ts = max(any_ts, ts[at])
                at = allowed[at]
            if at >= 0:
                if best < 0 or ts[at] > best_ts:
                    best, best_ts = at, ts[at]
                    tied[p] = False
                elif ts[at] == best_ts:
                    tied[p] = True
            title = parent[title]
        recent[p] = any_ts >= when - recent_window
        if best < 0 or best_ts < when - window[play_title[p]]:
            tied[p] = False
            best = -1
        candidate[p] = best


@compiled
def tied_candidates(
    play_title: I32,
    play_profile: U32,
    play_ts: I64,
    chosen: I64,
    parent: I32,
    starts: I64,
    profile: U32,
    ts: I64,
    allowed: I32,
    candidate: I32,
) -> tuple[I64, I32]:
    """Return the pairs (play, position) of all titles' candidates at the same time as the best."""
    plays, positions = [np.int64(0) for _ in range(0)], [np.int32(0) for _ in range(0)]
    for p in chosen:
        title = play_title[p]
        while title != MISSING:
            at = _latest(profile, ts, starts[title], starts[title + 1], play_profile[p], play_ts[p])
            at = allowed[at] if at >= 0 else -1
            if at >= 0 and ts[at] == ts[candidate[p]]:
                plays.append(p)
                positions.append(np.int32(at))
            title = parent[title]
    return np.array(plays, np.int64), np.array(positions, np.int32)
