"""What can be asked about what came of decisions, and the result."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from keyart.core.plain import plain
from keyart.core.request import Request
from keyart.decisions.decision import DecisionKind
from keyart.insights.comparison.parts import Interval
from keyart.query import Access
from keyart.store import Snapshot


class ReviewState(StrEnum):
    """What came of a decision, against what it promised."""

    AS_PROMISED = "as_promised"
    """The two intervals overlap."""
    FELL_SHORT = "fell_short"
    """Less came than was promised, beyond chance."""
    MORE = "more"
    """More came than was promised, beyond chance."""
    TOO_EARLY = "too_early"
    """Too little time has passed, or too few people came."""
    NO_COMPARISON = "no_comparison"
    """Too few other titles show what the season did."""


@dataclass(frozen=True, kw_only=True)
class ReviewRequest(Request):
    """Show what came of decisions, against what they promised.

    Corrected for the season by titles without a decision.
    """

    title: str | None = None
    """Only those about this title."""


@dataclass(frozen=True)
class Review:
    """What came of one decision."""

    decision: int
    """Its number."""
    kind: DecisionKind
    """What was decided."""
    title: str
    """The title's id."""
    title_name: str | None
    """Its name then."""
    heading: str
    """The decision in words."""
    by: str | None
    """Who decided."""
    made: datetime
    """When."""
    since: datetime
    """People who came from here on count as before."""
    until: datetime
    """People who came up to here count as after."""
    people: int
    """New people of the title after the decision."""
    rate_before: float | None
    """What they won per new person before: viewers, or plays watched to the end."""
    rate_usual: float | None
    """What it would have been after without the decision, by other titles."""
    rate_after: float | None
    """What it was."""
    promised: Interval
    """What it was to gain in a week."""
    actual: Interval | None
    """What it gained in a week; bounds at 95%."""
    unit: str
    """What these count: viewers, or viewers who stay."""
    state: ReviewState
    """How they compare."""
    sentence: str
    """The review in a sentence."""


@dataclass(frozen=True)
class Reviews:
    """What came of all decisions that promised something."""

    reviews: tuple[Review, ...]
    """The newest decision first."""
    promised: Interval | None
    """What all that can be judged promised in viewers a week, together."""
    actual: Interval | None
    """What they gained."""
    share: Interval | None
    """The part of what was promised that came: 1 is all of it."""
    sentence: str
    """All of them in a sentence."""
    notes: tuple[str, ...]
    """Notes for the reader."""
    suppressed: int = 0
    """How many more are about too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as data that JSON can hold."""
        return plain(asdict(self))


def visible_reviews(
    snapshot: Snapshot, access: Access, request: ReviewRequest, whole: Reviews
) -> Reviews:
    """Return reviews about enough people."""
    del snapshot, request
    shown = tuple(one for one in whole.reviews if one.people >= access.min_cell)
    return replace(whole, reviews=shown, suppressed=len(whole.reviews) - len(shown))
