"""Decide what to show to whom, given what is in use."""

from keyart.decisions.recording import policies
from keyart.insights import policies as learning
from keyart.insights.catalogue.context import ARTWORK
from keyart.insights.policies import Policy, PolicyRequest
from keyart.query import Access
from keyart.store import Snapshot


def decide(snapshot: Snapshot, access: Access, request: PolicyRequest) -> Policy:
    """Return the policy for a title: what is in use stays where nothing else is surely better."""
    of_title = (
        policy
        for policy in policies(snapshot.root, request.title)
        if policy.get("asset_type", ARTWORK) == request.asset_type
    )
    in_use = next(of_title, None) if request.keep else None
    return learning.decide(snapshot, access, request, in_use)
