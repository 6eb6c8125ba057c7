"""What waits for a decision: the morning list, with what waiting costs."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pyarrow as pa

from keyart.core.direction import quoted
from keyart.core.errors import BadQuestion, TooFewPeople
from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.zones import instant
from keyart.decisions.decision import (
    Decision,
    DecisionKind,
    DecisionState,
    PendingDecision,
    PendingDecisions,
    PendingRequest,
)
from keyart.decisions.gains import (
    clickbait_cost,
    comparison_of,
    figures_of_policy,
    winner_gain,
)
from keyart.decisions.recording import decisions, set_aside_entries, subject_of
from keyart.decisions.wording import heading_of
from keyart.insights.authenticity import AuthenticityRequest, authenticity
from keyart.insights.authenticity.result import FindingKind
from keyart.insights.catalogue.context import ARTWORK, Context, attributed, settled
from keyart.insights.catalogue.places import country_name
from keyart.insights.catalogue.traffic import TitleTraffic, title_traffic
from keyart.insights.catalogue.units import describe_units
from keyart.insights.comparison import VerdictKind, compare
from keyart.insights.comparison.parts import Interval
from keyart.insights.comparison.wording import percent
from keyart.insights.favourites import FavouriteRequest, favourites
from keyart.insights.policies import Policy, PolicyRequest, decide
from keyart.insights.policies.wording import worse_sentences
from keyart.insights.resonance import Finding, ResonanceRequest, resonance
from keyart.query import Access, ask
from keyart.query.findings import kept_answer
from keyart.query.output.table import data_complete_until
from keyart.store import Snapshot

MOST_COMPARED = 40
"""Compare the assets of the titles with the most to gain, by their raw rates."""
MOST_POLICIES = 12
"""Learn policies for the titles whose audiences' favourites gain the most."""
ALL = 0.85
"""An asset with this share of its title's traffic is shown to everyone but for exploring."""
RUNNING = 0.02
"""An asset with less of its title's traffic no longer runs."""
CLEAR = 1.5
"""Compare where the best raw rate is this many standard errors above the second best: a winner is
beyond chance at every look, so much more."""
NEW = timedelta(days=7)


def find_pending(snapshot: Snapshot, access: Access, request: PendingRequest) -> PendingDecisions:
    """Return what waits for a decision, most expensive first; found once per version."""
    whole = kept_answer(
        PendingDecisions,
        snapshot,
        access,
        request,
        lambda: _search(snapshot, access),
        lambda found: 4000 * (len(found.decisions) + 1),
    )
    return _unanswered(snapshot, whole, include_all=request.include_set_aside)


def _search(snapshot: Snapshot, access: Access) -> PendingDecisions:
    traffic = title_traffic(snapshot, access)
    clickbait = [*_clickbait(snapshot, access, traffic)]
    losing = {one.chosen for one in clickbait}
    found = [
        *_policies(snapshot, access),
        *(one for one in _winners(snapshot, access, traffic) if one.chosen not in losing),
        *clickbait,
        *_under_served(snapshot, access),
    ]
    # What costs nothing by the week comes last.
    found.sort(key=lambda one: -(one.per_week.value or 0.0) if one.per_week else 1.0)
    return PendingDecisions(tuple(found))


def _unanswered(
    snapshot: Snapshot, whole: PendingDecisions, *, include_all: bool
) -> PendingDecisions:
    """Return what nobody has decided, dismissed or put off."""
    standing: dict[str, Decision] = {}
    for one in decisions(snapshot.root):
        if one.state is DecisionState.STANDS:
            standing.setdefault(subject_of(snapshot, one.kind, one.title, one.chosen), one)
    aside = {one.key: one for one in set_aside_entries(snapshot.root, datetime.now(UTC))}
    left: list[PendingDecision] = []
    hidden = 0
    for one in whole.decisions:
        subject = subject_of(snapshot, one.kind, one.title, one.chosen)
        if (before := standing.get(subject)) and not _differs(one, before):
            continue
        hidden += one.key in aside
        if include_all or one.key not in aside:
            left.append(replace(one, set_aside=aside.get(one.key)))
    return replace(whole, decisions=tuple(left), set_aside=hidden)


