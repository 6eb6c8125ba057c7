"""The road of a comparison: from what was asked to a verdict and all that led to it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from time import perf_counter

from keyart.core.errors import UnknownName
from keyart.core.zones import instant
from keyart.insights.comparison.bases import bases_of, raw_bases, reversals_of
from keyart.insights.comparison.by_audience import for_audiences
from keyart.insights.comparison.comparison import Comparison
from keyart.insights.comparison.counting import People, people_of, still_come
from keyart.insights.comparison.estimates import Sureness, pairs_of
from keyart.insights.comparison.guardrails import paths_of
from keyart.insights.comparison.people import overlap_of
from keyart.insights.comparison.prior import usual_between
from keyart.insights.comparison.request import ComparisonRequest, arms_of
from keyart.insights.comparison.rows import (
    arm_rows,
    as_judged,
    best_of,
    days_of,
    difference_rows,
    lead_rows,
    order_of,
    steps_of,
)
from keyart.insights.comparison.scope import scope_of
from keyart.insights.comparison.verdict import Findings, verdict_of
from keyart.insights.comparison.words import joined
from keyart.query import Access
from keyart.query.intervals import z_of
from keyart.query.output.table import data_complete_until
from keyart.store import Snapshot


def compare(snapshot: Snapshot, access: Access, request: ComparisonRequest) -> Comparison:
    """Return the comparison that `request` asks for, with the rights of `access`.

    Raises `UnknownName` and `BadQuestion`.
    """
    began = perf_counter()
    # 1. Which arms, which exposures, which measures.
    arms = arms_of(snapshot, access, request)
    if request.baseline is not None and request.baseline not in arms.assets:
        raise UnknownName("arm", request.baseline, arms.assets)
    asked = scope_of(snapshot, access, request, arms)
    # 2. Count people by their first exposure; set parts aside in which shares are off.
    people = people_of(snapshot, request, asked)
    scope, counted = people.scope, people.counted
    # 3. Rates and differences, on the basis that can be trusted.
    mixes = people.mixes
    baseline = None if request.baseline is None else arms.assets.index(request.baseline)
    bases = bases_of(scope, counted, mixes, pairs_of(len(arms.assets), baseline))
    sureness = Sureness(1 - request.level, request.fixed)
    order = order_of(bases)
    rival = bases.rival(order)
    # 4. What must not get worse, and how audiences differ.
    others = paths_of(scope, counted, bases.basis)
    best = best_of(bases, usual_between(snapshot, access, scope))
    rows = arm_rows(scope, counted, bases, others, best, sureness)
    fit = snapshot.fit
    called: Mapping[str, str] = {} if fit is None else fit.names
    growth = bases.growth(order[0], rival)
    found = Findings(
        request=request,
        counted=counted,
        bases=bases,
        differences=difference_rows(bases, arms.assets, sureness),
        leads=lead_rows(bases, arms.assets, order[0], sureness),
        support=people.support,
        allocation=people.allocation,
        mixes=mixes,
        guardrails=rows[order[0]].guardrails,
        audiences=for_audiences(counted, scope.measures[0], called, order[0], growth, sureness),
        names=scope.names,
        assets=arms.assets,
        order=order,
        comes=still_come(snapshot, people),
        sureness=sureness,
    )
    shown = as_judged(found.differences, found.leads, won=found.won)
    found = replace(found, differences=shown)
    # 5. The verdict by rules, and everything about it.
    return replace(
        _everything(snapshot, people, found, rival),
        arms=tuple(rows[at] for at in order),
        mixes=mixes,
        ms=(perf_counter() - began) * 1000,
    )


def _everything(snapshot: Snapshot, people: People, found: Findings, rival: int) -> Comparison:
    """Return what was found as a result, its arms and mixes apart."""
    request, bases, arms = found.request, found.bases, people.scope.arms
    came = days_of(found.counted)
    return Comparison(
        verdict=verdict_of(found),
        measure=request.measure,
        basis=bases.basis,
        level=request.level,
        margin=request.margin,
        fixed=request.fixed,
        arms=(),
        differences=found.differences,
        guardrails=found.guardrails,
        audiences=found.audiences,
        support=people.support,
        allocation=people.allocation,
        mixes=(),
        reversals=tuple(
            (arms.assets[better], arms.assets[worse])
            for better, worse in reversals_of(bases, z_of(request.level))
        ),
        overlap=overlap_of(people.met),
        crossover=request.crossover,
        by_crossover={
            rule: difference_rows(
                raw_bases(people.scope, own, bases.pairs), arms.assets, found.sureness
            )
            for rule, own in people.by_rule.items()
            if request.every_crossover
        },
        path=steps_of(
            found.counted, bases, (found.order[0], rival), found.sureness.alpha, won=found.won
        ),
        test=arms.test,
        explore_only=people.scope.explore_only,
        first_day=came[0] if came else None,
        last_day=came[-1] if came else None,
        notes=tuple(_notes(people)),
        as_of=_instant(snapshot.data_until),
        complete_until=_instant(data_complete_until(snapshot)),
        version=snapshot.version,
        rows_scanned=found.counted.rows_scanned,
        ms=0.0,
    )


def _notes(people: People) -> Iterable[str]:
    yield from people.scope.notes
    if people.set_aside:
        parts = joined(f"{one.said} ({one.people:,} people)" for one in people.set_aside)
        yield f"Set aside, because the arms' shares are off there: {parts}."
    if not people.scope.arms.of_one_title:
        yield (
            "The assets are of several titles: no chance decided who saw which, so a difference "
            "may be the titles'."
        )


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else instant(micros)
