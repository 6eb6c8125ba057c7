"""What people should know of a store without having asked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

KINDS = ("outlier", "clickbait", "broken_test", "volume_gap", "damaged_file")
"""What a condition may be of: the order in which kinds are shown."""

STATES = ("open", "resolved")
"""What a notice is: its condition holds, or does no more."""

DELIVERIES: Mapping[str, str] = {
    "waiting": "is on its way",
    "sending": "may not have arrived",
    "sent": "was sent",
    "given_up": "could not be sent",
}
"""The states of a delivery, and what to say of them.

One that is `sending` was begun, and nothing is known of its end; it is not tried again.
"""


@dataclass(frozen=True)
class Condition:
    """Something that holds in one version of a store, and that people should know.

    `kind` and `subject` together say, over versions, that it is still the same: a subject is
    `asset:a0123`, `title:t0007`, `impressions:2026-03-01T05`.

    `what` says it in one plain sentence with names: "The poster 'X' of 'Y' is clickbait.";
    `how_much` the effect: "Take rate 1.8x its like; completion 22% against 41%."; `how_sure` how
    sure that is: "False discovery rate 5%; interval 1.5x to 2.1x.". `measures` are what it rests
    on. `link` is where to look inside the web application: `/titles/t7?asset=a1`.

    Raises `ValueError` for a kind that is not among `KINDS`.
    """

    kind: str
    subject: str
    title: str | None
    asset: str | None
    what: str
    how_much: str
    how_sure: str
    measures: tuple[str, ...]
    link: str

    def __post_init__(self) -> None:
        """Check the kind, by which notices are chosen."""
        if self.kind not in KINDS:
            raise ValueError(f"There is no kind of condition {self.kind!r}.")

    @property
    def identity(self) -> tuple[str, str]:
        """Kind and subject: what stays the same while a condition holds."""
        return self.kind, self.subject


@dataclass(frozen=True)
class Fading(Condition):
    """One that a single look finds, but of which that would not stay true at every look.

    It keeps a notice open, and opens none.
    """


@dataclass(frozen=True)
class Delivery:
    """One message about a notice, to one of those who are told."""

    about: str
    """`opened` or `resolved`."""
    address: str
    """The service, and the host if it has one: nothing that is secret."""
    state: str
    """One of `DELIVERIES`."""
    attempts: int
    error: str | None
    """Why the last attempt failed."""

    @property
    def said(self) -> str:
        """What to say of its state."""
        return DELIVERIES[self.state]


@dataclass(frozen=True)
class Notice(Condition):
    """A condition from when it was first found until it held no more.

    Its words are those of the newest version in which it held.
    """

    id: int
    state: str
    """One of `STATES`."""
    opened: datetime
    opened_version: int
    """The version of the store in which it was found."""
    resolved: datetime | None
    resolved_version: int | None
    seen: datetime | None
    """When somebody first said that they had seen it."""
    deliveries: tuple[Delivery, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the notice as plain data."""
        return asdict(self)