def _differs(pending: PendingDecision, standing: Decision) -> bool:
    """Return whether it says something else than the decision that stands.

    A policy for a title answers which asset wins, and stands until its review.
    """
    if standing.kind is DecisionKind.POLICY:
        return False
    return pending.kind != standing.kind or pending.chosen != standing.chosen


def _winners(
    snapshot: Snapshot, access: Access, traffic: Mapping[tuple[str, str], TitleTraffic]
) -> Iterator[PendingDecision]:
    """Yield tests that have a winner which is not yet shown to all."""
    for title, kind in _worth_comparing(snapshot, access, traffic):
        try:
            compared = compare(snapshot, access, comparison_of(title, kind))
        except (BadQuestion, TooFewPeople):
            continue
        winner, its = compared.verdict.asset, traffic[title, kind]
        if compared.verdict.kind is not VerdictKind.WINNER or winner is None:
            continue
        if its.shares.get(winner, 0.0) >= ALL:
            continue
        others = 1 - its.shares.get(winner, 0.0)
        people = f"{others:.0%} of {its.people_per_week:,.0f} new people a week"
        yield _pending(
            kind=DecisionKind.WINNER,
            title=title,
            title_name=_title_name(snapshot, title),
            assets=(winner,),
            asset_type=kind,
            heading=heading_of(DecisionKind.WINNER, winner, compared.names),
            evidence=f"{compared.verdict.sentence} {people} still get another.",
            per_week=winner_gain(compared, winner, its),
            unit="viewers",
            chosen=winner,
            people=min(arm.people for arm in compared.arms),
        )


@dataclass(frozen=True)
class _Rate:
    """A raw take rate."""

    value: float
    people: int

    @property
    def error(self) -> float:
        """Its standard error."""
        return math.sqrt(self.value * (1 - self.value) / self.people)


def _worth_comparing(
    snapshot: Snapshot, access: Access, traffic: Mapping[tuple[str, str], TitleTraffic]
) -> list[tuple[str, str]]:
    """Return the titles and asset types with the most to gain if the best raw rate were true."""
    context, _ = settled(snapshot, access, attributed(snapshot, Context()))
    rates: dict[tuple[str, str], dict[str, _Rate]] = {}
    for row in ask(snapshot, access, context.query("title", "asset_type", "asset")).to_dicts():
        if row["asset"] is not None and row["reach"] >= max(access.least_people, 1):
            kind = row["asset_type"] or ARTWORK
            rate = _Rate(row["take_rate"] or 0.0, row["reach"])
            rates.setdefault((row["title"], kind), {})[row["asset"]] = rate
    gains: dict[tuple[str, str], float] = {}
    for key, by_asset in rates.items():
        its = traffic.get(key)
        if its is None or len(by_asset) < 2:
            continue
        best, second = sorted(by_asset.values(), key=lambda rate: -rate.value)[:2]
        if best.value - second.value < CLEAR * math.hypot(best.error, second.error):
            continue
        lost = sum(
            share * (best.value - by_asset.get(asset, best).value)
            for asset, share in its.shares.items()
        )
        if lost * its.people_per_week > 0:
            gains[key] = lost * its.people_per_week
    return sorted(gains, key=lambda key: -gains[key])[:MOST_COMPARED]


def _policies(snapshot: Snapshot, access: Access) -> Iterator[PendingDecision]:
    """Yield titles for which showing different people different assets surely gains."""
    preferred = favourites(snapshot, access, FavouriteRequest())
    gains: dict[tuple[str, str], float] = {}
    for one in preferred.found:
        key = (one.title, one.asset_type or ARTWORK)
        gains[key] = gains.get(key, 0.0) + one.gain
    for title, kind in sorted(gains, key=lambda key: -gains[key])[:MOST_POLICIES]:
        try:
            policy = decide(snapshot, access, PolicyRequest(title, asset_type=kind))
        except (BadQuestion, TooFewPeople):
            continue
        if policy.personalised:
            seen = figures_of_policy(snapshot, access, policy.to_dict())
            yield _of_policy(policy, seen.per_week if seen else None)


