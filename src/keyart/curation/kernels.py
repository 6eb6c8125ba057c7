# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops that read what each profile watched from facts of viewing.

Sums are whole numbers, so that they do not depend on the order in which facts came.
"""

from typing import Any

import numpy as np

from keyart.core.loops import compiled, inlined

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


@compiled
def mark_days(
    profile: Any,
    slot: Any,
    active: Any,
    hidden: Any,
    low: Any,
    first_day: Any,
    slots_a_day: Any,
    days: Any,
) -> None:
    """Set the bits of days on which rows have an active start.

    days: uint64 [profiles, words], for the profiles from the ordinal `low` on; bit b of word w is
    the day first_day + 64 w + b. Rows of other profiles and earlier days are skipped.
    """
    for row in range(profile.size):
        at = np.int64(profile[row]) - low
        day = slot[row] // slots_a_day - first_day
        inside = 0 <= at < days.shape[0] and day >= 0
        if inside and active[row] > 0 and not (hidden.size and hidden[row]):
            days[at, day >> 6] |= np.uint64(1) << np.uint64(day & 63)


@compiled
def count_returns(days: Any, members: Any, after: Any, complete: Any) -> tuple[int, int]:
    """Return (active profile-days, those active again `after` days later), among members.

    days: as in `mark_days`; members: bool [profiles]. Only days from which `after` days lie before
    the day number `complete` count.
    """
    active = 0
    again = 0
    words = days.shape[1]
    skip, shift = after >> 6, np.uint64(after & 63)
    for profile in range(days.shape[0]):
        if not members[profile]:
            continue
        for word in range(words):
            count = complete - after - 64 * word
            if count <= 0:
                break
            bits = days[profile, word]
            if count < 64:
                bits &= (np.uint64(1) << np.uint64(count)) - np.uint64(1)
            if bits == 0:
                continue
            later = np.uint64(0)
            if word + skip < words:
                later = days[profile, word + skip] >> shift
            if shift > 0 and word + skip + 1 < words:
                later |= days[profile, word + skip + 1] << (np.uint64(64) - shift)
            active += _ones(bits)
            again += _ones(bits & later)
    return active, again


@inlined
def _ones(bits: Any) -> Any:
    """Return how many bits of a uint64 are set (Hacker's Delight, 5-1)."""
    bits -= (bits >> np.uint64(1)) & np.uint64(0x5555555555555555)
    two = np.uint64(0x3333333333333333)
    bits = (bits & two) + ((bits >> np.uint64(2)) & two)
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))
