"""Pairs (title family × profile) whose facts change, and hiding their older rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import MISSING, SLOTS_PER_DAY, Family
from keyart.core.schema import IMPRESSIONS, PLAYS
from keyart.store.catalogue.database import FileRow
from keyart.store.catalogue.draft import Contents, VersionDraft
from keyart.store.files.arrow import column, raw, write_batches
from keyart.store.files.sorted_runs import MAX_RUNS, mark_members
from keyart.store.paths import FileKind
from keyart.store.segments.segment import Segment, SegmentFiles, segment_files

HIDDEN_SCHEMA = pa.schema([("row", pa.uint32())])

EVENT_TABLES: Mapping[str, str] = {
    Family.EXPOSURE: IMPRESSIONS.name,
    Family.VIEWING: PLAYS.name,
}
"""The table of events that gives the facts of each family their slots."""

Ordinals = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
RowMarks = npt.NDArray[np.uint8]
DayNumbers = npt.NDArray[np.int32]
"""Days since the epoch."""
DaysByTable = Mapping[str, DayNumbers]
"""Days by event table, ascending."""

_PROFILE = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)


@dataclass(frozen=True)
class TitleLookup:
    """For each code of a dictionary of titles, and at the end for null: shape (titles + 1,)."""

    families: npt.NDArray[np.int32]
    """The title's family, −1 for none."""
    whole: Mask
    """Whether the set has the title for all profiles."""


@dataclass(frozen=True)
class PairSet:
    """A set of (title, profile); titles by their ids, since codes differ between files."""

    families: Mapping[str, int] = field(default_factory=dict[str, int])
    """Title id → number of its family: a root title and everything below it share one."""
    pairs: npt.NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    """family << 32 | profile, ascending, distinct: in the set for all titles of the family."""
    whole_titles: frozenset[str] = frozenset()
    """Titles in the set for all profiles."""
    profiles: Ordinals = field(default_factory=lambda: np.empty(0, np.uint32))
    """Profiles in the set for all titles, ascending, distinct."""

    @property
    def empty(self) -> bool:
        """Whether the set has no pair."""
        return not (len(self.pairs) or self.whole_titles or len(self.profiles))

    @cached_property
    def members(self) -> Ordinals:
        """The profiles of all pairs, family by family, each ascending."""
        return (self.pairs & _PROFILE).astype(np.uint32)

    def member_ranges(self, families: npt.NDArray[np.int32]) -> tuple[Rows, Rows]:
        """Return where in `members` each family's profiles start and end; empty for −1."""
        low = np.where(families < 0, 0, families).astype(np.uint64)
        starts = np.searchsorted(self.pairs, low << _SHIFT)
        ends = np.searchsorted(self.pairs, (low << _SHIFT) | _PROFILE, side="right")
        return starts.astype(np.int64), np.where(families < 0, starts, ends).astype(np.int64)

    def lookup(self, titles: pa.Array) -> TitleLookup:
        """Return what the set has of each of the `titles` of a dictionary."""
        numbers = np.fromiter(self.families.values(), np.int32, len(self.families))
        numbers = np.append(numbers, np.int32(MISSING))
        ids = pa.array(self.families, pa.string())
        at = pc.fill_null(pc.index_in(titles, value_set=ids), len(self.families)).to_numpy()
        whole = pc.is_in(titles, value_set=pa.array(sorted(self.whole_titles), pa.string()))
        return TitleLookup(
            np.append(numbers[at], np.int32(MISSING)),
            np.append(whole.to_numpy(zero_copy_only=False), False),
        )

    def contains(self, titles: pa.DictionaryArray | pa.ChunkedArray, profiles: Ordinals) -> Mask:
        """Return which rows are in the set: row i is of title `titles[i]` and `profiles[i]`."""
        chunks = titles.chunks if isinstance(titles, pa.ChunkedArray) else [titles]
        ends = np.cumsum([len(chunk) for chunk in chunks])
        masks = [
            self._contains(chunk, profiles[end - len(chunk) : end])
            for chunk, end in zip(chunks, ends, strict=True)
        ]
        return np.concatenate([np.empty(0, np.bool_), *masks])

    def _contains(self, titles: pa.DictionaryArray, profiles: Ordinals) -> Mask:
        lookup = self.lookup(titles.dictionary)
        codes = raw(titles).astype(np.int64)
        if titles.null_count:
            codes[titles.is_null().to_numpy(zero_copy_only=False)] = len(lookup.whole) - 1
        contained = lookup.whole[codes] | _is_flagged(self._profile_flags, profiles)
        candidates = np.flatnonzero(_is_flagged(self._member_flags, profiles))
        families = lookup.families[codes[candidates]]
        candidates, families = candidates[families >= 0], families[families >= 0]
        pairs = (families.astype(np.uint64) << _SHIFT) | profiles[candidates]
        at = np.searchsorted(self.pairs, pairs)
        at[at == len(self.pairs)] = 0
        if len(self.pairs):
            contained[candidates] |= self.pairs[at] == pairs
        return contained

    @cached_property
    def _profile_flags(self) -> Mask:
        return _make_flags(self.profiles)

    @cached_property
    def _member_flags(self) -> Mask:
        return _make_flags(self.members)


def _make_flags(profiles: Ordinals) -> Mask:
    """Return a flag for each ordinal up to the greatest of `profiles`, and one more, unset."""
    flags = np.zeros(int(profiles.max(initial=0)) + 2, np.bool_)
    flags[profiles] = True
    return flags


