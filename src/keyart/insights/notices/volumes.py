"""Hourly event volumes, everywhere and by country, and where events are missing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.zones import instant
from keyart.insights.notices.gaps import HISTORY_DAYS, LEAST_EXPECTED, expected_counts, find_gaps
from keyart.query import Access, Query, Result, ask
from keyart.query.engine import Floats
from keyart.query.planning.plan import TIME
from keyart.store import Snapshot

MEASURES = ("impressions", "starts")
HOURS = 24
MOST_COUNTRIES = 60
"""The most countries, by number of events."""
SETTLING = timedelta(hours=1)
"""How long ago an hour must have ended to be checked by the clock; also the maximum age of live
data."""
DOUBT = timedelta(days=1)
"""Events missing at the end of the data may not have been loaded yet, for this long."""
MOSTLY = 0.5

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class MissingEvents:
    """Events of one kind that are missing for some time.

    `country` is None for everywhere. From `since` until `until` (UTC); `goes_on` means they are
    still missing. `by_hour`: whether hours or days were checked.
    """

    measure: str
    country: str | None
    since: datetime
    until: datetime
    goes_on: bool
    by_hour: bool
    actual: float
    expected: float

    def mostly_in(self, other: "MissingEvents") -> bool:
        """Return whether the other gap covers most of this one's time."""
        both = min(self.until, other.until) - max(self.since, other.since)
        return both >= MOSTLY * (self.until - self.since)


def find_missing_events(
    snapshot: Snapshot, access: Access, now: datetime | None
) -> list[MissingEvents]:
    """Return each measure's missing events; for countries, those not missing everywhere."""
    if snapshot.data_until is None:
        return []
    # 1. The end of complete hours, and the earlier time to learn from.
    clock = _clock(snapshot, now)
    end = clock.end
    today = end.replace(hour=0)
    first = today - timedelta(days=HISTORY_DAYS)
    gaps: list[MissingEvents] = []
    for measure in MEASURES:
        # 2. Events by hour, everywhere and by country.
        names, counts = _counts(snapshot, access, measure, (first, end))
        # 3. Hours with too few events; days, where hours have too few to check.
        by_hour = _find_missing(measure, (first, _HOUR), names, counts)
        daily = _by_day(counts)
        by_day = _find_missing(measure, (first, timedelta(days=1)), names, daily)
        # 4. Each gap once.
        of_measure = by_hour + [gap for gap in by_day if not _is_covered(gap, by_hour)]
        gaps += [
            gap for gap in of_measure if gap.country is None or not _everywhere(gap, of_measure)
        ]
    return [gap for gap in gaps if clock.sure(gap)]


def group_missing_events(gaps: Iterable[MissingEvents]) -> list[tuple[MissingEvents, ...]]:
    """Return gaps at the same time and place as one, impressions first."""
    groups: list[tuple[MissingEvents, ...]] = []
    for gap in sorted(gaps, key=lambda gap: MEASURES.index(gap.measure)):
        for at, (first, *others) in enumerate(groups):
            alike = gap.mostly_in(first) or first.mostly_in(gap)
            if first.measure != gap.measure and first.country == gap.country and alike:
                groups[at] = (first, *others, gap)
                break
        else:
            groups.append((gap,))
    return sorted(groups, key=lambda group: (group[0].since, group[0].country or ""))


@dataclass(frozen=True)
class _Clock:
    """Hours before `end` are complete; with `live`, later arrivals are no longer expected."""

    end: datetime
    live: bool

    def sure(self, gap: MissingEvents) -> bool:
        """Return whether a gap is more than events that were not loaded yet."""
        return self.live or not gap.goes_on or self.end - gap.since >= DOUBT


def _clock(snapshot: Snapshot, now: datetime | None) -> _Clock:
    # A wrong clock can date events in the future; no hour is over before its time.
    newest = instant(snapshot.data_until or 0)
    newest = min(newest, snapshot.created)
    live = now is not None and snapshot.created - newest <= SETTLING
    end = newest if now is None or not live else now.astimezone(UTC) - SETTLING
    return _Clock(end.replace(minute=0, second=0, microsecond=0), live)


