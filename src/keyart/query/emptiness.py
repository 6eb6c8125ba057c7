"""Measures that a store's events can't give."""

from keyart.core.facts import SLOTS_PER_DAY, Family
from keyart.core.measures import (
    RETURN_DAYS,
    Distinct,
    Measure,
    Ratio,
    Sum,
    active_days,
    returned,
)
from keyart.query.access import Access
from keyart.query.answer import ask
from keyart.query.memo import recent
from keyart.query.planning.model import model_of
from keyart.query.request import Query
from keyart.store import Snapshot


def empty_measures(snapshot: Snapshot, access: Access) -> tuple[str, ...]:
    """Return the measures that are 0 or null over all events; computed once per version.

    A ratio is empty if one of its parts is. Declared measures whose values may be below 0 are never
    empty, because their sum may be 0 by chance.
    """
    rights = access.judging()
    return recent(
        snapshot,
        (empty_measures, repr(rights.where)),
        lambda: _empty_measures(snapshot, rights),
        lambda names: 100 * len(names),
    )


def _empty_measures(snapshot: Snapshot, access: Access) -> tuple[str, ...]:
    measures = model_of(snapshot).measures
    sums = {m.name: m for m in measures.values() if isinstance(m, Sum) and not m.signed}
    totals = ask(snapshot, access, Query((*sums, "kept_viewers"))).totals
    by_column = {(m.family, m.column): totals[name] for name, m in sums.items()}

    def is_empty(measure: Measure) -> bool:
        match measure:
            case Sum(name=name):
                return name in sums and not totals[name]
            case Distinct(name="kept_viewers"):
                return not totals["kept_viewers"]
            case Distinct(per_day=True, guard=guard):
                return _days_of_plays(snapshot) <= _days_until_return(guard)
            case Distinct(family=family, guard=guard):
                return not by_column.get((family, guard), True)
            case Ratio(numerator=numerator, denominator=denominator):
                return is_empty(measures[numerator]) or is_empty(measures[denominator])

    return tuple(name for name, measure in measures.items() if is_empty(measure))


def _days_of_plays(snapshot: Snapshot) -> int:
    """Return the days from the first play to the newest."""
    segments = [segment for segment in snapshot.segments(Family.VIEWING) if segment.rows]
    first = min((segment.first_slot for segment in segments), default=0)
    last = max((segment.last_slot for segment in segments), default=0)
    return (last - first) // SLOTS_PER_DAY


def _days_until_return(guard: str) -> int:
    return next(after for after in RETURN_DAYS if guard in (active_days(after), returned(after)))
