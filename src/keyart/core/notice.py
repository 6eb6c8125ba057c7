"""Notices: what people should know about a store without asking."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from keyart.core.plain import plain
from keyart.core.request import NameOf, Request


class NoticeKind(StrEnum):
    """What a notice is about."""

    OUTLIER = "outlier"
    """It does far better or worse than similar ones."""
    CLICKBAIT = "clickbait"
    """It wins plays, viewers leave."""
    BROKEN_TEST = "broken_test"
    """Not shown as often as planned."""
    VOLUME_GAP = "volume_gap"
    """Events are missing."""
    DAMAGED_FILE = "damaged_file"
    """A file is damaged."""


class NoticeState(StrEnum):
    """Whether what was found still holds."""

    OPEN = "open"
    """It holds."""
    RESOLVED = "resolved"
    """It no longer holds."""


class DeliveryState(StrEnum):
    """The state of a message."""

    WAITING = "waiting"
    """It is on its way."""
    SENDING = "sending"
    """It may not have arrived; it is not sent again."""
    SENT = "sent"
    """It was accepted."""
    GIVEN_UP = "given_up"
    """It could not be sent."""


KINDS = tuple(NoticeKind)
"""The kinds of notices, in the order in which they are shown."""

DELIVERIES: Mapping[str, str] = {
    DeliveryState.WAITING: "is on its way",
    DeliveryState.SENDING: "may not have arrived",
    DeliveryState.SENT: "was sent",
    DeliveryState.GIVEN_UP: "could not be sent",
}
"""The states of a delivery in words."""


@dataclass(frozen=True)
class NoticeCondition:
    """Something in one version of a store that people should know.

    `kind` and `subject` together identify it across versions. Raises `ValueError` for a kind that
    is not in `KINDS`.
    """

    kind: str
    """What it is about: one of `NoticeKind`."""
    subject: str
    """The same in all versions: `asset:a0123`, `title:t0007`, `impressions:2026-03-01T05`."""
    title: str | None
    """The id of the title that it is about."""
    asset: str | None
    """The id of the asset that it is about."""
    what: str
    """One sentence with names: "The poster 'X' of 'Y' is clickbait."."""
    how_much: str
    """The effect: "Take rate 1.8x that of similar assets; completion 22% against 41%."."""
    how_sure: str
    """How sure that is: "False discovery rate 5%; interval 1.5x to 2.1x."."""
    measures: tuple[str, ...]
    """The measures that it is based on."""
    link: str
    """Where to look: an address inside the web application, such as `/titles/t7?asset=a1`."""
    direction: str | None = field(default=None, kw_only=True)
    """Of an outlier: over or under what similar ones get."""

    def __post_init__(self) -> None:
        """Check the kind."""
        if self.kind not in KINDS:
            raise ValueError(f"There is no kind of condition {self.kind!r}.")

    @property
    def identity(self) -> tuple[str, str]:
        """Kind and subject, which stay the same while a condition holds."""
        return self.kind, self.subject


@dataclass(frozen=True)
class Fading(NoticeCondition):
    """A condition that this check finds, but with evidence that is not valid at every check.

    It keeps a notice open, but does not open one.
    """


@dataclass(frozen=True)
class Delivery:
    """One message about a notice, to one address."""

    about: str
    """`opened` or `resolved`."""
    address: str
    """The service, and its host if it has one; nothing secret."""
    state: str
    """One of `DeliveryState`."""
    attempts: int
    """How often it was tried."""
    error: str | None
    """Why the last attempt failed."""

    @property
    def said(self) -> str:
        """Its state in words."""
        return DELIVERIES[self.state]


@dataclass(frozen=True)
class Notice(NoticeCondition):
    """A condition, from when it was found until it no longer holds.

    Its text is that of the newest version in which it held.
    """

    id: int
    """Its number."""
    state: str
    """One of `NoticeState`."""
    opened: datetime
    """When it was found."""
    opened_version: int
    """The version of the store in which it was found."""
    resolved: datetime | None
    """When it no longer held."""
    resolved_version: int | None
    """The version of the store in which it no longer held."""
    seen: datetime | None
    """When somebody first marked it as seen."""
    deliveries: tuple[Delivery, ...]
    """The messages about it."""

    def to_dict(self) -> dict[str, Any]:
        """Return the notice as plain data."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class NoticesRequest(Request):
    """List the notices of a store, newest first."""

    state: Annotated[str | None, NameOf("state of notices", NoticeState)] = None
    """Only those in this state."""
    kind: Annotated[str | None, NameOf("kind of notices", NoticeKind)] = None
    """Only those of this kind."""


@dataclass(frozen=True)
class Notices:
    """The notices of a store."""

    notices: tuple[Notice, ...]
    """The newest first."""

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON data."""
        return {"notices": plain([notice.to_dict() for notice in self.notices])}
