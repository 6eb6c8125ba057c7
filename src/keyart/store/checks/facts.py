"""Checks of segments: order, codes, sums, title index, hidden rows, days of imported facts."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import OPTIONAL_SUMS, SLOTS_PER_DAY, Family, custom_sum
from keyart.store.checks.contents import Finding
from keyart.store.files.arrow import column
from keyart.store.metadata.tables import IMPORTED_SCHEMA, imported_days, read_parts
from keyart.store.paths import FileKind
from keyart.store.segments.compaction import SUMS
from keyart.store.segments.segment import Chunk, Segment
from keyart.store.segments.writer import TitleIndex
from keyart.store.snapshot import Snapshot

_KEY_BITS = np.uint64(32)


def check_segments(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify every segment of both families."""
    for family in SUMS:
        for segment in snapshot.segments(family):
            where = f"facts/{segment.path.name}"
            for problem in (*_check_shape(segment), *_check_order(segment), *_check_index(segment)):
                yield Finding(where, problem)
            for problem in _check_values(segment, snapshot.profiles):
                yield Finding(where, problem)
    yield from _check_hidden(snapshot)


def _check_shape(segment: Segment) -> Iterator[str]:
    rows = sum(chunk.rows for chunk in segment.chunks)
    if rows != segment.rows:
        yield f"has {rows} rows where the catalogue says {segment.rows}"
    needed = {"title", "profile", "slot", *SUMS[segment.family]} - OPTIONAL_SUMS
    for missing in needed - set(segment.columns):
        yield f"has no column {missing}"


def _check_order(segment: Segment) -> Iterator[str]:
    last = np.uint64(0)
    for chunk in segment.chunks:
        titles, profiles = chunk.column("title"), chunk.column("profile")
        keys = (titles.astype(np.uint64) << _KEY_BITS) | profiles.astype(np.uint64)
        if keys[0] < last or (keys[1:] < keys[:-1]).any():
            yield f"is not sorted by title and profile (rows from {chunk.start} on)"
        last = keys[-1]


def _check_index(segment: Segment) -> Iterator[str]:
    index = TitleIndex()
    for chunk in segment.chunks:
        assets = chunk.column("asset") if "asset" in segment.columns else None
        index.add(chunk.column("title"), assets)
    if not index.table().equals(segment.index_table()):
        yield "has a title index that is not its own"


def _check_values(segment: Segment, profiles: int) -> Iterator[str]:
    for chunk in segment.chunks:
        if int(chunk.column("profile").max()) >= profiles:
            yield f"has profiles that the store does not know (rows from {chunk.start} on)"
        slots = chunk.column("slot")
        if int(slots.min()) < segment.first_slot or int(slots.max()) > segment.last_slot:
            yield f"has slots that the catalogue does not know (rows from {chunk.start} on)"
        for name in segment.columns:
            yield from _check_column(segment, chunk, name)


def _check_column(segment: Segment, chunk: Chunk, name: str) -> Iterator[str]:
    values = chunk.column(name)
    if segment.is_coded(name):
        size = len(segment.dictionary(name))
        if int(values.max()) > size:
            yield f"has codes of {name} beyond its dictionary (rows from {chunk.start} on)"
        if not np.array_equal(values == size, _is_null(segment, chunk, name)):
            yield f"has codes of {name} that do not tell its nulls (rows from {chunk.start} on)"
    elif not name.startswith(custom_sum("")) and int(values.min()) < 0:
        yield f"has a sum {name} below 0 (rows from {chunk.start} on)"


def _is_null(segment: Segment, chunk: Chunk, name: str) -> npt.NDArray[np.bool_]:
    array: pa.ChunkedArray = segment.table().column(name).slice(chunk.start, chunk.rows)
    return array.is_null().to_numpy()


def _check_hidden(snapshot: Snapshot) -> Iterator[Finding]:
    rows = {file.id: file.rows for file in snapshot.files(FileKind.SEGMENT)}
    earlier: dict[int | None, npt.NDArray[np.uint32]] = {}
    for file in snapshot.files(FileKind.HIDDEN):
        hidden = column(snapshot.map_table(file), "row", np.uint32)
        if len(hidden) != file.rows:
            yield Finding(file.name, f"has {len(hidden)} rows, the catalogue says {file.rows}")
        elif int(hidden[-1]) >= rows.get(file.parent or 0, 0):
            yield Finding(file.name, "hides rows that its segment does not have")
        elif (hidden[1:] <= hidden[:-1]).any():
            yield Finding(file.name, "is not sorted")
        elif len(np.intersect1d(hidden, earlier.get(file.parent, hidden[:0]))):
            yield Finding(file.name, "hides rows that are hidden already")
        earlier[file.parent] = np.union1d(hidden, earlier.get(file.parent, hidden[:0]))


_EPOCH = date(1970, 1, 1)


def check_imported(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that all facts lie on days that were imported, and that none are of events."""
    for file in snapshot.files(FileKind.IMPORTED):
        table = snapshot.map_table(file)
        if not table.schema.equals(IMPORTED_SCHEMA):
            yield Finding(file.name, "has other columns than imported parts have")
            return
        if snapshot.files(FileKind.EVENTS):
            yield Finding(file.name, "stands beside kept events")
        for family in Family:
            yield from _check_days(snapshot, family, imported_days(read_parts(table), family))


def _check_days(snapshot: Snapshot, family: Family, days: list[date]) -> Iterator[Finding]:
    imported = np.array([(day - _EPOCH).days for day in days], np.int64)
    for segment in snapshot.segments(family):
        others = np.setdiff1d(_visible_days(segment), imported)
        if len(others):
            day = _EPOCH + timedelta(int(others[0]))
            yield Finding(f"facts/{segment.path.name}", f"has facts of {day}: not imported")


def _visible_days(segment: Segment) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the days, since the epoch, of the visible rows."""
    distinct_days = [np.empty(0, np.int64)]
    for chunk in segment.chunks:
        days = chunk.column("slot").astype(np.int64) // SLOTS_PER_DAY
        if segment.hidden is not None:
            days = days[segment.hidden[chunk.start : chunk.start + chunk.rows] == 0]
        distinct_days.append(np.unique(days))
    return np.unique(np.concatenate(distinct_days))
