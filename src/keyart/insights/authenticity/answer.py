"""Find clickbait and hidden gems: assets that win plays or keep viewers, but not both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import norm

from keyart.core.errors import UnknownName
from keyart.insights.authenticity.exposures import count_exposures, describe_differences
from keyart.insights.authenticity.findings import (
    AudienceName,
    JudgedAssets,
    build_findings,
    build_standings,
)
from keyart.insights.authenticity.judgement import (
    SIGNS,
    Axes,
    JudgementInput,
    compare_records,
    judge,
    shrink_to_mean,
    shrink_to_usual,
)
from keyart.insights.authenticity.record import Flags, subtract_people
from keyart.insights.authenticity.request import AuthenticityRequest
from keyart.insights.authenticity.result import Authenticity, AuthenticityRules
from keyart.insights.catalogue.context import Context, attributed, settled
from keyart.insights.catalogue.units import describe_units
from keyart.insights.statistics.ratios import difference
from keyart.query import Access, Query, ask
from keyart.query.engine import Floats, Ints
from keyart.query.findings import kept_answer
from keyart.query.planning.model import AUDIENCE, audience_labels, model_of
from keyart.store import Snapshot


@dataclass(frozen=True, eq=False)
class OverallJudgement:
    """All assets judged with everyone, and which of them are not used as a baseline for others."""

    rows: JudgedAssets
    group: Ints
    aside: Flags
    context: Context
    """Of the impressions that count."""


def judge_in_audiences(
    snapshot: Snapshot, access: Access, query: Query, everybody: OverallJudgement
) -> JudgedAssets:
    """Return each asset in each audience of `query`, which is by asset and audience.

    There is a finding for an asset and audience if both effects hold with these people, and are
    stronger with them than with all others.
    """
    # 1. What the people of each audience did, and what everyone did.
    exposures = count_exposures(snapshot, access, query)
    of_all = everybody.context.query("asset", further="impressions")
    everyone = count_exposures(snapshot, access, of_all, exposures.days_each)
    record = exposures.days.whole(exposures.asset.size)
    whole = everybody.rows
    ids = exposures.assets.take(pa.array(exposures.asset))
    asset = pc.index_in(ids, value_set=whole.units.ids).to_numpy().astype(np.int64)
    group = everybody.group[asset] * max(len(exposures.audiences), 1) + exposures.audience
    # 2. The effects with all others.
    aside = everybody.aside[asset]
    rest = subtract_people(everyone.days, exposures.days, asset).sides(group, ~aside)
    usual = compare_records(*rest.weighted, whole.rules, rest.counted)
    # 3. Each asset against its title's others, with these people only.
    bench = JudgementInput(
        record,
        group,
        lambda axes: shrink_to_usual(axes, usual),
        whole.rules,
        _test_stronger_here(usual, whole.verdicts.is_finding[:, asset]),
        exposures.days,
    )
    verdict, _ = judge(bench, aside)
    names = _name_audiences(snapshot, exposures.audiences.to_pylist())
    called: list[AudienceName] = [names[number] for number in exposures.audience.tolist()]
    return replace(
        whole,
        asset=asset,
        audience=called,
        record=record,
        verdicts=verdict,
        unlike=describe_differences(exposures, group),
    )


def _test_stronger_here(usual: Axes, found_overall: Flags) -> Callable[[Axes], Floats]:
    """Return the function for p-values, [kinds, rows], that either effect is larger here.

    Either may be: twice the smaller p (Bonferroni). A finding with everyone is no news here.
    """

    def p_values(axes: Axes) -> Floats:
        differing = Axes(
            difference(axes.winning, usual.winning), difference(axes.keeping, usual.keeping)
        )
        first, second = differing.z
        larger = [np.maximum(a * first, b * second) for a, b in SIGNS.values()]
        there = np.isfinite(first + second)
        p = np.where(there, np.minimum(2 * norm.sf(np.stack(larger)), 1.0), np.nan)
        return np.where(found_overall & there, 1.0, p)

    return p_values


def _name_audiences(snapshot: Snapshot, audiences: Sequence[str]) -> list[AudienceName]:
    return [*audience_labels(snapshot, map(model_of(snapshot).names.audience, audiences)).items()]


AFFINITIES = f"{AUDIENCE}:affinity"

BYTES_EACH = 2500
"""The memory that a standing takes, about."""


@dataclass(frozen=True)
class Strictness:
    """The rules, and whether they must hold at every check."""

    rules: AuthenticityRules
    every_look: bool


def authenticity(
    snapshot: Snapshot,
    access: Access,
    request: AuthenticityRequest,
    *,
    rules: AuthenticityRules | None = None,
    every_look: bool = False,
) -> Authenticity:
    """Return how assets do at winning plays and at keeping viewers; computed once per version.

    `rules` are those of the request's `q` unless given. With `every_look` the share of false
    findings holds at every check while people arrive: fewer are found.

    The result for a title is the same as in the whole catalogue: the baseline, and the share of
    false findings, do not depend on the request. Raises the errors of `keyart.query.ask`, and
    `UnknownName` for a title or an asset that was not shown.
    """
    judging = Strictness(rules or AuthenticityRules(q=request.q), every_look)
    return kept_answer(
        Authenticity,
        snapshot,
        access,
        request,
        lambda: _authenticity(snapshot, access, request, judging),
        lambda result: BYTES_EACH * (len(result.found) + len(result.standings) + 1),
        judging,
    )


def _authenticity(
    snapshot: Snapshot, access: Access, request: AuthenticityRequest, judging: Strictness
) -> Authenticity:
    whole = request.context()
    # 1. Which impressions count.
    context, notes = settled(snapshot, access, attributed(snapshot, whole))
    # 2. Each asset against its title's others of the same type, with everyone.
    everybody = _judge_everyone(snapshot, access, context, judging)
    rows = everybody.rows
    chosen = _select_assets(snapshot, rows, request, access.least_people)
    reach = _count_reach(snapshot, access, whole.query("asset"))
    findings = build_findings(rows, chosen, reach)
    # 3. The same for the people of single audiences.
    if request.audiences or request.by_audience:
        in_audiences = judge_in_audiences(
            snapshot, access, _by_audience(context, request), everybody
        )
        reach = _count_reach(snapshot, access, _by_audience(whole, request))
        findings += build_findings(in_audiences, chosen[in_audiences.asset], reach)
    # 4. Order: findings that affect the most people first.
    return Authenticity(
        found=tuple(
            sorted(findings, key=lambda finding: (-finding.affected, finding.standing.asset))
        ),
        standings=tuple(build_standings(rows, _shown(rows, chosen, request))),
        notes=(*notes, *_note_left_out(rows, chosen)),
        rules=judging.rules,
        version=snapshot.version,
    )


def _judge_everyone(
    snapshot: Snapshot, access: Access, context: Context, judging: Strictness
) -> OverallJudgement:
    """Judge all shown assets, with everyone."""
    exposures = count_exposures(snapshot, access, context.query("asset", further="impressions"))
    units = describe_units(
        snapshot, exposures.assets.take(pa.array(exposures.asset)), of_assets=True
    )
    record = exposures.days.whole(units.count)
    group = units.title * max(len(units.asset_types), 1) + units.asset_type
    bench = JudgementInput(
        record,
        group,
        shrink_to_mean,
        judging.rules,
        days=exposures.days,
        every_look=judging.every_look,
    )
    verdict, aside = judge(bench, np.zeros(units.count, np.bool_))
    rows = JudgedAssets(
        units=units,
        titles=describe_units(snapshot, units.titles, of_assets=False).names,
        asset=np.arange(units.count),
        audience=[(None, None)] * units.count,
        record=bench.record,
        verdicts=verdict,
        unlike=describe_differences(exposures, group),
        rules=judging.rules,
    )
    return OverallJudgement(rows, group, aside, context)


def _select_assets(
    snapshot: Snapshot, rows: JudgedAssets, request: AuthenticityRequest, least_people: int
) -> Flags:
    """Return which assets are requested and were shown to enough people.

    Raises `UnknownName` if there are none; with a smallest cell, only for names that are not in the
    catalogue either.
    """
    units = rows.units
    enough = rows.record.people >= least_people
    chosen = enough.copy()
    titles = units.titles.take(pa.array(units.title))
    for name, requested, ids in (
        ("title", request.title, titles),
        ("asset", request.asset, units.ids),
    ):
        if requested is not None:
            fits = pc.fill_null(pc.equal(ids, requested), fill_value=False)
            chosen &= fits.to_numpy(zero_copy_only=False)
            table = snapshot.titles if name == "title" else snapshot.assets
            if least_people and requested in table.column(f"{name}_id").to_pylist():
                continue
            if not chosen.any():
                shown = ids.filter(pa.array(enough)).drop_null().unique().to_pylist()
                raise UnknownName(f"{name} that was shown", requested, shown)
    return chosen


def _by_audience(context: Context, request: AuthenticityRequest) -> Query:
    """Return the query by asset and audience, of the requested titles."""
    narrowed = context
    if request.title is not None and "title" not in context.where:
        narrowed = replace(context, where={**context.where, "title": request.title})
    if request.audiences:
        by = narrowed.query("asset", AUDIENCE, further="impressions")
        return replace(by, audiences=request.audiences)
    return narrowed.query("asset", AFFINITIES, further="impressions")


def _count_reach(
    snapshot: Snapshot, access: Access, query: Query
) -> dict[tuple[str, str | None], int]:
    """Return the reach of each asset, by asset and audience, in any phase."""
    rows = ask(snapshot, access, replace(query, measures=("reach",))).to_dicts()
    return {(row["asset"], row.get(AUDIENCE)): row["reach"] for row in rows}


def _shown(rows: JudgedAssets, chosen: Flags, request: AuthenticityRequest) -> Ints:
    """Return the rows to show, by title and asset; all rows of a requested title."""
    whole = request.title is not None or request.asset is not None
    some = np.flatnonzero(chosen & (whole | rows.verdicts.axes.has_both))
    table = pa.table(
        {
            "title": rows.units.titles.take(pa.array(rows.units.title[some])),
            "asset": rows.units.ids.take(pa.array(some)),
        }
    )
    order = pc.sort_indices(table, sort_keys=[("title", "ascending"), ("asset", "ascending")])
    return some[order.to_numpy()]


def _note_left_out(rows: JudgedAssets, chosen: Flags) -> list[str]:
    """Return a note on the assets that are not judged, if any."""
    missing = int((chosen & ~rows.verdicts.axes.has_both).sum())
    if not missing:
        return []
    who = (
        "1 asset is not judged: it, or the title's others of its type, has"
        if missing == 1
        else f"{missing:,} assets are not judged: they, or their title's others of the type, have"
    )
    least = f"{rows.rules.least_people:,} people or {rows.rules.least_plays:,} plays"
    return [f"{who} fewer than {least} by first exposure on the same days."]
