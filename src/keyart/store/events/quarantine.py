"""Rejected rows, kept with their reasons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from keyart.core.schema import RETRIED
from keyart.store.catalogue.database import FileRow
from keyart.store.catalogue.draft import Contents, VersionDraft
from keyart.store.files.mapped import MappedFile
from keyart.store.paths import FileKind

REJECTED = ("file", "row", "code", "column", "message", "data")
"""Columns of a rejected row; `row` is a number, the others text."""

QUARANTINE_SCHEMA = pa.schema(
    [("batch", pa.int64()), ("table", pa.string())]
    + [(name, pa.int64() if name == "row" else pa.string()) for name in REJECTED]
)
"""What `Snapshot.quarantine` returns."""


def is_retried(rejected: pa.Table) -> pa.ChunkedArray:
    """Return for each rejected row whether it is tried again when assets arrive."""
    return pc.is_in(rejected.column("code"), value_set=pa.array([str(c) for c in RETRIED]))


def read_quarantine(
    files: Iterable[tuple[FileRow, MappedFile]], limit: int | None, code: str | None = None
) -> pa.Table:
    """Return the rejected rows of `files`, newest batch first, as `QUARANTINE_SCHEMA`.

    With `code`, only those rejected for that reason.
    """
    parts: list[pa.Table] = []
    remaining = limit
    for file, mapped in sorted(files, key=lambda item: (-(item[0].batch or 0), item[0].id)):
        if remaining is not None and remaining <= 0:
            break
        rows = pa.concat_tables(mapped.read_groups(REJECTED))
        rows = rows if code is None else rows.filter(pc.equal(rows.column("code"), code))
        if remaining is not None:
            rows = rows.slice(0, remaining)
            remaining -= rows.num_rows
        parts.append(_add_labels(rows, file))
    return pa.concat_tables(parts) if parts else QUARANTINE_SCHEMA.empty_table()


def quarantine_pieces(files: Iterable[tuple[FileRow, MappedFile]]) -> Iterator[pa.Table]:
    """Yield the rejected rows of `files` as `QUARANTINE_SCHEMA`, oldest first, in pieces."""
    for file, mapped in files:
        for rows in mapped.read_groups():
            yield _add_labels(rows, file)


def _add_labels(rows: pa.Table, file: FileRow) -> pa.Table:
    batch = pa.repeat(pa.scalar(file.batch, pa.int64()), rows.num_rows)
    table = pa.repeat(file.subject, rows.num_rows)
    columns = [batch, table, *(rows.column(name) for name in REJECTED)]
    return pa.table(columns, names=QUARANTINE_SCHEMA.names).cast(QUARANTINE_SCHEMA)


class QuarantineWriter:
    """Writes the rejected rows of one publication: a file for each table and kind."""

    def __init__(self, draft: VersionDraft, batch: int) -> None:
        self._draft = draft
        self._batch = batch
        self._open: dict[tuple[FileKind, str, pa.Schema], _OpenFile] = {}

    def write(self, table: str, rejected: pa.Table, *, final: bool = False) -> None:
        """Add rejected rows; unless `final`, those that are tried again keep all columns."""
        if final:
            self._write(FileKind.QUARANTINE, table, rejected.select(REJECTED))
            return
        retried = is_retried(rejected)
        final_rows = rejected.filter(pc.invert(retried)).select(REJECTED)
        self._write(FileKind.QUARANTINE, table, final_rows)
        self._write(FileKind.RETRY, table, rejected.filter(retried))

    def _write(self, kind: FileKind, table: str, rows: pa.Table) -> None:
        if rows.num_rows == 0:
            return
        key = (kind, table, rows.schema)
        if key not in self._open:
            name = self._draft.new_name(kind, f"{table}-{kind}", ".parquet")
            path = self._draft.path(name)
            writer = pq.ParquetWriter(path, rows.schema, compression="zstd")
            self._open[key] = _OpenFile(name, writer)
        file = self._open[key]
        file.writer.write_table(rows)
        file.rows += rows.num_rows

    def close(self, *, keep: bool) -> None:
        """Finish the files; with `keep` they become part of the version."""
        for (kind, table, _), file in self._open.items():
            file.writer.close()
            if keep:
                self._draft.add(kind, table, file.name, Contents(file.rows, batch=self._batch))
            else:
                self._draft.path(file.name).unlink()
        self._open.clear()


@dataclass
class _OpenFile:
    name: str
    writer: pq.ParquetWriter
    rows: int = 0
