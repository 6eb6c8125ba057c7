"""`/v1/campaigns/…`: campaigns are planned and taken further.

The list of campaigns is a question, whose route is derived. Members never leave by the service.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from keyart.api.context import RequestContext
from keyart.api.questions.examples import CAMPAIGN
from keyart.api.questions.models import response_model
from keyart.api.questions.routes import RequestRoute, router_of
from keyart.campaigns import (
    CAMPAIGN_ROUTES,
    ApproveCampaignRequest,
    Campaign,
    CampaignChange,
    CampaignPlanRequest,
    EndCampaignRequest,
    JudgeCampaignRequest,
    StartCampaignRequest,
    change_campaign,
    visible_campaign,
)


def take_further(context: RequestContext, request: CampaignChange) -> Campaign:
    """Plan a campaign, or take it one step further; return what the reader may see of it."""
    service = context.service
    now, wait = datetime.now(UTC), service.settings.query_timeout
    return visible_campaign(
        change_campaign(service.root, request, now, wait), context.access.min_cell
    )


def _change(context: RequestContext, request: CampaignChange) -> dict[str, Any]:
    return take_further(context, request).to_dict()


EXAMPLES: Mapping[type[CampaignChange], Mapping[str, Any]] = {
    CampaignPlanRequest: {
        "name": "spring-heist",
        "title": "t1",
        "segment": "segment:binge",
        "start": "2026-06-08",
        "end": "2026-06-22",
        "purpose": "Win back binge viewers",
        "recipient": "Braze",
        "by": "Ada",
    },
    ApproveCampaignRequest: {"name": "spring-heist", "because": "Fits the launch.", "by": "Bo"},
    StartCampaignRequest: {"name": "spring-heist", "by": "Ada"},
    EndCampaignRequest: {"name": "spring-heist", "because": "It has run its two weeks."},
    JudgeCampaignRequest: {"name": "spring-heist", "by": "Ada"},
}

CHANGES = tuple(
    RequestRoute(
        path=path,
        kind=kind,
        work=_change,
        example=EXAMPLES[kind],
        answer=CAMPAIGN,
        tag="campaigns",
        model=response_model(Campaign),
        changes=True,
    )
    for kind, path in CAMPAIGN_ROUTES.items()
)

router = router_of(CHANGES)
