"""Campaigns: an asset for each audience of a segment, and people held out to compare with.

`planned` makes the plan, `eligibility` finds who is in it, `changing` takes it further.
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
        StartCampaignRequest,
        visible_campaign,
        visible_campaigns,
    )
    from keyart.campaigns.changing import change_campaign
    from keyart.campaigns.handover import hand_over
    from keyart.campaigns.records import list_campaigns
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "CAMPAIGN_ROUTES",
    "ApproveCampaignRequest",
    "Campaign",
    "CampaignAudience",
    "CampaignChange",
    "CampaignGoal",
    "CampaignList",
    "CampaignMembers",
    "CampaignPlanRequest",
    "CampaignState",
    "CampaignStep",
    "CampaignStepRequest",
    "CampaignVerdict",
    "CampaignsRequest",
    "EndCampaignRequest",
    "StartCampaignRequest",
    "change_campaign",
    "hand_over",
    "list_campaigns",
    "visible_campaign",
    "visible_campaigns",
]
