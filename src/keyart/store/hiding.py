"""Hiding the older rows of what a publication touches."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.schema import IMPRESSIONS, PLAYS
from keyart.store.arrow_files import column, write_batches
from keyart.store.catalog import FileRow
from keyart.store.event_files import DAY_MICROSECONDS
from keyart.store.kernels import mark_members
from keyart.store.paths import Kind
from keyart.store.pending import Contents, Pending
from keyart.store.segments import Segment, SegmentFiles, segment_files
from keyart.store.sorted_runs import MAX_RUNS
from keyart.store.touched import Touched

SCHEMA = pa.schema([("row", pa.uint32())])

SLOTS_A_DAY = DAY_MICROSECONDS // SLOT_MICROSECONDS

EVENT_TABLES: Mapping[str, str] = {
    Family.EXPOSURE: IMPRESSIONS.name,
    Family.VIEWING: PLAYS.name,
}
"""The events whose own slots the facts of each family have."""

Rows = npt.NDArray[np.int64]
Days = Mapping[str, npt.NDArray[np.int32]]
"""Days since the epoch, ascending, by event table."""


@dataclass(frozen=True)
class NewlyHidden:
    """Rows of a segment that are touched and were visible until now."""

    rows: npt.NDArray[np.uint32]
    """Row numbers, ascending."""
    days: npt.NDArray[np.int32]
    """The days, since the epoch, of their slots."""


def touched_rows(segment: Segment, touched: Touched) -> NewlyHidden:
    """Return the visible rows of `segment` that `touched` contains."""
    marks = np.zeros(segment.rows, np.uint8)
    _mark_pairs(segment, touched, marks)
    _mark_profiles(segment, touched, marks)
    if segment.hidden is not None:
        marks[segment.hidden != 0] = 0
    rows = np.flatnonzero(marks)
    days = [np.empty(0, np.int32)]
    for chunk in segment.chunks:
        own = rows[
            np.searchsorted(rows, chunk.start) : np.searchsorted(rows, chunk.start + chunk.rows)
        ]
        slots = chunk.column("slot")[own - chunk.start]
        days.append(np.unique(slots // SLOTS_A_DAY).astype(np.int32))
    return NewlyHidden(rows.astype(np.uint32), np.unique(np.concatenate(days)))


def rows_of_days(segment: Segment, days: npt.NDArray[np.int32]) -> NewlyHidden:
    """Return the visible rows of `segment` that lie on `days` (since the epoch, ascending)."""
    rows = [np.empty(0, np.uint32)]
    found = [np.empty(0, np.int32)]
    for chunk in segment.chunks:
        own = (chunk.column("slot") // SLOTS_A_DAY).astype(np.int32)
        marks = np.isin(own, days)
        if segment.hidden is not None:
            marks &= segment.hidden[chunk.start : chunk.start + chunk.rows] == 0
        rows.append((np.flatnonzero(marks) + chunk.start).astype(np.uint32))
        found.append(np.unique(own[marks]))
    return NewlyHidden(np.concatenate(rows), np.unique(np.concatenate(found)))


def _mark_pairs(segment: Segment, touched: Touched, marks: npt.NDArray[np.uint8]) -> None:
    lookup = touched.lookup(segment.dictionary("title"))
    codes = segment.title_codes
    starts, ends = segment.title_starts[:-1], segment.title_starts[1:]
    for run in np.flatnonzero(lookup.whole[codes]):
        marks[starts[run] : ends[run]] = 1
    families = lookup.families[codes]
    own = families >= 0
    wanted = np.column_stack((starts[own], ends[own], *touched.member_ranges(families[own])))
    _mark(segment, wanted, touched.members, marks)


def _mark_profiles(segment: Segment, touched: Touched, marks: npt.NDArray[np.uint8]) -> None:
    if len(touched.profiles):
        starts, ends = segment.title_starts[:-1], segment.title_starts[1:]
        zeros, sizes = np.zeros_like(starts), np.full_like(starts, len(touched.profiles))
        wanted = np.column_stack((starts, ends, zeros, sizes))
        _mark(segment, wanted, touched.profiles, marks)


def _mark(
    segment: Segment,
    wanted: Rows,
    members: npt.NDArray[np.uint32],
    marks: npt.NDArray[np.uint8],
) -> None:
    """Mark the members' rows of title runs; `wanted` is as `mark_members` wants its runs."""
    for chunk in segment.chunks:
        end = chunk.start + chunk.rows
        own = wanted[(wanted[:, 0] < end) & (wanted[:, 1] > chunk.start)]
        if len(own):
            own[:, :2] = np.clip(own[:, :2], chunk.start, end) - chunk.start
            profiles = chunk.column("profile").astype(np.uint32, copy=False)
            mark_members(profiles, own, members, marks[chunk.start : end])


class HiddenUpdate:
    """The rows that one publication hides."""

    def __init__(self, pending: Pending, data: Path) -> None:
        self._pending = pending
        self._data = data

    def hide(self, touched: Touched) -> Days:
        """Hide the touched rows of older segments; return the days on which they lie.

        Segments that this publication has added itself stay as they are.
        """
        days = {table: [np.empty(0, np.int32)] for table in EVENT_TABLES.values()}
        if not touched.empty:
            for files in segment_files(self._pending.current):
                if files.segment.begin < self._pending.version:
                    days[EVENT_TABLES[files.segment.subject]].append(self._hide(files, touched))
        return {table: np.unique(np.concatenate(found)) for table, found in days.items()}

    def hide_days(self, family: Family, days: npt.NDArray[np.int32]) -> None:
        """Hide the rows of a family that lie on `days`, but for those just added."""
        for files in segment_files(self._pending.current):
            own = files.segment.subject == family and files.segment.begin < self._pending.version
            if own and len(days):
                self._keep(files, rows_of_days(Segment(self._data, files), days).rows)

    def _hide(self, files: SegmentFiles, touched: Touched) -> npt.NDArray[np.int32]:
        found = touched_rows(Segment(self._data, files), touched)
        self._keep(files, found.rows)
        return found.days

    def _keep(self, files: SegmentFiles, rows: npt.NDArray[np.uint32]) -> None:
        """Write down rows of a segment as hidden, together with older ones if they are many."""
        if len(rows):
            older = files.hidden if len(files.hidden) >= MAX_RUNS else ()
            if older:
                known = [column(self._pending.map(file), "row", np.uint32) for file in older]
                rows = np.sort(np.concatenate([*known, rows]))
            self._write(files.segment, rows)
            for file in older:
                self._pending.end(file)

    def _write(self, segment: FileRow, rows: npt.NDArray[np.uint32]) -> None:
        name = self._pending.new_name(Kind.HIDDEN, f"{segment.subject}-hidden")
        batch = pa.record_batch([pa.array(rows)], schema=SCHEMA)
        write_batches(self._pending.path(name), SCHEMA, [batch])
        contents = Contents(len(rows), parent=segment.id)
        self._pending.add(Kind.HIDDEN, segment.subject, name, contents)
