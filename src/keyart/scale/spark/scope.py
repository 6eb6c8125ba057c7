"""What a build makes anew, worked out from what it kept and what changed."""

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
from keyart.scale.spark.arrivals import settled
from keyart.scale.spark.audiences import AUDIENCES
from keyart.scale.spark.catalogue import Changes, Metadata, changes
from keyart.scale.spark.duplicates import AGAIN, APPEND
from keyart.scale.spark.facts import FactDays
from keyart.scale.spark.kept_events import KeptEvents, keys_frame, with_day
from keyart.scale.spark.reading import ROLE
from keyart.scale.spark.rows import BATCH, DAY, HALVES, TABLE, wide_schema
from keyart.scale.spark.state import Work, attribution_settings

DAY_SECONDS = 86_400

Links = Collection[tuple[int, int]]
"""Days of plays that name an impression, and the day of that impression."""


@dataclass(frozen=True)
class Reach:
    """How many days away, at most, an event makes a difference without a link."""

    window: int
    recent: int

    @classmethod
    def of(cls, settings: Settings, most: int) -> "Reach":
        """Return the reach that the settings give; `most` is as good as for ever."""
        own = [settings, *map(settings.for_content_type, settings.content_type)]
        seconds = max(s.attribution_window for s in own)
        window = most if seconds >= most * DAY_SECONDS else math.ceil(seconds / DAY_SECONDS)
        recent = math.ceil(RECENT_MICROSECONDS / 1_000_000 / DAY_SECONDS)
        return cls(window, max(window, recent))


@dataclass(frozen=True)
class Affected:
    """What is made anew.

    Attributes:
        facts: the days whose facts may change.
        events: the days whose events they follow from.
    """

    facts: frozenset[int]
    events: frozenset[int]


def affected(
    touched: Iterable[int], known: Collection[int], links: Links, reach: Reach
) -> Affected:
    """Return what changes when events of the days `touched` do; `known` are the days of events."""
    touched = set(touched)
    linked = {shown for played, shown in links if played in touched}
    facts = _around(touched, reach.window, reach.recent, known) | linked
    plays = _around(facts, 0, reach.window, known)
    plays |= {played for played, shown in links if shown in facts}
    shown = _around(plays, reach.recent, 0, known)
    shown |= {shown for played, shown in links if played in plays}
    return Affected(frozenset(facts), frozenset(facts | plays | shown))


def _around(days: Iterable[int], before: int, after: int, known: Collection[int]) -> set[int]:
    """Return the known days from `before` days before to `after` days after any of `days`."""
    found: set[int] = set()
    ordered, begin = sorted(known), 0
    for day in sorted(days):
        while begin < len(ordered) and ordered[begin] < day - before:
            begin += 1
        at = begin
        while at < len(ordered) and ordered[at] <= day + after:
            found.add(ordered[at])
            at += 1
    return found


@dataclass
class Touched:
    """Rows of events (`TABLE`, `HALVES`, `DAY`, …) that are new or count otherwise than before."""

    frames: list[DataFrame] = field(default_factory=list[DataFrame])

    def add(self, rows: DataFrame) -> None:
        """Say that these rows are touched."""
        self.frames.append(rows.select(TABLE, *HALVES, DAY, "event_id", "impression_id"))

    def rows(self) -> DataFrame:
        """Return all that was added."""
        first, *others = self.frames
        for other in others:
            first = first.unionByName(other)
        return first


def changed_events(kept: KeptEvents, changes: Changes) -> Touched:
    """Return the kept events that a new catalogue touches."""
    touched = Touched()
    rows = kept.rows()
    if changes.titles:
        touched.add(_among(kept, rows, "title", changes.titles))
    if len(changes.consent):
        keys = keys_frame(kept.spark, changes.consent)
        touched.add(rows.join(keys, list(HALVES), "left_semi"))
    if changes.assets:
        touched.add(_among(kept, rows, "asset", changes.assets))
    if changes and kept.again_place is not None:  # another row of an event may count now
        touched.add(kept.again())
    return touched


def _among(kept: KeptEvents, rows: DataFrame, name: str, values: Collection[str]) -> DataFrame:
    own = kept.spark.createDataFrame(pa.table({name: sorted(values)}))
    return rows.join(own, name, "left_semi")


def named_by(kept: KeptEvents, shown: DataFrame) -> DataFrame:
    """Return the kept plays that name one of the impressions `shown`."""
    ids = shown.where(sf.col(TABLE) == "impressions").select(
        sf.col("event_id").alias("impression_id")
    )
    plays = kept.rows().where((sf.col(TABLE) == "plays") & sf.col("impression_id").isNotNull())
    return plays.join(
        ids.where(sf.col("impression_id").isNotNull()).distinct(), "impression_id", "left_semi"
    )


def links_of(kept: KeptEvents, touched: DataFrame) -> set[tuple[int, int]]:
    """Return the days that touched plays, and the impressions that they name, lie on."""
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
"""More days than there are between any two events."""


@dataclass(frozen=True)
class Scope:
    """What a build makes anew.

    Attributes:
        facts: the days whose facts are made anew.
        events: the days of the events that they follow from.
        profiles: whose (`HALVES`), None for all.
        rewritten: the days whose files are written: those above, and all if audiences changed.
        links: see `Committed.links`, those of this build among them.
    """

    facts: frozenset[int]
    events: frozenset[int]
    profiles: DataFrame | None
    rewritten: frozenset[int]
    links: Links


def find_scope(work: Work, kept: KeptEvents, before: Metadata, after: Metadata) -> Scope:
    """Return what has to be made anew."""
    work.begin("find what changes")
    known = frozenset(day for days in work.days_of_events().values() for day in days)
    if work.first or attribution_settings(work.config) != work.before.settings:
        return Scope(known, known, None, known, links_of(kept, kept.rows()))
    touched = _stage_touched(work, kept, changes(before, after))
    links = {(a, b) for a, b in work.before.links} | links_of(kept, touched)
    rewritten = _all_days(work) if _audiences_changed(work, before, after) else set[int]()
    reach = Reach.of(work.config.settings, FOR_EVER)
    own = affected(work.staged_days(TOUCHED), known, links, reach)
    profiles = touched.select(*HALVES).distinct()
    return Scope(own.facts, own.events, profiles, own.facts | rewritten, links)


def _stage_touched(work: Work, kept: KeptEvents, changed: Changes) -> DataFrame:
    """Stage the rows that are new or count otherwise than before, and return them."""
    columns = [*wide_schema(work.config).names, BATCH]
    new = settled(work).where(sf.col(ROLE).isin(APPEND, AGAIN)).select(*columns)
    touched = changed_events(kept, changed)
    touched.add(with_day(new))
    touched.add(named_by(kept, new))
    work.stage(touched.rows().distinct(), TOUCHED, DAY)
    return work.staged(TOUCHED, _TOUCHED)


def _all_days(work: Work) -> set[int]:
    facts = FactDays(work.spark, work.folder, work.config)
    return {day for family in Family for day in facts.there(family)}


def _audiences_changed(work: Work, before: Metadata, after: Metadata) -> bool:
    """Return whether facts of other profiles than the touched ones are in other audiences now."""
    if AUDIENCES in work.options.sources:
        return True
    return work.before.audiences and not np.array_equal(before.protected(), after.protected())
