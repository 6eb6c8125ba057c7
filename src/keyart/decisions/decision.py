"""What a decision is, and what can be asked about decisions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from keyart.core.plain import plain
from keyart.core.request import NameOf, Request
from keyart.insights.comparison.parts import Interval


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
    chosen: Any
    """What was chosen: an asset's id, a policy as a home page gets it, or a text."""
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
