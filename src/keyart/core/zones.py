"""Time: slots, the buckets of a grain in a zone, and the bounds of a range.

A *slot* is a quarter of an hour UTC, the finest time that facts keep:
``slot = floor(epoch_seconds / 900)``. A grain in a zone is a table from slots to buckets.
It is made from the zone's UTC offset at the start of each slot, so it is exact wherever offsets
change on a quarter of an hour; since 2012 they do everywhere except at Antarctica/Casey, where
three changes (2020 to 2022) came one minute late. From 1990 on every offset has been a multiple of
a quarter of an hour; until 2011 clocks changed one minute late in Newfoundland, Labrador, Moncton,
Gaza and Hebron. In such a quarter of an hour, the offset before the change counts.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import BadQuestion, UnalignedRange, UnknownName
from keyart.core.zone_data import load_zone, zone_data

SLOT_SECONDS = 900

_DAY_SLOTS = 86_400 // SLOT_SECONDS
_SLOT_MICROS = SLOT_SECONDS * 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LAST_MICROS = 253_402_300_800_000_000  # the year 10000
_BOUND_HINT = "Write for example 2026-03-01, 2026-03-01T18:30 or 2026-03-01T18:30+01:00."

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Buckets:
    """The buckets that a range of slots touches, in order of time.

    Attributes:
        index: int32, one per slot of the range: the number of the slot's bucket, dense from 0.
        starts: int64, one per bucket: its first instant in epoch seconds, even where that lies
            before the range.
        ends: int64, one per bucket: the first instant after it, in epoch seconds.
    """

    index: npt.NDArray[np.int32]
    starts: _Ints
    ends: _Ints


@dataclass(frozen=True, slots=True)
class _Grain:
    """How a grain divides local time, and how many slots one bucket can have."""

    key: Callable[[_Ints, _Ints], _Ints]
    most_slots: int


def _hours(local: _Ints, offset: _Ints) -> _Ints:
    """Number the runs of equal local hour and UTC offset, so that no hour is repeated."""
    hour = local // 3600
    starts = (np.diff(hour) != 0) | (np.diff(offset) != 0)
    return np.concatenate([[0], np.cumsum(starts)])


def _days(local: _Ints, _offset: _Ints) -> _Ints:
    return local // 86_400


def _weeks(local: _Ints, offset: _Ints) -> _Ints:
    return (_days(local, offset) + 3) // 7  # 1970-01-01 was a Thursday, ISO weeks start on Monday


def _months(local: _Ints, offset: _Ints) -> _Ints:
    days = _days(local, offset).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64)


def _quarters(local: _Ints, offset: _Ints) -> _Ints:
    return _months(local, offset) // 3


def _years(local: _Ints, offset: _Ints) -> _Ints:
    return _months(local, offset) // 12


# For days and longer, a day more than usual, because clocks are set back.
_GRAINS = {
    "hour": _Grain(_hours, 4),
    "day": _Grain(_days, 2 * _DAY_SLOTS),
    "week": _Grain(_weeks, 8 * _DAY_SLOTS),
    "month": _Grain(_months, 32 * _DAY_SLOTS),
    "quarter": _Grain(_quarters, 93 * _DAY_SLOTS),
    "year": _Grain(_years, 367 * _DAY_SLOTS),
}

GRAINS = tuple(_GRAINS)


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Return the IANA time zone `name` from the newest data (`zone_data`).

    Raises:
        UnknownName: no such time zone.
    """
    if not name.startswith("right/"):  # in some system files: these count leap seconds
        with suppress(ZoneInfoNotFoundError, ValueError, OSError):
            return load_zone(name, zone_data())
    raise UnknownName("time zone", name, available_timezones())


@lru_cache(maxsize=64)
def buckets(grain: str, tz: str, first_slot: int, last_slot: int) -> Buckets:
    """Return the buckets of `grain` in `tz` that the slots `first_slot` … `last_slot` touch.

    ``hour`` is a run of instants with the same local date, hour and UTC offset; ``day``,
    ``week`` (ISO, from Monday), ``month``, ``quarter`` and ``year`` have the instants of the
    same local date, week, …. The arrays are shared between callers and read-only.

    Raises:
        UnknownName: no such grain or time zone.
    """
    if grain not in _GRAINS:
        raise UnknownName("grain", grain, GRAINS)
    if last_slot < first_slot:
        return _frozen(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64))
    # 1. Add slots on both sides, so that the first and the last bucket are complete.
    margin = _GRAINS[grain].most_slots
    slots = np.arange(first_slot - margin, last_slot + margin + 1, dtype=np.int64)
    # 2. Compute the key of each slot's bucket.
    offset = _offsets(tz, int(slots[0]), int(slots[-1]))
    keys = _GRAINS[grain].key(slots * SLOT_SECONDS + offset, offset)
    # 3. Number the runs of equal keys, and keep those that the range touches.
    heads = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    index = np.repeat(np.arange(heads.size), np.diff(heads, append=keys.size))[margin:-margin]
    starts = slots[heads] * SLOT_SECONDS
    low, high = int(index[0]), int(index[-1])
    return _frozen(index - low, starts[low : high + 1], starts[low + 1 : high + 2])


