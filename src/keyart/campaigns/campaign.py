"""What a campaign is, and what can be asked about campaigns."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import pyarrow as pa

from keyart.core.plain import plain
from keyart.core.request import NameOf, Request
from keyart.query import Access
from keyart.query.request import TimeBound
from keyart.store import Snapshot


class CampaignState(StrEnum):
    """How far a campaign is."""

    DRAFT = "draft"
    """Planned; it can be planned again."""
    APPROVED = "approved"
    """Somebody approved the plan."""
    RUNNING = "running"
    """Its members are frozen, and can be handed over."""
    ENDED = "ended"
    """It is over."""
    JUDGED = "judged"
    """Its verdict is on record."""


class CampaignGoal(StrEnum):
    """What a campaign is to raise."""

    VIEWERS = "viewers"
    """The people who watch the title."""
    HOURS_VIEWED = "hours_viewed"
    """The hours that they watch of it."""
    RETURN_RATE_7 = "return_rate_7"
    """The people who watch it again 7 days after the start."""
    RETURN_RATE_28 = "return_rate_28"
    """The people who watch it again 28 days after the start."""


class CampaignVerdict(StrEnum):
    """What a campaign did."""

    WORKED = "worked"
    """It raised what it was to raise, beyond chance."""
    NO_EFFECT = "no effect that matters"
    """Any effect is smaller than what matters."""
    HARMED = "harmed"
    """It lowered it, beyond chance."""
    TOO_EARLY = "too early"
    """There is not enough data to say."""
    DONT_TRUST = "don't trust"
    """The two groups are not comparable."""


@dataclass(frozen=True)
class CampaignAudience:
    """One audience of a campaign, and its asset."""

    audience: str | None
    """The audience; null is everyone else in the segment."""
    audience_name: str
    """Its name."""
    asset: str
    """The asset that they get."""
    asset_name: str
    """The asset's name."""
    people: int | None
    """How many get it; null where they are too few to show."""
    held_out: int | None
    """How many are held out, to compare with; null where they are too few to show."""
    rate: float | None
    """The share of people who played when they were shown the asset; null where unknown."""


@dataclass(frozen=True)
class CampaignStep:
    """One entry of a campaign's log."""

    what: str
    """What was done: planned, approved, started, handed over, ended or judged."""
    when: datetime
    """When."""
    by: str | None
    """Who did it, if known."""
    because: str
    """Why; of what is handed over, to whom."""
    people: int | None = None
    """How many people were handed over."""


@dataclass(frozen=True)
class CampaignOverlap:
    """A campaign with some of the same people."""

    campaign: str
    """Its name."""
    people: int | None
    """How many are in both; null where they are too few to show."""


@dataclass(frozen=True)
class CampaignGroup:
    """The people of a campaign with one value of an attribute."""

    attribute: str
    """The attribute, such as age_band."""
    value: str | None
    """Its value; null is unknown."""
    people: int
    """How many are in the campaign, held out or not."""
    share: float
    """Their share of all who have the value and may be in a campaign."""


@dataclass(frozen=True)
class CampaignHoldout:
    """What a campaign could show with another share of people held out."""

    holdout: float
    """The share."""
    minimum_effect: float | None
    """The smallest relative effect that it shows 4 times in 5; null where not even a doubling."""


@dataclass(frozen=True)
class LeftOut:
    """People of the segment who are not in the campaign; null where too few to show."""

    capped: int | None
    """They are in as many campaigns as a profile may be (`max_campaigns_per_profile`)."""
    quiet: int | None
    """They are in one of the `quiet_audiences`."""
    control: int | None
    """They are in the global control (`control_fraction`)."""


@dataclass(frozen=True)
class Campaign:
    """A campaign: who gets which asset of a title, who is held out, and what it can show."""

    name: str
    """Its name."""
    title: str
    """The title's id."""
    title_name: str
    """The title's name."""
    segment: str
    """Whom it is for: an audience expression."""
    state: CampaignState
    """How far it is."""
    holdout: float
    """The share of people who are held out."""
    primary: CampaignGoal
    """What it is to raise."""
    start: datetime
    """When it starts, or started."""
    end: datetime
    """When it ends, or ended."""
    purpose: str
    """What it is for."""
    recipient: str
    """Who gets the members: a system or a team."""
    audiences: tuple[CampaignAudience, ...]
    """Who gets which asset: the first audience that a person is in counts."""
    people: int | None
    """How many people get an asset; null where they are too few to show."""
    held_out: int | None
    """How many are held out; null where they are too few to show."""
    left_out: LeftOut
    """People of the segment who are not in it."""
    overlaps: tuple[CampaignOverlap, ...]
    """Other campaigns at that time with some of the same people."""
    baseline: float | None
    """What to expect of the people who are held out: the primary measure in as many days before."""
    minimum_effect: float | None
    """The smallest relative effect that it shows 4 times in 5: 0.06 is 6% more; null if unknown."""
    power: str
    """The same in a sentence."""
    expected_viewers: float | None
    """How many would play if everyone who gets an asset were shown it; null if unknown."""
    sentence: str
    """The plan in a sentence."""
    version: int
    """The version of the store that it was planned with."""
    members: str | None = None
    """The list of the people who get an asset, once it has started."""
    verdict: CampaignVerdict | None = None
    """What it did, once it is judged."""
    verdict_sentence: str | None = None
    """The same in a sentence."""
    holdouts: tuple[CampaignHoldout, ...] = ()
    """What it could show with other shares held out, the smallest first; empty if unknown."""
    groups: tuple[CampaignGroup, ...] = ()
    """Whom it reaches, by the setting `fairness_attributes`, the largest group of each first."""
    log: tuple[CampaignStep, ...] = ()
    """Every change: what, when, who and why; the oldest first."""
    notes: tuple[str, ...] = ()
    """Notes for the reader."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return plain(asdict(self))


MEMBERS = pa.schema({"id": pa.string(), "asset": pa.string()})


@dataclass(frozen=True, eq=False)
class CampaignMembers:
    """Who of the people that a caller named gets which asset."""

    campaign: Campaign
    """The campaign, with this handover in its log."""
    table: pa.Table
    """A row of `MEMBERS` for each of them, in the order in which they were named."""
    ids: int
    """How many different ids were named."""
    unknown: int
    """How many of them the store doesn't know."""


