"""The scope of a build: which facts it makes again.

Without links (`impression_id`) an event reaches no further than the attribution window, or the 30
days in which an impression makes a play `outside_window`:

- a play at t is led to by an impression in [t − window, t], and is `outside_window` by one in
  [t − 30 days, t];
- so a new row at t can change facts on the days [t − window, t + 30 days], and those depend on
  plays up to a window later and impressions up to 30 days earlier.

A link may join any two days. `CommittedState.links` remembers these pairs of days. All this is by
whole days, so the scope is slightly larger than needed, never smaller.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sf

from keyart.attribute.matching import RECENT_MICROSECONDS
from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW
from keyart.core.facts import Family
from keyart.core.settings import Settings
from keyart.scale.spark.arrivals import read_settled
from keyart.scale.spark.audiences import AUDIENCES
from keyart.scale.spark.catalogue import CatalogueChanges, CatalogueTables, compare_catalogues
from keyart.scale.spark.duplicates import AGAIN, APPEND
from keyart.scale.spark.facts import FactDays
from keyart.scale.spark.kept_events import KeptEvents, keys_frame, with_day
from keyart.scale.spark.reading import ROLE
from keyart.scale.spark.rows import BATCH, DAY, HALVES, TABLE, wide_schema
from keyart.scale.spark.state import BuildState, attribution_settings

DAY_SECONDS = 86_400

Links = Collection[tuple[int, int]]
"""Days of plays that name an impression, and the day of that impression."""


@dataclass(frozen=True)
class Reach:
    """How many days away an event can matter without a link."""

    window: int
    recent: int

    @classmethod
    def of(cls, settings: Settings, most: int) -> "Reach":
        """Return the reach for the settings; `most` days stand for any longer window."""
        all_settings = [settings, *map(settings.for_content_type, settings.content_type)]
        seconds = max(s.attribution_window for s in all_settings)
        window = most if seconds >= most * DAY_SECONDS else math.ceil(seconds / DAY_SECONDS)
        recent = math.ceil(RECENT_MICROSECONDS / 1_000_000 / DAY_SECONDS)
        return cls(window, max(window, recent))


@dataclass(frozen=True)
class Affected:
    """The days to make again.

    Attributes:
        facts: the days whose facts may change.
        events: the days whose events they depend on.
    """

    facts: frozenset[int]
    events: frozenset[int]


def find_affected_days(
    touched: Iterable[int], event_days: Collection[int], links: Links, reach: Reach
) -> Affected:
    """Return what changes when events on the days `touched` do; `event_days` are all days."""
    touched = set(touched)
    linked = {shown for played, shown in links if played in touched}
    facts = _days_around(touched, reach.window, reach.recent, event_days) | linked
    plays = _days_around(facts, 0, reach.window, event_days)
    plays |= {played for played, shown in links if shown in facts}
    shown = _days_around(plays, reach.recent, 0, event_days)
    shown |= {shown for played, shown in links if played in plays}
    return Affected(frozenset(facts), frozenset(facts | plays | shown))


def _days_around(
    days: Iterable[int], before: int, after: int, event_days: Collection[int]
) -> set[int]:
    """Return the event days from `before` days before to `after` days after any of `days`."""
    near: set[int] = set()
    ordered, begin = sorted(event_days), 0
    for day in sorted(days):
        while begin < len(ordered) and ordered[begin] < day - before:
            begin += 1
        at = begin
        while at < len(ordered) and ordered[at] <= day + after:
            near.add(ordered[at])
            at += 1
    return near


@dataclass
class TouchedEvents:
    """Rows of events (`TABLE`, `HALVES`, `DAY`, …) that are new or count differently now."""

    frames: list[DataFrame] = field(default_factory=list[DataFrame])

    def add(self, rows: DataFrame) -> None:
        """Add rows."""
        self.frames.append(rows.select(TABLE, *HALVES, DAY, "event_id", "impression_id"))

    def rows(self) -> DataFrame:
        """Return all added rows."""
        first, *others = self.frames
        for other in others:
            first = first.unionByName(other)
        return first


def changed_events(kept: KeptEvents, compare_catalogues: CatalogueChanges) -> TouchedEvents:
    """Return the kept events that a new catalogue affects."""
    touched = TouchedEvents()
    rows = kept.rows()
    if compare_catalogues.titles:
        touched.add(_rows_with_values(kept, rows, "title", compare_catalogues.titles))
    if len(compare_catalogues.consent):
        keys = keys_frame(kept.spark, compare_catalogues.consent)
        touched.add(rows.join(keys, list(HALVES), "left_semi"))
    if compare_catalogues.assets:
        touched.add(_rows_with_values(kept, rows, "asset", compare_catalogues.assets))
    if compare_catalogues and kept.again_place is not None:  # another row of an event may count now
        touched.add(kept.again())
    return touched


def _rows_with_values(
    kept: KeptEvents, rows: DataFrame, name: str, values: Collection[str]
) -> DataFrame:
    listed = kept.spark.createDataFrame(pa.table({name: sorted(values)}))
    return rows.join(listed, name, "left_semi")


def plays_linked_to(kept: KeptEvents, shown: DataFrame) -> DataFrame:
    """Return the kept plays that name an impression in `shown`."""
    ids = shown.where(sf.col(TABLE) == "impressions").select(
        sf.col("event_id").alias("impression_id")
    )
    plays = kept.rows().where((sf.col(TABLE) == "plays") & sf.col("impression_id").isNotNull())
    return plays.join(
        ids.where(sf.col("impression_id").isNotNull()).distinct(), "impression_id", "left_semi"
    )


def find_links(kept: KeptEvents, touched: DataFrame) -> set[tuple[int, int]]:
    """Return the pairs (day of a touched play, day of the impression that it names)."""
    plays = touched.where((sf.col(TABLE) == "plays") & sf.col("impression_id").isNotNull())
    named = plays.select(sf.col("impression_id").alias("event_id"), sf.col(DAY).alias("played"))
    shown = kept.rows().where((sf.col(TABLE) == "impressions") & sf.col("event_id").isNotNull())
    pairs = shown.select("event_id", sf.col(DAY).alias("shown")).join(named.distinct(), "event_id")
    days = pairs.select(*(sf.unix_date(sf.col(name)) for name in ("played", "shown"))).distinct()
    return {(row[0], row[1]) for row in days.collect()}


TOUCHED = "touched"

_TOUCHED = (
    f"{TABLE} string, {PROFILE_HIGH} bigint, {PROFILE_LOW} bigint, "
    f"event_id string, impression_id string, {DAY} date"
)

FOR_EVER = 1_000_000
"""More days than between any two events."""


@dataclass(frozen=True)
class BuildScope:
    """The facts that a build makes again.

    Attributes:
        facts: the days whose facts are made again.
        events: the days of the events that they depend on.
        profiles: the profiles (`HALVES`), None for all.
        rewritten: the days whose files are written: `facts`, or all if audiences changed.
        links: see `CommittedState.links`, including those of this build.
    """

    facts: frozenset[int]
    events: frozenset[int]
    profiles: DataFrame | None
    rewritten: frozenset[int]
    links: Links


def find_scope(
    work: BuildState, kept: KeptEvents, before: CatalogueTables, after: CatalogueTables
) -> BuildScope:
    """Return the facts to make again."""
    work.begin("find what changes")
    event_days = frozenset(day for days in work.days_of_events().values() for day in days)
    if work.first or attribution_settings(work.config) != work.before.settings:
        return BuildScope(event_days, event_days, None, event_days, find_links(kept, kept.rows()))
    touched = _stage_touched(work, kept, compare_catalogues(before, after))
    links = {(a, b) for a, b in work.before.links} | find_links(kept, touched)
    rewritten = _fact_days(work) if _audiences_changed(work, before, after) else set[int]()
    reach = Reach.of(work.config.settings, FOR_EVER)
    affected = find_affected_days(work.staged_days(TOUCHED), event_days, links, reach)
    profiles = touched.select(*HALVES).distinct()
    return BuildScope(affected.facts, affected.events, profiles, affected.facts | rewritten, links)


def _stage_touched(work: BuildState, kept: KeptEvents, changed: CatalogueChanges) -> DataFrame:
    """Stage the rows that are new or count differently now, and return them."""
    columns = [*wide_schema(work.config).names, BATCH]
    new = read_settled(work).where(sf.col(ROLE).isin(APPEND, AGAIN)).select(*columns)
    touched = changed_events(kept, changed)
    touched.add(with_day(new))
    touched.add(plays_linked_to(kept, new))
    work.stage(touched.rows().distinct(), TOUCHED, DAY)
    return work.staged(TOUCHED, _TOUCHED)


def _fact_days(work: BuildState) -> set[int]:
    facts = FactDays(work.spark, work.folder, work.config)
    return {day for family in Family for day in facts.there(family)}


def _audiences_changed(work: BuildState, before: CatalogueTables, after: CatalogueTables) -> bool:
    """Return whether audiences of profiles without new events have changed."""
    if AUDIENCES in work.options.sources:
        return True
    return work.before.audiences and not np.array_equal(before.protected(), after.protected())
