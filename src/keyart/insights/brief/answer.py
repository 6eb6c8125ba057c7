"""Write a brief."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from keyart.core.errors import BadQuestion
from keyart.core.regions import REGION_OF_COUNTRY
from keyart.insights.brief import sheet
from keyart.insights.brief.request import BriefRequest
from keyart.insights.brief.result import Brief
from keyart.insights.catalogue.places import country_name
from keyart.insights.resonance import Finding, ResonanceRequest, ResonanceRow, resonance
from keyart.insights.resonance.answer import period_of
from keyart.query import Access
from keyart.store import Snapshot

MOST_FINDINGS = 5
MOST_ELSEWHERE = 3
FOUND = (Finding.UNDER_SERVED, Finding.ONE_TITLE, Finding.OVER_SERVED)
LEAST_LIKED = 110
"""The taste index from which a genre counts as liked in another market."""


def brief(snapshot: Snapshot, access: Access, request: BriefRequest) -> Brief:
    """Return the brief of an audience and a market; raises as `resonance` does."""
    kind = None if request.market is None else _kind_of_market(snapshot, request.market)
    # A market is judged beside all others, so that the numbers are those of the map.
    asked = ResonanceRequest(
        across=kind,
        audience=request.audience,
        since=request.since,
        until=request.until,
        tz=request.tz,
    )
    judged = resonance(snapshot, access, asked)
    rows = [row for row in judged.rows if row.market == request.market]
    found = sorted((row for row in rows if row.finding in FOUND), key=_weight)
    findings = tuple(found[:MOST_FINDINGS])
    elsewhere = _elsewhere(judged.rows, request.market, findings)
    place = None if request.market is None else country_name(request.market)
    page = sheet.Sheet(
        headline=sheet.headline(place or request.audience or "Everybody", findings),
        whom=" · ".join(
            [
                place or "All markets",
                request.audience or "everybody",
                *_days(snapshot, asked),
            ]
        ),
        findings=findings,
        elsewhere=elsewhere,
        notes=(sheet.SURE, *judged.notes),
    )
    return Brief(
        page.headline, request.audience, request.market, findings, elsewhere, page.notes,
        page.markdown(), page.html(),
    )  # fmt: skip


def _days(snapshot: Snapshot, asked: ResonanceRequest) -> list[str]:
    """Return the days (UTC) whose plays count; nothing without plays."""
    period = period_of(snapshot, asked)
    if period is None:
        return []
    first, last = (datetime.fromtimestamp(at / 1e6, UTC) for at in (period[0], period[1] - 1))
    return [f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"]


def _kind_of_market(snapshot: Snapshot, market: str) -> Literal["country", "region"]:
    regions = set((snapshot.config.regions or REGION_OF_COUNTRY).values())
    if market in regions:
        return "region"
    if len(market) == 2 and market.isalpha():
        return "country"
    raise BadQuestion(
        f"{market!r} is neither a country nor a region.",
        hint=f"Write a country as two letters, such as DE, or one of {', '.join(sorted(regions))}.",
    )


def _weight(row: ResonanceRow) -> tuple[int, float, str]:
    """Under-served genres first, then by the hours that demand and supply differ by."""
    share = row.share_of_hours - row.share_of_supply
    whole = row.hours / row.share_of_hours if row.share_of_hours else 0.0
    return FOUND.index(row.finding), -abs(share * whole), row.value


def _elsewhere(
    all_rows: Sequence[ResonanceRow], market: str | None, findings: Sequence[ResonanceRow]
) -> tuple[ResonanceRow, ...]:
    """Return where else the same audience clearly likes what is under-served here."""
    wanted = {row.value for row in findings if row.finding is Finding.UNDER_SERVED}
    rows = [
        row
        for row in all_rows
        if row.value in wanted
        and row.market != market
        and (row.taste_index or 0) >= LEAST_LIKED
        and (row.taste_index_low or 0) > 100
    ]
    rows.sort(key=lambda row: (-(row.taste_index or 0), row.market or ""))
    return tuple(rows[:MOST_ELSEWHERE])