def _is_flagged(flags: Mask, profiles: Ordinals) -> Mask:
    return flags[np.minimum(profiles, np.uint32(len(flags) - 1))]


@dataclass(frozen=True)
class RowsToHide:
    """Visible rows of a segment that a publication hides."""

    rows: npt.NDArray[np.uint32]
    """Row numbers, ascending."""
    days: DayNumbers
    """The days of their slots."""


def rows_of_pairs(segment: Segment, pairs: PairSet) -> RowsToHide:
    """Return the visible rows of `segment` that `pairs` contains."""
    marks = np.zeros(segment.rows, np.uint8)
    starts, ends = segment.title_starts[:-1], segment.title_starts[1:]
    lookup = pairs.lookup(segment.dictionary("title"))
    codes = segment.title_codes
    for run in np.flatnonzero(lookup.whole[codes]):
        marks[starts[run] : ends[run]] = 1
    families = lookup.families[codes]
    some = families >= 0
    runs = np.column_stack((starts[some], ends[some], *pairs.member_ranges(families[some])))
    _mark(segment, runs, pairs.members, marks)
    if len(pairs.profiles):
        zeros, sizes = np.zeros_like(starts), np.full_like(starts, len(pairs.profiles))
        runs = np.column_stack((starts, ends, zeros, sizes))
        _mark(segment, runs, pairs.profiles, marks)
    return _rows_to_hide(segment, marks)


def rows_of_days(segment: Segment, days: DayNumbers) -> RowsToHide:
    """Return the visible rows of `segment` that lie on `days`."""
    marks = [np.isin(chunk.column("slot") // SLOTS_PER_DAY, days) for chunk in segment.chunks]
    return _rows_to_hide(segment, np.concatenate([np.empty(0, np.bool_), *marks]))


def _rows_to_hide(segment: Segment, marks: RowMarks | Mask) -> RowsToHide:
    """Return the marked rows that are still visible."""
    if segment.hidden is not None:
        marks[segment.hidden != 0] = 0
    rows = np.flatnonzero(marks)
    days = [np.empty(0, np.int32)]
    for chunk in segment.chunks:
        start, end = np.searchsorted(rows, (chunk.start, chunk.start + chunk.rows))
        slots = chunk.column("slot")[rows[start:end] - chunk.start]
        days.append(np.unique(slots // SLOTS_PER_DAY).astype(np.int32))
    return RowsToHide(rows.astype(np.uint32), np.unique(np.concatenate(days)))


def _mark(segment: Segment, runs: Rows, members: Ordinals, marks: RowMarks) -> None:
    """Mark the members' rows of title runs; `runs` is as `mark_members` needs it."""
    for chunk in segment.chunks:
        end = chunk.start + chunk.rows
        inside = runs[(runs[:, 0] < end) & (runs[:, 1] > chunk.start)]
        if len(inside):
            inside[:, :2] = np.clip(inside[:, :2], chunk.start, end) - chunk.start
            profiles = chunk.column("profile").astype(np.uint32, copy=False)
            mark_members(profiles, inside, members, marks[chunk.start : end])


class HiddenRows:
    """The rows of older segments that one publication hides.

    Segments that the publication itself has added stay as they are.
    """

    def __init__(self, draft: VersionDraft, data: Path) -> None:
        self._draft = draft
        self._data = data

    def hide(self, pairs: PairSet) -> DaysByTable:
        """Hide the rows of `pairs`; return the days on which they lie."""
        days = {table: [np.empty(0, np.int32)] for table in EVENT_TABLES.values()}
        if not pairs.empty:
            for files in self._older_segments():
                hidden = rows_of_pairs(Segment(self._data, files), pairs)
                self._add(files, hidden.rows)
                days[EVENT_TABLES[files.segment.subject]].append(hidden.days)
        return {table: np.unique(np.concatenate(parts)) for table, parts in days.items()}

    def hide_days(self, family: Family, days: DayNumbers) -> None:
        """Hide the rows of a family that lie on `days`."""
        for files in self._older_segments():
            if files.segment.subject == family and len(days):
                self._add(files, rows_of_days(Segment(self._data, files), days).rows)

    def _older_segments(self) -> list[SegmentFiles]:
        segments = segment_files(self._draft.current)
        return [files for files in segments if files.segment.begin < self._draft.version]

    def _add(self, files: SegmentFiles, rows: npt.NDArray[np.uint32]) -> None:
        """Write a file of hidden rows of a segment, joined with older files if they are many."""
        if len(rows) == 0:
            return
        older: tuple[FileRow, ...] = files.hidden if len(files.hidden) >= MAX_RUNS else ()
        if older:
            parts = [column(self._draft.map_table(file), "row", np.uint32) for file in older]
            rows = np.sort(np.concatenate([*parts, rows]))
        segment = files.segment
        name = self._draft.new_name(FileKind.HIDDEN, f"{segment.subject}-hidden")
        batch = pa.record_batch([pa.array(rows)], schema=HIDDEN_SCHEMA)
        write_batches(self._draft.path(name), HIDDEN_SCHEMA, [batch])
        contents = Contents(len(rows), parent=segment.id)
        self._draft.add(FileKind.HIDDEN, segment.subject, name, contents)
        for file in older:
            self._draft.end(file)
