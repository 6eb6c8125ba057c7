"""Tables and streams of other libraries, by the Arrow C stream interface."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from keyart.core.errors import BadInput
from keyart.ingest.formats.blocks import Block, ColumnSelection, Header, Unreadable, block_rows


@dataclass(frozen=True)
class ArrowInput:
    """Rows that can be read once, from memory or from a running query."""

    name: str
    reader: pa.RecordBatchReader
    size: int | None

    @classmethod
    def of(cls, name: str, stream: object) -> "ArrowInput":
        """Return the input of a pyarrow table or stream, a data frame or a DuckDB relation."""
        size = stream.nbytes if isinstance(stream, pa.Table | pa.RecordBatch) else None
        try:
            reader = pa.RecordBatchReader.from_stream(stream)
        except (pa.ArrowException, TypeError) as error:
            raise BadInput(
                f"{name}, a {type(stream).__name__}, has no Arrow form: {error}.",
                hint="Give each of its columns one type, or write it to a Parquet file.",
            ) from error
        times = Counter(reader.schema.names)
        twice = sorted(column for column, count in times.items() if count > 1)
        if twice:
            raise BadInput(f"{name} has several columns {twice[0]!r}.", hint="Rename all but one.")
        return cls(name, reader, size)

    def header(self) -> Header:
        """Return the names and types of the columns."""
        return Header({field.name: str(field.type) for field in self.reader.schema})

    def blocks(self, selection: ColumnSelection) -> Iterator[Block]:
        """Yield the rows; see `Input`."""
        names = [name for name in selection.names if name in self.reader.schema.names]
        row = 1
        for batch in self._read_batches():
            for part in _split_batch(batch.select(names)):
                rows = np.arange(row, row + part.num_rows, dtype=np.int64)
                columns = dict(zip(names, part.columns, strict=True))
                yield Block(columns, rows, done=part.nbytes)
                row += part.num_rows

    def _read_batches(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self.reader  # pyright: ignore[reportGeneralTypeIssues]
        except (pa.ArrowException, OSError) as error:
            raise Unreadable(
                f"{self.name} ended early: {str(error).strip()}", hint="Check what produces it."
            ) from error


def _split_batch(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    rows = block_rows(batch.nbytes, batch.num_rows)
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)
