"""Rows that are the same event: which are kept, and what the account says of the new ones.

Rows come together by their event (`identity`), new ones and those kept before; a task settles
whole events by the very code of a store's batch.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import Column
from pyspark.sql import functions as sf

from keyart.attribute import Counts, EventTable, inside, keep, merge_duplicates
from keyart.core.config import Config
from keyart.core.texthash import hash_text
from keyart.scale.spark.reading import ROLE
from keyart.scale.spark.rows import (
    BATCH,
    EVENT_TABLES,
    HALVES,
    TABLE,
    Part,
    batches,
    coded,
    collected,
    labelled,
    wide_schema,
    widened,
)

APPEND, AGAIN, COUNT = "append", "again", "count"
"""Roles of what a task yields: rows to keep; all rows of events with several; the account."""

COUNTABLE = "countable"
"""Whether catalogue and consent let a row count that was kept before."""

COUNTS = ("accepted", "duplicate", "updated", "conflict")
"""What the account says of new rows."""


def identity() -> Column:
    """Return what rows of one event have in common, and hardly ever others: 64 bits.

    Rows without an id are one event if they agree in everything, so in these columns, too.
    """
    without_id = sf.xxhash64(TABLE, *HALVES, "title", "ts")
    return sf.when(sf.col("event_id").isNull(), without_id).otherwise(
        sf.xxhash64(TABLE, "event_id")
    )


def incoming_schema(config: Config) -> pa.Schema:
    """Return the columns of the rows that a task settles."""
    further = [pa.field(BATCH, pa.int32()), pa.field(COUNTABLE, pa.bool_())]
    return pa.schema([*wide_schema(config), *further])


def settled_schema(config: Config) -> pa.Schema:
    """Return the columns of what a task yields."""
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
        """Yield what becomes of rows with the columns `incoming_schema`, in `ROLE`s."""
        rows = collected(pieces)
        if rows is None:
            return
        part = coded(rows, self.config)
        countable = rows.column(COUNTABLE)
        for table in EVENT_TABLES:
            own = countable.filter(pc.equal(rows.column(TABLE), table))
            yield from self._settle(part, table, own)

    def winners(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield of each event the row that counts."""
        rows = collected(pieces)
        if rows is None:
            return
        part = coded(rows, self.config)
        for table in EVENT_TABLES:
            merged = merge_duplicates(
                part.tables[table], table, self.batch, part.vocabularies, part.profile_text
            )
            plain = labelled(part.plain(table, merged.table, self.config), TABLE, table)
            yield from batches(widened(plain, wide_schema(self.config)))

    def _settle(
        self, part: Part, table: EventTable, countable: pa.ChunkedArray
    ) -> Iterator[pa.RecordBatch]:
        events = part.tables[table]
        is_new = pc.equal(events.column(BATCH), self.batch)
        fresh, earlier = events.filter(is_new), events.filter(pc.invert(is_new))
        known = events.filter(pc.and_(pc.invert(is_new), countable))
        own = keep(fresh, known, table, self.batch, part.vocabularies, part.profile_text)
        append = _beyond(own.kept, earlier)
        together = pa.concat_tables([append, earlier])
        again = together.filter(pa.array(_have_several(together, append)))
        for role, rows in ((APPEND, append), (AGAIN, again)):
            plain = labelled(part.plain(table, rows, self.config), TABLE, table)
            yield from self._out(plain, role)
        counts = {**_account(own.counts), APPEND: append.num_rows, AGAIN: again.num_rows}
        told = {name: [count] for name, count in counts.items()}
        yield from self._out(pa.table({TABLE: [table], **told}), COUNT)

    def _out(self, rows: pa.Table, role: str) -> Iterator[pa.RecordBatch]:
        yield from batches(widened(labelled(rows, ROLE, role), settled_schema(self.config)))


def _account(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNTS}


def _beyond(rows: pa.Table, earlier: pa.Table) -> pa.Table:
    """Return the rows that do not say the same as one kept earlier."""
    if not earlier.num_rows:
        return rows
    there = pc.is_in(_whole_text(rows), value_set=_whole_text(earlier))
    return rows.filter(pc.invert(there))


def _whole_text(rows: pa.Table) -> pa.Array:
    """Return a text for each row that is equal for rows with equal values (codes, of one part)."""
    columns = [
        rows.column(name).cast(pa.string()).combine_chunks()
        for name in rows.column_names
        if name != BATCH
    ]
    return pc.binary_join_element_wise(
        *columns, "\x1f", null_handling="replace", null_replacement="\x1e"
    )


def _have_several(rows: pa.Table, new: pa.Table) -> npt.NDArray[np.bool_]:
    """Return which rows share their event id with another one, and with a new one."""
    ids = hash_text(rows.column("event_id"))
    _, number, count = np.unique(ids, return_inverse=True, return_counts=True)
    wanted = np.unique(hash_text(new.column("event_id")))
    return (count[number] > 1) & (ids != 0) & inside(ids, wanted)