@dataclass(frozen=True, kw_only=True)
class CampaignPlanRequest(Request):
    """Plan a campaign: the asset for each audience, who is held out, and what it can show.

    A draft of the same name is replaced.
    """

    name: str = field(kw_only=False)
    """The campaign's name."""
    title: str
    """The title that it is about."""
    segment: str
    """Whom it is for: an audience expression."""
    audiences: Sequence[str] | None = None
    """The audiences that may get an asset of their own: by default every named one."""
    holdout: float = 0.1
    """The share of people who are held out, to compare with."""
    primary: Annotated[str, NameOf("goal of campaigns", CampaignGoal)] = CampaignGoal.VIEWERS
    """What it is to raise."""
    start: TimeBound
    """When it starts: ISO text, a date, or a time."""
    end: TimeBound
    """When it ends."""
    purpose: str
    """What it is for, in a few words."""
    recipient: str
    """Who gets the members: a system or a team."""
    by: str | None = None
    """Who plans it."""


@dataclass(frozen=True, kw_only=True)
class CampaignStepRequest(Request):
    """Take a campaign one step further."""

    name: str = field(kw_only=False)
    """The campaign's name."""
    because: str = ""
    """Why."""
    by: str | None = None
    """Who does."""


@dataclass(frozen=True, kw_only=True)
class ApproveCampaignRequest(CampaignStepRequest):
    """Approve the plan of a campaign."""


@dataclass(frozen=True, kw_only=True)
class StartCampaignRequest(CampaignStepRequest):
    """Start an approved campaign: from now on its members are frozen."""

    at: TimeBound | None = None
    """When it started, if not as planned."""


@dataclass(frozen=True, kw_only=True)
class EndCampaignRequest(CampaignStepRequest):
    """End a running campaign."""

    at: TimeBound | None = None
    """When it ended, if not as planned."""


@dataclass(frozen=True, kw_only=True)
class JudgeCampaignRequest(CampaignStepRequest):
    """Put the verdict of a campaign that has ended on record."""


CampaignChange = CampaignPlanRequest | CampaignStepRequest
"""What changes a campaign."""

CAMPAIGN_ROUTES: Mapping[type[CampaignChange], str] = {
    CampaignPlanRequest: "/v1/campaigns/plan",
    ApproveCampaignRequest: "/v1/campaigns/approve",
    StartCampaignRequest: "/v1/campaigns/start",
    EndCampaignRequest: "/v1/campaigns/end",
    JudgeCampaignRequest: "/v1/campaigns/judge",
}
"""Where a service takes each change."""


@dataclass(frozen=True, kw_only=True)
class CampaignsRequest(Request):
    """List the campaigns of a store, newest first."""

    title: str | None = None
    """Only those about this title."""
    state: Annotated[str | None, NameOf("state of campaigns", CampaignState)] = None
    """Only those in this state."""


@dataclass(frozen=True)
class CampaignList:
    """The campaigns of a store."""

    campaigns: tuple[Campaign, ...]
    """The newest first."""

    def to_dict(self) -> dict[str, Any]:
        """Return them as data that JSON can hold."""
        return {"campaigns": [campaign.to_dict() for campaign in self.campaigns]}


def visible_campaigns(
    snapshot: Snapshot, access: Access, request: CampaignsRequest, whole: CampaignList
) -> CampaignList:
    """Return campaigns without counts of too few people, and without what would reveal them."""
    del snapshot, request
    return CampaignList(
        tuple(visible_campaign(campaign, access.min_cell) for campaign in whole.campaigns)
    )


def visible_campaign(campaign: Campaign, least: int) -> Campaign:
    """Return a campaign in which no count is of fewer people than `least`, or reveals them."""

    def shown(count: int | None) -> int | None:
        return None if count is None or 0 < count < least else count

    audiences = tuple(
        replace(row, people=shown(row.people), held_out=shown(row.held_out))
        for row in campaign.audiences
    )
    # One audience that is hidden would follow from the others and the whole.
    whole = all(row.people is not None and row.held_out is not None for row in audiences)
    if not whole:
        audiences = tuple(replace(row, people=None, held_out=None) for row in audiences)
    left = campaign.left_out
    few = {group.attribute for group in campaign.groups if group.people < least}
    return replace(
        campaign,
        audiences=audiences,
        # A group that is hidden would follow from the others.
        groups=tuple(group for group in campaign.groups if group.attribute not in few),
        people=shown(campaign.people),
        held_out=shown(campaign.held_out),
        left_out=LeftOut(shown(left.capped), shown(left.quiet), shown(left.control)),
        overlaps=tuple(replace(one, people=shown(one.people)) for one in campaign.overlaps),
        log=tuple(replace(step, people=shown(step.people)) for step in campaign.log),
        power=campaign.power if shown(campaign.held_out) is not None else "",
        sentence=campaign.sentence if shown(campaign.people) is not None else "",
    )
