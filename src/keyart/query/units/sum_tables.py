"""Growing tables of sums, and the parts of a scan that fill them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from keyart.query.native.job import Job
from keyart.query.units.exposure_kernels import EMPTY, SumTable, move_entries, profiles_every

Longs = npt.NDArray[np.int64]

ROWS_AT_ONCE = 1 << 17
"""Rows a thread reads before its tables grow."""
PLACES = 1 << 12
"""The initial places of a table."""


@dataclass(frozen=True)
class ScanPart:
    """Some of a job's pieces, half-open, for a range of profiles."""

    first: int
    last: int
    low: int
    high: int


def empty_table(shares: int, places: int = PLACES) -> SumTable:
    """Return a table without any key."""
    return SumTable(np.full(places, EMPTY, np.int64), np.zeros((places, 1 + shares, 6)))


@dataclass
class GrowingTable:
    """A table that grows before it is filled; `used` is its number of keys."""

    table: SumTable
    used: int = 0

    @classmethod
    def empty(cls, shares: int) -> "GrowingTable":
        """Return an empty table."""
        return cls(empty_table(shares))

    def make_room(self, keys: int, possible: int) -> None:
        """Make room for more keys, at most `possible` in total, with half of the places free."""
        places = self.table.keys.size
        while places < 2 * min(self.used + keys, possible):
            places *= 2
        if places > self.table.keys.size:
            larger = empty_table(self.table.sums.shape[1] - 1, places)
            move_entries(self.table, larger)
            self.table = larger

    @property
    def bytes(self) -> int:
        """The memory for the keys and as many free places."""
        return 2 * self.used * (8 + self.table.sums[0].nbytes)


def parts_of(job: Job, everybody: int, at_once: int) -> list[ScanPart]:
    """Return parts of about `ROWS_AT_ONCE` rows: runs of titles, or ranges of their profiles."""
    sizes = job.piece_last - job.piece_first
    starts = np.flatnonzero(np.diff(job.piece_run, prepend=-1))
    ends = np.append(starts[1:], sizes.size)
    rows = np.add.reduceat(sizes, starts)
    most = max(1, min(ROWS_AT_ONCE, int(rows.sum()) // at_once + 1))
    parts: list[ScanPart] = []
    first, together = 0, 0

    def put(first: int, last: int) -> None:
        cuts = sorted({*profiles_every(job, sizes, first, last, most).tolist()} - {0})
        bounds = pairwise([0, *cuts, everybody])
        parts.extend(ScanPart(first, last, low, high) for low, high in bounds)

    for start, end, run_rows in zip(starts.tolist(), ends.tolist(), rows.tolist(), strict=True):
        if together and together + run_rows > most:
            put(first, start)
            first, together = start, 0
        if run_rows > most:
            put(start, end)
            first, together = end, 0
        else:
            together += run_rows
    if together:
        put(first, sizes.size)
    return parts


def deal_parts(parts: Sequence[ScanPart], hands: int) -> list[Sequence[ScanPart]]:
    """Return consecutive parts for each thread."""
    bounds = np.linspace(0, len(parts), hands + 1).astype(int).tolist()
    return [parts[low:high] for low, high in pairwise(bounds)]


def merge_tables(tables: Sequence[SumTable]) -> SumTable:
    """Return the sums of all tables by key, in order, without free places."""
    used = [table.keys != EMPTY for table in tables]
    keys = np.concatenate([t.keys[mask] for t, mask in zip(tables, used, strict=True)])
    sums = np.concatenate([t.sums[mask] for t, mask in zip(tables, used, strict=True)])
    order = np.argsort(keys, kind="stable")
    keys, sums = keys[order], sums[order]
    starts = np.flatnonzero(np.diff(keys, prepend=EMPTY))
    if starts.size == keys.size:
        return SumTable(keys, sums)
    return SumTable(keys[starts], np.add.reduceat(sums, starts, axis=0))
