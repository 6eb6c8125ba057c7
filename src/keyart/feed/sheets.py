"""The feed's file: many tables in one uncompressed Arrow file, written piece by piece.

Each column of the file is a table, a *sheet*: a large list of structs. Each row of the file holds
the rows of a range of titles, so that writing needs the memory of one range. Readers map the file,
and see each sheet as a table without copying it.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa

from keyart.store.files.arrow import damaged, map_table

Sheets = Mapping[str, pa.Table]
"""Tables by the name of their sheet."""


class SheetWriter:
    """Writes rows of the file, and counts those of each sheet."""

    def __init__(self, writer: pa.ipc.RecordBatchFileWriter, schemas: Mapping[str, pa.Schema]):
        self._writer = writer
        self._schemas = schemas
        self._schema = file_schema(schemas)
        self.rows = dict.fromkeys(schemas, 0)

    def add(self, sheets: Sheets) -> None:
        """Write some rows of some sheets as one row of the file."""
        columns: list[pa.Array] = []
        for name, schema in self._schemas.items():
            table = sheets.get(name, schema.empty_table())
            self.rows[name] += table.num_rows
            columns.append(_to_list(table.cast(schema)))
        self._writer.write_batch(pa.record_batch(columns, schema=self._schema))


@contextmanager
def write_sheets(
    file: IO[bytes], schemas: Mapping[str, pa.Schema], metadata: Mapping[str, str]
) -> Generator[SheetWriter]:
    """Write the given sheets to an open file; `metadata` are texts about all of it."""
    schema = file_schema(schemas).with_metadata(metadata)
    with pa.ipc.new_file(file, schema) as writer:
        yield SheetWriter(writer, schemas)


def file_schema(schemas: Mapping[str, pa.Schema]) -> pa.Schema:
    """Return the schema of a file with some sheets."""
    return pa.schema([(n, pa.large_list(pa.struct(list(s)))) for n, s in schemas.items()])


def _to_list(table: pa.Table) -> pa.Array:
    """Return a table as an array with one list of structs."""
    columns = [column.combine_chunks() for column in table.combine_chunks().columns]
    rows = pa.StructArray.from_arrays(columns, fields=list(table.schema))
    return pa.LargeListArray.from_arrays(pa.array([0, len(rows)], pa.int64()), rows)


@dataclass(frozen=True, eq=False)
class SheetFile:
    """A file of sheets, mapped."""

    path: Path
    mapped: pa.Table

    @property
    def metadata(self) -> dict[str, str]:
        """The texts about the file."""
        metadata = self.mapped.schema.metadata or {}
        return {name.decode(): text.decode() for name, text in metadata.items()}

    @property
    def names(self) -> Sequence[str]:
        """The names of the sheets."""
        return self.mapped.schema.names

    def sheet(self, name: str) -> pa.Table:
        """Return a sheet: a chunk for each row of the file that has some of its rows."""
        column = self.mapped.column(name)
        schema = pa.schema(list(column.type.value_type))
        parts = [pa.RecordBatch.from_struct_array(part.flatten()) for part in column.chunks]
        return pa.Table.from_batches([part for part in parts if part.num_rows], schema)


def open_sheets(path: Path, size: int | None = None) -> SheetFile:
    """Map a file of sheets that has `size` bytes; raises `StoreDamaged` if it is not whole."""
    if size is None:
        if not path.exists():
            raise damaged(path, "is missing")
        size = path.stat().st_size
    return SheetFile(path, map_table(path, size))
