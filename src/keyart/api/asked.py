"""What everything in one request works with: one version, one asker, one budget."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from keyart.api import few_people
from keyart.api.errors import Refused
from keyart.api.service import Service
from keyart.curation import Audiences
from keyart.feed import Values, filter_values
from keyart.feed.values import dimensions
from keyart.insights.questions import Q, Question, R
from keyart.query import Access, Query, Result
from keyart.query.cancel import current
from keyart.store import Snapshot

MOST_SCANS = 30
"""Questions about facts that one request may bring: each may read all of them."""

JUDGING = 5
"""As many questions a judgement of assets counts."""

MOST_ENTRIES = 10_000
"""Entries on all pages of lists that one request may ask for."""


class Charge(Protocol):
    """Counts requests of one client."""

    def __call__(self, *, count: int) -> None:
        """Count some; raises `Refused` if there were too many."""
        ...


@dataclass
class Budget:
    """What a request may still ask for."""

    scans: int = MOST_SCANS
    entries: int = MOST_ENTRIES
    charge: Charge | None = None
    """Counts questions for whoever asks, as if each had come in a request of its own."""
    counted: bool = False
    """Whether the one that the request itself counts as is used up."""

    def scan(self, questions: int = 1) -> None:
        """Take off questions about facts; raises `Refused` when none is left."""
        current().check()
        self.scans -= questions
        if self.scans < 0:
            raise _too_costly(f"{MOST_SCANS} questions about facts")
        due = questions if self.counted else questions - 1  # the request itself counts as one
        self.counted = True
        if self.charge is not None and due:
            self.charge(count=due)

    def show(self, entries: int) -> None:
        """Take off entries of a page; raises `Refused` when there are not so many left."""
        current().check()
        self.entries -= entries
        if self.entries < 0:
            raise _too_costly(f"{MOST_ENTRIES:,} entries of lists")


def _too_costly(most: str) -> Refused:
    return Refused(
        400,
        "too_costly",
        f"One request may ask for {most} at most.",
        hint="Ask for less at once, in several requests.",
    )


@dataclass(frozen=True)
class Asked:
    """One request: nothing is read but through this, so nothing is read with other rights."""

    service: Service
    snapshot: Snapshot
    access: Access
    budget: Budget = field(default_factory=Budget)

    def ask(self, query: Query) -> Result:
        """Answer a question."""
        self.budget.scan()
        return self.service.ask_on(self.snapshot, self.access, query)

    def judge(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of `keyart.insights.questions`, starting from the feed.

        Raises `TooFewPeople`.
        """
        self.budget.scan(JUDGING)
        self.service.prime(self.snapshot)
        return question.answer(self.snapshot, self.access, request)

    @property
    def audiences(self) -> Audiences:
        """The audiences of the version."""
        return Audiences(self.service.root, lambda: self.snapshot)

    def told(self, people: int) -> int | None:
        """Return a number of people, None where they are too few to be told of."""
        return few_people.told(self.access, people)

    def filter_values(self, title: str) -> Mapping[str, Values]:
        """Return the values that a title has of each dimension, those of too few people apart."""
        self.budget.scan()
        if self.access.min_cell:
            answer = partial(self.service.ask_on, self.snapshot, self.access)
            return few_people.filter_values(answer, dimensions(self.snapshot), title)
        return filter_values(self.snapshot, self.access, title, self.service.feeds.current())
