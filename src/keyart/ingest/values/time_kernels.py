# pyright: basic
"""Reading instants from text. See `timestamps` for what counts as one."""

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled, inlined

NOTHING, INSTANT, LOCAL, NUMBER = 0, 1, 2, 3

_DAY = 86_400_000_000
_ZERO, _NINE = 48, 57


@inlined
def _digits(data, at, end, count):
    """Return the number that `count` digits at `at` write, −1 if there are not so many."""
    if at + count > end:
        return -1
    value = 0
    for i in range(at, at + count):
        if data[i] < _ZERO or data[i] > _NINE:
            return -1
        value = value * 10 + (data[i] - _ZERO)
    return value


@inlined
def _days(year, month, day):
    """Return the days from 1970-01-01 in the proleptic Gregorian calendar, or a huge negative.

    Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    longest = 31 - (month == 4) - (month == 6) - (month == 9) - (month == 11)
    if month == 2:
        longest = 29 if leap else 28
    if not (1 <= month <= 12 and 1 <= day <= longest):
        return -(1 << 40)
    y = year - (month <= 2)
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month + (9 if month <= 2 else -3)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


@inlined
def _fraction(data, at, end):
    """Return (microseconds, where it ends) of the digits after a point; more than 6 are cut."""
    value, scale, i = 0, 100_000, at
    while i < end and _ZERO <= data[i] <= _NINE:
        value += (data[i] - _ZERO) * scale
        scale //= 10
        i += 1
    return value, i


@inlined
def _clock(data, at, end):
    """Return (microseconds of the day or −1, where it ends) of HH:MM[:SS[.f]] or HHMM[SS[.f]]."""
    hour = _digits(data, at, end, 2)
    colon = 1 if at + 2 < end and data[at + 2] == ord(":") else 0
    minute = _digits(data, at + 2 + colon, end, 2)
    at += 4 + colon
    second, micros = 0, 0
    if at < end and (data[at] == ord(":") if colon else _ZERO <= data[at] <= _NINE):
        second = _digits(data, at + colon, end, 2)
        at += 2 + colon
        if at < end and (data[at] == ord(".") or data[at] == ord(",")):
            start = at + 1
            micros, at = _fraction(data, start, end)
            if at == start:
                return -1, at
    midnight = hour == 24 and minute == 0 and second == 0 and micros == 0
    if not ((0 <= hour < 24 or midnight) and 0 <= minute < 60 and 0 <= second <= 60):
        return -1, at
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros, at


@inlined
def _offset(data, at, end):
    """Return (minutes east of UTC or −10000, where it ends) of Z, UTC, GMT, ±HH, ±HHMM, ±HH:MM."""
    if at < end and data[at] == ord(" "):
        at += 1
    if at + 1 == end and (data[at] == ord("Z") or data[at] == ord("z")):
        return 0, end
    if at + 3 == end and (
        (data[at] == ord("U") and data[at + 1] == ord("T") and data[at + 2] == ord("C"))
        or (data[at] == ord("G") and data[at + 1] == ord("M") and data[at + 2] == ord("T"))
    ):
        return 0, end
    if at >= end or (data[at] != ord("+") and data[at] != ord("-")):
        return -10_000, at
    sign = 1 if data[at] == ord("+") else -1
    hour, minute = _digits(data, at + 1, end, 2), 0
    at += 3
    if at < end:
        at += 1 if data[at] == ord(":") else 0
        minute = _digits(data, at, end, 2)
        at += 2
    if not (0 <= hour < 24 and 0 <= minute < 60):
        return -10_000, at
    return sign * (hour * 60 + minute), at


@inlined
def _date(data, at, end):
    """Return (days from 1970 or a huge negative, where it ends) of YYYY-MM-DD or YYYYMMDD."""
    year = _digits(data, at, end, 4)
    dash = 1 if at + 4 < end and (data[at + 4] == ord("-") or data[at + 4] == ord("/")) else 0
    month = _digits(data, at + 4 + dash, end, 2)
    if dash and (at + 7 >= end or data[at + 7] != data[at + 4]):
        return -(1 << 40), at
    day = _digits(data, at + 6 + 2 * dash, end, 2)
    if year < 0 or month < 0 or day < 0:
        return -(1 << 40), at
    return _days(year, month, day), at + 8 + 2 * dash


@inlined
def _instant(data, at, end):
    """Return (kind, microseconds) of an ISO 8601 date, or date and time."""
    days, i = _date(data, at, end)
    if days < -(1 << 39):
        return NOTHING, 0
    if i == end:  # eight digits alone are a number
        return (LOCAL if end - at == 10 else NOTHING), days * _DAY
    separated = data[i] == ord("T") or data[i] == ord("t") or data[i] == ord(" ")
    time, i = _clock(data, i + 1, end)
    if time < 0 or not separated:
        return NOTHING, 0
    if i == end:
        return LOCAL, days * _DAY + time
    minutes, i = _offset(data, i, end)
    known = minutes != -10_000 and i == end
    return (INSTANT if known else NOTHING), days * _DAY + time - minutes * 60_000_000


@inlined
def _number(data, at, end):
    """Return (kind, microseconds) of an epoch number in decimal digits, without an exponent.

    Below 10^11 it counts seconds, below 10^14 milliseconds, else microseconds.
    """
    i, whole = at, 0
    negative = i < end and data[i] == ord("-")
    i += negative
    first = i
    while i < end and _ZERO <= data[i] <= _NINE:
        whole = whole * 10 + (data[i] - _ZERO) if i - first < 18 else 10**18
        i += 1
    if i == first:
        return NOTHING, 0
    scale = 1_000_000 if whole < 10**11 else 1_000 if whole < 10**14 else 1
    micros = whole * scale
    if i < end and data[i] == ord("."):
        part, i = _fraction(data, i + 1, end)
        micros += part * scale // 1_000_000
    return (NUMBER if i == end else NOTHING), -micros if negative else micros


@compiled
def read_instants(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int32],
    kinds: npt.NDArray[np.uint8],
    micros: npt.NDArray[np.int64],
) -> None:
    """Write what each text is to `kinds`, and its microseconds since 1970 to `micros`.

    INSTANT: a time with an offset, as UTC. LOCAL: a time without one, as if UTC. NUMBER: an epoch
    number. NOTHING: none of these.
    """
    for k in range(len(kinds)):
        at, end = offsets[k], offsets[k + 1]
        while at < end and data[at] == ord(" "):
            at += 1
        while end > at and data[end - 1] == ord(" "):
            end -= 1
        kinds[k], micros[k] = _instant(data, at, end)
        if kinds[k] == NOTHING:
            kinds[k], micros[k] = _number(data, at, end)
