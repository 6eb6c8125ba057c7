"""Verifying what a store says it has of folders of facts."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from keyart.core.facts import Family
from keyart.store.finding import Finding
from keyart.store.hiding import SLOTS_A_DAY
from keyart.store.imported import SCHEMA, days_of, parts_of
from keyart.store.paths import Kind
from keyart.store.segments import Segment
from keyart.store.snapshot import Snapshot

_EPOCH = date(1970, 1, 1)


def check_imported(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that all facts lie on days that were imported, and that none are of events."""
    for file in snapshot.files(Kind.IMPORTED):
        table = snapshot.map(file)
        if not table.schema.equals(SCHEMA):
            yield Finding(file.name, "has other columns than imported parts have")
            return
        if snapshot.files(Kind.EVENTS):
            yield Finding(file.name, "stands beside kept events")
        for family in Family:
            yield from _check_days(snapshot, family, days_of(parts_of(table), family))


def _check_days(snapshot: Snapshot, family: Family, days: list[date]) -> Iterator[Finding]:
    known = np.array([(day - _EPOCH).days for day in days], np.int64)
    for segment in snapshot.segments(family):
        others = np.setdiff1d(_days(segment), known)
        if len(others):
            day = _EPOCH + timedelta(int(others[0]))
            yield Finding(f"facts/{segment.path.name}", f"has facts of {day}: not imported")


def _days(segment: Segment) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the days, since the epoch, of the visible rows."""
    found = [np.empty(0, np.int64)]
    for chunk in segment.chunks:
        days = chunk.column("slot").astype(np.int64) // SLOTS_A_DAY
        if segment.hidden is not None:
            days = days[segment.hidden[chunk.start : chunk.start + chunk.rows] == 0]
        found.append(np.unique(days))
    return np.unique(np.concatenate(found))
