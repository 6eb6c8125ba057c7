"""What a store's facts say about itself: whether its data can be trusted, and why not.

Everything here reads one snapshot, asks questions like anybody else, and returns plain data.
"""

from keyart.insights.attribution import Attribution, Cause, CauseCode, attribution
from keyart.insights.status import Status, status

__all__ = ["Attribution", "Cause", "CauseCode", "Status", "attribution", "status"]
