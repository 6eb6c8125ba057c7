"""Compare assets: from a request to a verdict and the results behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import UnknownName
from keyart.core.zones import instant
from keyart.insights.comparison.audiences import judge_audiences
from keyart.insights.comparison.estimates import (
    Confidence,
    choose_pairs,
    estimate_all_bases,
    estimate_raw_basis,
    find_reversals,
)
from keyart.insights.comparison.findings import VerdictInput
from keyart.insights.comparison.people import (
    CountedPeople,
    are_people_arriving,
    count_overlap,
    select_people,
)
from keyart.insights.comparison.request import ComparisonRequest, resolve_arms
from keyart.insights.comparison.result import Comparison
from keyart.insights.comparison.rows import (
    build_arms,
    build_daily_differences,
    build_differences,
    build_guardrail_paths,
    build_leads,
    days_with_people,
    estimate_best,
    rank_arms,
    select_differences,
)
from keyart.insights.comparison.scope import (
    EXPLORE,
    WATCH_TIME_SHARE,
    WATCHED,
    ComparisonScope,
    resolve_scope,
)
from keyart.insights.comparison.verdict import decide_verdict
from keyart.insights.comparison.wording import joined
from keyart.insights.statistics.best import between_arms
from keyart.insights.statistics.ratios import Estimate, ratio
from keyart.query import Access, Query
from keyart.query.intervals import z_of
from keyart.query.memo import memo
from keyart.query.moments import measure_moments
from keyart.query.output.table import data_complete_until
from keyart.store import Snapshot


def compare(snapshot: Snapshot, access: Access, request: ComparisonRequest) -> Comparison:
    """Return the comparison for `request`, with the rights of `access`.

    Raises `UnknownName` and `BadQuestion`.
    """
    began = perf_counter()
    # 1. The arms, exposures and measures.
    arms = resolve_arms(snapshot, access, request)
    if request.baseline is not None and request.baseline not in arms.assets:
        raise UnknownName("arm", request.baseline, arms.assets)
    requested_scope = resolve_scope(snapshot, access, request, arms)
    # 2. Count people by first exposure; set aside groups where traffic wasn't split as planned.
    people = select_people(snapshot, request, requested_scope)
    scope, counted = people.scope, people.counted
    # 3. Rates and differences, on the basis that can be trusted.
    mixes = people.mixes
    baseline = None if request.baseline is None else arms.assets.index(request.baseline)
    bases = estimate_all_bases(scope, counted, mixes, choose_pairs(len(arms.assets), baseline))
    sureness = Confidence(1 - request.level, request.fixed)
    order = rank_arms(bases)
    rival = bases.rival(order)
    # 4. Guardrails, and differences between audiences.
    others = build_guardrail_paths(scope, counted, bases.basis)
    best = estimate_best(bases, usual_variance(snapshot, access, scope))
    rows = build_arms(scope, counted, bases, others, best, sureness)
    fit = snapshot.fit
    called: Mapping[str, str] = {} if fit is None else fit.names
    growth = bases.growth(order[0], rival)
    inputs = VerdictInput(
        request=request,
        counted=counted,
        bases=bases,
        differences=build_differences(bases, arms.assets, sureness),
        leads=build_leads(bases, arms.assets, order[0], sureness),
        support=people.support,
        allocation=people.allocation,
        mixes=mixes,
        guardrails=rows[order[0]].guardrails,
        audiences=judge_audiences(counted, scope.measures[0], called, order[0], growth, sureness),
        names=scope.names,
        assets=arms.assets,
        order=order,
        comes=are_people_arriving(snapshot, people),
        sureness=sureness,
    )
    shown = select_differences(
        inputs.differences, inputs.leads, lower_is_better=inputs.lower_is_better
    )
    inputs = replace(inputs, differences=shown)
    # 5. The verdict by rules, and all results.
    return replace(
        _build_comparison(snapshot, people, inputs, rival),
        arms=tuple(replace(rows[at], ruled_out=at in inputs.ruled_out) for at in order),
        mixes=mixes,
        ms=(perf_counter() - began) * 1000,
    )


def _build_comparison(
    snapshot: Snapshot, people: CountedPeople, inputs: VerdictInput, rival: int
) -> Comparison:
    """Return the result, except for its arms and mixes."""
    request, bases, arms = inputs.request, inputs.bases, people.scope.arms
    came = days_with_people(inputs.counted)
    return Comparison(
        verdict=decide_verdict(inputs),
        measure=request.measure,
        basis=bases.basis,
        level=request.level,
        margin=request.margin,
        fixed=request.fixed,
        arms=(),
        differences=inputs.differences,
        guardrails=inputs.guardrails,
        audiences=inputs.audiences,
        support=people.support,
        allocation=people.allocation,
        mixes=(),
        reversals=tuple(
            (arms.assets[better], arms.assets[worse])
            for better, worse in find_reversals(bases, z_of(request.level))
        ),
        overlap=count_overlap(people.met),
        crossover=request.crossover,
        by_crossover={
            rule: build_differences(
                estimate_raw_basis(people.scope, counts, bases.pairs), arms.assets, inputs.sureness
            )
            for rule, counts in people.by_rule.items()
            if request.every_crossover
        },
        path=build_daily_differences(
            inputs.counted,
            bases,
            (inputs.order[0], rival),
            inputs.sureness.alpha,
            beaten=rival in inputs.beaten,
        ),
        test=arms.test,
        explore_only=people.scope.explore_only,
        first_day=came[0] if came else None,
        last_day=came[-1] if came else None,
        notes=tuple(_notes(people)),
        as_of=_instant(snapshot.data_until),
        complete_until=_instant(data_complete_until(snapshot)),
        version=snapshot.version,
        rows_scanned=inputs.counted.rows_scanned,
        ms=0.0,
    )


def _notes(people: CountedPeople) -> Iterable[str]:
    yield from people.scope.notes
    if people.set_aside:
        parts = joined(f"{part.name} ({part.people:,} people)" for part in people.set_aside)
        yield f"Set aside, because traffic isn't split as planned there: {parts}."
    if not people.scope.arms.of_one_title:
        yield (
            "The assets belong to several titles and weren't shown at random, so a difference may "
            "come from the titles."
        )


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else instant(micros)


USUAL_BETWEEN = 0.02
"""The variance of the log rates of a title's assets, if a store has too little data to estimate it:
a difference of about 14%."""

LEAST_TITLES = 10
LEAST_PEOPLE = 200


def usual_variance(snapshot: Snapshot, access: Access, scope: ComparisonScope) -> float:
    """Return the variance of log rates between assets of the same type and title, over all titles.

    Empirical Bayes over the store; `USUAL_BETWEEN` with fewer than `LEAST_TITLES` usable titles.
    """
    name = scope.measures[0].name
    measure = WATCHED if name == WATCH_TIME_SHARE else name
    kind = _kind(snapshot, scope.arms.assets[0])
    key = ("usual between", measure, kind, scope.explore_only, str(access))
    return memo(snapshot, key, lambda: _estimate_between(snapshot, access, measure, kind, scope))


def _kind(snapshot: Snapshot, asset: str) -> str | None:
    row = snapshot.assets.filter(pc.equal(snapshot.assets.column("asset_id"), pa.scalar(asset)))
    return row.column("asset_type")[0].as_py() if row.num_rows else None


def _estimate_between(
    snapshot: Snapshot, access: Access, measure: str, kind: str | None, scope: ComparisonScope
) -> float:
    where: dict[str, object] = {"asset_type": [kind]}
    if scope.explore_only:
        where["phase"] = [EXPLORE]
    groups = measure_moments(
        snapshot, access, Query((measure,), by=("title", "asset"), where=where)
    )
    moments = groups.moments[measure]
    enough = np.flatnonzero((moments.n >= LEAST_PEOPLE) & (moments.y > 0))
    rates = ratio(moments)[enough]
    titles = groups.keys.column("title").to_pylist()
    table = _by_title([titles[at] for at in enough], rates)
    if table.value.shape[0] < LEAST_TITLES:
        return USUAL_BETWEEN
    return between_arms(table)


def _by_title(titles: Sequence[str | None], rates: Estimate) -> Estimate:
    """Return rates as [titles, arms], nan where a title has fewer arms; skip titles with one."""
    _, title = np.unique(np.array([title or "" for title in titles], object), return_inverse=True)
    order = np.argsort(title, kind="stable")
    counts = np.bincount(title) if title.size else np.zeros(0, np.int64)
    place = np.arange(title.size) - np.repeat(np.cumsum(counts) - counts, counts)
    shape = (counts.size, int(counts.max(initial=1)))
    table = Estimate(np.full(shape, np.nan), np.full(shape, np.nan))
    table.value[title[order], place] = rates.value[order]
    table.variance[title[order], place] = rates.variance[order]
    return table[counts > 1]
