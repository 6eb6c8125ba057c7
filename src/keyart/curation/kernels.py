# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops that read what each profile watched from facts of viewing.

Sums are whole numbers, so that they do not depend on the order in which facts came.
"""

from typing import Any

import numpy as np

from keyart.core.loops import compiled

UNIT = 1_000_000
"""What one play watched to its end, just now, adds to a sum."""


@compiled
def add_latest(
    profile: Any,
    slot: Any,
    country: Any,
    hidden: Any,
    first_profile: Any,
    last_slot: Any,
    market: Any,
) -> None:
    """Note for each profile its latest slot and the country it was in then.

    Of several countries the one with the smallest code. last_slot, market: int32 [profiles of
    the range], begin as −1.
    """
    for row in range(profile.size):
        if hidden.size and hidden[row]:
            continue
        p = np.int64(profile[row]) - first_profile
        if p < 0 or p >= last_slot.size:
            continue
        if slot[row] > last_slot[p]:
            last_slot[p] = slot[row]
            market[p] = country[row]
        elif slot[row] == last_slot[p] and country[row] < market[p]:
            market[p] = country[row]


@compiled
def add_plays(
    profile: Any,
    slot: Any,
    starts: Any,
    active: Any,
    watch_ms: Any,
    hidden: Any,
    first_profile: Any,
    runtime_ms: Any,
    hour_ms: Any,
    half_life: Any,
    short: Any,
    last_slot: Any,
    work: Any,
    seen: Any,
    sums: Any,
    found: Any,
    count: Any,
) -> int:
    """Add the plays of one title to the sums of its work; return how many profiles are found.

    profile, slot, starts, active, watch_ms: [rows], of one title. seen: int32 and sums: int64
    [profiles of the range]; `seen` has the work for which the sum stands. found: uint32, gets the
    profiles of the range that have watched the work, of which `count` are there already.
    """
    for row in range(profile.size):
        if hidden.size and hidden[row]:
            continue
        p = np.int64(profile[row]) - first_profile
        if p < 0 or p >= sums.size or last_slot[p] < 0 or starts[row] == 0:
            continue
        each = watch_ms[row] / starts[row]
        watched = min(1.0, each / hour_ms)
        if runtime_ms > 0:
            watched = max(watched, min(1.0, each / runtime_ms))
        value = active[row] * watched - (starts[row] - active[row]) * short
        value *= 2.0 ** ((slot[row] - last_slot[p]) / half_life)
        if seen[p] != work:
            seen[p] = work
            sums[p] = 0
            found[count] = p
            count += 1
        sums[p] += np.int64(np.rint(value * UNIT))
    return count


@compiled
def by_profile(
    profile: Any, strength: Any, work_starts: Any, sizes: Any, starts: Any, title: Any, out: Any
) -> None:
    """Put pairs that stand work by work in order of profiles, and of works within a profile.

    sizes: int64 [profiles of the range], zeros; starts: int64 [profiles + 1]; title, out: [pairs].
    """
    for row in range(profile.size):
        sizes[profile[row]] += 1
    starts[0] = 0
    for p in range(sizes.size):
        starts[p + 1] = starts[p] + sizes[p]
        sizes[p] = starts[p]
    for work in range(work_starts.size - 1):
        for row in range(work_starts[work], work_starts[work + 1]):
            p = profile[row]
            title[sizes[p]] = work
            out[sizes[p]] = strength[row]
            sizes[p] += 1
