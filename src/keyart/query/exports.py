"""Exports of what is stored: facts and rejected rows, in batches.

Facts hold the profiles' numbers, never their ids.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import EXPOSURE_SUMS, SLOT_MICROSECONDS, VIEWING_SUMS, Family
from keyart.query.cancel import current
from keyart.store import Segment, Snapshot

ROWS = 1 << 17
"""Most rows of a batch."""

TEXT = pa.dictionary(pa.int32(), pa.string())
TIME = pa.timestamp("us", "UTC")


def facts_schema(snapshot: Snapshot, family: Family) -> pa.Schema:
    """Return the columns of `read_facts`: those of all segments.

    `title`, `profile`, `time` (the start of the quarter of an hour), other dimensions, sums.
    """
    types: dict[str, pa.DataType] = {"title": TEXT, "profile": pa.uint32(), "time": TIME}
    sums = EXPOSURE_SUMS if family is Family.EXPOSURE else VIEWING_SUMS
    for segment in snapshot.segments(family):
        for name in segment.columns:
            if name not in {*types, "slot"}:
                types[name] = TEXT if segment.is_coded(name) else pa.int64()
    ordered = [*(n for n in types if types[n] != pa.int64()), *(n for n in sums if n in types)]
    ordered += [n for n in types if n not in ordered]
    return pa.schema([(name, types[name]) for name in ordered])


def read_facts(snapshot: Snapshot, family: Family) -> Iterator[pa.RecordBatch]:
    """Yield the facts of a family in the columns of `facts_schema`, segment by segment."""
    schema = facts_schema(snapshot, family)
    cancel = current()
    for segment in snapshot.segments(family):
        for batch in _visible_batches(segment):
            cancel.check()
            if batch.num_rows:
                yield _conform(schema, batch)


def read_rejected(snapshot: Snapshot) -> Iterator[pa.RecordBatch]:
    """Yield all rejected rows as `QUARANTINE_SCHEMA`, oldest first."""
    for piece in snapshot.quarantine_pieces():
        yield from piece.to_batches(max_chunksize=ROWS)


def _visible_batches(segment: Segment) -> Iterator[pa.RecordBatch]:
    hidden, start = segment.hidden, 0
    for batch in segment.table().to_batches(max_chunksize=ROWS):
        rows = slice(start, start + batch.num_rows)
        start += batch.num_rows
        if hidden is not None and hidden[rows].any():
            yield batch.filter(pa.array(hidden[rows] == 0))
        else:
            yield batch


def _conform(schema: pa.Schema, batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [_conform_column(batch, field) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _conform_column(batch: pa.RecordBatch, field: pa.Field) -> pa.Array:
    """Return one column; a sum that the segment lacks is 0."""
    if field.name == "time":
        slots = batch.column("slot").cast(pa.int64())
        return pc.multiply(slots, SLOT_MICROSECONDS).cast(TIME)
    if field.name in batch.schema.names:
        return batch.column(field.name).cast(field.type)
    if field.type == TEXT:
        return pa.nulls(batch.num_rows, TEXT)
    return pa.array(np.zeros(batch.num_rows, np.int64))
