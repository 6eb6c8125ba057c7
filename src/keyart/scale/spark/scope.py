"""What a build makes anew, worked out from what it kept and what changed."""

from dataclasses import dataclass

import numpy as np
from pyspark.sql import DataFrame
from pyspark.sql import functions as sf

from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW
from keyart.core.facts import Family
from keyart.scale.spark.arriving import settled
from keyart.scale.spark.audiences import AUDIENCES
from keyart.scale.spark.catalogue import Changes, Metadata, changes
from keyart.scale.spark.facts import FactDays
from keyart.scale.spark.kept import KeptEvents, with_day
from keyart.scale.spark.reading import ROLE
from keyart.scale.spark.rows import BATCH, DAY, HALVES, TABLE, wide_schema
from keyart.scale.spark.settling import AGAIN, APPEND
from keyart.scale.spark.touching import (
    Links,
    Reach,
    affected,
    changed_events,
    links_of,
    named_by,
)
from keyart.scale.spark.work import Work, attribution_settings

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
