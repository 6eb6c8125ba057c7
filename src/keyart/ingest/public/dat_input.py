"""Text with `::` between the fields and no header, as MovieLens was published until 2009."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.ingest.blocks import Block, Broken, Header, Wanted
from keyart.ingest.byte_blocks import byte_blocks
from keyart.ingest.zip_member import File, byte_size

SEPARATOR = "::"


@dataclass(frozen=True)
class DatInput:
    """A file of lines such as `1::1193::5::978300760`; `columns` are the names of the fields.

    Text is UTF-8 (as in the 10M edition) or else Latin-1 (as in the 1M edition). There is no
    quoting. The number of a row is that of its line, and blank lines are skipped.
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

    def blocks(self, wanted: Wanted) -> Iterator[Block]:
        """Yield the rows, each wanted column as text; see `Input`."""
        rest, row = b"", 1
        for block in byte_blocks(self.path, None):
            data = rest + block.data
            end = len(data) if block.last else data.rfind(b"\n") + 1
            lines = _lines(data[:end])
            yield self._cut(lines, row, wanted, block.done)
            rest, row = data[end:], row + len(lines)

    def _cut(self, lines: pa.Array, first: int, wanted: Wanted, done: int) -> Block:
        fields = pc.split_pattern(lines, pattern=SEPARATOR)
        counts = pc.list_value_length(fields).to_numpy()
        rows = np.arange(first, first + len(lines), dtype=np.int64)
        good = counts == len(self.columns)
        wrong = ~good & (pc.binary_length(lines).to_numpy() > 0)
        flat = pc.list_flatten(fields.filter(pa.array(good)))
        columns = {
            name: flat.take(pa.array(np.arange(k, len(flat), len(self.columns))))
            for k, name in enumerate(self.columns)
            if name in wanted.names
        }
        broken = tuple(
            Broken(row, f"Row {row}: it has {count} fields, and not {len(self.columns)}.")
            for row, count in zip(rows[wrong].tolist(), counts[wrong].tolist(), strict=True)
        )
        return Block(columns, rows[good], broken, done)


def _lines(data: bytes) -> pa.Array:
    """Return whole lines as text without their ends."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = text.removesuffix("\n").split("\n") if text else []
    return pc.utf8_rtrim(pa.array(lines, pa.string()), characters="\r")
