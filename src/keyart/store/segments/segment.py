"""Reading segments: facts of one family, sorted by (title, profile, …), memory-mapped.

A segment is one uncompressed Arrow IPC file. Its text columns are dictionary arrays in whose raw
codes a null is the code `len(dictionary)`, so that a loop over codes needs no validity bitmap,
only one more entry in its lookup table. A second file says where each title's rows start and which
assets they have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family
from keyart.store.catalogue.database import FileRow
from keyart.store.files.arrow import Integers, column, damaged, raw
from keyart.store.files.mapped import MappedFile
from keyart.store.paths import FileKind

MAX_CHUNK_ROWS = 4 << 20
"""Rows of a record batch at most."""

Rows = npt.NDArray[np.int64]


class Chunk:
    """Consecutive rows of a segment: one Arrow record batch.

    `start` is the number of its first row in the segment, `rows` how many it has.
    """

    def __init__(self, batch: pa.RecordBatch, start: int, file: MappedFile) -> None:
        self.start = start
        self.rows: int = batch.num_rows
        self._file = file
        self._columns: Mapping[str, Integers] = {
            name: raw(batch.column(i)) for i, name in enumerate(batch.schema.names)
        }

    def column(self, name: str) -> Integers:
        """Return the codes or values of a column, shape (rows,), mapped and read-only.

        A column that the segment does not have is 0 in all rows: a newer custom one (null, or 0),
        or an optional sum that was never anything else.
        """
        if name in self._columns:
            self._file.verify(*self.bytes_of(name, np.array([0]), np.array([self.rows])))
        return self.unverified(name)

    def unverified(self, name: str) -> Integers:
        """Return a column as `column` does, for callers of `Segment.verify`."""
        values = self._columns.get(name)
        return np.zeros(self.rows, np.uint8) if values is None else values

    def bytes_of(self, name: str, first: Rows, last: Rows) -> tuple[Rows, Rows]:
        """Return the offsets in the file of the values of some rows, both half-open.

        They are empty for a column that the segment does not have.
        """
        values = self._columns.get(name)
        if values is None or not len(values):
            return first[:0], last[:0]
        start = values.ctypes.data - self._file.address
        return start + first * values.itemsize, start + last * values.itemsize


@dataclass(frozen=True)
class SegmentFiles:
    """The catalogue's rows about one segment."""

    segment: FileRow
    index: FileRow
    hidden: tuple[FileRow, ...] = ()

    @property
    def hidden_rows(self) -> int:
        """How many rows are hidden."""
        return sum(file.rows for file in self.hidden)

    @property
    def visible_rows(self) -> int:
        """How many rows are not hidden."""
        return self.segment.rows - self.hidden_rows

    @property
    def all(self) -> tuple[FileRow, ...]:
        """Every file of the segment."""
        return (self.segment, self.index, *self.hidden)


