"""What the facts say about plays without an impression: do ids match, do clocks agree?"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family, Reason
from keyart.query.lookups import series_of
from keyart.store import Chunk, Segment, Snapshot

Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class IdOverlap:
    """Counts of plays, and of the profiles and titles in them, against what was shown."""

    blind: int
    """Plays without any impression: those whose reason is `no_impression`."""
    blind_by_title: dict[str, int]
    """The same by the title played; plays without a title are in none."""
    blind_of_strangers: int
    """Those of them whose profile has no impression of anything."""
    playing_profiles: int
    playing_profiles_shown: int
    """Profiles with a play, and those of them with any impression."""
    shown_profiles: int
    played_titles: frozenset[str]
    shown_titles: frozenset[str]


def measure_id_overlap(snapshot: Snapshot) -> IdOverlap:
    """Count where impressions and plays meet: one pass over the facts, a chunk at a time."""
    shown, shown_titles = _find_profiles_and_titles(snapshot, Family.EXPOSURE, "impressions")
    playing, played_titles = _find_profiles_and_titles(snapshot, Family.VIEWING, "starts")
    blind_by_title, blind_of_strangers, blind = _blind(snapshot, shown)
    return IdOverlap(
        blind=blind,
        blind_by_title=blind_by_title,
        blind_of_strangers=blind_of_strangers,
        playing_profiles=int(playing.sum()),
        playing_profiles_shown=int((playing & shown).sum()),
        shown_profiles=int(shown.sum()),
        played_titles=played_titles,
        shown_titles=shown_titles,
    )


def _find_profiles_and_titles(
    snapshot: Snapshot, family: Family, count: str
) -> tuple[Marks, frozenset[str]]:
    """Return (which profiles have a row with `count` above 0, the titles of such rows)."""
    profiles = np.zeros(snapshot.profiles, np.bool_)
    titles: set[str] = set()
    for segment in snapshot.segments(family):
        names = _titles(segment)
        codes = np.zeros(len(names), np.bool_)
        for chunk, visible in _chunks(segment):
            counted = visible & (chunk.column(count) > 0)
            profiles[chunk.column("profile")[counted]] = True
            codes[chunk.column("title")[counted]] = True
        titles.update(name for name, occurs in zip(names, codes, strict=True) if occurs and name)
    return profiles, frozenset(titles)


def _blind(snapshot: Snapshot, shown: Marks) -> tuple[dict[str, int], int, int]:
    """Return plays without an impression: by title, of profiles not in `shown`, and all."""
    by_title: dict[str, int] = {}
    of_strangers = total = 0
    for segment in snapshot.segments(Family.VIEWING):
        names = _titles(segment)
        code = _code_of(segment.dictionary("reason"), Reason.NO_IMPRESSION)
        plays = np.zeros(len(names), np.int64)
        for chunk, visible in _chunks(segment):
            blind = visible & (chunk.column("reason") == code)
            starts = chunk.column("starts")[blind].astype(np.int64)
            np.add.at(plays, chunk.column("title")[blind], starts)
            of_strangers += int(starts[~shown[chunk.column("profile")[blind]]].sum())
            total += int(starts.sum())
        for name, count in zip(names, plays.tolist(), strict=True):
            if count and name is not None:
                by_title[name] = by_title.get(name, 0) + count
    return by_title, of_strangers, total


def _titles(segment: Segment) -> list[str | None]:
    """Return the title of each raw code; the last code is the missing title."""
    return [*segment.dictionary("title").to_pylist(), None]


def _code_of(dictionary: pa.StringArray, value: str) -> int:
    """Return the code of `value`, one that no row has when there is none."""
    values = dictionary.to_pylist()
    return values.index(value) if value in values else len(values) + 1


def _chunks(segment: Segment) -> Iterator[tuple[Chunk, Marks]]:
    """Yield each chunk with which of its rows count."""
    hidden = segment.hidden
    for chunk in segment.chunks:
        if hidden is None:
            yield chunk, np.ones(chunk.rows, np.bool_)
        else:
            yield chunk, hidden[chunk.start : chunk.start + chunk.rows] == 0


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
class ClockSkew:
    """What a sample of plays without an impression says about clocks."""

    plays: int
    """Plays looked at."""
    seen_later: int
    """Those whose profile was shown the title, or its series, within a day after the play."""
    median_seconds: float | None
    """The median time from the play to that impression."""

    @property
    def share(self) -> float:
        """The share of the plays looked at that were followed by an impression."""
        return self.seen_later / self.plays if self.plays else 0.0


def measure_clock_skew(snapshot: Snapshot) -> ClockSkew:
    """Look at the kept events of a sample of profiles, in bounded memory."""
    files = {table: snapshot.event_files(table) for table in ("impressions", "plays")}
    if not all(files.values()):
        return ClockSkew(0, 0, None)
    for group in files.values():
        for file in group:
            file.open().verify_all()
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
            row = connection.execute(_SQL, parameters).fetchone()
    assert row is not None
    plays, later, gap = row
    return ClockSkew(int(plays), int(later), None if gap is None else float(gap) / 1_000_000)


def _families(snapshot: Snapshot) -> pa.Table:
    """Return (title, root) for each title of a fact."""
    names: dict[str, None] = {}
    for family in Family:
        for segment in snapshot.segments(family):
            names.update(dict.fromkeys(segment.dictionary("title").to_pylist()))
    titles = pa.array(list(names), pa.string())
    return pa.table({"title": titles, "root": series_of(snapshot.titles, titles)})
