"""Verifying kept events and the index of their ids."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from keyart.core.schema import EVENT_TABLES
from keyart.store.arrow_files import column, raw
from keyart.store.event_files import read_groups
from keyart.store.event_ids import contested, entries
from keyart.store.finding import Finding
from keyart.store.paths import Kind
from keyart.store.snapshot import Snapshot


def check_events(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify rows, bounds and profiles of every file of events."""
    for file in snapshot.files(Kind.EVENTS):
        rows = pq.read_metadata(snapshot.path(file)).num_rows
        if rows != file.rows:
            yield Finding(file.name, f"has {rows} rows where the catalogue says {file.rows}")
        for group in read_groups(snapshot.path(file), ["ts", "profile"]):
            ts = column(group, "ts", np.int64)
            if int(ts.min()) < (file.first or 0) or int(ts.max()) > (file.last or 0):
                yield Finding(file.name, "has timestamps that the catalogue does not know")
            if int(column(group, "profile", np.uint32).max()) >= snapshot.profiles:
                yield Finding(file.name, "has profiles that the store does not know")


def check_event_ids(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that the index is sorted and knows the id of every kept event."""
    for file in snapshot.files(Kind.EVENT_IDS):
        last = np.uint64(0)
        for batch in snapshot.map(file).to_batches():
            run = raw(batch.column(0), np.uint64)
            if run[0] < last or (run[1:] < run[:-1]).any():
                yield Finding(file.name, "is not sorted")
            last = run[-1]
    for table in EVENT_TABLES:
        runs = [
            raw(batch.column(0), np.uint64)
            for file in snapshot.files(Kind.EVENT_IDS, table.name)
            for batch in snapshot.map(file).to_batches()
        ]
        for file in snapshot.files(Kind.EVENTS, table.name):
            for group in read_groups(snapshot.path(file), ["ts", "event_id"]):
                missing = entries(group)
                for run in runs:
                    missing = missing[~_has(run, missing)]
                if len(missing):
                    yield Finding(file.name, f"has {len(missing)} ids that the index lacks")


def _has(run: npt.NDArray[np.uint64], wanted: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    at = np.searchsorted(run, wanted)
    at[at == len(run)] = 0
    return run[at] == wanted


def check_contested(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that the hashes of contested ids are sorted and distinct."""
    for file in snapshot.files(Kind.CONTESTED):
        hashes = contested(snapshot, file.subject)
        if (hashes[1:] <= hashes[:-1]).any():
            yield Finding(file.name, "is not sorted")
