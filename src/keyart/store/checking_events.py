"""Verifying kept events and the index of their ids."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from keyart.core.schema import EVENT_TABLES
from keyart.store.arrow_files import column
from keyart.store.event_ids import contested, entries, index_runs
from keyart.store.finding import Finding
from keyart.store.paths import Kind
from keyart.store.snapshot import Snapshot

Words = npt.NDArray[np.uint64]


def check_events(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify rows, bounds and profiles of every file of events."""
    for file in snapshot.files(Kind.EVENTS):
        rows = snapshot.mapped(file).parquet().metadata.num_rows
        if rows != file.rows:
            yield Finding(file.name, f"has {rows} rows where the catalogue says {file.rows}")
        for group in snapshot.mapped(file).groups(["ts", "profile"]):
            ts = column(group, "ts", np.int64)
            if int(ts.min()) < (file.first or 0) or int(ts.max()) > (file.last or 0):
                yield Finding(file.name, "has timestamps that the catalogue does not know")
            if int(column(group, "profile", np.uint32).max()) >= snapshot.profiles:
                yield Finding(file.name, "has profiles that the store does not know")


def check_event_ids(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that the index is sorted and knows the id of every kept event."""
    for file in snapshot.files(Kind.EVENT_IDS):
        last = np.uint64(0)
        for run in index_runs(snapshot, file):
            if run[0] < last or (run[1:] < run[:-1]).any():
                yield Finding(file.name, "is not sorted")
            last = run[-1]
    for table in EVENT_TABLES:
        index = snapshot.files(Kind.EVENT_IDS, table.name)
        runs = [run for file in index for run in index_runs(snapshot, file)]
        for file in snapshot.files(Kind.EVENTS, table.name):
            for group in snapshot.mapped(file).groups(["ts", "event_id"]):
                missing = _missing(entries(group), runs)
                if missing:
                    yield Finding(file.name, f"has {missing} ids that the index lacks")


def _missing(wanted: Words, runs: Sequence[Words]) -> int:
    """Return how many of the sorted `wanted` are in none of the sorted runs."""
    found = np.zeros(len(wanted), np.bool_)
    for run in runs:
        start = int(np.searchsorted(wanted, run[:1])[0])
        end = int(np.searchsorted(wanted, run[-1:], side="right")[0])
        own = wanted[start:end]
        at = np.searchsorted(run, own)
        at[at == len(run)] = 0
        found[start:end] |= run[at] == own
    return int(np.count_nonzero(~found))


def check_contested(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that the hashes of contested ids are sorted and distinct."""
    for file in snapshot.files(Kind.CONTESTED):
        hashes = contested(snapshot, file.subject)
        if (hashes[1:] <= hashes[:-1]).any():
            yield Finding(file.name, "is not sorted")
