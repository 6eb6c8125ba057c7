"""What a decision is, and what can be asked about decisions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from keyart.core.plain import plain
from keyart.core.request import NameOf, Request
from keyart.insights.comparison.parts import Interval
from keyart.query import Access
from keyart.store import Snapshot


class DecisionKind(StrEnum):
    """What was decided."""

    WINNER = "winner"
    """To show everyone the asset that won."""
    POLICY = "policy"
    """To show different people different assets."""
    CLICKBAIT = "clickbait"
    """To stop showing an asset that loses viewers."""
    UNDER_SERVED = "under_served"
    """To make or license more of something."""
    OTHER = "other"
    """Anything else."""


class DecisionState(StrEnum):
    """Whether a decision holds."""

    STANDS = "stands"
    """Nobody reversed it, and no later one on the same title replaced it."""
    REPLACED = "replaced"
    """A later one took its place."""
    REVERSED = "reversed"
    """Somebody reversed it."""


@dataclass(frozen=True)
class Decision:
    """A decision, with what was known when it was made."""

    id: int
    """Its number."""
    kind: DecisionKind
    """What was decided."""
    title: str | None
    """The title's id, if it is about one."""
    title_name: str | None
    """The title's name then."""
    chosen: Any
    """What was chosen: an asset's id, a policy as a home page gets it, or a text."""
    heading: str
    """The decision in words."""
    because: str
    """Why, in the words of whoever decided."""
    by: str | None
    """Who decided, if known."""
    made: datetime
    """When."""
    until: datetime
    """When to review it."""
    version: int
    """The version of the store that was seen."""
    question: Mapping[str, Any] | None
    """The question whose answer led to it."""
    figures: Mapping[str, Any] | None
    """The answer as it was seen."""
    expected_per_week: Interval | None
    """What it was to gain in a week."""
    state: DecisionState
    """Whether it holds."""
    reversed: datetime | None
    """When it was reversed."""
    reversed_because: str | None
    """Why."""
    reversed_by: str | None
    """By whom."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return plain(asdict(self))


@dataclass(frozen=True, kw_only=True)
class DecisionsRequest(Request):
    """List the decisions of a store, newest first."""

    title: str | None = None
    """Only those about this title."""
    kind: Annotated[str | None, NameOf("kind of decisions", DecisionKind)] = None
    """Only those of this kind."""
    state: Annotated[str | None, NameOf("state of decisions", DecisionState)] = None
    """Only those in this state."""


@dataclass(frozen=True, kw_only=True)
class RecordRequest(Request):
    """Record a decision, with the version of the store and the figures that were seen."""

    kind: Annotated[str, NameOf("kind of decisions", DecisionKind)]
    """What was decided."""
    title: str | None = None
    """The title it is about."""
    chosen: str | Mapping[str, Any]
    """An asset's id, a policy, or a text."""
    because: str
    """Why."""
    until: str | None = None
    """When to review it, as ISO text; by default in four weeks."""
    by: str | None = None
    """Who decided."""


@dataclass(frozen=True, kw_only=True)
class ReverseRequest(Request):
    """Reverse a decision; it stays in the record."""

    decision: int
    """Its number."""
    because: str
    """Why."""
    by: str | None = None
    """Who reverses it."""


@dataclass(frozen=True, kw_only=True)
class SetAsideRequest(Request):
    """Dismiss what waits for a decision, put it off, or bring it back."""

    pending: str
    """The key of what waits."""
    because: str | None = None
    """Why it is dismissed; it comes back only when it says something else."""
    until: str | None = None
    """When to be reminded, as ISO text."""
    by: str | None = None
    """Who does."""


@dataclass(frozen=True)
class SetAside:
    """What was dismissed or put off."""

    key: str
    """The key of what waits."""
    because: str | None
    """Why it was dismissed; null if it was put off."""
    until: datetime | None
    """When it comes back; null if it was dismissed."""
    by: str | None
    """Who did."""
    made: datetime
    """When."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return plain(asdict(self))


@dataclass(frozen=True, kw_only=True)
class PendingRequest(Request):
    """List what waits for a decision, with what waiting costs."""

    include_set_aside: bool = False
    """Also what was dismissed or put off."""


@dataclass(frozen=True)
class PendingDecision:
    """Something to decide, with what waiting costs."""

    key: str
    """The same while it says the same."""
    kind: DecisionKind
    """What is to be decided."""
    title: str | None
    """The title's id, if it is about one."""
    title_name: str
    """Its name, or that of the market."""
    asset_type: str | None
    """The type of the assets."""
    assets: tuple[str, ...]
    """The assets to show, or the one to stop showing."""
    heading: str
    """What to do."""
    evidence: str
    """Why, in a sentence or two."""
    per_week: Interval | None
    """What waiting costs in a week, at present traffic; null where that isn't known."""
    unit: str | None
    """What that counts: viewers, or viewers who stay."""
    chosen: Any
    """What to record as chosen."""
    people: int
    """The fewest people that a part of it rests on."""
    demand: Interval | None = None
    """The demand index, for something under-served."""
    set_aside: SetAside | None = None
    """How it was dismissed or put off, if it was."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return plain(asdict(self))


@dataclass(frozen=True)
class PendingDecisions:
    """What waits for a decision."""

    decisions: tuple[PendingDecision, ...]
    """Those that cost the most in a week first."""
    set_aside: int = 0
    """How many more were dismissed or put off."""
    suppressed: int = 0
    """How many more rest on too few people to show."""

    def to_dict(self) -> dict[str, Any]:
        """Return them as data that JSON can hold."""
        return plain(asdict(self))


def visible_pending(
    snapshot: Snapshot, access: Access, request: PendingRequest, whole: PendingDecisions
) -> PendingDecisions:
    """Return those that rest on enough people."""
    del snapshot, request
    shown = tuple(one for one in whole.decisions if one.people >= access.min_cell)
    return replace(whole, decisions=shown, suppressed=len(whole.decisions) - len(shown))


Change = RecordRequest | ReverseRequest
"""What changes the record."""


@dataclass(frozen=True)
class DecisionList:
    """The decisions of a store."""

    decisions: tuple[Decision, ...]
    """The newest first."""

    def to_dict(self) -> dict[str, Any]:
        """Return them as data that JSON can hold."""
        return {"decisions": [decision.to_dict() for decision in self.decisions]}


def visible_decisions(
    snapshot: Snapshot, access: Access, request: DecisionsRequest, whole: DecisionList
) -> DecisionList:
    """Return decisions without the answers that were seen: these may be about few people."""
    del snapshot, access, request
    return DecisionList(tuple(replace(one, figures=None) for one in whole.decisions))
