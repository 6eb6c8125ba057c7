"""Campaigns in the graph: their changes, and a plan while it is being made."""

from typing import Annotated, Any

import strawberry

from keyart.api.context import JUDGEMENT
from keyart.api.graphql.nodes import Info
from keyart.api.graphql.types import arguments_in, input_type, object_type
from keyart.api.questions.campaigns import take_further
from keyart.api.security.guard import changing
from keyart.campaigns import (
    ApproveCampaignRequest,
    Campaign,
    CampaignChange,
    CampaignPlanRequest,
    EndCampaignRequest,
    JudgeCampaignRequest,
    StartCampaignRequest,
    plan_campaign,
    visible_campaign,
)
from keyart.core.request import summary_of


def _mutation(kind: type[CampaignChange]) -> Any:
    def resolve(info: Info, ask: Any) -> Any:
        changing(info.context.access)
        return take_further(info.context, kind.from_dict(arguments_in(ask)))

    resolve.__annotations__ = {
        "info": Info,
        "ask": Annotated[input_type(kind), strawberry.argument(description="What to change.")],
        "return": object_type(Campaign),
    }
    return strawberry.mutation(resolver=resolve, description=summary_of(kind))


@strawberry.type(description="Changes of campaigns.")
class CampaignMutation:
    """What can be changed about campaigns."""

    plan_campaign = _mutation(CampaignPlanRequest)
    approve_campaign = _mutation(ApproveCampaignRequest)
    start_campaign = _mutation(StartCampaignRequest)
    end_campaign = _mutation(EndCampaignRequest)
    judge_campaign = _mutation(JudgeCampaignRequest)


def _preview() -> Any:
    def resolve(info: Info, ask: Any) -> Any:
        context = info.context
        access = changing(context.access)
        request = CampaignPlanRequest.from_dict(arguments_in(ask))
        context.budget.scan(JUDGEMENT)
        context.service.prime(context.snapshot)
        return visible_campaign(plan_campaign(context.snapshot, request), access.min_cell)

    resolve.__annotations__ = {
        "info": Info,
        "ask": Annotated[
            input_type(CampaignPlanRequest), strawberry.argument(description="The plan so far.")
        ],
        "return": object_type(Campaign),
    }
    return strawberry.field(
        resolver=resolve,
        description="A campaign as it would be planned, without keeping it. Only for a token that"
        " can make changes.",
    )


@strawberry.type(description="Plans of campaigns.")
class CampaignQuery:
    """What can be asked about campaigns that nobody keeps."""

    preview_campaign = _preview()
