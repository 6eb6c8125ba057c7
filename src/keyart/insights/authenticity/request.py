"""What can be asked about what assets promise and keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from keyart.core.ranges import Range
from keyart.insights.catalogue.context import ContextRequest


@dataclass(frozen=True, kw_only=True)
class AuthenticityRequest(ContextRequest):
    """Find clickbait and hidden gems: which assets win plays, and keep their viewers."""

    title: str | None = None
    """Only the assets of this title."""
    asset: str | None = None
    """Only this asset."""
    audiences: Sequence[str] = ()
    """Also judge each asset with the people of each of these audiences."""
    by_audience: bool = False
    """Also judge each asset with the people of each affinity."""
    q: Annotated[float, Range(0, 1)] = 0.1
    """The average share of findings that may be false."""
