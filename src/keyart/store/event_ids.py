"""The index of event ids: has an id come before, and on which days do its events lie?

An entry is 64 bits: the upper 48 of the hash of the id, then the day (days since the epoch, which
fit in 16 bits until 2149). Entries stand in sorted runs. Two ids may share 48 bits; whoever asks
compares the ids themselves in the events of the days that the answer names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.texthash import hash_text
from keyart.store.arrow_files import column, frozen, raw
from keyart.store.catalog import FileRow
from keyart.store.event_files import day_of
from keyart.store.kernels import find_prefixes
from keyart.store.paths import Kind
from keyart.store.snapshot import Snapshot
from keyart.store.sorted_runs import merge_runs

SCHEMA = pa.schema([("entry", pa.uint64())])
CONTESTED_SCHEMA = pa.schema([("hash", pa.uint64())])

DAY_BITS = 16
_DAY = np.uint64((1 << DAY_BITS) - 1)

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class KnownIds:
    """Where ids asked for have been seen: one entry for each id and day."""

    positions: npt.NDArray[np.int64]
    """Indices into the hashes asked for, ascending."""
    days: npt.NDArray[np.int32]
    """Days since the epoch."""


def entries(events: pa.Table) -> Words:
    """Return the sorted entries of the events that have an id."""
    hashes = hash_text(events.column("event_id"))
    days = day_of(column(events, "ts", np.int64)).astype(np.uint64)
    found = (hashes >> np.uint64(DAY_BITS) << np.uint64(DAY_BITS)) | days
    return np.sort(found[hashes != 0])


def known_ids(snapshot: Snapshot, table: str, hashes: Words) -> KnownIds:
    """Return on which days kept events of `table` have the ids whose hashes are given.

    `hashes` are of `core.texthash.hash_text`, in any order; 0 (no id) is never known.
    """
    order = None
    if (hashes[1:] < hashes[:-1]).any():
        order = np.argsort(hashes)
        hashes = hashes[order]
    positions: list[npt.NDArray[np.int64]] = [np.empty(0, np.int64)]
    days: list[npt.NDArray[np.int32]] = [np.empty(0, np.int32)]
    for file in snapshot.files(Kind.EVENT_IDS, table):
        for run in index_runs(snapshot, file):
            at, day = _search(hashes, run)
            positions.append(at)
            days.append(day)
    at, day = np.concatenate(positions), np.concatenate(days)
    at, day = at[hashes[at] != 0], day[hashes[at] != 0]
    at = at if order is None else order[at]
    by_position = np.argsort(at, kind="stable")
    return KnownIds(at[by_position], day[by_position])


def index_runs(snapshot: Snapshot, file: FileRow) -> Iterator[Words]:
    """Yield the sorted entries of a file of the index, a record batch at a time."""
    for batch in snapshot.map(file).to_batches():
        yield raw(batch.column(0), np.uint64)


def _search(hashes: Words, run: Words) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Return the positions in sorted `hashes` of those in one run, and their days."""
    bits = np.uint64(DAY_BITS)
    low = int(np.searchsorted(hashes, run[:1] >> bits << bits)[0])
    high = int(np.searchsorted(hashes, run[-1:] | _DAY, side="right")[0])
    first, count = np.zeros((2, high - low), np.int64)
    find_prefixes(frozen(hashes[low:high]), run, DAY_BITS, first, count)
    positions = np.repeat(np.arange(low, high), count)
    within = np.arange(len(positions)) - np.repeat(np.cumsum(count) - count, count)
    found = run[np.repeat(first, count) + within]
    return positions, (found & _DAY).astype(np.int32)


def contested(snapshot: Snapshot, table: str) -> Words:
    """Return the hashes of ids that `Publication.contest` was told of, ascending."""
    files = snapshot.files(Kind.CONTESTED, table)
    return column(snapshot.map(files[-1]), "hash", np.uint64) if files else np.empty(0, np.uint64)


def entry_batches(runs: Sequence[Words]) -> Iterator[pa.RecordBatch]:
    """Yield the record batches of an index file that holds `runs`, merged."""
    for piece in merge_runs([{"entry": run} for run in runs], "entry"):
        yield pa.record_batch([pa.array(piece["entry"])], schema=SCHEMA)
