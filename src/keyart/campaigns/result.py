"""What a campaign did: the question, and the result."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from keyart.campaigns.campaign import CampaignGoal, CampaignState, CampaignVerdict
from keyart.core.errors import TooFewPeople
from keyart.core.plain import plain
from keyart.core.request import Request
from keyart.insights.comparison.parts import Interval
from keyart.query import Access
from keyart.query.request import TimeBound
from keyart.store import Snapshot


@dataclass(frozen=True, kw_only=True)
class CampaignResultRequest(Request):
    """Say what a campaign did: those who got an asset against those who were held out."""

    name: str = field(kw_only=False)
    """The campaign's name."""


@dataclass(frozen=True)
class CampaignEffect:
    """The effect on one outcome, by intention to treat."""

    measure: CampaignGoal
    """What is counted of each person."""
    of_title: bool
    """Whether of the title only, or of everything that they watched."""
    treated: float | None
    """Its mean among those who got an asset, opened or not; null while it isn't known."""
    held_out: float | None
    """Its mean among those who were held out."""
    difference: Interval
    """The difference, adjusted for what people did before the start."""
    ratio: Interval
    """The same, relative: 0.1 is 10% more."""
    p: float | None
    """The p-value against no effect, valid at every look."""
    variance_reduced: float | None
    """How much adjusting reduced the variance: 0.3 is 30% less."""


@dataclass(frozen=True)
class CampaignAudienceEffect:
    """The effect on what the campaign is to raise, in one audience."""

    audience: str | None
    """The audience; null is everyone else."""
    audience_name: str
    """Its name."""
    asset: str
    """The asset that they got."""
    asset_name: str
    """The asset's name."""
    people: int
    """How many got it."""
    held_out: int
    """How many were held out."""
    difference: Interval
    """The difference."""
    ratio: Interval
    """The same, relative."""
    q: float | None
    """The smallest share of false discoveries at which it is found; null before there is enough."""
    found: bool
    """Whether it is found, at a share of 5%."""


@dataclass(frozen=True)
class CampaignGroupEffect:
    """The effect on what the campaign is to raise, among people with one value of an attribute."""

    attribute: str
    """The attribute, such as age_band."""
    value: str | None
    """Its value; null is unknown."""
    people: int
    """How many got an asset."""
    held_out: int
    """How many were held out."""
    treated: float | None
    """The mean of those who got an asset; null before there is enough."""
    usual: float | None
    """The mean of those who were held out."""
    difference: Interval
    """The difference; its interval holds together with those of all groups."""
    ratio: Interval
    """The same, relative."""
    worse: bool
    """Whether the campaign surely harmed them."""


@dataclass(frozen=True)
class CampaignDay:
    """The effect on what the campaign is to raise, as it stood at the end of a day."""

    day: date
    """The last day that counts, in UTC."""
    difference: Interval
    """The difference; it has no interval before the minimum sample."""


@dataclass(frozen=True)
class SampleRatio:
    """Whether as many people are held out as planned."""

    expected: float
    """The share that should be held out."""
    seen: float
    """The share that is."""
    p: float
    """The p-value of that being chance."""
    broken: bool
    """Whether it is not chance, so that the groups aren't comparable."""


@dataclass(frozen=True)
class CampaignResult:
    """What a campaign did."""

    campaign: str
    """Its name."""
    title: str
    """The title's id."""
    title_name: str
    """The title's name."""
    state: CampaignState
    """How far the campaign is."""
    primary: CampaignGoal
    """What it is to raise."""
    verdict: CampaignVerdict
    """What it did."""
    sentence: str
    """The verdict in a sentence."""
    reasons: tuple[str, ...]
    """What else to know."""
    since: datetime
    """Counted from this time on."""
    until: datetime
    """Counted up to this time."""
    people: int
    """How many got an asset."""
    held_out: int
    """How many were held out."""
    additional: Interval
    """What it added among all who got an asset: viewers, hours, or people who came back."""
    margin: float
    """A relative effect below this doesn't matter."""
    level: float
    """The confidence of intervals, which hold at every look."""
    progress: float
    """The data as a share of the minimum sample, 1 and more when it is there."""
    effects: tuple[CampaignEffect, ...]
    """The effects on all outcomes, of the title and of everything; the primary one first."""
    path: tuple[CampaignDay, ...]
    """The primary effect day by day; empty for return rates, which are known on one day."""
    audiences: tuple[CampaignAudienceEffect, ...]
    """The primary effect by audience; empty with only one."""
    groups: tuple[CampaignGroupEffect, ...]
    """The primary effect by the setting `fairness_attributes`, the largest group of each first."""
    sample_ratio: SampleRatio
    """Whether as many people are held out as planned."""
    version: int
    """The version of the store."""
    suppressed: int = 0
    """How many audiences have too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return plain(asdict(self))


def visible_result(
    snapshot: Snapshot, access: Access, request: CampaignResultRequest, whole: CampaignResult
) -> CampaignResult:
    """Return a result about enough people; raises `TooFewPeople` otherwise.

    If one audience or group has too few, none is shown: it would follow from the others.
    """
    del snapshot, request
    least = access.min_cell
    if min(whole.people, whole.held_out) < least:
        raise TooFewPeople
    few = [row for row in whole.audiences if min(row.people, row.held_out) < least]
    small = {row.attribute for row in whole.groups if min(row.people, row.held_out) < least}
    groups = tuple(row for row in whole.groups if row.attribute not in small)
    audiences = () if few else whole.audiences
    return replace(whole, audiences=audiences, groups=groups, suppressed=len(few))


@dataclass(frozen=True, kw_only=True)
class ControlRequest(Request):
    """Say what all campaigns did together, against the global control that is in none of them."""

    since: TimeBound | None = None
    """Count from this time on; by default from the start of the first of them."""


@dataclass(frozen=True)
class ControlResult:
    """What all campaigns did together."""

    sentence: str
    """The result in a sentence."""
    campaigns: tuple[str, ...]
    """The campaigns since the global control was drawn, the oldest first."""
    since: datetime
    """Counted from this time on: the start of the first of them."""
    until: datetime
    """Counted up to this time."""
    people: int
    """Everyone who may be in campaigns."""
    control: int
    """Those who are in none."""
    level: float
    """The confidence of intervals, which hold at every look."""
    effects: tuple[CampaignEffect, ...]
    """What both groups watched of everything: hours, and whether anything."""
    version: int
    """The version of the store."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return plain(asdict(self))


def visible_control(
    snapshot: Snapshot, access: Access, request: ControlRequest, whole: ControlResult
) -> ControlResult:
    """Return a result about enough people; raises `TooFewPeople` otherwise."""
    del snapshot, request
    if min(whole.people, whole.control) < access.min_cell:
        raise TooFewPeople
    return whole
