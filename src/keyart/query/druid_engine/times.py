"""Time buckets in Druid SQL, by our own time zone rules.

If Druid knows a zone as `core.zones` does, it rounds times down itself. Otherwise we add the known
offset from UTC, and Druid rounds plain numbers.
"""

from dataclasses import dataclass

import numpy as np
from sqlglot import exp

from keyart.core.schema import EARLIEST
from keyart.core.zones import SLOT_SECONDS, buckets, offset_runs
from keyart.query.druid_engine.errors import unsupported
from keyart.query.druid_engine.expressions import (
    TIME_COLUMN,
    call,
    floor,
    instant,
    milliseconds,
    milliseconds_of,
)
from keyart.query.druid_engine.facts import DruidFacts
from keyart.query.druid_engine.zones import Zones
from keyart.query.engine import Ints
from keyart.query.planning.plan import Plan
from keyart.query.sql import column

HOUR = "hour"
HOUR_SECONDS, DAY_SECONDS = 3600, 86_400

PERIODS = {"day": "P1D", "week": "P1W", "month": "P1M", "quarter": "P3M", "year": "P1Y"}

YEAR_SLOTS = 366 * DAY_SECONDS // SLOT_SECONDS
EARLIEST_SLOT = int(EARLIEST.timestamp()) // SLOT_SECONDS
"""Events before this slot are refused."""

Run = tuple[int, int]
"""(slot, offset from UTC in seconds from its start on)."""


@dataclass(frozen=True)
class BucketClock:
    """How a plan's time grain divides time."""

    grain: str
    tz: str
    runs: tuple[Run, ...]
    """The offsets in the requested time range."""
    is_known: bool
    """Whether Druid and Keyart agree on the zone's days."""

    def label(self) -> exp.Expr:
        """Return the value shared by all rows of a bucket, ms.

        This is the bucket's start. For days and longer buckets in a zone that Druid does not know
        as we do, it is the local start read as UTC.
        """
        if self.grain == HOUR:
            return self._hour()
        period = PERIODS[self.grain]
        if self.is_known:
            return milliseconds_of(floor(column(TIME_COLUMN), period, self.tz))
        local = self._by_run([self._local(offset) for _, offset in self.runs])
        return milliseconds_of(floor(instant(local), period, "UTC"))

    def starts(self, labels: Ints) -> Ints:
        """Return the starts of the buckets with these labels, µs since 1970."""
        if self.grain == HOUR or self.is_known or not labels.size:
            return labels * 1000
        # Noon of the bucket's first day is in the bucket, even if clocks change at night.
        noon = labels // 1000 + DAY_SECONDS // 2
        slots = (noon - self._offsets(noon)) // SLOT_SECONDS
        first = int(slots.min())
        table = buckets(self.grain, self.tz, first, int(slots.max()))
        return table.starts[table.index[slots - first]] * 1_000_000

    def _offsets(self, seconds: Ints) -> Ints:
        """Return the offsets at or near these instants."""
        changes = np.array([slot for slot, _ in self.runs[1:]], np.int64)
        values = np.array([offset for _, offset in self.runs], np.int64)
        return values[np.searchsorted(changes, seconds // SLOT_SECONDS, side="right")]

    def _local(self, offset: int) -> exp.Expr:
        return exp.Add(this=milliseconds(), expression=exp.convert(offset * 1000))

    def _hour(self) -> exp.Expr:
        """Return the start of the run of rows with the row's local hour and offset."""
        whole = all(offset % HOUR_SECONDS == 0 for _, offset in self.runs)
        if whole and all(_seconds(slot) % HOUR_SECONDS == 0 for slot, _ in self.runs[1:]):
            return milliseconds_of(floor(column(TIME_COLUMN), "PT1H", "UTC"))
        (_, offset), *later = self.runs
        starts = [_hour_start(offset)]
        for slot, later_offset in later:
            # If clocks change within an hour, a new bucket starts.
            change = exp.convert(_seconds(slot) * 1000)
            starts.append(call("GREATEST", _hour_start(later_offset), change))
        return self._by_run(starts)

    def _by_run(self, values: list[exp.Expr]) -> exp.Expr:
        """Return the entry of `values`, one per run, for the run that the row lies in."""
        *before, last = values
        if not before:
            return last
        chosen = exp.case()
        for value, (slot, _) in zip(before, self.runs[1:], strict=True):
            change = exp.convert(_seconds(slot) * 1000)
            earlier = exp.LT(this=milliseconds(), expression=change)
            chosen = chosen.when(earlier, value)
        return chosen.else_(last)


def clock(facts: DruidFacts, plan: Plan, zones: Zones) -> BucketClock:
    """Return how a plan with a time grain divides its time range.

    Raises `UnsupportedByEngine` if Druid has loaded times too coarsely for that.
    """
    assert plan.grain is not None
    span = _span(facts, plan)
    runs = offset_runs(plan.tz, *span)
    step = facts.copy.manifest.granularity_seconds
    unit = HOUR_SECONDS if plan.grain == HOUR else DAY_SECONDS
    marks = [unit, *(offset for _, offset in runs), *(_seconds(slot) for slot, _ in runs[1:])]
    if any(mark % step for mark in marks):
        raise unsupported(
            f"Druid has loaded times too coarsely for each {plan.grain} of {plan.tz}.", _FINER
        )
    is_known = plan.grain != HOUR and (plan.tz == "UTC" or zones.agree(plan.tz, *span))
    return BucketClock(plan.grain, plan.tz, runs, is_known)


def in_range(facts: DruidFacts, plan: Plan) -> list[exp.Expr]:
    """Return the conditions that a row lies in the time range; raises as `clock`."""
    sides: list[tuple[type[exp.Binary], int | None]] = [
        (exp.GTE, plan.first_slot),
        (exp.LT, plan.last_slot),
    ]
    return [
        side(this=column(TIME_COLUMN), expression=_instant(facts, slot))
        for side, slot in sides
        if slot is not None
    ]


_FINER = 'Set granularity = "15m" in [druid] and run: keyart druid load. Or ask engine="native".'


def _instant(facts: DruidFacts, slot: int) -> exp.Expr:
    if _seconds(slot) % facts.copy.manifest.granularity_seconds:
        raise unsupported("Druid has loaded times too coarsely for this range.", _FINER)
    return instant(exp.convert(_seconds(slot) * 1000))


def _hour_start(offset: int) -> exp.Expr:
    """Return the start of a row's local hour at this offset from UTC."""
    local = exp.Add(this=milliseconds(), expression=exp.convert(offset * 1000))
    return exp.Sub(
        this=milliseconds(),
        expression=exp.Mod(this=local, expression=exp.convert(HOUR_SECONDS * 1000)),
    )


def _seconds(slot: int) -> int:
    return slot * SLOT_SECONDS


def _span(facts: DruidFacts, plan: Plan) -> tuple[int, int]:
    """Return the first and last slot to read.

    A copy of another version may have rows where the snapshot has none.
    """
    segments = facts.snapshot.segments(facts.family)
    first = min((segment.first_slot for segment in segments), default=EARLIEST_SLOT)
    last = max((segment.last_slot for segment in segments), default=first)
    if facts.copy.manifest.version != facts.snapshot.version:
        first, last = min(first, EARLIEST_SLOT), last + YEAR_SLOTS
    first = first if plan.first_slot is None else max(first, plan.first_slot)
    last = last if plan.last_slot is None else min(last, plan.last_slot)
    return first, max(first, last)