def bucket_range(grain: str, tz: str, since_slot: int, until_slot: int) -> Buckets:
    """Return every bucket between two bounds, `until_slot` excluded, whether it has data or not.

    Raises:
        UnknownName: no such grain or time zone.
    """
    return buckets(grain, tz, since_slot, until_slot - 1)


def bucket_times(bucketing: Buckets, tz: str) -> pa.TimestampArray:
    """Return the starts of the buckets as Arrow timestamps in microseconds, shown in `tz`."""
    return pa.array(bucketing.starts * 1_000_000, pa.int64()).cast(pa.timestamp("us", tz))


def _frozen(index: npt.NDArray[np.integer], starts: _Ints, ends: _Ints) -> Buckets:
    bucketing = Buckets(index.astype(np.int32), starts.copy(), ends.copy())
    for array in (bucketing.index, bucketing.starts, bucketing.ends):
        array.flags.writeable = False
    return bucketing


def offset_runs(tz: str, first_slot: int, last_slot: int) -> tuple[tuple[int, int], ...]:
    """Return (slot, UTC offset in seconds from its start on) for each run of equal offsets.

    The offset is computed once a day, and a change is found by bisection: no zone has changed its
    offset and changed it back within a day.

    Raises:
        UnknownName: no such time zone.
    """
    info = zone(tz)
    runs = [(first_slot, _offset(info, first_slot))]
    days = [*range(first_slot, last_slot, _DAY_SLOTS), last_slot]
    for before, after in pairwise(days):
        last = _offset(info, after)
        while runs[-1][1] != last:
            change = _change(info, max(before, runs[-1][0]), after)
            runs.append((change, _offset(info, change)))
    return tuple(runs)


def _offsets(tz: str, first_slot: int, last_slot: int) -> _Ints:
    """Return the UTC offset in seconds at the start of each slot."""
    changes, values = zip(*offset_runs(tz, first_slot, last_slot), strict=True)
    return np.repeat(np.array(values, np.int64), np.diff(changes, append=last_slot + 1))


def _change(info: ZoneInfo, low: int, high: int) -> int:
    """Return a slot in (low, high] with another offset than the slot before; `low` is not one."""
    before = _offset(info, low)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(info, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(info: ZoneInfo, slot: int) -> int:
    return round((_moment(slot).astimezone(info).utcoffset() or timedelta()).total_seconds())


def _moment(slot: int) -> datetime:
    return _EPOCH + timedelta(seconds=slot * SLOT_SECONDS)


def parse_bound(value: str | datetime | date | float, tz: str) -> int:
    """Return the instant of a bound of a range, in epoch microseconds.

    Text is ISO 8601; a date alone means its midnight. Text, dates and datetimes without an
    offset are in `tz`: in a gap they move forward by the gap, in an overlap they mean the first
    of the two instants. Numbers below 10^11 are epoch seconds, below 10^14 milliseconds, else
    microseconds.

    Raises:
        BadQuestion: not an instant.
        UnknownName: no such time zone.
    """
    match value:
        case str():
            return _micros(_parse_time(value), tz)
        case datetime():
            return _micros(value, tz)
        case date():
            return _micros(datetime.combine(value, time.min), tz)
        case int() | float() if not isinstance(value, bool) and abs(value) < _LAST_MICROS:
            return _epoch_micros(value)
        case _:
            raise BadQuestion(f"{value!r} is not a time.", hint=_BOUND_HINT)


def slot_bound(value: str | datetime | date | float, tz: str) -> int:
    """Return the slot that starts at a bound of a range; see `parse_bound`.

    Raises:
        UnalignedRange: the bound does not fall on a quarter of an hour UTC.
        BadQuestion: not an instant.
        UnknownName: no such time zone.
    """
    slot, rest = divmod(parse_bound(value, tz), _SLOT_MICROS)
    if rest:
        below, above = _format_slot(slot, tz), _format_slot(slot + 1, tz)
        raise UnalignedRange(
            f"{value} ({tz}) does not fall on a quarter of an hour UTC.",
            hint=f"The nearest bounds are {below} and {above}.",
        )
    return slot


def _parse_time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadQuestion(f"{text!r} is not a time.", hint=_BOUND_HINT) from error


def instant(micros: int) -> datetime:
    """Return the instant at `micros` epoch microseconds, in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def _micros(moment: datetime, tz: str) -> int:
    if moment.tzinfo is None:
        # fold=0 reads a gap with the offset before it and an overlap with the first offset.
        # Combined again, because subclasses such as pandas' treat gaps differently.
        moment = datetime.combine(moment.date(), moment.time(), zone(tz)).replace(fold=0)
    offset = moment.utcoffset() or timedelta()
    return (moment.replace(tzinfo=UTC) - _EPOCH - offset) // _MICROSECOND


def _epoch_micros(number: float) -> int:
    if abs(number) < 1e11:
        return round(number * 1_000_000)
    if abs(number) < 1e14:
        return round(number * 1_000)
    return round(number)


def _format_slot(slot: int, tz: str) -> str:
    try:
        return _moment(slot).astimezone(zone(tz)).isoformat()
    except OverflowError:
        return "past the calendar's last day"
