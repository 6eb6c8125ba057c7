"""Planning a campaign: the asset for each audience, the people, and what it can show."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import NormalDist

import numpy as np
from scipy.optimize import brentq

from keyart.campaigns.campaign import (
    Campaign,
    CampaignAudience,
    CampaignGoal,
    CampaignGroup,
    CampaignHoldout,
    CampaignPlanRequest,
    CampaignState,
    LeftOut,
)
from keyart.campaigns.eligibility import CampaignPeople, find_people
from keyart.campaigns.groups import groups_of
from keyart.campaigns.outcomes import LEVEL, Span, outcome
from keyart.core.errors import BadQuestion, TooFewPeople, UnknownName
from keyart.core.facts import DAY_MICROSECONDS, SLOT_MICROSECONDS
from keyart.core.zones import instant, slot_bound
from keyart.insights.catalogue.context import ARTWORK
from keyart.insights.catalogue.entries import asset_entries, title_entries
from keyart.insights.catalogue.traffic import title_traffic
from keyart.insights.comparison.wording import percent
from keyart.insights.policies import PolicyRequest, decide
from keyart.insights.statistics.sequences import narrowest_at, width
from keyart.query import owner
from keyart.query.planning.audience_names import names_of
from keyart.query.planning.model import audience_labels
from keyart.store import Snapshot

POWER = 0.8
HOLDOUTS = (0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
"""Shares to choose from: beyond a half, holding more out shows less."""
MOST_NAME = 100
EVERYONE, EVERYONE_ELSE = "everyone", "everyone else"


def plan_campaign(snapshot: Snapshot, request: CampaignPlanRequest) -> Campaign:
    """Return the draft of a campaign.

    Raises `UnknownName`, and `BadQuestion` for a holdout of nobody or everybody, a title without
    assets, a segment without people, and times that are the wrong way round.
    """
    start, end = _checked(snapshot, request)
    rows, notes = _assets(snapshot, request)
    draft = Campaign(
        name=request.name,
        title=request.title,
        title_name=_name(snapshot, request.title),
        segment=request.segment,
        state=CampaignState.DRAFT,
        holdout=request.holdout,
        primary=CampaignGoal(request.primary),
        start=start,
        end=end,
        purpose=request.purpose.strip(),
        recipient=request.recipient.strip(),
        audiences=rows,
        people=0,
        held_out=0,
        left_out=LeftOut(0, 0, 0),
        overlaps=(),
        baseline=None,
        minimum_effect=None,
        power="",
        expected_viewers=None,
        sentence="",
        version=snapshot.version,
        notes=notes,
    )
    people = find_people(snapshot, draft, [row.audience for row in rows])
    return with_people(snapshot, draft, people)


def _checked(snapshot: Snapshot, request: CampaignPlanRequest) -> tuple[datetime, datetime]:
    name = request.name
    if not name or name != name.strip() or not name.isprintable() or len(name) > MOST_NAME:
        raise BadQuestion(
            f"{name!r} can't be the name of a campaign.",
            hint=f"Write 1 to {MOST_NAME} characters, such as spring-heist.",
        )
    if not 0 < request.holdout < 1:
        raise BadQuestion(
            f"holdout must be above 0 and below 1, not {request.holdout:g}.",
            hint="Hold out a share of people to compare with, such as 0.1.",
        )
    for what in ("purpose", "recipient"):
        if not getattr(request, what).strip():
            raise BadQuestion(
                f"A campaign needs a {what}.", hint="It is logged with every list handed over."
            )
    titles: list[str] = title_entries(snapshot).column("title_id").to_pylist()
    if request.title not in titles:
        raise UnknownName("title", request.title, titles)
    names_of(snapshot).audience(request.segment)
    start, end = (slot_bound(bound, "UTC") for bound in (request.start, request.end))
    if start >= end:
        raise BadQuestion("A campaign must end after it starts.", hint="Write start before end.")
    return instant(start * SLOT_MICROSECONDS), instant(end * SLOT_MICROSECONDS)


def _name(snapshot: Snapshot, title: str) -> str:
    table = title_entries(snapshot)
    place = table.column("title_id").to_pylist().index(title)
    return table.column("name")[place].as_py() or title


def _assets(
    snapshot: Snapshot, request: CampaignPlanRequest
) -> tuple[tuple[CampaignAudience, ...], tuple[str, ...]]:
    """Return who gets which asset, with notes: by a policy where one can be learned."""
    table = asset_entries(snapshot)
    rows = [row for row in table.to_pylist() if row["title_id"] == request.title]
    rows = [row for row in rows if row["asset_type"] in {ARTWORK, None}] or rows
    if not rows:
        raise BadQuestion(
            f"The title {request.title!r} has no assets.",
            hint="Load its assets first: keyart ingest --assets.",
        )
    names = {row["asset_id"]: row["name"] or row["asset_id"] for row in rows}
    kind = rows[0]["asset_type"] or ARTWORK
    if len(rows) == 1:
        (asset,) = names
        return _one_for_all(snapshot, request, asset, names), ("The title has only one asset.",)
    try:
        policy = decide(
            snapshot,
            owner(),
            PolicyRequest(title=request.title, audiences=request.audiences, asset_type=kind),
        )
    except (BadQuestion, TooFewPeople) as error:
        shares = title_traffic(snapshot, owner(), {"title": request.title})
        now = shares.get((request.title, kind))
        shown = {asset: now.shares.get(asset, 0.0) if now else 0.0 for asset in sorted(names)}
        asset = max(shown, key=lambda one: shown[one])
        note = f"Everyone gets the asset that most people are shown now. {error.message}"
        return _one_for_all(snapshot, request, asset, names), (note,)
    found = tuple(
        CampaignAudience(rule.audience, rule.audience_name, rule.asset, rule.name, 0, 0, rule.rate)
        for rule in (*policy.rules, policy.otherwise)
    )
    return found, policy.notes


def _one_for_all(
    snapshot: Snapshot, request: CampaignPlanRequest, asset: str, names: dict[str, str]
) -> tuple[CampaignAudience, ...]:
    """Return everyone with one asset; audiences that were asked for are told apart all the same."""
    known = names_of(snapshot)
    asked = [known.audience(text) for text in request.audiences or ()]
    labels = audience_labels(snapshot, asked)
    rows = [
        CampaignAudience(one.name, labels[one.name], asset, names[asset], 0, 0, None)
        for one in asked
    ]
    rest = CampaignAudience(
        None, EVERYONE_ELSE if rows else EVERYONE, asset, names[asset], 0, 0, None
    )
    return (*rows, rest)


def with_people(snapshot: Snapshot, campaign: Campaign, people: CampaignPeople) -> Campaign:
    """Return a campaign with its people counted, and what it can show with them."""
    treated, held = (
        np.bincount(people.audience[chosen], minlength=len(campaign.audiences)).tolist()
        for chosen in (people.treated, ~people.treated)
    )
    rows = tuple(
        replace(row, people=treated[at], held_out=held[at])
        for at, row in enumerate(campaign.audiences)
    )
    n, n0 = sum(treated), sum(held)
    if not n or not n0:
        raise BadQuestion(
            f"Of {n + n0:,} people, chance would hold out {n0:,}: there is nobody to compare.",
            hint="Choose a larger segment, or another holdout.",
        )
    rates = [None if row.rate is None else row.rate * count
             for row, count in zip(rows, treated, strict=True) if count]  # fmt: skip
    expected = None if None in rates else float(sum(rate or 0.0 for rate in rates))
    expectation = _expectation(snapshot, campaign, people, expected)
    smallest = expectation and expectation.smallest_effect(n, n0)
    shown = replace(
        campaign,
        audiences=rows,
        people=n,
        held_out=n0,
        left_out=people.left_out,
        overlaps=people.overlaps,
        baseline=expectation and expectation.mean,
        minimum_effect=smallest,
        power=_power_sentence(n0, smallest),
        expected_viewers=expected,
        holdouts=_other_holdouts(expectation, n + n0),
        groups=tuple(
            CampaignGroup(
                group.attribute,
                group.value,
                int(group.inside.sum()),
                float(group.inside.sum()) / max(group.of_all, 1),
            )
            for group in groups_of(snapshot, people.profile)
        ),
    )
    return replace(shown, sentence=_sentence(shown))


@dataclass(frozen=True)
class _Expectation:
    """What to expect of one person who is held out."""

    mean: float
    variance: float | None
    """None for a share of people."""

    def smallest_effect(self, treated: int, held_out: int) -> float | None:
        return smallest_effect(self.mean, self.variance, (treated, held_out))


def _expectation(
    snapshot: Snapshot, campaign: Campaign, people: CampaignPeople, expected: float | None
) -> _Expectation | None:
    """Return what to expect of those held out; None where nothing is known.

    It rests on as many days before the start as the campaign lasts, or before the newest event. A
    title that none of them has watched yet is expected to get what its assets get where they are
    shown.
    """
    length = campaign.end - campaign.start
    until = min(campaign.start, instant(_whole_days(snapshot.data_until or 0)))
    values = outcome(snapshot, campaign, Span(until - length, until), campaign.primary)
    values = values[people.profile]
    mean, variance = float(values.mean()), float(values.var())
    if not mean and campaign.primary is CampaignGoal.VIEWERS and expected:
        mean = expected / max(int(people.treated.sum()), 1)
    if not mean:
        return None
    share = campaign.primary is not CampaignGoal.HOURS_VIEWED
    return _Expectation(mean, None if share else variance)


def _other_holdouts(expectation: _Expectation | None, people: int) -> tuple[CampaignHoldout, ...]:
    if expectation is None:
        return ()
    sizes = {share: round(people * share) for share in HOLDOUTS}
    return tuple(
        CampaignHoldout(share, expectation.smallest_effect(people - held_out, held_out))
        for share, held_out in sizes.items()
        if 0 < held_out < people
    )


def _whole_days(micros: int) -> int:
    return micros - micros % DAY_MICROSECONDS


def smallest_effect(mean: float, variance: float | None, sizes: Sequence[int]) -> float | None:
    """Return the relative effect that is found 4 times in 5, by intervals that hold at all looks.

    mean, variance: of one person who is held out; None for a share of people. sizes: how many get
    an asset, and how many are held out. None where not even a doubling would be found.
    """
    needed = float(width(np.array(narrowest_at(1 - LEVEL)), 1 - LEVEL))
    needed += NormalDist().inv_cdf(POWER)

    def excess(effect: float) -> float:
        raised = min(mean * (1 + effect), 1.0) if variance is None else mean
        spread = variance if variance is not None else mean * (1 - mean)
        other = variance if variance is not None else raised * (1 - raised)
        error = math.sqrt(other / sizes[0] + spread / sizes[1])
        return mean * effect - needed * error

    most = 1.0 if variance is not None else min(1.0, 1 / mean - 1)
    if excess(most) < 0:
        return None
    return float(brentq(excess, 0.0, most, xtol=1e-6))


def _power_sentence(held_out: int, smallest: float | None) -> str:
    if smallest is None:
        return (
            f"With {held_out:,} people held out you will hardly see an effect, unless it doubles "
            "what they do anyway."
        )
    digits = 0 if smallest >= 0.02 else 1
    up = math.ceil(smallest * 100 * 10**digits) / 10**digits
    return f"With {held_out:,} people held out you will see +{up:.{digits}f}% or more."


def _sentence(campaign: Campaign) -> str:
    days = (campaign.end - campaign.start) / timedelta(days=1)
    assets = len({row.asset for row in campaign.audiences if row.people})
    what = "one asset" if assets == 1 else f"one of {assets} assets"
    whole = (campaign.people or 0) + (campaign.held_out or 0)
    return (
        f"{campaign.people:,} of {whole:,} people get {what} of “{campaign.title_name}” for "
        f"{days:,.0f} days; {campaign.held_out:,} ({percent(campaign.holdout, 0)}) are held out."
    )
