"""Changes of campaigns, each one publication: planned, approved, started, ended, judged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from keyart.campaigns.campaign import (
    ApproveCampaignRequest,
    Campaign,
    CampaignChange,
    CampaignPlanRequest,
    CampaignState,
    CampaignStep,
    CampaignStepRequest,
    EndCampaignRequest,
    JudgeCampaignRequest,
    StartCampaignRequest,
)
from keyart.campaigns.eligibility import find_people
from keyart.campaigns.judgement import campaign_result
from keyart.campaigns.planned import plan_campaign, with_people
from keyart.campaigns.records import stored_campaign
from keyart.campaigns.result import CampaignResultRequest
from keyart.core.errors import BadQuestion
from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.zones import instant, slot_bound
from keyart.query import owner
from keyart.query.request import TimeBound
from keyart.store import CAMPAIGN_LIST, Publication, campaign_members_table, publication

Step = Callable[[Publication, Campaign, CampaignStepRequest], Campaign]

WAIT = 60.0


def change_campaign(
    root: Path, request: CampaignChange, now: datetime, wait: float = WAIT
) -> Campaign:
    """Plan a campaign, or take it one step further; return it as it is then.

    Raises `UnknownName` and `BadQuestion`.
    """
    if isinstance(request, CampaignPlanRequest):
        return _plan(root, request, now, wait)
    verb, before, after, step = _STEPS[type(request)]
    with publication(root, command=f"campaigns {verb} {request.name}", now=now, wait=wait) as p:
        campaign = stored_campaign(p.base, request.name)
        if campaign.state is not before:
            raise BadQuestion(
                f"The campaign {campaign.name!r} is {_state_words(campaign.state)}; only one that "
                f"is {_state_words(before)} can be {_DONE[after]}.",
                hint=_NEXT[campaign.state],
            )
        changed = replace(step(p, campaign, request), state=after)
        changed = logged(changed, CampaignStep(_DONE[after], now, request.by, request.because))
        p.put_campaign(changed.name, changed.to_dict())
        p.commit()
    return changed


def _plan(root: Path, request: CampaignPlanRequest, now: datetime, wait: float) -> Campaign:
    command = f"campaigns plan {request.name}"
    with publication(root, command=command, now=now, wait=wait) as p:
        draft = plan_campaign(p.base, request)
        earlier: tuple[CampaignStep, ...] = ()
        if request.name in p.base.campaigns:
            older = stored_campaign(p.base, request.name)
            if older.state is not CampaignState.DRAFT:
                raise BadQuestion(
                    f"The campaign {older.name!r} is {_state_words(older.state)}: its plan is "
                    "settled.",
                    hint="Plan another campaign under another name.",
                )
            earlier = older.log
        step = CampaignStep("planned", now, request.by, draft.purpose)
        made = replace(draft, log=(*earlier, step))
        p.put_campaign(made.name, made.to_dict())
        p.commit()
    return made


def logged(campaign: Campaign, step: CampaignStep) -> Campaign:
    """Return a campaign with one more entry in its log."""
    return replace(campaign, log=(*campaign.log, step))


def _approve(p: Publication, campaign: Campaign, request: CampaignStepRequest) -> Campaign:
    del p, request
    return campaign


def _start(p: Publication, campaign: Campaign, request: CampaignStepRequest) -> Campaign:
    """Freeze who is in it, by the store as it is now."""
    assert isinstance(request, StartCampaignRequest)
    started = replace(campaign, start=_moment(request.at, campaign.start))
    if started.start >= started.end:
        raise BadQuestion(
            f"The campaign ends before it starts: {started.end:%Y-%m-%d %H:%M}.",
            hint="Start it earlier, or plan another one.",
        )
    people = find_people(p.base, started, [row.audience for row in started.audiences])
    started = with_people(p.base, started, people)
    name = f"{CAMPAIGN_LIST}{campaign.name}"
    p.put_campaign_members(
        campaign.name, campaign_members_table(people.profile, people.audience, people.treated)
    )
    p.put_list(name, people.profile[people.treated])
    return replace(started, members=name)


def _end(p: Publication, campaign: Campaign, request: CampaignStepRequest) -> Campaign:
    del p
    assert isinstance(request, EndCampaignRequest)
    ended = _moment(request.at, campaign.end)
    if ended <= campaign.start:
        raise BadQuestion(
            f"A campaign that started on {campaign.start:%Y-%m-%d} can't end before.",
            hint="Give a later time (at).",
        )
    return replace(campaign, end=ended)


def _judge(p: Publication, campaign: Campaign, request: CampaignStepRequest) -> Campaign:
    del request
    found = campaign_result(p.base, owner(), CampaignResultRequest(name=campaign.name))
    return replace(campaign, verdict=found.verdict, verdict_sentence=found.sentence)


def _moment(at: TimeBound | None, planned: datetime) -> datetime:
    return planned if at is None else instant(slot_bound(at, "UTC") * SLOT_MICROSECONDS)


_STEPS: dict[type[CampaignStepRequest], tuple[str, CampaignState, CampaignState, Step]] = {
    ApproveCampaignRequest: (
        "approve", CampaignState.DRAFT, CampaignState.APPROVED, _approve,
    ),
    StartCampaignRequest: ("start", CampaignState.APPROVED, CampaignState.RUNNING, _start),
    EndCampaignRequest: ("end", CampaignState.RUNNING, CampaignState.ENDED, _end),
    JudgeCampaignRequest: ("judge", CampaignState.ENDED, CampaignState.JUDGED, _judge),
}  # fmt: skip

_DONE = {
    CampaignState.DRAFT: "planned",
    CampaignState.APPROVED: "approved",
    CampaignState.RUNNING: "started",
    CampaignState.ENDED: "ended",
    CampaignState.JUDGED: "judged",
}

_NEXT = {
    CampaignState.DRAFT: "Approve it first.",
    CampaignState.APPROVED: "Start it first.",
    CampaignState.RUNNING: "End it first.",
    CampaignState.ENDED: "Judge it.",
    CampaignState.JUDGED: "It is done.",
}


def _state_words(state: CampaignState) -> str:
    return {CampaignState.DRAFT: "a draft"}.get(state, state.value)
