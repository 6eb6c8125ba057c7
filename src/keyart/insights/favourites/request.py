"""What can be asked about favourites."""

from dataclasses import dataclass
from typing import Annotated

from keyart.core.ranges import SHARE, Range
from keyart.insights.catalogue.context import ContextRequest
from keyart.insights.comparison.request import AUDIENCE_Q


@dataclass(frozen=True, kw_only=True)
class FavouriteRequest(ContextRequest):
    """Find the asset of a title that an audience prefers more than other people do."""

    title: str | None = None
    """Only this title; by default those shown to the most people."""
    q: Annotated[float, SHARE] = AUDIENCE_Q
    """The average share of findings that may be false."""
    probability: Annotated[float, Range(0, 1)] = 0.95
    """How probable it must be, in the title's comparison, that it is best with the audience."""
