"""Which facts a build must make anew: of which profiles, on which days, from which days' events.

Without links (`impression_id`) an event reaches no further than the attribution window, or the 30
days in which an impression makes a play `outside_window`:

- a play at t is led to by an impression in [t − window, t], and is `outside_window` by one in
  [t − 30 days, t];
- so a new row at t can change facts on the days [t − window, t + 30 days], and those follow from
  plays up to a window later and impressions up to 30 days earlier.

A link may join any two days. Which days are joined so is remembered (`Committed.links`): they are
looked at, too. All this is by whole days, so it is a little more than needed, never less.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sf

from keyart.attribute.matching import RECENT_MICROSECONDS
from keyart.core.settings import Settings
from keyart.scale.spark.catalogue import Changes
from keyart.scale.spark.kept import IDENTITY, KeptEvents, keys_frame, with_identity
from keyart.scale.spark.rows import DAY, HALVES, TABLE
from keyart.scale.spark.settling import identity

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


def same_events(kept: KeptEvents, new: DataFrame) -> DataFrame:
    """Return the kept rows of the events of which there are new rows."""
    wanted = new.select(identity().alias(IDENTITY)).distinct()
    return with_identity(kept.rows()).join(wanted, IDENTITY, "left_semi").drop(IDENTITY)
