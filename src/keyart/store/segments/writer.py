"""Writing a segment: sorted runs merged by groups of rows that fit in memory, and its index."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.store.files.arrow import Integers, write_table
from keyart.store.segments.runs import KEY_COLUMNS, Codes, Rows, Run
from keyart.store.segments.segment import MAX_CHUNK_ROWS

Piece = tuple[Run, Rows, Codes]
"""A run, some of its rows in the new order, and their titles."""

GROUP_ROWS = MAX_CHUNK_ROWS // 2
"""Rows of a group, about: each becomes a record batch."""

Keys = npt.NDArray[np.uint64]

_WIDTHS = (np.uint8, np.uint16, np.uint32)


class TitleIndex:
    """The title index of a segment: where each title's rows start and which assets they have."""

    def __init__(self) -> None:
        self.rows = 0
        self._titles: list[Codes] = []
        self._starts: list[Rows] = []
        self._pairs: list[Keys] = []

    def add(self, titles: Integers, assets: Integers | None) -> None:
        """Note the next rows, whose titles are sorted."""
        changes = np.flatnonzero(titles[1:] != titles[:-1]) + 1
        starts = np.concatenate([[0], changes])
        self._titles.append(titles[starts].astype(np.uint32))
        self._starts.append(starts + self.rows)
        self.rows += len(titles)
        if assets is not None:
            keys = (titles.astype(np.uint64) << np.uint64(32)) | assets.astype(np.uint64)
            self._pairs.append(_sort_distinct(keys))

    def table(self) -> pa.Table:
        """Return the index: title int32, start int64, assets large_list<int32>."""
        titles = np.concatenate([np.empty(0, np.uint32), *self._titles])
        starts = np.concatenate([np.empty(0, np.int64), *self._starts])
        first = np.diff(titles.astype(np.int64), prepend=-1) != 0
        titles, starts = titles[first], starts[first]
        pairs = np.unique(np.concatenate([np.empty(0, np.uint64), *self._pairs]))
        bounds = np.searchsorted(pairs >> np.uint64(32), titles.astype(np.uint64))
        offsets = pa.array(np.append(bounds, len(pairs)), pa.int64())
        assets = pa.array((pairs & np.uint64(0xFFFFFFFF)).astype(np.int32))
        columns = {
            "title": pa.array(titles.astype(np.int32)),
            "start": pa.array(starts),
            "assets": pa.LargeListArray.from_arrays(offsets, assets),
        }
        return pa.table(columns)


