"""What all campaigns did together: everyone else against those who are in none of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from keyart.campaigns.campaign import Campaign, CampaignGoal
from keyart.campaigns.effects import (
    Effect,
    adjusted_means,
    effect,
    growth,
    progress,
    without_intervals,
)
from keyart.campaigns.eligibility import STARTED, Flags, in_control
from keyart.campaigns.judgement import ALPHA, BEFORE, DAYS, LATELY, shown_effect
from keyart.campaigns.outcomes import LEVEL, Span, outcome
from keyart.campaigns.records import stored_campaigns
from keyart.campaigns.result import ControlRequest, ControlResult
from keyart.core.errors import BadQuestion
from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.zones import instant, slot_bound
from keyart.insights.comparison.wording import sized
from keyart.insights.statistics.sequences import Horizon
from keyart.query import Access
from keyart.query.engine import Floats
from keyart.store import Snapshot

GOALS = (CampaignGoal.HOURS_VIEWED, CampaignGoal.VIEWERS)


def control_result(snapshot: Snapshot, access: Access, request: ControlRequest) -> ControlResult:
    """Return what all campaigns did together, since the first that spared the global control.

    Raises `BadQuestion` without a control, without such a campaign, and without data since.
    """
    if access.where:
        raise BadQuestion(
            "The global control counts all people, and this access shows only some.",
            hint="Ask somebody who may see all.",
        )
    control = in_control(snapshot)
    if not control.any():
        raise BadQuestion(
            "There is no global control, so all campaigns can't be measured together.",
            hint="Set control_fraction, such as 0.02, before the next campaign starts.",
        )
    campaigns = [*_sparing(snapshot, control)]
    if not campaigns:
        raise BadQuestion(
            "No campaign has started since the global control was drawn.",
            hint="Ask again when one has.",
        )
    since = min(campaign.start for campaign in campaigns)
    if request.since is not None:
        since = max(since, instant(slot_bound(request.since, "UTC") * SLOT_MICROSECONDS))
    known = snapshot.data_until or 0
    until = instant(known - known % SLOT_MICROSECONDS)
    if until <= since:
        raise BadQuestion(
            f"The store has no data since {since:%Y-%m-%d}.",
            hint="Load the plays that came since.",
        )
    allowed = ~snapshot.protected
    treated = ~control[allowed]
    last = max(campaign.end for campaign in campaigns)
    found = _effects(snapshot, campaigns[0], allowed, treated, (since, until, last))
    n, n0 = int(treated.sum()), int((~treated).sum())
    hours = found[CampaignGoal.HOURS_VIEWED]
    return ControlResult(
        sentence=_sentence(hours, len(campaigns)),
        campaigns=tuple(campaign.name for campaign in campaigns),
        since=since,
        until=until,
        people=n,
        control=n0,
        level=LEVEL,
        effects=tuple(shown_effect(goal, False, found[goal]) for goal in GOALS),
        version=snapshot.version,
    )


def _sparing(snapshot: Snapshot, control: Flags) -> Iterator[Campaign]:
    """Yield the campaigns that nobody of the control is in: those since it was drawn."""
    for campaign in stored_campaigns(snapshot):
        members = snapshot.campaign_members(campaign.name)
        if campaign.state not in STARTED or members is None:
            continue
        if not control[members.column("profile").to_numpy()].any():
            yield campaign


def _effects(
    snapshot: Snapshot,
    campaign: Campaign,
    allowed: Flags,
    treated: Flags,
    times: tuple[datetime, datetime, datetime],
) -> dict[CampaignGoal, Effect]:
    """Return the effect on each outcome; times: since, until, and when intervals are narrowest."""
    since, until, last = times

    def of(goal: CampaignGoal, start: datetime, end: datetime) -> Floats:
        return outcome(snapshot, campaign, Span(start, end), goal, of_all=True)[allowed]

    hours = CampaignGoal.HOURS_VIEWED
    before = np.log1p(
        np.column_stack([of(hours, since - span, since) for span in (BEFORE, LATELY)])
    )
    gate = None
    for day in DAYS:
        end = since + timedelta(days=day)
        viewers = of(CampaignGoal.VIEWERS, since, min(end, until))
        if end <= until and progress(viewers, treated, yes_or_no=True) >= 1:
            gate = end
            break
    found: dict[CampaignGoal, Effect] = {}
    for goal in GOALS:
        now = adjusted_means(of(goal, since, until), before, treated)
        if gate is None:
            found[goal] = without_intervals(effect(now, None, ALPHA))
            continue
        days, opened = ((moment - since) / timedelta(days=1) for moment in (last, gate))
        later = float(Horizon(max(round(days), 1), ALPHA).later(np.array(opened)))
        first = adjusted_means(of(goal, since, gate), before, treated)
        found[goal] = effect(now, growth(first, now) / later, ALPHA)
    return found


def _sentence(hours: Effect, campaigns: int) -> str:
    what = "The campaign" if campaigns == 1 else f"All {campaigns} campaigns together"
    if hours.difference.low is None:
        return f"{what}: too early to say, there is less than the minimum sample."
    size = f"hours viewed per person {sized(hours.ratio)}"
    if not hours.difference.leaves_out_zero:
        return f"{what}: {size}, which may be chance."
    verb = "raised" if (hours.difference.value or 0) > 0 else "lowered"
    return f"{what} {verb} viewing: {size}."
