# pyright: basic
# ruff: noqa: PLR0913
"""Compiled loops that find on which days profiles were active, and who comes back."""

from typing import Any

from numba import njit


@njit(nogil=True, cache=True)
def mark_days(
    profile: Any, slot: Any, active: Any, hidden: Any, first_day: Any, slots_a_day: Any, days: Any
) -> None:
    """Set days[profile, day − first_day], uint8, for rows with an active start."""
    for row in range(profile.size):
        if active[row] > 0 and not (hidden.size and hidden[row]):
            days[profile[row], slot[row] // slots_a_day - first_day] = 1


@njit(nogil=True, cache=True)
def count_returns(days: Any, members: Any, after: Any, complete: Any) -> tuple[int, int]:
    """Return (active profile-days, those active again `after` days later), among members.

    days: uint8 [profiles, d]; members: bool [profiles]. Only days from which `after` days lie
    before the day number `complete` count.
    """
    active = 0
    again = 0
    for profile in range(days.shape[0]):
        if not members[profile]:
            continue
        for day in range(complete - after):
            if days[profile, day]:
                active += 1
                again += days[profile, day + after]
    return active, again
