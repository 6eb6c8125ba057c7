"""People counted by their first exposure, without those parts of them that cannot be trusted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.insights.comparison.people import (
    DAY,
    allocation_of,
    mixes_of,
    returning_differ,
    shown_unequally,
    strata_of,
)
from keyart.insights.comparison.request import ComparisonRequest
from keyart.insights.comparison.result import Allocation, AllocationSlice, Mix, Support
from keyart.insights.comparison.scope import Scope
from keyart.insights.comparison.support import limits_of, presence_of, support_of
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Filter
from keyart.query.router import ENGINES, engine
from keyart.query.units import SLOTS_A_DAY, Crossover, TrialCounts, count_units
from keyart.store import Snapshot

RECENT_DAYS = 3
"""Where nobody new came for so many days, the arms are taken to be shown no more."""


@dataclass(frozen=True, eq=False)
class People:
    """The people of a comparison.

    `scope` is without the slices of `allocation` that were set aside, and within `support`. `met`
    are people by what they first met, `counted` those that rates are made of, and `by_rule` has
    them under each rule for people who met several arms that was asked for.
    """

    scope: Scope
    support: Support
    allocation: Allocation
    met: TrialCounts
    counted: TrialCounts
    mixes: tuple[Mix, ...]
    by_rule: Mapping[Crossover, TrialCounts]

    @property
    def set_aside(self) -> tuple[AllocationSlice, ...]:
        """The parts that do not count, because arms' shares are off there and nowhere else."""
        return () if self.allocation.broken else self.allocation.slices


def people_of(snapshot: Snapshot, request: ComparisonRequest, scope: Scope) -> People:
    """Return the people in a scope: those whom every arm could have been shown.

    Parts in which the arms' shares are off are set aside.
    """
    scope, met, support = _supported(snapshot, scope)
    allocation = allocation_of(met, scope.arms, scope.least_people)
    if allocation.slices and not allocation.broken:
        scope = _without(snapshot, scope, allocation.slices)
        met = count_people(snapshot, scope)
    by_rule = {Crossover.FIRST: met}
    for rule in Crossover if request.every_crossover else (request.crossover,):
        if rule not in by_rule:
            by_rule[rule] = count_people(snapshot, scope, rule)
    counted = by_rule[request.crossover]
    if shown_unequally(counted):
        counted = count_people(snapshot, scope, request.crossover, weighted=True)
    mixes = mixes_of(counted)
    if DAY in {mix.dimension for mix in mixes} and not shown_unequally(counted):
        strata = strata_of(counted, mixes)
        counted = count_people(snapshot, replace(scope, strata=strata), request.crossover)
    return People(scope, support, allocation, met, counted, mixes, by_rule)


def _supported(snapshot: Snapshot, scope: Scope) -> tuple[Scope, TrialCounts, Support]:
    """Return the scope within common support, its people by first exposure, and the support."""
    before = met = count_people(snapshot, scope)
    presence = presence_of(before, scope.arms)
    if not presence.whole:
        scope = replace(scope, limits=limits_of(before, presence))
        met = count_people(snapshot, scope)
    returning = returning_differ(met)
    if returning:
        scope = replace(scope, leave_returning=True)
        met = count_people(snapshot, scope)
    support = support_of(presence, before, met, scope, returning=returning)
    return scope, met, support


def count_people(
    snapshot: Snapshot,
    scope: Scope,
    crossover: Crossover = Crossover.FIRST,
    *,
    weighted: bool = False,
) -> TrialCounts:
    """Return the people in a scope, by a rule for those who met several arms."""
    trial = scope.trial(crossover, weighted=weighted)
    return count_units(snapshot, engine(next(iter(ENGINES))), trial)


def _without(snapshot: Snapshot, scope: Scope, slices: Iterable[AllocationSlice]) -> Scope:
    """Return the scope without some parts of the people."""
    model = model_of(snapshot)
    by_dimension: dict[str, set[str | None]] = {}
    for one in slices:
        by_dimension.setdefault(one.dimension, set()).add(one.value)
    filters = [
        Filter(axis=model.axis(name), values=frozenset(values), negate=True)
        for name, values in by_dimension.items()
    ]
    return replace(scope, plan=replace(scope.plan, filters=(*scope.plan.filters, *filters)))


def still_come(snapshot: Snapshot, people: People) -> bool:
    """Return whether the period goes on, and new people came in the last days of the data."""
    now = (snapshot.data_until or 0) // SLOT_MICROSECONDS
    last = people.scope.last_first_slot
    if last is not None and last <= now:
        return False
    counted = people.counted
    recent = now // SLOTS_A_DAY - RECENT_DAYS + 1
    return bool(counted.assigned[:, max(recent - counted.first_day, 0) :].any())
