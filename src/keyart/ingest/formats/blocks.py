"""What every kind of input gives: blocks of raw columns, with the rows that can't be parsed."""

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
    """Return how many of `rows` rows of `size` bytes to take at once: a share that is quick."""
    return max(1, min(_BLOCK_ROWS, _BLOCK_BYTES * rows // max(size, 1)))


class Unreadable(BadInput):
    """A file that cannot be read at all, or not from some point on; other files can."""


@dataclass(frozen=True)
class Broken:
    """A place in an input that cannot be parsed: the 1-based number of its row, and why."""

    row: int
    message: str


@dataclass(frozen=True)
class Block:
    """Consecutive rows of one input.

    Attributes:
        columns: by the user's names, of equal length, of whatever type the input has.
        rows: the 1-based number of each row in its input: data rows of CSV (the header apart)
            and Parquet, lines of JSON.
        broken: what lay between these rows and cannot be parsed.
        done: how many bytes of the input this block took, for progress.
    """

    columns: Mapping[str, pa.Array]
    rows: RowNumbers
    broken: tuple[Broken, ...] = ()
    done: int = 0


@dataclass(frozen=True)
class Header:
    """What is known of an input before it is read.

    Attributes:
        columns: its columns, and what each one holds.
        repeated: the columns that it has more than once.
        headless: whether nothing says what its columns are: it is empty, or no line is an object.
        empty: whether it has nothing but blanks.
    """

    columns: Mapping[str, str]
    repeated: tuple[str, ...] = ()
    headless: bool = False
    empty: bool = False

    @classmethod
    def of(cls, columns: Sequence[tuple[str, str]], *, empty: bool = False) -> "Header":
        """Return the header of columns with what each holds, in order."""
        times = Counter(name for name, _ in columns)
        repeated = tuple(name for name, count in times.items() if count > 1)
        return cls(dict(columns), repeated, headless=empty, empty=empty)


@dataclass(frozen=True)
class Wanted:
    """The columns to read, by the user's names; `coded` of them hold few distinct texts."""

    names: tuple[str, ...]
    coded: frozenset[str] = frozenset()


@runtime_checkable
class Input(Protocol):
    """One file, table or stream of rows."""

    @property
    def name(self) -> str:
        """What quarantine calls it: the path, or a number for a table."""
        ...

    @property
    def size(self) -> int | None:
        """Bytes to read, None if unknown."""
        ...

    def header(self) -> Header:
        """Return the columns; raises `Unreadable`."""
        ...

    def blocks(self, wanted: Wanted) -> Iterator[Block]:
        """Yield the rows with their wanted columns, some 100,000 at a time.

        Columns that the input lacks are left out. Raises `Unreadable` where no more can be read;
        the blocks before it are good.
        """
        ...
