"""How to scan, and why."""

import os
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.native.job import REJECTED, Job
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.planning.plan import Axis, FamilyPlan, Key, Lookup
from keyart.store import Snapshot

SEEN_BYTES = 64 << 20
"""Memory for *this group has seen this profile* bits: about half of a large cache."""

WINDOW_ROWS = 1 << 16
"""Rows gathered and sorted at once: as many as fit a second-level cache."""


DENSE_SUMS = 1 << 22
"""Sums of profiles and groups held at once by each thread: 32 MiB."""

LEAST_WINDOW = 64
"""The fewest profiles in a window."""

SAMPLES = 64
"""Rows sampled per thread, to give all threads about the same number of rows."""

ASSET = Axis("asset", "asset", Lookup.ITSELF)


class Way(StrEnum):
    """The three ways to scan; each value says when it is used."""

    SORTED = "each group's rows come sorted by profile"
    BITS = "a bit for each group and profile fits in the cache"
    WINDOWS = "rows of many runs are sorted, a window of profiles at a time"


@dataclass(frozen=True)
class Cost:
    """The memory for the groups of one scan, in bytes, over all threads."""

    groups: int
    bytes: int


def cost(groups: int, family: FamilyPlan, values: int, threads: int) -> Cost:
    """Return the memory for the sums of `groups` groups."""
    each = 1 + 16 * (values + len(family.distincts)) + 8 * len(family.sums)
    each += 88 * len(family.moments)
    return Cost(groups, groups * each * threads)


def fits(need: Cost, budget: int) -> bool:
    """Return whether groups fit in a query's memory."""
    return need.groups < REJECTED and need.bytes <= budget


def separates_titles(scope: ScanScope, keys: tuple[Key, ...], runs: Runs) -> bool:
    """Return whether rows of different titles are always in different groups."""
    columns = {key.axis.column for key in keys if key.axis.lookup is Lookup.ITSELF}
    return "title" in columns or ("asset" in columns and _one_title_each(scope, runs))


def _one_title_each(scope: ScanScope, runs: Runs) -> bool:
    """Return whether each asset occurs in one title run only."""
    domain = scope.domain(ASSET)
    run_counts = np.zeros(domain.null + 1, np.int64)
    for number in np.unique(runs.segment):
        codes = scope.segments[int(number)].asset_codes
        np.add.at(run_counts, domain.codes[int(number)][codes], 1)
    return not (run_counts > 1).any()


def one_run_each(scope: ScanScope, runs: Runs) -> bool:
    """Return whether each title is in one segment only."""
    numbers = np.unique(runs.segment)
    if numbers.size <= 1:
        return True
    titles: list[pa.Array] = []
    for number in numbers:
        segment = scope.segments[int(number)]
        codes = segment.title_codes[runs.title[runs.segment == number]]
        size = len(segment.dictionary("title"))
        titles.append(segment.dictionary("title").take(pa.array(codes, mask=codes == size)))
    together = pa.concat_arrays(titles)
    return len(together.unique()) == len(together)


def choose(scope: ScanScope, keys: tuple[Key, ...], runs: Runs, job: Job) -> Way:
    """Return the way to scan.

    If a title has several runs, its pairs with profiles can only be found by sorting; so can pairs
    of profiles and days.
    """
    if job.day_slot.size:
        return Way.WINDOWS
    alone = runs.segment.size == 1
    once = alone or one_run_each(scope, runs)
    if alone or (once and separates_titles(scope, keys, runs)):
        return Way.SORTED
    counted = int(job.distinct.sum())
    seen_bytes = counted * (job.groups + 1) * job.profiles // 8
    if seen_bytes <= SEEN_BYTES and not job.moment.size and (once or not job.pairs.size):
        return Way.BITS
    return Way.WINDOWS


def window(job: Job, rows: int) -> int:
    """Return the number of profiles in a window that keeps both sorting and stepping cheap."""
    target = max(WINDOW_ROWS, 16 * job.piece_run.size)
    return max(LEAST_WINDOW, int(job.profiles * min(1.0, target / max(1, rows))))


def dense_window(job: Job, rows: int) -> int:
    """Return the number of profiles in a window whose sums in all groups are held at once."""
    return max(1, min(window(job, rows), DENSE_SUMS // max(1, job.groups)))


def threads(snapshot: Snapshot) -> int:
    """Return the number of threads for one scan."""
    return snapshot.config.settings.threads or os.cpu_count() or 1


def ranges(scope: ScanScope, runs: Runs, parts: int) -> npt.NDArray[np.int64]:
    """Return bounds of profile ranges with about the same number of rows: int64 [parts + 1]."""
    profiles = scope.snapshot.profiles
    count = max(1, min(parts, runs.rows // WINDOW_ROWS + 1))
    places = np.linspace(0, max(0, runs.rows - 1), SAMPLES * count).astype(np.int64)
    places = np.unique(places)
    ends = np.cumsum(runs.last - runs.first)
    sampled_runs = np.searchsorted(ends, places, side="right")
    sample = np.array(
        [
            _profile_at(scope, int(runs.segment[run]), int(runs.last[run] - (ends[run] - place)))
            for run, place in zip(sampled_runs, places, strict=True)
        ],
        np.int64,
    )
    inner = np.quantile(sample, np.arange(1, count) / count).astype(np.int64) & ~np.int64(7)
    return np.concatenate([[0], np.maximum.accumulate(inner), [profiles]]).astype(np.int64)


def _profile_at(scope: ScanScope, segment: int, row: int) -> int:
    for chunk in scope.segments[segment].chunks:
        if row < chunk.start + chunk.rows:
            return int(chunk.unverified("profile")[row - chunk.start])
    raise IndexError(row)
