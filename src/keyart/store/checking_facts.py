"""Verifying segments: order, codes, sums, title index, hidden rows."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import OPTIONAL_SUMS, custom_sum
from keyart.store.arrow_files import column
from keyart.store.compaction import SUMS
from keyart.store.finding import Finding
from keyart.store.paths import Kind
from keyart.store.segments import Chunk, Segment
from keyart.store.snapshot import Snapshot
from keyart.store.title_index import TitleIndex

_KEY_BITS = np.uint64(32)


def check_segments(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify every segment of both families."""
    for family in SUMS:
        for segment in snapshot.segments(family):
            where = f"facts/{segment.path.name}"
            for problem in (*_shape(segment), *_order(segment), *_index(segment)):
                yield Finding(where, problem)
            for problem in _values(segment, snapshot.profiles):
                yield Finding(where, problem)
    yield from _hidden(snapshot)


def _shape(segment: Segment) -> Iterator[str]:
    rows = sum(chunk.rows for chunk in segment.chunks)
    if rows != segment.rows:
        yield f"has {rows} rows where the catalogue says {segment.rows}"
    needed = {"title", "profile", "slot", *SUMS[segment.family]} - OPTIONAL_SUMS
    for missing in needed - set(segment.columns):
        yield f"has no column {missing}"


def _order(segment: Segment) -> Iterator[str]:
    last = np.uint64(0)
    for chunk in segment.chunks:
        titles, profiles = chunk.column("title"), chunk.column("profile")
        keys = (titles.astype(np.uint64) << _KEY_BITS) | profiles.astype(np.uint64)
        if keys[0] < last or (keys[1:] < keys[:-1]).any():
            yield f"is not sorted by title and profile (rows from {chunk.start} on)"
        last = keys[-1]


def _index(segment: Segment) -> Iterator[str]:
    index = TitleIndex()
    for chunk in segment.chunks:
        assets = chunk.column("asset") if "asset" in segment.columns else None
        index.add(chunk.column("title"), assets)
    if not index.table().equals(segment.index_table()):
        yield "has a title index that is not its own"


def _values(segment: Segment, profiles: int) -> Iterator[str]:
    for chunk in segment.chunks:
        if int(chunk.column("profile").max()) >= profiles:
            yield f"has profiles that the store does not know (rows from {chunk.start} on)"
        slots = chunk.column("slot")
        if int(slots.min()) < segment.first_slot or int(slots.max()) > segment.last_slot:
            yield f"has slots that the catalogue does not know (rows from {chunk.start} on)"
        for name in segment.columns:
            yield from _column(segment, chunk, name)


def _column(segment: Segment, chunk: Chunk, name: str) -> Iterator[str]:
    values = chunk.column(name)
    if segment.is_coded(name):
        size = len(segment.dictionary(name))
        if int(values.max()) > size:
            yield f"has codes of {name} beyond its dictionary (rows from {chunk.start} on)"
        if not np.array_equal(values == size, _nulls(segment, chunk, name)):
            yield f"has codes of {name} that do not tell its nulls (rows from {chunk.start} on)"
    elif not name.startswith(custom_sum("")) and int(values.min()) < 0:
        yield f"has a sum {name} below 0 (rows from {chunk.start} on)"


def _nulls(segment: Segment, chunk: Chunk, name: str) -> npt.NDArray[np.bool_]:
    array: pa.ChunkedArray = segment.table().column(name).slice(chunk.start, chunk.rows)
    return array.is_null().to_numpy()


def _hidden(snapshot: Snapshot) -> Iterator[Finding]:
    rows = {file.id: file.rows for file in snapshot.files(Kind.SEGMENT)}
    seen: dict[int | None, npt.NDArray[np.uint32]] = {}
    for file in snapshot.files(Kind.HIDDEN):
        hidden = column(snapshot.map(file), "row", np.uint32)
        if len(hidden) != file.rows:
            yield Finding(file.name, f"has {len(hidden)} rows, the catalogue says {file.rows}")
        elif int(hidden[-1]) >= rows.get(file.parent or 0, 0):
            yield Finding(file.name, "hides rows that its segment does not have")
        elif (hidden[1:] <= hidden[:-1]).any():
            yield Finding(file.name, "is not sorted")
        elif len(np.intersect1d(hidden, seen.get(file.parent, hidden[:0]))):
            yield Finding(file.name, "hides rows that are hidden already")
        seen[file.parent] = np.union1d(hidden, seen.get(file.parent, hidden[:0]))
