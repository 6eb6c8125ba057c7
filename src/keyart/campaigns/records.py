"""Campaigns as the store keeps them."""

from keyart.campaigns.campaign import Campaign, CampaignList, CampaignsRequest
from keyart.core.errors import UnknownName
from keyart.core.rebuild import rebuild
from keyart.query import Access
from keyart.store import Snapshot


def stored_campaigns(snapshot: Snapshot) -> list[Campaign]:
    """Return the campaigns of a store, the oldest first."""
    return [rebuild(Campaign, campaign) for campaign in snapshot.campaigns.values()]


def stored_campaign(snapshot: Snapshot, name: str) -> Campaign:
    """Return a campaign by its name; raises `UnknownName`."""
    found = snapshot.campaigns.get(name)
    if found is None:
        raise UnknownName("campaign", name, snapshot.campaigns)
    return rebuild(Campaign, found)


def list_campaigns(snapshot: Snapshot, access: Access, request: CampaignsRequest) -> CampaignList:
    """Return the campaigns of a store that a request asks for."""
    del access
    return CampaignList(
        tuple(
            campaign
            for campaign in reversed(stored_campaigns(snapshot))
            if request.title in {None, campaign.title} and request.state in {None, campaign.state}
        )
    )
