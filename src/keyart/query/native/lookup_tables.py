"""A small table for each code column: each code's contribution to the group number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.native.columns import HIDDEN, SLOT
from keyart.query.native.domains import Lists, passing_values
from keyart.query.native.job import COLUMN_KEY, PROFILE_KEY, REJECTED, RUN_KEY
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.native.space import KeyLevel, Space, ages, launch_slots
from keyart.query.planning.plan import Axis, Filter, Lookup

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Entry = TypeVar("Entry", bound=np.generic)

MAX_SLOT = (1 << 32) - 1
UNKNOWN_LAUNCH = np.iinfo(np.int64).min


@dataclass
class CodeTables:
    """Lookup tables, concatenated, and where each run's tables start: `first` [runs, columns]."""

    first: Longs
    parts: list[Ints] = field(default_factory=list[Ints])
    size: int = 0

    def add(self, table: Ints) -> int:
        """Append a table and return where it begins."""
        self.parts.append(table)
        self.size += table.size
        return self.size - table.size

    @property
    def lookup(self) -> Ints:
        """All tables, concatenated."""
        return np.concatenate([*self.parts, np.zeros(1, np.int32)])


def _is_age(item: KeyLevel | Filter) -> bool:
    axis = item.key.axis if isinstance(item, KeyLevel) else item.axis
    return axis.lookup is Lookup.AGE


def _by_age(scope: ScanScope, space: Space) -> bool:
    return any(map(_is_age, [*space.levels, *scope.plan.filters]))


def _by_slot(scope: ScanScope, space: Space) -> bool:
    return space.time is not None or _by_age(scope, space)


def _cut(scope: ScanScope) -> bool:
    return any(scope.slots(s) != (s.first_slot, s.last_slot + 1) for s in scope.segments)


def slot_range(scope: ScanScope, space: Space) -> tuple[int, int] | None:
    """Return the slots that pass, half-open, if a row's slot affects nothing else."""
    if _by_slot(scope, space) or not _cut(scope):
        return None
    low, high = scope.plan.first_slot or 0, scope.plan.last_slot
    low = min(max(low, 0), MAX_SLOT)
    return low, max(low, MAX_SLOT if high is None else min(high, MAX_SLOT))


def code_columns(scope: ScanScope, space: Space) -> tuple[str, ...]:
    """Return the columns whose codes determine a row's group or whether it passes."""
    names = [level.key.axis.column for level in space.levels if not _is_age(level)]
    names += list(scope.codes)
    columns = [name for name in dict.fromkeys(names) if name not in {"title", "profile"}]
    if _by_slot(scope, space):
        columns.append(SLOT)
    if any(segment.hidden is not None for segment in scope.segments):
        columns.append(HIDDEN)
    return tuple(columns)


def may_reject(scope: ScanScope, space: Space) -> bool:
    """Return whether any row of the runs may be rejected."""
    hidden = any(segment.hidden is not None for segment in scope.segments)
    codes = any(column != "title" for column in scope.codes)
    aged = any(map(_is_age, [*space.levels, *scope.plan.filters]))
    member = scope.member is not None
    unshown = any(
        (level.place < 0).any() for level in space.levels if level.key.axis.column == "profile"
    )
    return _cut(scope) or hidden or codes or aged or member or unshown


def level_offsets(level: KeyLevel, numbers: npt.NDArray[np.integer]) -> Ints:
    """Return the group offsets of domain numbers, `REJECTED` for a number that makes no group."""
    offsets = level.offsets(numbers)
    return np.where(offsets < 0, np.int32(REJECTED), offsets)


def _column_table(scope: ScanScope, space: Space, column: str, number: int) -> Ints:
    if column == HIDDEN:
        return np.array([0, REJECTED], np.int32)
    table = np.zeros(len(scope.segments[number].dictionary(column)) + 1, np.int32)
    for level in space.levels:
        axis = level.key.axis
        if axis.column == column and not axis.multi_valued and axis.lookup is not Lookup.AGE:
            table += level_offsets(level, level.domain.codes[number])
    if column in scope.codes:
        table[~scope.codes[column][number]] = REJECTED
    return table


def _time_table(scope: ScanScope, space: Space, number: int) -> Ints:
    segment = scope.segments[number]
    first, last = scope.slots(segment)
    table = np.full(segment.last_slot - segment.first_slot + 1, REJECTED, np.int32)
    inside = slice(first - segment.first_slot, last - segment.first_slot)
    time = space.time
    table[inside] = (
        0
        if time is None
        else time.buckets.index[first - time.first : last - time.first] * time.stride
    )
    return table


def _age_numbers(
    level_or_filter_axis: Axis, scope: ScanScope, number: int, title: int
) -> Longs | None:
    """Return the title's age in days in each slot of a segment, None if unknown."""
    launch = int(launch_slots(scope, level_or_filter_axis, number)[title])
    segment = scope.segments[number]
    if launch == UNKNOWN_LAUNCH:
        return None
    return ages(launch, segment.first_slot, segment.last_slot + 1)


def _aged(scope: ScanScope, space: Space, number: int, title: int, table: Ints) -> Ints:
    """Return a slot table with the title's days since launch added and filtered."""
    table = table.copy()
    for level in filter(_is_age, space.levels):
        days = _age_numbers(level.key.axis, scope, number, title)
        low = level.domain.values[0].as_py() if level.domain.null else 0
        numbers = np.full(table.size, level.domain.null) if days is None else days - low
        has_age = (numbers >= 0) & (numbers <= level.domain.null)
        table += level_offsets(level, np.where(has_age, numbers, level.domain.null))
    for condition in filter(_is_age, scope.plan.filters):
        table[~_age_passes(condition, scope, number, title, table.size)] = REJECTED
    return table


