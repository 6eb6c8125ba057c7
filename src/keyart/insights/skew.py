"""Clocks that disagree: plays that begin shortly before the impression that led to them."""

import os
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from keyart.core.facts import Family
from keyart.query.lookups import series_of
from keyart.store import Snapshot

SAMPLE_ROWS = 2_000_000
"""About so many kept events are looked at: those of every n-th profile."""

MEMORY = "256MiB"

DAY_MICROSECONDS = 86_400_000_000

_SQL = """
WITH shown AS (
    SELECT e.profile, f.root, e.ts FROM read_parquet($impressions) AS e
    JOIN families AS f ON f.title = e.title::VARCHAR
    WHERE e.profile % $stride = 0
      AND coalesce(NOT list_contains($excluded, e.placement::VARCHAR), true)
), played AS (
    SELECT e.profile, f.root, e.ts FROM read_parquet($plays) AS e
    JOIN families AS f ON f.title = e.title::VARCHAR
    WHERE e.profile % $stride = 0
), with_before AS (
    SELECT p.profile, p.root, p.ts, s.ts AS before
    FROM played AS p ASOF LEFT JOIN shown AS s
      ON p.profile = s.profile AND p.root = s.root AND p.ts >= s.ts
), blind AS (
    SELECT profile, root, ts FROM with_before
    WHERE before IS NULL OR ts - before > 30 * $day
), with_after AS (
    SELECT s.ts - b.ts AS gap
    FROM blind AS b ASOF LEFT JOIN shown AS s
      ON b.profile = s.profile AND b.root = s.root AND b.ts < s.ts
)
SELECT count(*), count(*) FILTER (WHERE gap <= $day),
       median(gap) FILTER (WHERE gap <= $day)
FROM with_after
"""


@dataclass(frozen=True)
class Skew:
    """What a sample of plays without an impression says about clocks."""

    plays: int
    """Plays looked at."""
    seen_later: int
    """Those whose profile was shown the title, or its series, within a day after the play."""
    median_seconds: float | None
    """How long after the play that was, in the middle case."""

    @property
    def share(self) -> float:
        """The share of the plays looked at that were followed by an impression."""
        return self.seen_later / self.plays if self.plays else 0.0


def skew(snapshot: Snapshot) -> Skew:
    """Look at the kept events of a sample of profiles, in bounded memory."""
    files = {table: snapshot.event_files(table) for table in ("impressions", "plays")}
    if not all(files.values()):
        return Skew(0, 0, None)
    for group in files.values():
        for file in group:
            file.mapped.whole()
    rows = sum(file.rows for group in files.values() for file in group)
    settings = snapshot.config.settings
    parameters = {
        **{table: [str(file.path) for file in group] for table, group in files.items()},
        "stride": max(1, rows // SAMPLE_ROWS),
        "excluded": list(settings.exclude_placements),
        "day": DAY_MICROSECONDS,
    }
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "preserve_insertion_order": "false",
        "threads": settings.threads or os.cpu_count() or 1,
    }
    with TemporaryDirectory(prefix="keyart-skew-") as folder:
        config["temp_directory"] = folder
        with duckdb.connect(":memory:", config=config) as connection:
            connection.register("families", _families(snapshot))
            found = connection.execute(_SQL, parameters).fetchone()
    assert found is not None
    plays, later, gap = found
    return Skew(int(plays), int(later), None if gap is None else float(gap) / 1_000_000)


def _families(snapshot: Snapshot) -> pa.Table:
    """Return (title, root) for each title of a fact."""
    names: dict[str, None] = {}
    for family in Family:
        for segment in snapshot.segments(family):
            names.update(dict.fromkeys(segment.dictionary("title").to_pylist()))
    titles = pa.array(list(names), pa.string())
    return pa.table({"title": titles, "root": series_of(snapshot.titles, titles)})
