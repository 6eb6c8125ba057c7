"""Parquet files, a row group at a time: a damaged one costs its rows, not the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from keyart.ingest.formats.blocks import (
    Block,
    ColumnSelection,
    Header,
    Unreadable,
    UnreadableRow,
    block_rows,
)

_ERRORS = (pa.ArrowException, OSError, UnicodeDecodeError)


@dataclass(frozen=True)
class ParquetInput:
    """A Parquet file.

    Columns of few distinct texts are read as dictionaries if stored so, five times faster than as
    text.
    """

    path: Path

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self.path.stat().st_size

    def header(self) -> Header:
        """Return the names and types of the outermost columns."""
        with self._open(frozenset()) as file:
            return Header.of([(field.name, str(field.type)) for field in file.schema_arrow])

    def blocks(self, selection: ColumnSelection) -> Iterator[Block]:
        """Yield the rows; see `Input`. A damaged row group gives one `UnreadableRow`."""
        with self._open(selection.coded) as file:
            names = [name for name in selection.names if name in file.schema_arrow.names]
            metadata, first = file.metadata, 1
            bytes_per_row = self.size / max(metadata.num_rows, 1)
            for group in range(metadata.num_row_groups):
                rows = metadata.row_group(group).num_rows
                group_reader = _RowGroup(file, group, first, rows, bytes_per_row)
                yield from group_reader.blocks(names)
                first += rows

    def _open(self, coded: frozenset[str]) -> pq.ParquetFile:
        try:
            leaves: list[str] = pq.ParquetFile(self.path).schema.names if coded else []
            return pq.ParquetFile(
                self.path,
                read_dictionary=sorted(coded.intersection(leaves)),
                page_checksum_verification=True,
            )
        except _ERRORS as error:
            raise Unreadable(
                f"{self.path} is not a complete Parquet file: {_first_sentence(error)}",
                hint="It may be truncated: write it again.",
            ) from error


@dataclass(frozen=True)
class _RowGroup:
    file: pq.ParquetFile
    number: int
    first: int
    rows: int
    bytes_per_row: float

    def blocks(self, names: list[str]) -> Iterator[Block]:
        """Yield the row group's blocks, with one `UnreadableRow` for all that is damaged."""
        rows_read = 0
        try:
            for batch in self._read_batches(names):
                yield self._make_block(batch, rows_read)
                rows_read += batch.num_rows
        except _ERRORS as error:
            last = self.first + self.rows - 1
            message = (
                f"Rows {self.first + rows_read} to {last} are damaged: {_first_sentence(error)}"
            )
            broken = (UnreadableRow(self.first + rows_read, message),)
            columns = {name: pa.nulls(0) for name in names}
            done = round((self.rows - rows_read) * self.bytes_per_row)
            yield Block(columns, np.empty(0, np.int64), broken, done)

    def _read_batches(self, names: list[str]) -> Iterator[pa.RecordBatch]:
        size = self.file.metadata.row_group(self.number).total_byte_size
        return self.file.iter_batches(
            block_rows(size, self.rows), row_groups=[self.number], columns=names, use_threads=True
        )

    def _make_block(self, batch: pa.RecordBatch, rows_read: int) -> Block:
        for column in batch.columns:
            if pa.types.is_dictionary(column.type):
                column.validate(full=True)  # damaged pages may have codes without values
        first = self.first + rows_read
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        rows = np.arange(first, first + batch.num_rows, dtype=np.int64)
        return Block(columns, rows, done=round(batch.num_rows * self.bytes_per_row))


def _first_sentence(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".") + "."