class Segment:
    """The facts of one family from one publication or compaction.

    `first_slot` and `last_slot` are the least and greatest slot of its rows, both inclusive.
    Opened at the first use; usable while its snapshot is open.
    """

    def __init__(self, data: Path, files: SegmentFiles) -> None:
        self._data = data
        self._files = files
        self.id = files.segment.id
        self.family = Family(files.segment.subject)
        self.rows = files.segment.rows
        self.first_slot = files.segment.first or 0
        self.last_slot = files.segment.last or 0

    @property
    def path(self) -> Path:
        """The Arrow IPC file."""
        return self._data / self._files.segment.name

    @property
    def hidden_rows(self) -> int:
        """How many rows later versions have hidden."""
        return self._files.hidden_rows

    @cached_property
    def _file(self) -> MappedFile:
        return MappedFile(self.path, self._files.segment)

    @property
    def _table(self) -> pa.Table:
        return self._file.lazy_table

    @cached_property
    def _index(self) -> pa.Table:
        return MappedFile(self._data / self._files.index.name, self._files.index).table()

    def table(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return all rows, hidden ones too, as a table over the mapped memory.

        With all columns, or those of `columns` that the segment has.
        """
        if columns is None:
            self._file.verify_all()
            return self._table
        chosen = self._table.select([name for name in columns if name in self.columns])
        self._file.verify_values(chosen)
        return chosen

    def verify(
        self, names: Iterable[str], chunks: Rows, first: Rows, last: Rows, threads: int = 1
    ) -> None:
        """Raise `StoreDamaged` if values that a caller will read are not as they were written.

        Of the columns `names`: rows first ≤ row < last of the chunks of these numbers, ascending.
        """
        starts: list[Rows] = []
        ends: list[Rows] = []
        columns = list(dict.fromkeys(names))
        for number in np.unique(chunks).tolist():
            inside = slice(*np.searchsorted(chunks, [number, number + 1]))
            low, high = _join_ranges(first[inside], last[inside])
            for name in columns:
                start, end = self.chunks[int(number)].bytes_of(name, low, high)
                starts.append(start)
                ends.append(end)
        if starts:
            self._file.verify(np.concatenate(starts), np.concatenate(ends), threads)

    def index_table(self) -> pa.Table:
        """Return the title index as a table: title, start, assets."""
        return self._index

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._table.schema.names)

    def is_coded(self, name: str) -> bool:
        """Return whether a column holds codes of a dictionary (else numbers)."""
        return pa.types.is_dictionary(self._table.schema.field(name).type)

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """The record batches, in row order."""
        chunks: list[Chunk] = []
        start = 0
        for batch in self._table.to_batches():
            chunks.append(Chunk(batch, start, self._file))
            start += batch.num_rows
        if start != self.rows:
            raise damaged(self.path, f"has {start} rows where the catalogue says {self.rows}")
        return tuple(chunks)

    def dictionary(self, name: str) -> pa.StringArray:
        """Return the values of a coded column; in its raw codes null is `len(dictionary)`.

        A custom dimension that is newer than the segment has none.
        """
        if name not in self.columns:
            return pa.array([], pa.string())
        return self._table.column(name).chunk(0).dictionary

    @cached_property
    def title_codes(self) -> npt.NDArray[np.int32]:
        """The title code of each title run, int32 [t], ascending; `len(dictionary)` is null."""
        return column(self._index, "title", np.int32)

    @cached_property
    def title_starts(self) -> npt.NDArray[np.int64]:
        """The first row of each title run, and the number of rows: int64 [t + 1]."""
        starts = column(self._index, "start", np.int64)
        return np.append(starts, np.int64(self.rows))

    @cached_property
    def asset_starts(self) -> npt.NDArray[np.int64]:
        """Where in `asset_codes` each title run's assets start: int64 [t + 1]."""
        return self._index.column("assets").combine_chunks().offsets.to_numpy()

    @cached_property
    def asset_codes(self) -> npt.NDArray[np.int32]:
        """The distinct asset codes of each title run, one after another, ascending in a run."""
        lists = self._index.column("assets").combine_chunks()
        return raw(lists.values).astype(np.int32, copy=False)

    @cached_property
    def hidden(self) -> npt.NDArray[np.uint8] | None:
        """1 for each row that a later version hides, uint8 [rows]; None if no row is hidden."""
        if not self._files.hidden:
            return None
        marks = np.zeros(self.rows, np.uint8)
        for file in self._files.hidden:
            mapped = MappedFile(self._data / file.name, file)
            marks[column(mapped.table(), "row", np.uint32)] = 1
        return marks


def _join_ranges(first: Rows, last: Rows) -> tuple[Rows, Rows]:
    """Join those of the ascending ranges of rows that follow one another."""
    apart = np.flatnonzero(first[1:] != last[:-1])
    return first[np.append(0, apart + 1)], last[np.append(apart, len(last) - 1)]


def segment_files(files: Iterable[FileRow]) -> list[SegmentFiles]:
    """Return the segments among `files`, each with its index and hidden rows, oldest first."""
    segments: list[FileRow] = []
    indexes: dict[int | None, FileRow] = {}
    hidden: dict[int | None, list[FileRow]] = {}
    for file in files:
        if file.kind is FileKind.SEGMENT:
            segments.append(file)
        elif file.kind is FileKind.SEGMENT_INDEX:
            indexes[file.parent] = file
        elif file.kind is FileKind.HIDDEN:
            hidden.setdefault(file.parent, []).append(file)
    return [SegmentFiles(s, indexes[s.id], tuple(hidden.get(s.id, ()))) for s in segments]
