"""Blocks of raw columns, which every kind of input yields, with the rows that can't be parsed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import BadInput

RowNumbers = npt.NDArray[np.int64]

_BLOCK_ROWS = 250_000
_BLOCK_BYTES = 256 << 20

MAX_RECORD_BYTES = 32 << 20
"""A line, or a CSV record of several lines, longer than this can't be parsed."""


def block_rows(size: int, rows: int) -> int:
    """Return how many of `rows` rows of `size` bytes to read at once."""
    return max(1, min(_BLOCK_ROWS, _BLOCK_BYTES * rows // max(size, 1)))


class Unreadable(BadInput):
    """A file that cannot be read, or only its beginning; other files are still read."""


@dataclass(frozen=True)
class UnreadableRow:
    """A row that cannot be parsed: its 1-based number, and why."""

    row: int
    message: str


@dataclass(frozen=True)
class Block:
    """Consecutive rows of one input.

    Attributes:
        columns: by the user's names, of equal length, of the input's own types.
        rows: the 1-based number of each row in its input: data rows of CSV (the header apart)
            and Parquet, lines of JSON.
        broken: the rows between these that cannot be parsed.
        done: how many bytes of the input this block took, for progress.
    """

    columns: Mapping[str, pa.Array]
    rows: RowNumbers
    broken: tuple[UnreadableRow, ...] = ()
    done: int = 0


@dataclass(frozen=True)
class Header:
    """The columns of an input, known before its rows are read.

    Attributes:
        columns: the type of each column.
        repeated: the columns that occur more than once.
        headless: whether the columns are unknown: the input is empty, or no line is an object.
        empty: whether it has only blanks.
    """

    columns: Mapping[str, str]
    repeated: tuple[str, ...] = ()
    headless: bool = False
    empty: bool = False

    @classmethod
    def of(cls, columns: Sequence[tuple[str, str]], *, empty: bool = False) -> "Header":
        """Return the header of (column, type) pairs, in order."""
        times = Counter(name for name, _ in columns)
        repeated = tuple(name for name, count in times.items() if count > 1)
        return cls(dict(columns), repeated, headless=empty, empty=empty)


@dataclass(frozen=True)
class ColumnSelection:
    """The columns to read, by the user's names; `coded` of them hold few distinct texts."""

    names: tuple[str, ...]
    coded: frozenset[str] = frozenset()


@runtime_checkable
class Input(Protocol):
    """One file, table or stream of rows."""

    @property
    def name(self) -> str:
        """Its name in quarantine: the path, or a number for a table."""
        ...

    @property
    def size(self) -> int | None:
        """Bytes to read, None if unknown."""
        ...

    def header(self) -> Header:
        """Return the columns; raises `Unreadable`."""
        ...

    def blocks(self, selection: ColumnSelection) -> Iterator[Block]:
        """Yield the rows with their wanted columns, some 100,000 at a time.

        Columns that the input lacks are omitted. Raises `Unreadable` where reading must stop; the
        blocks before it are good.
        """
        ...
