"""What to recommend: the arguments of `store.recommend`."""

from dataclasses import dataclass
from typing import Annotated

from keyart.core.errors import BadQuestion
from keyart.core.ranges import Range
from keyart.core.request import Request

MOST_ROWS = 1_000


@dataclass(frozen=True, kw_only=True)
class RecommendRequest(Request):
    """Recommend titles to an audience or to one profile.

    Titles that are not available there, that they have seen, or that are above a profile's maturity
    are left out. Profiles that may not be profiled get what is popular in their country.
    """

    audience: str | None = None
    """An audience or audience expression. Give it or a profile."""
    profile_id: str | None = None
    """The id of one profile."""
    n: Annotated[int, Range(1, MOST_ROWS, whole=True)] = 20
    """How many titles."""
    country: str | None = None
    """The country whose titles are recommended; by default that of the profile, or any."""
    exclude_seen: bool = True
    """Whether titles that a person has watched are left out."""
    diversity: Annotated[float, Range(0, 1)] = 0.3
    """How much a title's score is lowered for being like those above it; 0 is not at all."""

    def __post_init__(self) -> None:
        """Check that it is about either an audience or a profile."""
        super().__post_init__()
        if (self.audience is None) == (self.profile_id is None):
            raise BadQuestion(
                "Give an audience or a profile_id, and not both.",
                hint="Write audience='affinity:heist-thrillers' or profile_id='ann'.",
            )
        if self.country is not None:
            object.__setattr__(self, "country", self.country.strip().upper())


@dataclass(frozen=True, kw_only=True)
class ExportOptions:
    """What is recommended to each; as in `RecommendRequest`."""

    n: int = 20
    country: str | None = None
    exclude_seen: bool = True
    diversity: float = 0.3
