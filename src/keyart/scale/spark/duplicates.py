"""Rows of the same event: which are kept, and how new ones are counted in the account.

New rows and those kept before are grouped by event (`identity`); a task settles whole events with
the code of a store's batch.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import Column
from pyspark.sql import functions as sf

from keyart.attribute import EventCounts, EventTable, is_in, keep, merge_duplicates
from keyart.core.config import Config
from keyart.core.texthash import hash_text
from keyart.scale.spark.reading import ROLE
from keyart.scale.spark.rows import (
    BATCH,
    EVENT_TABLES,
    HALVES,
    TABLE,
    CodedEvents,
    add_constant,
    batches,
    collect_rows,
    encode_events,
    fill_columns,
    wide_schema,
)

APPEND, AGAIN, COUNT = "append", "again", "count"
"""Roles of the rows that a task yields: rows to keep; all rows of events with several; counts."""

COUNTABLE = "countable"
"""Whether catalogue and consent allow a row that was kept before."""

COUNTS = ("accepted", "duplicate", "updated", "conflict")
"""The counts of new rows in the account."""


def identity() -> Column:
    """Return a 64-bit hash that rows of one event share.

    Rows without an id are one event if all their columns are equal, so also these.
    """
    without_id = sf.xxhash64(TABLE, *HALVES, "title", "ts")
    return sf.when(sf.col("event_id").isNull(), without_id).otherwise(
        sf.xxhash64(TABLE, "event_id")
    )


def incoming_schema(config: Config) -> pa.Schema:
    """Return the columns of the rows that a task settles."""
    extra = [pa.field(BATCH, pa.int32()), pa.field(COUNTABLE, pa.bool_())]
    return pa.schema([*wide_schema(config), *extra])


def settled_schema(config: Config) -> pa.Schema:
    """Return the columns that a task yields."""
    numbers = [pa.field(name, pa.int64()) for name in (*COUNTS, APPEND, AGAIN)]
    return pa.schema(
        [pa.field(ROLE, pa.string()), *wide_schema(config), pa.field(BATCH, pa.int32()), *numbers]
    )


@dataclass(frozen=True)
class Settler:
    """Settles whole events."""

    config: Config
    batch: int

    def settle(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the outcome of rows with `incoming_schema`, by `ROLE`."""
        rows = collect_rows(pieces)
        if rows is None:
            return
        part = encode_events(rows, self.config)
        countable = rows.column(COUNTABLE)
        for table in EVENT_TABLES:
            table_countable = countable.filter(pc.equal(rows.column(TABLE), table))
            yield from self._settle(part, table, table_countable)

    def winners(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the row of each event that counts."""
        rows = collect_rows(pieces)
        if rows is None:
            return
        part = encode_events(rows, self.config)
        for table in EVENT_TABLES:
            merged = merge_duplicates(
                part.tables[table], table, self.batch, part.vocabularies, part.profile_text
            )
            decoded = add_constant(part.decode(table, merged.table, self.config), TABLE, table)
            yield from batches(fill_columns(decoded, wide_schema(self.config)))

    def _settle(
        self, part: CodedEvents, table: EventTable, countable: pa.ChunkedArray
    ) -> Iterator[pa.RecordBatch]:
        events = part.tables[table]
        is_new = pc.equal(events.column(BATCH), self.batch)
        fresh, earlier = events.filter(is_new), events.filter(pc.invert(is_new))
        earlier_countable = events.filter(pc.and_(pc.invert(is_new), countable))
        result = keep(
            fresh, earlier_countable, table, self.batch, part.vocabularies, part.profile_text
        )
        append = _drop_known_rows(result.kept, earlier)
        together = pa.concat_tables([append, earlier])
        again = together.filter(pa.array(_find_repeated_ids(together, append)))
        for role, rows in ((APPEND, append), (AGAIN, again)):
            decoded = add_constant(part.decode(table, rows, self.config), TABLE, table)
            yield from self._yield_rows(decoded, role)
        counts = {**_account_counts(result.counts), APPEND: append.num_rows, AGAIN: again.num_rows}
        row = {name: [count] for name, count in counts.items()}
        yield from self._yield_rows(pa.table({TABLE: [table], **row}), COUNT)

    def _yield_rows(self, rows: pa.Table, role: str) -> Iterator[pa.RecordBatch]:
        yield from batches(
            fill_columns(add_constant(rows, ROLE, role), settled_schema(self.config))
        )


def _account_counts(counts: EventCounts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNTS}


def _drop_known_rows(rows: pa.Table, earlier: pa.Table) -> pa.Table:
    """Return the rows that differ from all rows kept earlier."""
    if not earlier.num_rows:
        return rows
    there = pc.is_in(_row_texts(rows), value_set=_row_texts(earlier))
    return rows.filter(pc.invert(there))


def _row_texts(rows: pa.Table) -> pa.Array:
    """Return a text for each row; rows with equal values (codes of one part) have equal texts."""
    columns = [
        rows.column(name).cast(pa.string()).combine_chunks()
        for name in rows.column_names
        if name != BATCH
    ]
    return pc.binary_join_element_wise(
        *columns, "\x1f", null_handling="replace", null_replacement="\x1e"
    )


def _find_repeated_ids(rows: pa.Table, new: pa.Table) -> npt.NDArray[np.bool_]:
    """Return which rows share their event id with another row and with a new one."""
    ids = hash_text(rows.column("event_id"))
    _, number, count = np.unique(ids, return_inverse=True, return_counts=True)
    new_ids = np.unique(hash_text(new.column("event_id")))
    return (count[number] > 1) & (ids != 0) & is_in(ids, new_ids)
