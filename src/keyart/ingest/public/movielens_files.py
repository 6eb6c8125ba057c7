"""The files of an edition of MovieLens, in either of its two layouts.

Since the 20M edition they are CSV with a header; the 1M and 10M editions are `.dat` files with `::`
between the fields and no header. Both have the same columns, so one mapping serves both.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadInput
from keyart.ingest.formats.blocks import Block, ColumnSelection, Header, Input, UnreadableRow
from keyart.ingest.formats.csv_input import CsvInput
from keyart.ingest.formats.files import File, byte_blocks, byte_size
from keyart.ingest.public.download import AGAIN, Download, require_rows, require_whole

SEPARATOR = "::"


@dataclass(frozen=True)
class DatInput:
    """A file of lines such as `1::1193::5::978300760`; `columns` are the names of the fields.

    Text is UTF-8 (the 10M edition) or else Latin-1 (the 1M edition), without quoting. Row numbers
    are line numbers, and blank lines are skipped.
    """

    path: File
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def size(self) -> int:
        """Bytes to read."""
        return byte_size(self.path)

    def header(self) -> Header:
        """Return the names of the fields."""
        return Header(dict.fromkeys(self.columns, "text"))

    def blocks(self, selection: ColumnSelection) -> Iterator[Block]:
        """Yield the rows, each wanted column as text; see `Input`."""
        rest, row = b"", 1
        for block in byte_blocks(self.path, None):
            data = rest + block.data
            end = len(data) if block.last else data.rfind(b"\n") + 1
            lines = _split_lines(data[:end])
            yield self._cut_fields(lines, row, selection, block.done)
            rest, row = data[end:], row + len(lines)

    def _cut_fields(
        self, lines: pa.Array, first: int, selection: ColumnSelection, done: int
    ) -> Block:
        fields = pc.split_pattern(lines, pattern=SEPARATOR)
        counts = pc.list_value_length(fields).to_numpy()
        rows = np.arange(first, first + len(lines), dtype=np.int64)
        good = counts == len(self.columns)
        wrong = ~good & (pc.binary_length(lines).to_numpy() > 0)
        flat = pc.list_flatten(fields.filter(pa.array(good)))
        columns = {
            name: flat.take(pa.array(np.arange(k, len(flat), len(self.columns))))
            for k, name in enumerate(self.columns)
            if name in selection.names
        }
        broken = tuple(
            UnreadableRow(row, f"Row {row}: it has {count} fields, not {len(self.columns)}.")
            for row, count in zip(rows[wrong].tolist(), counts[wrong].tolist(), strict=True)
        )
        return Block(columns, rows[good], broken, done)


def _split_lines(data: bytes) -> pa.Array:
    """Return complete lines as text without line ends."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = text.removesuffix("\n").split("\n") if text else []
    return pc.utf8_rtrim(pa.array(lines, pa.string()), characters="\r")


RATINGS = ("userId", "movieId", "rating", "timestamp")
MOVIES = ("movieId", "title", "genres")
TAGS = ("userId", "movieId", "tag", "timestamp")
USERS = ("userId", "gender", "age", "occupation", "zip")

_RATING_COUNT = re.compile(r"contains?\s+([\d,]+)\s+(?:anonymous\s+)?ratings")


@dataclass(frozen=True)
class MovieLensEdition:
    """The files of one edition, by name, and their suffix: `.csv` or `.dat`."""

    files: Mapping[str, File]
    suffix: str

    def rows(self, name: str, columns: tuple[str, ...]) -> Input | None:
        """Return the rows of a file, checked; None if the edition does not have it."""
        file = self.files.get(name + self.suffix)
        if file is None:
            return None
        require_whole(file)
        rows = CsvInput(file, delimiter=",") if self.suffix == ".csv" else DatInput(file, columns)
        require_rows(rows, columns)
        return rows

    def needed(self, name: str, columns: tuple[str, ...]) -> Input:
        """Return the rows of a file; raises `BadInput` if the edition does not have it."""
        rows = self.rows(name, columns)
        if rows is None:
            raise BadInput(
                f"{name}{self.suffix} is missing next to ratings{self.suffix}.", hint=AGAIN
            )
        return rows

    def ratings_told(self) -> int | None:
        """Return the number of ratings in the edition's README."""
        for name, file in self.files.items():
            if name.startswith("README"):
                match = _RATING_COUNT.search(file.read_bytes().decode(errors="replace"))
                return int(match[1].replace(",", "")) if match else None
        return None


def find_edition(download: Download) -> MovieLensEdition:
    """Return the edition in a download; raises `BadInput` for none or several."""
    paths = [name for name in download.files if _is_ratings(name)]
    if not paths:
        raise BadInput(
            f"{download.path} has neither ratings.csv nor ratings.dat.",
            hint="Give the folder or the zip file of a MovieLens data set "
            "(grouplens.org/datasets/movielens).",
        )
    nearest = min(paths, key=lambda name: (name.count("/"), not name.endswith(".csv")))
    folder = nearest.rpartition("/")[0]
    others = [name for name in paths if name.rpartition("/")[0] != folder]
    if any(name.count("/") == nearest.count("/") for name in others):
        raise BadInput(
            f"{download.path} has several editions: {nearest} and {others[0]}.",
            hint="Give the folder of one of them.",
        )
    return MovieLensEdition(download.below(folder), nearest[-4:])


def _is_ratings(name: str) -> bool:
    return name.rpartition("/")[2] in {"ratings.csv", "ratings.dat"}