def _age_passes(
    condition: Filter, scope: ScanScope, number: int, title: int, size: int
) -> npt.NDArray[np.bool_]:
    days = _age_numbers(condition.axis, scope, number, title)
    if days is None:
        return np.full(size, passing_values(condition, pa.array([], pa.int64()))[-1])
    return passing_values(condition, pa.array(days))[:-1]


def code_tables(scope: ScanScope, space: Space, runs: Runs, columns: Sequence[str]) -> CodeTables:
    """Return the tables of `columns`, and where each run's tables start."""
    tables = CodeTables(np.zeros((runs.segment.size, len(columns)), np.int64))
    for number in np.unique(runs.segment):
        segment_runs = np.flatnonzero(runs.segment == number)
        segment = scope.segments[int(number)]
        for c, column in enumerate(columns):
            if column != SLOT:
                tables.first[segment_runs, c] = tables.add(
                    _column_table(scope, space, column, int(number))
                )
                continue
            table = _time_table(scope, space, int(number))
            if not _by_age(scope, space):
                tables.first[segment_runs, c] = tables.add(table) - segment.first_slot
                continue
            for run in segment_runs:
                title = int(segment.title_codes[runs.title[run]])
                at = tables.add(_aged(scope, space, int(number), title, table))
                tables.first[run, c] = at - segment.first_slot
    return tables


def title_codes(scope: ScanScope, runs: Runs) -> Longs:
    """Return the title code of each run, int64 [runs]."""
    codes = np.empty(runs.segment.size, np.int64)
    for number in np.unique(runs.segment):
        in_segment = runs.segment == number
        codes[in_segment] = scope.segments[int(number)].title_codes[runs.title[in_segment]]
    return codes


def per_title(
    runs: Runs, titles: Longs, tables: Sequence[npt.NDArray[Entry]]
) -> npt.NDArray[Entry]:
    """Return, for each run, its title's entry in its segment's table."""
    out = np.zeros(runs.segment.size, tables[0].dtype if tables else np.int64)
    for number in np.unique(runs.segment):
        in_segment = runs.segment == number
        out[in_segment] = tables[int(number)][titles[in_segment]]
    return out


def bases(space: Space, runs: Runs, titles: Longs) -> Ints:
    """Return the contribution of each run's title to the group number, int32 [runs]."""
    base = np.zeros(runs.segment.size, np.int32)
    for level in space.levels:
        axis = level.key.axis
        if axis.column == "title" and not axis.multi_valued and axis.lookup is not Lookup.AGE:
            base += level_offsets(level, per_title(runs, titles, level.domain.codes))
    return base


def profile_lookup(space: Space) -> Ints:
    """Return each profile's contribution to the group number, int32 [profiles]; empty if none."""
    tables = [
        level_offsets(level, level.domain.codes[0])
        for level in space.levels
        if level.key.axis.column == "profile" and not level.key.axis.multi_valued
    ]
    return np.asarray(np.sum(tables, axis=0)).astype(np.int32) if tables else np.empty(0, np.int32)


Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass
class ListTables:
    """The multi-valued levels, as the `list_…` arrays of a `Job`."""

    kind: Longs
    column: Longs
    first: Longs
    start: Longs
    item: Ints
    table: Longs
    offset: Ints
    empty: Ints


def list_tables(space: Space, runs: Runs, titles: Longs, columns: Sequence[str]) -> ListTables:
    """Return the tables of the multi-valued levels of `space`."""
    levels = [level for level in space.levels if level.key.axis.multi_valued]
    kinds = {"title": RUN_KEY, "profile": PROFILE_KEY}
    names = [level.key.axis.column for level in levels]
    first = np.zeros((runs.segment.size, len(levels)), np.int64)
    pieces: list[Lists] = []
    entries = 0
    for which, level in enumerate(levels):
        for number, lists in enumerate(level.domain.lists):
            in_segment = runs.segment == number
            if names[which] == "profile":
                in_segment = np.ones_like(in_segment)
            first[in_segment, which] = entries + (
                titles[in_segment] if names[which] == "title" else 0
            )
            entries += lists.starts.size
            pieces.append(lists)
    offsets = [level_offsets(level, np.arange(level.domain.null + 1)) for level in levels]
    sizes = [0, *np.cumsum([table.size for table in offsets])][:-1] if offsets else []
    start, item = _end_to_end(pieces)
    return ListTables(
        kind=np.array([kinds.get(name, COLUMN_KEY) for name in names], np.int64),
        column=np.array([columns.index(n) if n in columns else 0 for n in names], np.int64),
        first=first,
        start=start,
        item=item,
        table=np.array(sizes, np.int64),
        offset=np.concatenate([*offsets, np.zeros(1, np.int32)]),
        empty=np.array([table[-1] for table in offsets], np.int32),
    )


def _end_to_end(pieces: Sequence[Lists]) -> tuple[Longs, Ints]:
    if len(pieces) == 1:
        return pieces[0].starts, pieces[0].items
    starts: list[Longs] = []
    items = 0
    for piece in pieces:
        starts.append(piece.starts + items)
        items += piece.items.size
    return (
        np.concatenate([*starts, np.zeros(1, np.int64)]),
        np.concatenate([*(piece.items for piece in pieces), np.zeros(1, np.int32)]),
    )
