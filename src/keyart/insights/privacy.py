"""What a judgement may show about few people: one rule for each, on all surfaces.

Judgements use all people, and skip assets that too few people saw (see `Access.judging`). Parts of
a result about few people are removed here. Each rule takes the version, the rights of the reader,
the request, and the whole result. The rows of queries have a rule of their own,
`keyart.query.privacy.suppression`.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import TooFewPeople
from keyart.insights.authenticity import (
    Authenticity,
    AuthenticityRequest,
    AuthenticityStanding,
    OwnAndOthers,
)
from keyart.insights.brief import Brief, BriefRequest
from keyart.insights.comparison import Comparison, ComparisonRequest
from keyart.insights.favourites import FavouriteRequest, Favourites
from keyart.insights.norms import Norm, NormRequest, Norms
from keyart.insights.outliers import OutlierRequest, Outliers
from keyart.insights.planning import PlannedTest, PlanRequest
from keyart.insights.resonance import Resonance, ResonanceRequest
from keyart.query import Access, Query, ask
from keyart.store import Snapshot

R = TypeVar("R", Norms, Favourites)

RATES = ("take_rate", "kept_rate", "short_play_rate", "completion_rate", "seconds_per_play")
"""The figures of a standing that also show the title's other assets."""


def visible_comparison(
    snapshot: Snapshot, access: Access, request: ComparisonRequest, whole: Comparison
) -> Comparison:
    """Return a comparison of assets that enough people saw; raises `TooFewPeople` otherwise.

    Only a part of an audience sees each asset, so an audience must have enough people for every
    asset.
    """
    del snapshot, request
    least = access.min_cell
    if any(arm.people + arm.waiting < least for arm in whole.arms):
        raise TooFewPeople
    audiences = tuple(a for a in whole.audiences if a.people >= least * len(whole.arms))
    suppressed = len(whole.audiences) - len(audiences)
    notes = _note_left_out(suppressed, "audience", "audiences")
    raised = _few_in_several(whole, least)
    if raised:
        notes += (f"Counts of people who met several assets are at least {least} if not 0.",)
    overlap = replace(whole.overlap, **raised)
    share = overlap.within / overlap.people if overlap.people else 0.0
    slices = tuple(part for part in whole.allocation.slices if part.people >= least)
    return replace(
        whole,
        audiences=audiences,
        suppressed=suppressed,
        support=whole.support.at_least(least),
        allocation=replace(whole.allocation, slices=slices),
        path=tuple(day for day in whole.path if day.people >= least),
        overlap=replace(overlap, share=share) if raised else whole.overlap,
        notes=(*whole.notes, *notes),
    )


def _few_in_several(whole: Comparison, least: int) -> dict[str, int]:
    """Return the counts of people who saw several arms, raised to the smallest cell."""
    counts = {name: getattr(whole.overlap, name) for name in ("within", "later", "tied")}
    return {name: least for name, count in counts.items() if 0 < count < least}


def visible_plan(
    snapshot: Snapshot, access: Access, request: PlanRequest, whole: PlannedTest
) -> PlannedTest:
    """Return a plan; raises `TooFewPeople` if its rate and traffic come from too few people."""
    if whole.since is None or whole.until is None:
        return whole
    people = Query(
        ("reach",),
        where={
            **request.where,
            "title": request.title,
            "asset_type": [request.asset_type, None],
        },
        audience=request.audience,
        since=whole.since,
        until=whole.until,
    )
    if ask(snapshot, access, people).totals["reach"] is None:
        raise TooFewPeople
    return whole


def visible_outliers(
    snapshot: Snapshot, access: Access, request: OutlierRequest, whole: Outliers
) -> Outliers:
    """Return the findings about enough people."""
    del snapshot, request
    findings = tuple(finding for finding in whole.findings if finding.people >= access.min_cell)
    return replace(whole, findings=findings)


def visible_norms(snapshot: Snapshot, access: Access, request: NormRequest, whole: Norms) -> Norms:
    """Return norms of assets that enough people saw.

    Other assets of the catalogue count as left out, whether few people saw them or nobody did.
    """
    rows = tuple(row for row in whole.rows if row.people >= access.min_cell)
    missing = _count_missing(snapshot, request, rows)
    return _add_note(replace(whole, rows=rows, suppressed=missing))


def _count_missing(snapshot: Snapshot, request: NormRequest, shown: Iterable[Norm]) -> int:
    """Return how many requested assets of the catalogue are not shown."""
    table = snapshot.assets
    for column, name in (("title_id", request.title), ("asset_id", request.asset)):
        if name is not None:
            table = table.filter(pc.equal(table.column(column), pa.scalar(name)))
    return len(set(table.column("asset_id").to_pylist()) - {row.asset for row in shown})


def visible_authenticity(
    snapshot: Snapshot, access: Access, request: AuthenticityRequest, whole: Authenticity
) -> Authenticity:
    """Return the standings of assets that enough people saw.

    Rates of a title's other assets are left out: they may be those of one asset that few saw.
    """
    del snapshot, request
    least = access.min_cell
    return replace(
        whole,
        standings=tuple(
            _without_others(standing) for standing in whole.standings if standing.people >= least
        ),
        found=tuple(
            replace(finding, standing=_without_others(finding.standing))
            for finding in whole.found
            if finding.standing.people >= least
        ),
    )


def _without_others(standing: AuthenticityStanding) -> AuthenticityStanding:
    rates = {name: OwnAndOthers(getattr(standing, name).own, None) for name in RATES}
    return replace(standing, **rates)


def visible_favourites(
    snapshot: Snapshot, access: Access, request: FavouriteRequest, whole: Favourites
) -> Favourites:
    """Return favourites among assets that enough people of the audience saw."""
    del snapshot, request
    favourites = tuple(
        favourite
        for favourite in whole.found
        if all(rate.people >= access.min_cell for rate in favourite.rates)
    )
    return _add_note(
        replace(whole, found=favourites, suppressed=len(whole.found) - len(favourites))
    )


def visible_resonance(
    snapshot: Snapshot, access: Access, request: ResonanceRequest, whole: Resonance
) -> Resonance:
    """Return the rows about enough people.

    The judgement itself names no title that too few watched, and shows no row that would tell few
    people apart from those compared with.
    """
    del snapshot, request
    rows = tuple(row for row in whole.rows if row.people >= access.min_cell)
    return replace(whole, rows=rows)


def visible_brief(snapshot: Snapshot, access: Access, request: BriefRequest, whole: Brief) -> Brief:
    """Return a brief: it is written from rows about enough people; raises `TooFewPeople` if not."""
    del snapshot, request
    if any(row.people < access.min_cell for row in (*whole.findings, *whole.elsewhere)):
        raise TooFewPeople
    return whole


def _add_note(result: R) -> R:
    """Return a result whose notes say how much was left out."""
    return replace(result, notes=(*result.notes, *_note_left_out(result.suppressed)))


def _note_left_out(count: int, singular: str = "entry", plural: str = "entries") -> tuple[str, ...]:
    if not count:
        return ()
    noun, verb = (singular, "is") if count == 1 else (plural, "are")
    return (f"{count} {noun} {verb} about too few people to be shown.",)