def _sort_distinct(keys: Keys) -> Keys:
    """Return the distinct keys, sorted. `np.unique` hashes first, which is slower here."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


@dataclass(frozen=True)
class SegmentSummary:
    """What the catalogue notes of a segment."""

    rows: int
    titles: int
    first_slot: int
    last_slot: int


@dataclass(frozen=True)
class RowGroup:
    """Neighbouring titles, or a range of profiles of one title: low ≤ x < high."""

    first_title: int
    last_title: int
    low_profile: int = 0
    high_profile: int = 1 << 32


def write_segment(
    path: Path,
    index_path: Path,
    runs: Sequence[Run],
    dictionaries: Mapping[str, pa.Array],
    columns: Sequence[str],
    group_rows: int = GROUP_ROWS,
) -> SegmentSummary:
    """Merge `runs` into the segment file at `path` and its title index at `index_path`.

    `columns` are those of the segment in their order, `dictionaries` the values of the coded
    ones. Rows of one title and profile stay in the order of the runs. A record batch has about
    `group_rows` rows, and so many are in memory at a time.
    """
    layout = _SegmentLayout.of(runs, dictionaries, columns)
    index = TitleIndex()
    with (
        pa.OSFile(str(path), "wb") as sink,
        pa.ipc.new_file(sink, layout.schema) as writer,
    ):
        for group in _make_groups(runs, group_rows):
            pieces = [(run, *_select_rows(group, run)) for run in runs]
            pieces = [piece for piece in pieces if len(piece[1])]
            if pieces:
                writer.write_batch(_merge_pieces(pieces, layout, index))
            for run in runs:
                run.forget()
    titles = index.table()
    write_table(index_path, titles)
    bounds = [run.extremes("slot") for run in runs]
    first_slot, last_slot = min(b[0] for b in bounds), max(b[1] for b in bounds)
    return SegmentSummary(index.rows, titles.num_rows, first_slot, last_slot)


@dataclass(frozen=True)
class _SegmentLayout:
    """The columns of the new segment and how wide each is."""

    schema: pa.Schema
    dictionaries: Mapping[str, pa.Array]
    dtypes: Mapping[str, np.dtype[np.integer]]

    @classmethod
    def of(
        cls, runs: Sequence[Run], dictionaries: Mapping[str, pa.Array], columns: Sequence[str]
    ) -> "_SegmentLayout":
        dtypes: dict[str, np.dtype[np.integer]] = {}
        for name in columns:
            if name in dictionaries:
                dtypes[name] = narrowest(0, len(dictionaries[name]))
            elif name in KEY_COLUMNS:
                dtypes[name] = np.dtype(np.uint32)
            else:
                bounds = [run.extremes(name) for run in runs]
                dtypes[name] = narrowest(min(b[0] for b in bounds), max(b[1] for b in bounds))
        fields = [
            pa.field(name, _arrow_type(dtype, coded=name in dictionaries))
            for name, dtype in dtypes.items()
        ]
        return cls(pa.schema(fields), dictionaries, dtypes)

    def array(self, name: str, values: Integers) -> pa.Array:
        """Return narrowed values as an Arrow array; in a coded column the size means null."""
        narrow = values.astype(self.dtypes[name], copy=False)
        if name not in self.dictionaries:
            return pa.array(narrow)
        dictionary = self.dictionaries[name]
        present = narrow != len(dictionary)
        bitmap = None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))
        return pa.DictionaryArray.from_buffers(
            self.schema.field(name).type, len(narrow), [bitmap, pa.py_buffer(narrow)], dictionary
        )


def narrowest(low: int, high: int) -> np.dtype[np.integer]:
    """Return the smallest unsigned type for values from `low` to `high`, int64 if none does."""
    for width in _WIDTHS:
        if low >= 0 and high <= np.iinfo(width).max:
            return np.dtype(width)
    return np.dtype(np.int64)


def _arrow_type(dtype: np.dtype[np.integer], *, coded: bool) -> pa.DataType:
    number = pa.from_numpy_dtype(dtype)
    return pa.dictionary(number, pa.string()) if coded else number


def _make_groups(runs: Sequence[Run], group_rows: int) -> Iterator[RowGroup]:
    """Yield groups of about `group_rows` rows, in the order of the new segment."""
    codes = np.concatenate([run.titles.codes for run in runs])
    rows = np.concatenate([run.titles.ends - run.titles.starts for run in runs])
    titles, inverse = np.unique(codes, return_inverse=True)
    sizes = np.bincount(inverse, weights=rows, minlength=len(titles)).astype(np.int64)
    first = 0
    while first < len(titles):
        if sizes[first] > group_rows:
            pieces = -(-int(sizes[first]) // group_rows)
            yield from _split_title(runs, int(titles[first]), pieces, max(1, group_rows // 64))
            first += 1
            continue
        filled = np.cumsum(sizes[first:])
        count = max(1, int(np.searchsorted(filled, group_rows, side="right")))
        yield RowGroup(int(titles[first]), int(titles[first + count - 1]))
        first += count


def _split_title(runs: Sequence[Run], title: int, pieces: int, step: int) -> Iterator[RowGroup]:
    """Yield one title in ranges of profiles, cut by a sample of each `step`-th row."""
    samples: list[npt.NDArray[np.int64]] = []
    for run in runs:
        start, end = _title_range(run, title)
        samples.append(run.numbers("profile", np.arange(start, end, step)).astype(np.int64))
    sample = np.sort(np.concatenate(samples))
    cuts = np.unique(sample[np.arange(1, pieces) * len(sample) // pieces])
    bounds = [0, *cuts.tolist(), 1 << 32]
    for low, high in pairwise(bounds):
        if low < high:
            yield RowGroup(title, title, low, high)


def _title_range(run: Run, title: int) -> tuple[int, int]:
    at = int(np.searchsorted(run.titles.codes, title))
    if at == len(run.titles.codes) or run.titles.codes[at] != title:
        return 0, 0
    return int(run.titles.starts[at]), int(run.titles.ends[at])


def _select_rows(group: RowGroup, run: Run) -> tuple[Rows, Codes]:
    """Return the visible rows of `run` in `group`, in the new order, and their titles."""
    titles = run.titles
    first = int(np.searchsorted(titles.codes, group.first_title))
    last = int(np.searchsorted(titles.codes, group.last_title, side="right"))
    starts, ends = titles.starts[first:last], titles.ends[first:last]
    if group.low_profile or group.high_profile != 1 << 32:
        starts, ends = _profile_range(group, run, starts, ends)
    counts = ends - starts
    offsets = np.repeat(starts - np.cumsum(counts) + counts, counts)
    rows = run.visible(offsets + np.arange(len(offsets)))
    if len(rows) == len(offsets):
        return rows, np.repeat(titles.codes[first:last], counts)
    return rows, run.codes("title", rows)


def _profile_range(group: RowGroup, run: Run, starts: Rows, ends: Rows) -> tuple[Rows, Rows]:
    if len(starts) == 0:
        return starts, ends
    first, last = int(starts[0]), int(ends[0])
    low = _find_profile(run, first, last, group.low_profile)
    return np.array([low]), np.array([_find_profile(run, low, last, group.high_profile)])


def _find_profile(run: Run, first: int, last: int, profile: int) -> int:
    """Return the first row in [first, last) whose profile is at least `profile`."""
    while first < last:
        middle = (first + last) // 2
        if int(run.numbers("profile", np.array([middle]))[0]) < profile:
            first = middle + 1
        else:
            last = middle
    return first


def _merge_pieces(
    pieces: Sequence[Piece], layout: _SegmentLayout, index: TitleIndex
) -> pa.RecordBatch:
    """Return pieces of a group, merged, as a record batch, and note its rows in `index`."""
    titles = np.concatenate([piece[2] for piece in pieces])
    profiles = np.concatenate([run.numbers("profile", rows) for run, rows, _ in pieces])
    order = _merge_order(titles, profiles) if len(pieces) > 1 else None
    arrays: list[pa.Array] = []
    merged: dict[str, Integers] = {"title": titles, "profile": profiles}
    for name in layout.dtypes:
        values = merged.get(name)
        if values is None:
            values = _gather_column(name, pieces, layout)
        if order is not None:
            values = values[order]
        if name in {"title", "asset"}:
            merged[name] = values
        arrays.append(layout.array(name, values))
    index.add(merged["title"], merged.get("asset"))
    return pa.record_batch(arrays, schema=layout.schema)


def _gather_column(name: str, pieces: Sequence[Piece], layout: _SegmentLayout) -> Integers:
    coded = name in layout.dictionaries
    dtype = layout.dtypes[name]
    parts = [run.codes(name, rows) if coded else run.numbers(name, rows) for run, rows, _ in pieces]
    return np.concatenate([part.astype(dtype, copy=False) for part in parts])


def _merge_order(titles: Codes, profiles: Integers) -> Rows:
    """Return the order by (title, profile) of concatenated pieces that each have it already.

    A stable sort of 64-bit keys is Timsort, which merges sorted pieces in one pass each.
    """
    keys = (titles.astype(np.uint64) << np.uint64(32)) | profiles.astype(np.uint64)
    return np.argsort(keys, kind="stable")