def _counts(
    snapshot: Snapshot, access: Access, measure: str, period: tuple[datetime, datetime]
) -> tuple[list[str | None], Floats]:
    """Return (the series' countries, None for everywhere; counts: [days, hours, series])."""
    first, end = period
    hours = int((end - first) / _HOUR)
    query = Query(
        (measure,),
        by=("country",),
        grain="hour",
        since=first.isoformat(),
        until=end.isoformat(),
    )
    rows = ask(snapshot, access, query).to_arrow()
    coded = pc.dictionary_encode(rows.column("country").combine_chunks())
    names: list[str] = coded.dictionary.to_pylist()
    country = pc.fill_null(coded.indices, len(names)).to_numpy()
    time = rows.column("time").cast(pa.timestamp("s")).cast(pa.int64()).to_numpy()
    hour = (time - int(first.timestamp())) // 3600
    table = np.zeros((hours, len(names) + 1))
    np.add.at(table, (hour, country), rows.column(measure).to_numpy())
    most = np.argsort(-table[:, :-1].sum(axis=0), kind="stable")[:MOST_COUNTRIES]
    chosen = np.concatenate([table.sum(axis=1, keepdims=True), table[:, most]], axis=1)
    # Nothing is known of a series before its first event.
    begun = np.cumsum(chosen, axis=0) > 0
    whole = np.full((-(-hours // HOURS) * HOURS, chosen.shape[1]), np.nan)
    whole[:hours] = np.where(begun, chosen, np.nan)
    return [None, *(names[at] for at in most)], whole.reshape(-1, HOURS, chosen.shape[1])


def _by_day(counts: Floats) -> Floats:
    """Return days as spans; a day with an unknown hour is unknown."""
    return counts.sum(axis=1, keepdims=True)


def _find_missing(
    measure: str,
    spans: tuple[datetime, timedelta],
    names: Sequence[str | None],
    counts: Floats,
) -> list[MissingEvents]:
    first, length = spans
    enough = np.nanmax(counts, axis=(0, 1), initial=0) >= LEAST_EXPECTED
    some = np.flatnonzero(enough)
    return [
        MissingEvents(
            measure=measure,
            country=names[int(some[gap.series])],
            since=first + gap.first * length,
            until=first + gap.end * length,
            goes_on=gap.goes_on,
            by_hour=length == _HOUR,
            actual=gap.actual,
            expected=gap.expected,
        )
        for gap in find_gaps(counts[:, :, some])
    ]


def _is_covered(gap: MissingEvents, by_hour: Iterable[MissingEvents]) -> bool:
    """Return whether hourly gaps already cover a day's gap."""
    return any(
        other.country == gap.country and other.since < gap.until and gap.since < other.until
        for other in by_hour
    )


def _everywhere(gap: MissingEvents, others: Iterable[MissingEvents]) -> bool:
    return any(other.country is None and gap.mostly_in(other) for other in others)


_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DailyVolume:
    """Events of one kind on one day, UTC.

    `seen` is None where it may not be shown, `expected` where too little is known of the same
    weekday before. `whole`: the day is over, as far as the store knows.
    """

    measure: str
    day: date
    seen: int | None
    expected: float | None
    whole: bool


def daily_volumes(
    snapshot: Snapshot, answer: Callable[[Query], Result], days: int
) -> list[DailyVolume]:
    """Return the last days of each measure, oldest first, from two queries to `answer`."""
    if snapshot.data_until is None or days <= 0:
        return []
    end = min(instant(snapshot.data_until), snapshot.created).astimezone(UTC)
    last = end.replace(hour=0, minute=0, second=0, microsecond=0)
    first = last - (days - 1 + HISTORY_DAYS) * _DAY
    calendar = [first + n * _DAY for n in range(days + HISTORY_DAYS)]
    # A day with only its last minutes missing counts as whole.
    whole = end >= last + _DAY - timedelta(minutes=15)
    volumes: list[DailyVolume] = []
    for measure in MEASURES:
        query = Query((measure,), grain="day", since=first.isoformat())
        counts = _read_daily_counts(answer(query), measure, calendar)
        numbers = np.array([np.nan if count is None else count for count in counts])
        usual = expected_counts(_from_first(numbers, whole=whole).reshape(-1, 1, 1)).ravel()
        volumes += [
            DailyVolume(
                measure=measure,
                day=calendar[at].date(),
                seen=counts[at],
                expected=float(usual[at]) if np.isfinite(usual[at]) else None,
                whole=whole or calendar[at] < last,
            )
            for at in range(HISTORY_DAYS, len(calendar))
        ]
    return volumes


def _read_daily_counts(
    result: Result, measure: str, calendar: Sequence[datetime]
) -> list[int | None]:
    """Return each day's count: 0 if there were no events, None if it may not be shown.

    Days with too few people are one row without a day, so they look like empty days.
    """
    rows = result.to_dicts()
    by_day = {row[TIME].astimezone(UTC): row[measure] for row in rows if row[TIME] is not None}
    missing = 0 if len(by_day) == len(rows) else None
    return [by_day.get(day, missing) for day in calendar]


def _from_first(counts: Floats, *, whole: bool) -> Floats:
    """Return counts, nan before the first event and on an unfinished last day."""
    begun = np.cumsum(np.nan_to_num(counts)) > 0
    kept = np.where(begun, counts, np.nan)
    if not whole:
        kept[-1] = np.nan
    return kept
