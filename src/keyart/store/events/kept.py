"""Kept events: Parquet files, and the index of the ids of their events.

Where a file has many rows, its row groups are by day. An entry of the index is 64 bits: the upper
48 of the hash of an id, then the day (days since the epoch, which fit in 16 bits until 2149).
Entries are in sorted runs. Two ids may share 48 bits; callers compare the ids themselves in the
events of the days of an answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from keyart.core.facts import DAY_MICROSECONDS
from keyart.core.texthash import hash_text
from keyart.core.vocabulary import Vocabulary
from keyart.store.catalogue.database import FileRow
from keyart.store.files.arrow import column, frozen, raw
from keyart.store.files.mapped import MappedFile
from keyart.store.files.sorted_runs import find_prefixes, merge_runs
from keyart.store.paths import FileKind
from keyart.store.segments.pairs import PairSet
from keyart.store.snapshot import Snapshot

GROUP_ROWS = 1 << 16
"""Rows after which a new day starts a new row group."""

MAX_GROUP_ROWS = 1 << 20

DISTINCT = frozenset({"event_id", "impression_id", "profile", "ts", "watch_ms"})
"""Columns whose values rarely repeat, so that a dictionary would not help."""

INDEX_SCHEMA = pa.schema([("entry", pa.uint64())])
CONTESTED_SCHEMA = pa.schema([("hash", pa.uint64())])

DAY_BITS = 16
_DAY = np.uint64((1 << DAY_BITS) - 1)

NO_IDS = np.empty(0, np.uint64)

Days = npt.NDArray[np.int32]
"""Days since the epoch."""
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class EventStats:
    """What the catalogue notes of a file of events."""

    rows: int
    first_ts: int
    last_ts: int


def day_of(ts: npt.NDArray[np.int64]) -> Days:
    """Return the days, UTC, of times in µs since the epoch."""
    return (ts // DAY_MICROSECONDS).astype(np.int32)


def decode_text(table: pa.Table, vocabularies: Mapping[str, Vocabulary]) -> pa.Table:
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
    groups: list[int] = []
    for group in range(file.num_row_groups):
        statistics = file.metadata.row_group(group).column(at).statistics
        first, last = day_of(np.array([statistics.min, statistics.max], np.int64))
        if np.searchsorted(days, first) < np.searchsorted(days, last, side="right"):
            groups.append(group)
    return groups


def read_events(
    snapshot: Snapshot,
    table: str,
    days: Days,
    pairs: PairSet,
    extra_ids: Words = NO_IDS,
) -> Iterator[pa.Table]:
    """Yield kept events of `table` that are of `pairs` or whose id's hash is in `extra_ids`.

    Only row groups that overlap `days` are read: rows of other days may be missing or present.
    Coded columns are dictionary arrays with nulls, everything else is as it was kept.
    """
    days, extra_ids = np.unique(days), np.unique(extra_ids)
    if len(days) == 0:
        return
    first, last = int(days[0]) * DAY_MICROSECONDS, (int(days[-1]) + 1) * DAY_MICROSECONDS
    for file in snapshot.event_files(table):
        if file.first_ts < last and file.last_ts >= first:
            yield from _read_file(file.open(), days, pairs, extra_ids)


def _read_file(
    mapped: MappedFile, days: Days, pairs: PairSet, extra_ids: Words
) -> Iterator[pa.Table]:
    file = mapped.parquet()
    names = ["title", "profile", *(["event_id"] if len(extra_ids) else [])]
    for group in groups_of_days(file, days):
        chosen = _select(mapped.read_group(file, group, names), pairs, extra_ids)
        if chosen.any():
            yield mapped.read_group(file, group, None).filter(pa.array(chosen))


def _select(keys: pa.Table, pairs: PairSet, extra_ids: Words) -> npt.NDArray[np.bool_]:
    chosen = pairs.contains(keys.column("title"), column(keys, "profile", np.uint32))
    if len(extra_ids):
        hashes = hash_text(keys.column("event_id"))
        at = np.searchsorted(extra_ids, hashes)
        at[at == len(extra_ids)] = 0
        chosen |= extra_ids[at] == hashes
    return chosen


@dataclass(frozen=True)
class EventIdMatches:
    """The days of kept events with the ids searched for: one entry for each id and day."""

    positions: npt.NDArray[np.int64]
    """Indices into the hashes searched for, ascending."""
    days: Days


def entries(events: pa.Table) -> Words:
    """Return the sorted entries of the events that have an id."""
    hashes = hash_text(events.column("event_id"))
    days = day_of(column(events, "ts", np.int64)).astype(np.uint64)
    words = (hashes >> np.uint64(DAY_BITS) << np.uint64(DAY_BITS)) | days
    return np.sort(words[hashes != 0])


def find_event_ids(snapshot: Snapshot, table: str, hashes: Words) -> EventIdMatches:
    """Return the days of kept events of `table` that have ids with these hashes.

    `hashes` are of `core.texthash.hash_text`, in any order; 0 (no id) never matches.
    """
    order = None
    if (hashes[1:] < hashes[:-1]).any():
        order = np.argsort(hashes)
        hashes = hashes[order]
    positions = [np.empty(0, np.int64)]
    days = [np.empty(0, np.int32)]
    for file in snapshot.files(FileKind.EVENT_IDS, table):
        for run in index_runs(snapshot, file):
            at, day = _search(hashes, run)
            positions.append(at)
            days.append(day)
    at, day = np.concatenate(positions), np.concatenate(days)
    at, day = at[hashes[at] != 0], day[hashes[at] != 0]
    at = at if order is None else order[at]
    by_position = np.argsort(at, kind="stable")
    return EventIdMatches(at[by_position], day[by_position])


def index_runs(snapshot: Snapshot, file: FileRow) -> Iterator[Words]:
    """Yield the sorted entries of a file of the index, a record batch at a time."""
    for batch in snapshot.map_table(file).to_batches():
        yield raw(batch.column(0), np.uint64)


def _search(hashes: Words, run: Words) -> tuple[npt.NDArray[np.int64], Days]:
    """Return the positions in sorted `hashes` of those in one run, and their days."""
    bits = np.uint64(DAY_BITS)
    low = int(np.searchsorted(hashes, run[:1] >> bits << bits)[0])
    high = int(np.searchsorted(hashes, run[-1:] | _DAY, side="right")[0])
    first, count = np.zeros((2, high - low), np.int64)
    find_prefixes(frozen(hashes[low:high]), run, DAY_BITS, first, count)
    positions = np.repeat(np.arange(low, high), count)
    within = np.arange(len(positions)) - np.repeat(np.cumsum(count) - count, count)
    matches = run[np.repeat(first, count) + within]
    return positions, (matches & _DAY).astype(np.int32)


def contested_ids(snapshot: Snapshot, table: str) -> Words:
    """Return the hashes of ids that `Publication.add_contested_ids` kept, ascending."""
    files = snapshot.files(FileKind.CONTESTED, table)
    return (
        column(snapshot.map_table(files[-1]), "hash", np.uint64)
        if files
        else np.empty(0, np.uint64)
    )


def entry_batches(runs: Sequence[Words]) -> Iterator[pa.RecordBatch]:
    """Yield the record batches of an index file that holds `runs`, merged."""
    for piece in merge_runs([{"entry": run} for run in runs], "entry"):
        yield pa.record_batch([pa.array(piece["entry"])], schema=INDEX_SCHEMA)
