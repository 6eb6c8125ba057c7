"""Kept events: Parquet files, their row groups by day where there are many rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from keyart.core.vocabulary import Vocabulary
from keyart.store.arrow_files import column

DAY_MICROSECONDS = 86_400_000_000

GROUP_ROWS = 1 << 16
"""A row group has at least so many rows before a new day begins another."""

MAX_GROUP_ROWS = 1 << 20

DISTINCT = frozenset({"event_id", "impression_id", "profile", "ts", "watch_ms"})
"""Columns whose values hardly repeat, so that a dictionary of them would be in vain."""

Days = npt.NDArray[np.int32]


@dataclass(frozen=True)
class EventStats:
    """What the catalogue notes of a file of events."""

    rows: int
    first_ts: int
    last_ts: int


def day_of(ts: npt.NDArray[np.int64]) -> Days:
    """Return days since the epoch, UTC, from µs since the epoch."""
    return (ts // DAY_MICROSECONDS).astype(np.int32)


def with_text(table: pa.Table, vocabularies: Mapping[str, Vocabulary]) -> pa.Table:
    """Return `table` with its codes of `vocabularies` as dictionary arrays, `MISSING` as null."""
    for i, name in enumerate(table.schema.names):
        if name in vocabularies and table.schema.field(name).type == pa.int32():
            codes = column(table, name, np.int32)
            indices = pa.array(codes, mask=codes < 0)
            coded = pa.DictionaryArray.from_arrays(indices, vocabularies[name].array(), safe=False)
            table = table.set_column(i, name, coded)
    return table


def write_events(path: Path, events: pa.Table) -> EventStats:
    """Write events, ordered by day if they are many, and return their bounds."""
    ts = column(events, "ts", np.int64)
    days = day_of(ts)
    if len(ts) > GROUP_ROWS and (days[1:] < days[:-1]).any():
        order = np.argsort((days - days.min()).astype(np.uint16), kind="stable")
        events, days = events.take(pa.array(order)), days[order]
    with pq.ParquetWriter(
        path,
        events.schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in events.schema.names if name not in DISTINCT],
        write_statistics=["ts"],
    ) as writer:
        for start, end in _row_groups(days):
            writer.write_table(events.slice(start, end - start), row_group_size=MAX_GROUP_ROWS)
    return EventStats(len(ts), int(ts.min()), int(ts.max()))


def _row_groups(days: Days) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows that end with a day and have `GROUP_ROWS` rows or are the last."""
    start = 0
    for end in [*(np.flatnonzero(np.diff(days)) + 1).tolist(), len(days)]:
        if end - start >= GROUP_ROWS or end == len(days):
            yield start, end
            start = end


def groups_of_days(file: pq.ParquetFile, days: Days) -> list[int]:
    """Return the row groups that may hold rows of `days`, which are sorted."""
    at = file.schema_arrow.get_field_index("ts")
    found: list[int] = []
    for group in range(file.num_row_groups):
        statistics = file.metadata.row_group(group).column(at).statistics
        first, last = day_of(np.array([statistics.min, statistics.max], np.int64))
        if np.searchsorted(days, first) < np.searchsorted(days, last, side="right"):
            found.append(group)
    return found
