"""The columns of an answer as lists of what JSON can hold."""

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.core.zones import zone

Column = pa.Array | pa.ChunkedArray


def plain_rows(table: pa.Table | pa.RecordBatch) -> list[dict[str, Any]]:
    """Return the rows as objects of JSON: times are ISO text with their offset."""
    names = table.schema.names
    return [dict(zip(names, row, strict=True)) for row in zip(*plain_columns(table), strict=True)]


def plain_columns(table: pa.Table | pa.RecordBatch) -> list[list[Any]]:
    """Return the columns in order: times are ISO text with their offset, missing values None."""
    return [_plain(column) for column in table.columns]


def iso_texts(column: Column) -> tuple[np.ndarray[Any, Any], list[str | None]]:
    """Return a column of times as (place in the texts of each row, texts).

    Each distinct time is written once: answers by time have few.
    """
    distinct = _whole(column).dictionary_encode(null_encoding="encode")
    texts = [None if t is None else t.isoformat() for t in times(distinct.dictionary)]
    return distinct.indices.to_numpy(), texts


def times(column: Column) -> list[datetime | None]:
    """Return the times of a column in its zone, as `zone` knows it: pyarrow's may be older."""
    found: list[datetime | None] = column.to_pylist()
    tz: str | None = column.type.tz
    if tz is None or tz == "UTC":
        return found
    own = zone(tz)
    return [None if moment is None else moment.astimezone(own) for moment in found]


def _whole(column: Column) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _plain(column: Column) -> list[Any]:
    if not pa.types.is_timestamp(column.type):
        return column.to_pylist()
    places, texts = iso_texts(column)
    return [texts[place] for place in places.tolist()]
