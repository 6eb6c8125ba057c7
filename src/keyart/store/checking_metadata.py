"""Verifying metadata tables and quarantine."""

from collections.abc import Iterator

import pyarrow.compute as pc

from keyart.store.finding import Finding
from keyart.store.metadata import metadata_schema, row_keys
from keyart.store.paths import Kind
from keyart.store.quarantine import REJECTED
from keyart.store.snapshot import Snapshot


def check_metadata(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify columns and keys of the metadata tables."""
    for file in snapshot.files(Kind.METADATA):
        table = snapshot.map(file)
        expected = metadata_schema(file.subject)
        if any(f.name not in table.schema.names for f in expected):
            yield Finding(file.name, "lacks columns")
        elif pc.count_distinct(row_keys(file.subject, table)).as_py() != table.num_rows:
            yield Finding(file.name, "has a key twice")


def check_quarantine(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that the rejected rows are all there."""
    for file in [*snapshot.files(Kind.QUARANTINE), *snapshot.files(Kind.RETRY)]:
        metadata = snapshot.mapped(file).parquet().metadata
        if metadata.num_rows != file.rows:
            yield Finding(file.name, f"has {metadata.num_rows} rows, not {file.rows}")
        if not set(REJECTED) <= set(metadata.schema.names):
            yield Finding(file.name, "lacks columns")
