"""How many events each day had, beside what the days before let expect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from keyart.core.zones import instant
from keyart.insights.notices.gaps import HISTORY_DAYS, expected
from keyart.insights.notices.volumes import MEASURES
from keyart.query import Query, Result
from keyart.query.engine import Floats
from keyart.query.planning.plan import TIME
from keyart.store import Snapshot

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Volume:
    """Events of one kind on one day, UTC.

    `seen` is None where that may not be told, `expected` where too little is known of the same
    weekday before. `whole` says that the day is over, as far as the store knows.
    """

    measure: str
    day: date
    seen: int | None
    expected: float | None
    whole: bool


def volumes(snapshot: Snapshot, answer: Callable[[Query], Result], days: int) -> list[Volume]:
    """Return the last days, oldest first, of each measure, by two questions to `answer`."""
    if snapshot.data_until is None or days <= 0:
        return []
    end = min(instant(snapshot.data_until), snapshot.created).astimezone(UTC)
    last = end.replace(hour=0, minute=0, second=0, microsecond=0)
    first = last - (days - 1 + HISTORY_DAYS) * _DAY
    calendar = [first + n * _DAY for n in range(days + HISTORY_DAYS)]
    # A day whose last minutes are quiet is as good as whole.
    whole = end >= last + _DAY - timedelta(minutes=15)
    found: list[Volume] = []
    for measure in MEASURES:
        asked = Query((measure,), grain="day", since=first.isoformat())
        seen = _seen(answer(asked), measure, calendar)
        known = np.array([np.nan if count is None else count for count in seen])
        usual = expected(_from_first(known, whole=whole).reshape(-1, 1, 1)).ravel()
        found += [
            Volume(
                measure=measure,
                day=calendar[at].date(),
                seen=seen[at],
                expected=float(usual[at]) if np.isfinite(usual[at]) else None,
                whole=whole or calendar[at] < last,
            )
            for at in range(HISTORY_DAYS, len(calendar))
        ]
    return found


def _seen(result: Result, measure: str, calendar: Sequence[datetime]) -> list[int | None]:
    """Return the count of each day: 0 where nothing came, None where it may not be told.

    Days of too few people are one row without a day: then nobody can tell them from empty ones.
    """
    rows = result.to_dicts()
    told = {row[TIME].astimezone(UTC): row[measure] for row in rows if row[TIME] is not None}
    missing = 0 if len(told) == len(rows) else None
    return [told.get(day, missing) for day in calendar]


def _from_first(counts: Floats, *, whole: bool) -> Floats:
    """Return counts, nan before the first event and on a last day that is not over."""
    begun = np.cumsum(np.nan_to_num(counts)) > 0
    kept = np.where(begun, counts, np.nan)
    if not whole:
        kept[-1] = np.nan
    return kept
