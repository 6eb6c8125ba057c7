"""Campaigns: an asset for each audience of a segment, and people held out to compare with.

`planned` makes the plan, `eligibility` finds who is in it, `changing` takes it further, `judgement`
says what it did.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.campaigns.campaign import (
        CAMPAIGN_ROUTES,
        ApproveCampaignRequest,
        Campaign,
        CampaignAudience,
        CampaignChange,
        CampaignGoal,
        CampaignList,
        CampaignMembers,
        CampaignPlanRequest,
        CampaignsRequest,
        CampaignState,
        CampaignStep,
        CampaignStepRequest,
        CampaignVerdict,
        EndCampaignRequest,
        JudgeCampaignRequest,
        StartCampaignRequest,
        visible_campaign,
        visible_campaigns,
    )
    from keyart.campaigns.changing import change_campaign
    from keyart.campaigns.control_group import control_result
    from keyart.campaigns.handover import hand_over
    from keyart.campaigns.judgement import campaign_result
    from keyart.campaigns.planned import plan_campaign
    from keyart.campaigns.records import list_campaigns
    from keyart.campaigns.result import (
        CampaignAudienceEffect,
        CampaignEffect,
        CampaignResult,
        CampaignResultRequest,
        ControlRequest,
        ControlResult,
        SampleRatio,
        visible_control,
        visible_result,
    )
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "CAMPAIGN_ROUTES",
    "ApproveCampaignRequest",
    "Campaign",
    "CampaignAudience",
    "CampaignAudienceEffect",
    "CampaignChange",
    "CampaignEffect",
    "CampaignGoal",
    "CampaignList",
    "CampaignMembers",
    "CampaignPlanRequest",
    "CampaignResult",
    "CampaignResultRequest",
    "CampaignState",
    "CampaignStep",
    "CampaignStepRequest",
    "CampaignVerdict",
    "CampaignsRequest",
    "ControlRequest",
    "ControlResult",
    "EndCampaignRequest",
    "JudgeCampaignRequest",
    "SampleRatio",
    "StartCampaignRequest",
    "campaign_result",
    "change_campaign",
    "control_result",
    "hand_over",
    "list_campaigns",
    "plan_campaign",
    "visible_campaign",
    "visible_campaigns",
    "visible_control",
    "visible_result",
]
