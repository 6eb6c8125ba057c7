"""Whether Druid and Keyart agree on a time zone.

Druid's own rounding to local days is several times as fast as arithmetic on offsets. But its rules
date from its release; where clocks go back at midnight, it splits one day into two; and after a day
that starts late, all its later days do too.
"""

from datetime import UTC, datetime
from threading import Lock

import numpy as np
from sqlglot import exp

from keyart.core.errors import DruidError
from keyart.core.zones import SLOT_SECONDS, Buckets, buckets, offset_runs
from keyart.core.zones import instant as instant_of
from keyart.query.druid_engine.expressions import floor, instant, milliseconds_of
from keyart.query.sql import column
from keyart.scale.druid.client import Druid

DAY_SECONDS = 86_400

MOST_YEARS = 20
"""Longer spans are not checked: arithmetic handles them."""

_ROW = "at"
_START = "start"


class Zones:
    """Compares days with Druid's, once for a zone and some years. Thread-safe."""

    def __init__(self, druid: Druid) -> None:
        self._druid = druid
        self._known: dict[tuple[str, int, int], bool] = {}
        self._lock = Lock()

    def agree(self, tz: str, first_slot: int, last_slot: int) -> bool:
        """Return whether Druid's local days match ours in all years of a span of slots."""
        first, last = _year(first_slot), _year(last_slot)
        if last - first >= MOST_YEARS:
            return False
        with self._lock:
            if (tz, first, last) not in self._known:
                self._known[tz, first, last] = self._compared(tz, first, last)
            return self._known[tz, first, last]

    def _compared(self, tz: str, first: int, last: int) -> bool:
        days = buckets("day", tz, _slot(first), _slot(last + 1) - 1)
        if not _begin_at_midnight(days, tz):
            return False
        try:
            rows = self._druid.sql(_first_and_last(days, tz).sql(dialect="druid"))
        except DruidError:  # it does not know the zone
            return False
        at = rows.column(_ROW).to_numpy() // 1000
        starts = days.starts[np.searchsorted(days.starts, at, side="right") - 1]
        return np.array_equal(starts, rows.column(_START).to_numpy() // 1000)


def _begin_at_midnight(days: Buckets, tz: str) -> bool:
    slots = days.starts // SLOT_SECONDS
    runs = offset_runs(tz, int(slots[0]), int(slots[-1]))
    changes, offsets = np.array(runs, np.int64).T
    local = days.starts + offsets[np.searchsorted(changes, slots, side="right") - 1]
    return not np.any(local % DAY_SECONDS)


def _first_and_last(days: Buckets, tz: str) -> exp.Select:
    """Return the statement that finds the days to which Druid assigns the ends of ours."""
    seconds = np.concatenate([days.starts, days.ends - SLOT_SECONDS])
    numbers = [exp.convert(int(second) * 1000) for second in seconds]
    listed = exp.Unnest(
        expressions=[exp.Array(expressions=numbers)],
        alias=exp.TableAlias(
            this=exp.to_identifier("days", quoted=True),
            columns=[exp.to_identifier(_ROW, quoted=True)],
        ),
    )
    start = floor(instant(column(_ROW)), "P1D", tz)
    named = exp.alias_(milliseconds_of(start), _START, quoted=True)
    return exp.select(column(_ROW), named).from_(listed)


def _year(slot: int) -> int:
    return instant_of(slot * SLOT_SECONDS * 1_000_000).year


def _slot(year: int) -> int:
    return round(datetime(year, 1, 1, tzinfo=UTC).timestamp()) // SLOT_SECONDS
