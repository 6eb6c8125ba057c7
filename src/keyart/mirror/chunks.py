"""Chunks: the stretches of time that Druid replaces as a whole, a day or a month (UTC) each."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

Interval = tuple[datetime, datetime]

DAY, MONTH = "DAY", "MONTH"

DAILY_SHARE = 0.2
"""Of a segment's rows, how many a day must have on average to have segments of its own."""


def unit_for(rows_by_day: Mapping[date, int], rows_per_segment: int) -> str:
    """Return what a chunk is to be, `DAY` or `MONTH`.

    Days of few rows make for many small segments; months of many rows for a few that must be made
    anew when one of their days changes.
    """
    average = sum(rows_by_day.values()) / max(1, len(rows_by_day))
    return DAY if average >= DAILY_SHARE * rows_per_segment else MONTH


def chunk_name(day: date, unit: str) -> str:
    """Return the name of the chunk that a day is in: `2026-03-01` or `2026-03`."""
    return day.isoformat() if unit == DAY else f"{day:%Y-%m}"


def interval(name: str) -> Interval:
    """Return the first instant of a chunk, and that after its last one."""
    if len(name) == len("2026-03-01"):
        start = datetime.fromisoformat(name).replace(tzinfo=UTC)
        return start, start + timedelta(days=1)
    start = datetime.fromisoformat(f"{name}-01").replace(tzinfo=UTC)
    return start, (start + timedelta(days=31)).replace(day=1)


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same time as intervals that neither overlap nor touch, ascending."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def overlap(one: Interval, other: Interval) -> bool:
    """Return whether two intervals have an instant in common."""
    return one[0] < other[1] and other[0] < one[1]


def spoken(time: Interval) -> str:
    """Return an interval as people write it."""
    return f"{time[0]:%Y-%m-%d} to {time[1]:%Y-%m-%d}"
