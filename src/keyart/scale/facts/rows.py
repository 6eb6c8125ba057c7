"""The rows of a snapshot's segments by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.store import Segment, Snapshot

FILE_ROWS = 1 << 20
"""The most rows of a piece, which is sorted in memory."""

SCAN_ROWS = 16 << 20
"""About this many rows are collected in one scan of all segments."""

SLOTS_A_DAY = 86_400_000_000 // SLOT_MICROSECONDS
EPOCH = date(1970, 1, 1)

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class DayRows:
    """Facts of one day: row numbers by segment, ascending."""

    day: date
    parts: Sequence[tuple[Segment, Rows]]

    @property
    def count(self) -> int:
        """The number of facts."""
        return sum(len(rows) for _, rows in self.parts)


def fact_days(snapshot: Snapshot, family: Family) -> dict[date, int]:
    """Return the number of facts of each day (UTC) that has any."""
    counts = np.zeros(1, np.int64)
    for segment in snapshot.segments(family):
        counts = _add_counts(counts, segment)
    filled = np.flatnonzero(counts)
    return {EPOCH + timedelta(int(day)): int(counts[day]) for day in filled}


def _add_counts(counts: Rows, segment: Segment) -> Rows:
    """Return counts by day with those of a segment's visible rows added."""
    hidden = segment.hidden
    for chunk in segment.chunks:
        days = chunk.column("slot") // SLOTS_A_DAY
        if hidden is not None:
            days = days[hidden[chunk.start : chunk.start + chunk.rows] == 0]
        totals = np.bincount(days, minlength=len(counts))
        totals[: len(counts)] += counts
        counts = totals
    return counts


def rows_by_day(snapshot: Snapshot, family: Family, days: Mapping[date, int]) -> Iterator[DayRows]:
    """Yield the facts of `days` (day → count), ascending, in pieces of `FILE_ROWS` rows."""
    for group in _group_days(days):
        numbers = np.array([(day - EPOCH).days for day in group], np.int64)
        parts_by_day: list[list[tuple[Segment, Rows]]] = [[] for _ in group]
        for segment in snapshot.segments(family):
            for at, rows in _find_rows(segment, numbers):
                parts_by_day[at].append((segment, rows))
        for day, parts in zip(group, parts_by_day, strict=True):
            yield from (DayRows(day, piece) for piece in _cut_pieces(parts))


def rows_of_profile(snapshot: Snapshot, family: Family, profile: int) -> DayRows:
    """Return all facts of a profile, by its ordinal, as if they were of one day."""
    parts: list[tuple[Segment, Rows]] = []
    for segment in snapshot.segments(family):
        found = [
            np.flatnonzero(chunk.column("profile") == profile) + chunk.start
            for chunk in segment.chunks
        ]
        rows = np.concatenate([np.empty(0, np.int64), *found])
        if segment.hidden is not None:
            rows = rows[segment.hidden[rows] == 0]
        if rows.size:
            parts.append((segment, rows))
    return DayRows(EPOCH, parts)


def _group_days(days: Mapping[date, int]) -> Iterator[list[date]]:
    """Yield groups of days, ascending, whose facts are found in one scan."""
    group: list[date] = []
    rows = 0
    for day in sorted(days):
        if group and rows + days[day] > SCAN_ROWS:
            yield group
            group, rows = [], 0
        group.append(day)
        rows += days[day]
    if group:
        yield group


def _find_rows(segment: Segment, days: Rows) -> Iterator[tuple[int, Rows]]:
    """Yield (position in `days`, row numbers) of the visible facts of these days."""
    first, last = segment.first_slot // SLOTS_A_DAY, segment.last_slot // SLOTS_A_DAY
    if last < days[0] or first > days[-1]:
        return
    position = np.full(int(days[-1] - days[0]) + 2, len(days), np.int32)
    position[days - days[0]] = np.arange(len(days), dtype=np.int32)
    for chunk in segment.chunks:
        day_index = chunk.column("slot").astype(np.int64) // SLOTS_A_DAY - days[0]
        day_index[(day_index < 0) | (day_index >= len(position) - 1)] = len(position) - 1
        at = position[day_index]
        if segment.hidden is not None:
            at[segment.hidden[chunk.start : chunk.start + chunk.rows] != 0] = len(days)
        rows = np.flatnonzero(at < len(days))
        rows = rows[np.argsort(at[rows], kind="stable")]
        ends = np.cumsum(np.bincount(at[rows], minlength=len(days)))
        for day in np.unique(at[rows]).tolist():
            start = int(ends[day - 1]) if day else 0
            yield day, rows[start : int(ends[day])] + chunk.start


def _cut_pieces(parts: Sequence[tuple[Segment, Rows]]) -> Iterator[list[tuple[Segment, Rows]]]:
    """Yield the parts of a day cut into pieces of at most `FILE_ROWS` rows."""
    piece: list[tuple[Segment, Rows]] = []
    room = FILE_ROWS
    for segment, rows in parts:
        start = 0
        while start < len(rows):
            cut = rows[start : start + room]
            piece.append((segment, cut))
            start, room = start + len(cut), room - len(cut)
            if room == 0:
                yield piece
                piece, room = [], FILE_ROWS
    if piece:
        yield piece
