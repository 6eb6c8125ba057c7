"""The road of a comparison: from what was asked to a verdict and all that led to it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

from keyart.core.errors import UnknownName
from keyart.core.facts import SLOT_MICROSECONDS
from keyart.insights.comparison.bases import (
    LEAST_COVERAGE,
    Bases,
    bases_of,
    raw_bases,
    reversals_of,
)
from keyart.insights.comparison.by_audience import for_audiences
from keyart.insights.comparison.comparison import Comparison
from keyart.insights.comparison.estimates import Sureness, pairs_of
from keyart.insights.comparison.findings import Findings
from keyart.insights.comparison.guardrails import guarded, paths_of
from keyart.insights.comparison.people import (
    Slice,
    allocation_of,
    mixes_of,
    overlap_of,
    shown_unequally,
)
from keyart.insights.comparison.prior import usual_between
from keyart.insights.comparison.request import Comparing, arms_of
from keyart.insights.comparison.result import Basis
from keyart.insights.comparison.rows import arm_rows, best_of, difference_rows, order_of, steps_of
from keyart.insights.comparison.scope import Scope, scope_of
from keyart.insights.comparison.verdict import verdict_of
from keyart.insights.comparison.words import joined
from keyart.query import Access
from keyart.query.intervals import z_of
from keyart.query.model import model_of
from keyart.query.plan import Filter
from keyart.query.router import ENGINES, engine
from keyart.query.shape import until
from keyart.query.units import SLOTS_A_DAY, Counted, Crossover, count_units
from keyart.store import Snapshot

RECENT_DAYS = 3
"""Where nobody new came for so many days, the arms are taken to be shown no more."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compare(snapshot: Snapshot, access: Access, request: Comparing) -> Comparison:
    """Return the comparison that `request` asks for, with the rights of `access`.

    Raises `UnknownName` and `BadQuestion`.
    """
    began = perf_counter()
    # 1. Which arms, which exposures, which measures.
    arms = arms_of(snapshot, access, request)
    if request.baseline is not None and request.baseline not in arms.assets:
        raise UnknownName("arm", request.baseline, arms.assets)
    scope = scope_of(snapshot, access, request, arms)
    # 2. Count people by their first exposure; set parts aside in which shares are off.
    met = _count(snapshot, scope, Crossover.FIRST)
    allocation = allocation_of(met, arms)
    if allocation.slices and not allocation.broken:
        scope = _without(snapshot, scope, allocation.slices)
        met = _count(snapshot, scope, Crossover.FIRST)
    by_rule = {Crossover.FIRST: met}
    for rule in Crossover if request.every_crossover else (request.crossover,):
        if rule not in by_rule:
            by_rule[rule] = _count(snapshot, scope, rule)
    counted = by_rule[request.crossover]
    if shown_unequally(counted):
        counted = _count(snapshot, scope, request.crossover, weighted=True)
    # 3. Rates and differences, on the basis that can be trusted.
    mixes = mixes_of(counted)
    baseline = None if request.baseline is None else arms.assets.index(request.baseline)
    bases = bases_of(scope, counted, mixes, pairs_of(len(arms.assets), baseline))
    sureness = Sureness(1 - request.level, request.fixed)
    best = best_of(bases, usual_between(snapshot, access, scope))
    order = order_of(bases)
    differences = difference_rows(bases, arms.assets, sureness)
    # 4. What must not get worse, and how audiences differ.
    others = paths_of(scope, counted, bases.basis)
    guards = tuple(guarded(path, order[0], sureness) for path in others)
    fit = snapshot.fit
    called: Mapping[str, str] = {} if fit is None else fit.names
    rival = bases.rival(order)
    growth = bases.growth(order[0], rival)
    audiences = for_audiences(counted, scope.measures[0], called, order[0], growth, sureness)
    # 5. The verdict, by rules.
    verdict = verdict_of(
        Findings(
            request=request,
            counted=counted,
            bases=bases,
            differences=differences,
            allocation=allocation,
            guardrails=guards,
            audiences=audiences,
            names=scope.names,
            assets=arms.assets,
            order=order,
            comes=_comes(snapshot, scope, counted),
            sureness=sureness,
        )
    )
    rows = arm_rows(scope, counted, bases, others, best, sureness)
    return Comparison(
        verdict=verdict,
        measure=request.measure,
        basis=bases.basis,
        level=request.level,
        margin=request.margin,
        fixed=request.fixed,
        arms=tuple(rows[at] for at in order),
        differences=differences,
        guardrails=guards,
        audiences=audiences,
        allocation=allocation,
        mixes=mixes,
        reversals=tuple(
            (arms.assets[better], arms.assets[worse])
            for better, worse in reversals_of(bases, z_of(request.level))
        ),
        overlap=overlap_of(met),
        crossover=request.crossover,
        by_crossover={
            rule: difference_rows(raw_bases(scope, own, bases.pairs), arms.assets, sureness)
            for rule, own in by_rule.items()
            if request.every_crossover
        },
        path=steps_of(counted, bases, (order[0], rival), sureness.alpha),
        test=arms.test,
        notes=tuple(_notes(scope, bases, allocation.slices if not allocation.broken else ())),
        as_of=_instant(snapshot.data_until),
        complete_until=_instant(until(snapshot)),
        version=snapshot.version,
        rows_scanned=counted.rows_scanned,
        ms=(perf_counter() - began) * 1000,
    )


def _count(
    snapshot: Snapshot, scope: Scope, crossover: Crossover, *, weighted: bool = False
) -> Counted:
    trial = scope.trial(crossover, weighted=weighted)
    return count_units(snapshot, engine(next(iter(ENGINES))), trial)


def _comes(snapshot: Snapshot, scope: Scope, counted: Counted) -> bool:
    """Return whether the period goes on, and new people came in the last days of the data."""
    now = (snapshot.data_until or 0) // SLOT_MICROSECONDS
    if scope.last_first_slot is not None and scope.last_first_slot <= now:
        return False
    recent = now // SLOTS_A_DAY - RECENT_DAYS + 1
    return bool(counted.assigned[:, max(recent - counted.first_day, 0) :].any())


def _without(snapshot: Snapshot, scope: Scope, slices: Iterable[Slice]) -> Scope:
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


def _notes(scope: Scope, bases: Bases, set_aside: tuple[Slice, ...]) -> Iterable[str]:
    yield from scope.notes
    if set_aside:
        parts = joined(f"{one.said} ({one.people:,} people)" for one in set_aside)
        yield f"Set aside, because the arms' shares are off there: {parts}."
    if not scope.arms.of_one_title:
        yield (
            "The assets are of several titles: no chance decided who saw which, so a difference "
            "may be the titles'."
        )
    if bases.adjusted is not None and bases.basis is Basis.RAW:
        yield (
            "Arms met different people, and too few of the same kind to adjust for that: strata "
            f"with all arms hold {bases.coverage:.0%}, less than {LEAST_COVERAGE:.0%}."
        )


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)