def _of_policy(policy: Policy, per_week: Interval | None) -> PendingDecision:
    rules = (*policy.rules, policy.otherwise)
    value, single = policy.value.value or 0.0, policy.best_single.value or 0.0
    name = next((rule.name for rule in rules if rule.asset == policy.single), policy.single)
    evidence = (
        f"{percent(value)} watch, against {percent(single)} with {quoted(name)} for everyone, "
        "corrected for rules that only look good. The cost is against what is shown now."
    )
    worse = worse_sentences(policy.reward, policy.groups)
    return _pending(
        kind=DecisionKind.POLICY,
        title=policy.title,
        title_name=policy.title_name,
        assets=tuple(dict.fromkeys(rule.asset for rule in rules)),
        asset_type=policy.asset_type,
        heading=heading_of(DecisionKind.POLICY, policy.to_dict(), {}),
        evidence=" ".join([evidence, *worse]),
        per_week=per_week,
        unit="viewers",
        chosen=policy.to_dict(),
        people=min(rule.people for rule in rules),
        shown=[(rule.audience, rule.asset) for rule in rules],
    )


def _clickbait(
    snapshot: Snapshot, access: Access, traffic: Mapping[tuple[str, str], TitleTraffic]
) -> Iterator[PendingDecision]:
    """Yield assets that win plays and lose viewers, and still run."""
    for finding in authenticity(snapshot, access, AuthenticityRequest()).of(FindingKind.CLICKBAIT):
        standing = finding.standing
        if standing.audience is not None or standing.title is None:
            continue
        kind = standing.asset_type or ARTWORK
        its = traffic.get((standing.title, kind))
        share = its.shares.get(standing.asset, 0.0) if its else 0.0
        if its is None or share < RUNNING:
            continue
        people = its.people_per_week * share
        kept = standing.kept_rate
        evidence = f"It still goes to {people:,.0f} new people a week."
        if kept.own is not None and kept.others is not None:
            evidence = (
                f"{percent(kept.own, 0)} of plays after it are watched to the end, "
                f"{percent(kept.others, 0)} after the others. {evidence}"
            )
        yield _pending(
            kind=DecisionKind.CLICKBAIT,
            title=standing.title,
            title_name=standing.title_name,
            assets=(standing.asset,),
            asset_type=kind,
            heading=heading_of(
                DecisionKind.CLICKBAIT, standing.asset, {standing.asset: standing.name}
            ),
            evidence=evidence,
            per_week=clickbait_cost(standing, its),
            unit="viewers who stay",
            chosen=standing.asset,
            people=standing.people,
        )


def _under_served(snapshot: Snapshot, access: Access) -> Iterator[PendingDecision]:
    """Yield under-served genres that were not found a week earlier."""
    last = data_complete_until(snapshot)
    if last is None or "genres" not in snapshot.titles.column_names:
        return
    asked = ResonanceRequest(by=("genre",), across="country")
    now = [
        row
        for row in resonance(snapshot, access, asked).rows
        if row.finding is Finding.UNDER_SERVED
    ]
    if not now:
        return
    earlier = instant(last - last % SLOT_MICROSECONDS) - NEW
    before = resonance(snapshot, access, replace(asked, until=earlier.isoformat())).rows
    known = {(row.value, row.market) for row in before if row.finding is Finding.UNDER_SERVED}
    for row in now:
        if (row.value, row.market) in known:
            continue
        where = country_name(row.market) if row.market else "an unknown country"
        evidence = (
            f"{percent(row.share_of_hours)} of viewing, {percent(row.share_of_supply)} of what is "
            f"on offer; also without “{row.top_title_name or row.top_title}”."
        )
        yield _pending(
            kind=DecisionKind.UNDER_SERVED,
            title=None,
            title_name=where,
            assets=(),
            asset_type=None,
            heading=f"{row.value} is under-served in {where}",
            evidence=evidence,
            per_week=None,
            unit=None,
            chosen=f"{row.value} for {where}",
            people=row.people,
            demand=Interval(row.demand_index, row.demand_index_low, row.demand_index_high),
        )


def _pending(*, chosen: Any, shown: Any = None, **parts: Any) -> PendingDecision:
    """Return an entry; its key is the same while it says the same."""
    what = [parts["kind"], parts["title"], parts["asset_type"], shown or chosen]
    key = sha256(json.dumps(what).encode()).hexdigest()[:12]
    return PendingDecision(key=key, chosen=chosen, **parts)


def _title_name(snapshot: Snapshot, title: str) -> str:
    return describe_units(snapshot, pa.array([title]), of_assets=False).names[0].as_py()
