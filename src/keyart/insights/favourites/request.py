"""What can be asked about favourites."""

from dataclasses import dataclass
from typing import Annotated

from keyart.core.ranges import SHARE
from keyart.insights.catalogue.context import ContextRequest
from keyart.insights.comparison.request import AUDIENCE_Q


@dataclass(frozen=True, kw_only=True)
class FavouriteRequest(ContextRequest):
    """Find the asset that an audience prefers to the others of its title, more than others do."""

    title: str | None = None
    """Only this title; else those that most people were shown."""
    q: Annotated[float, SHARE] = AUDIENCE_Q
    """The share of findings that may be false, on average."""
