"""Sorted runs of rows for a new segment: new facts, or the rows of older segments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import REASONS
from keyart.core.vocabulary import Vocabulary
from keyart.store.files.arrow import Integers, Scratch, raw
from keyart.store.segments.segment import Segment

Rows = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]

KEY_COLUMNS = ("profile", "slot")
"""The columns of facts that are neither codes nor sums."""


@dataclass(frozen=True)
class TitleRuns:
    """A run's rows by title, ascending by code; each code once."""

    codes: Codes
    starts: Rows
    ends: Rows


class Run(Protocol):
    """Rows sorted by (title, profile, …) within each title."""

    @property
    def titles(self) -> TitleRuns:
        """Where the rows of each title are."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        ...

    def numbers(self, name: str, rows: Rows) -> Integers:
        """Return values of a plain column or a sum."""
        ...

    def codes(self, name: str, rows: Rows) -> Codes:
        """Return codes of a coded column in the new segment's dictionary."""
        ...

    def extremes(self, name: str) -> tuple[int, int]:
        """Return bounds of a column's values, as close as is cheap."""
        ...

    def visible(self, rows: Rows) -> Rows:
        """Return those of `rows` that are not hidden."""
        ...

    def forget(self) -> None:
        """Release the memory of what was read."""
        ...


class ChunkedColumns:
    """Columns in several chunks, taken from by row number."""

    def __init__(self, chunks: Sequence[Mapping[str, Integers]], starts: Rows) -> None:
        self._chunks = chunks
        self._starts = starts

    def take(self, name: str, rows: Rows) -> Integers:
        """Return the raw values at `rows`."""
        if len(self._chunks) == 1:
            return self._chunks[0][name][rows]
        where = np.searchsorted(self._starts, rows, side="right") - 1
        values = np.empty(len(rows), self._chunks[0][name].dtype)
        for chunk in np.unique(where):
            inside = where == chunk
            values[inside] = self._chunks[chunk][name][rows[inside] - self._starts[chunk]]
        return values


class FreshRun:
    """Facts of one part, straight from attribution: codes of a publication's vocabularies."""

    def __init__(self, source: Path | pa.Table, vocabularies: Mapping[str, Vocabulary]) -> None:
        self._scratch: Scratch | None = None
        if isinstance(source, Path):
            self._scratch = Scratch(source)
            source = self._scratch.table
        batches = [batch for batch in source.to_batches() if batch.num_rows]
        self._sizes = {name: len(vocabulary) for name, vocabulary in vocabularies.items()}
        self.columns: tuple[str, ...] = tuple(source.schema.names)
        self._extremes = {name: _extremes(source.column(name)) for name in self.columns}
        chunks = [{n: raw(b.column(n)) for n in self.columns} for b in batches]
        starts = np.cumsum([0, *(b.num_rows for b in batches[:-1])])
        self._columns = ChunkedColumns(chunks, starts)
        self.titles = self._find_titles(chunks)
        self.forget()

    def _find_titles(self, chunks: Sequence[Mapping[str, Integers]]) -> TitleRuns:
        titles = np.concatenate([np.empty(0, np.int32), *(chunk["title"] for chunk in chunks)])
        changes = np.flatnonzero(titles[1:] != titles[:-1]) + 1
        starts = np.concatenate([np.zeros(min(len(titles), 1), np.int64), changes])
        ends = np.append(starts[1:], len(titles)) if len(starts) else starts
        codes = np.minimum(titles[starts].astype(np.uint32), self._sizes["title"])
        order = np.argsort(codes, kind="stable")
        return TitleRuns(codes[order].astype(np.uint32), starts[order], ends[order])

    def numbers(self, name: str, rows: Rows) -> Integers:
        """Return values of a plain column or a sum."""
        return self._columns.take(name, rows)

    def codes(self, name: str, rows: Rows) -> Codes:
        """Return codes; −1, which is the greatest of all as uint32, becomes the size."""
        codes = self._columns.take(name, rows).view(np.uint32)
        return np.minimum(codes, np.uint32(self._sizes[name]))

    def extremes(self, name: str) -> tuple[int, int]:
        """Return the least and the greatest value of a column."""
        return self._extremes[name]

    def forget(self) -> None:
        """Release the memory of what was read."""
        if self._scratch is not None:
            self._scratch.forget()

    def visible(self, rows: Rows) -> Rows:
        """Return `rows`: nothing is hidden yet."""
        return rows


class SegmentRun:
    """The rows of an older segment that are not hidden, recoded for a new dictionary."""

    def __init__(self, segment: Segment, recode: Mapping[str, Codes], sizes: Mapping[str, int]):
        self._segment = segment
        self._recode = recode
        self._sizes = sizes
        self.columns: tuple[str, ...] = segment.columns
        chunks = [{n: c.column(n) for n in self.columns} for c in segment.chunks]
        starts = np.array([c.start for c in segment.chunks], np.int64)
        self._columns = ChunkedColumns(chunks, starts)
        self.titles = self._find_titles()

    def _find_titles(self) -> TitleRuns:
        codes = self._recode["title"][self._segment.title_codes]
        starts = self._segment.title_starts
        order = np.argsort(codes, kind="stable")
        return TitleRuns(codes[order], starts[:-1][order], starts[1:][order])

    def numbers(self, name: str, rows: Rows) -> Integers:
        """Return values of a plain column or a sum; 0 where the segment has no such column."""
        if name not in self.columns:
            return np.zeros(len(rows), np.uint8)
        return self._columns.take(name, rows)

    def codes(self, name: str, rows: Rows) -> Codes:
        """Return recoded codes; null where the segment has no such column."""
        if name not in self.columns:
            return np.full(len(rows), self._sizes[name], np.uint32)
        return self._recode[name][self._columns.take(name, rows)]

    def extremes(self, name: str) -> tuple[int, int]:
        """Return the bounds of the column's type, or of the slots."""
        if name == "slot":
            return self._segment.first_slot, self._segment.last_slot
        if name not in self.columns:
            return 0, 0
        limits = np.iinfo(self._segment.chunks[0].column(name).dtype.type)
        return int(limits.min), int(limits.max)

    def visible(self, rows: Rows) -> Rows:
        """Return those of `rows` that are not hidden."""
        hidden = self._segment.hidden
        return rows if hidden is None else rows[hidden[rows] == 0]

    def forget(self) -> None:
        """Do nothing: readers of the store have the same pages mapped."""


def _extremes(values: pa.ChunkedArray) -> tuple[int, int]:
    bounds = pc.min_max(values).as_py()
    return (bounds["min"] or 0, bounds["max"] or 0)


def with_reasons(vocabularies: Mapping[str, Vocabulary]) -> dict[str, Vocabulary]:
    """Add the vocabulary of the `reason` column, which never changes."""
    return {**vocabularies, "reason": Vocabulary(REASONS)}
