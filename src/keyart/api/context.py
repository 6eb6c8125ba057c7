"""What everything in one request works with: one version, one reader's rights, one budget."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from fastapi import Request

from keyart.api.errors import Refused
from keyart.api.service import Service
from keyart.core.errors import BadQuestion
from keyart.core.json_object import json_object
from keyart.curation.reading import OverlapRequest, shown_count
from keyart.feed import DimensionValues, filter_values
from keyart.feed.values import MOST_VALUES, OF_PLAYS, dimensions
from keyart.query import Access, Query, Result
from keyart.query.cancel import current
from keyart.query.planning.plan import SUPPRESSED
from keyart.questions.question import Q, Question, R
from keyart.store import Snapshot

MOST_SCANS = 30
"""Questions about facts that one request may ask: each may read all of them."""

JUDGEMENT = 5
"""A judgement counts as so many questions."""

MOST_OVERLAPPING = 30
"""Audiences of one overlap."""

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
    """Counts questions for the client, as if each had come in a request of its own."""
    counted: bool = False
    """Whether the one question that the request itself counts as is used up."""

    def scan(self, questions: int = 1) -> None:
        """Take off questions about facts; raises `Refused` when none is left."""
        current().check()
        self.scans -= questions
        if self.scans < 0:
            raise _too_costly(f"{MOST_SCANS} questions about facts")
        due = questions if self.counted else questions - 1  # the request itself counts as one
        self.counted = self.counted or questions > 0
        if self.charge is not None and due > 0:
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
class RequestContext:
    """One request: all that it reads is read through this, with its rights."""

    service: Service
    snapshot: Snapshot
    access: Access
    budget: Budget = field(default_factory=Budget)

    def ask(self, query: Query) -> Result:
        """Answer a `Query`."""
        self.budget.scan()
        return self.service.ask_on(self.snapshot, self.access, query)

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of `keyart.questions`; raises `TooFewPeople`.

        Judgements start from the feed. An overlap counts as a question for each audience.
        """
        if isinstance(request, OverlapRequest):
            self.count_overlap(request)
        if question.is_judgement:
            self.budget.scan(JUDGEMENT)
            self.service.prime(self.snapshot)
        return question.answer(self.snapshot, self.access, request)

    def count_overlap(self, request: OverlapRequest) -> None:
        """Take off the questions of an overlap; raises `BadQuestion` for too many audiences."""
        count = len(request.expressions)
        if count > MOST_OVERLAPPING:
            raise BadQuestion(
                f"expressions must name {MOST_OVERLAPPING} audiences at most, not {count}.",
                hint="Ask for fewer at once.",
            )
        self.budget.scan(count)

    def shown_count(self, people: int | None) -> int | None:
        """Return a number of people, None where they are too few to show."""
        return shown_count(self.access, people)

    def filter_values(self, title: str) -> Mapping[str, DimensionValues]:
        """Return the values that a title has of each dimension, without those of too few people."""
        self.budget.scan()
        if not self.access.min_cell:
            return filter_values(self.snapshot, self.access, title, self.service.feeds.current())
        values = {name: self._rank_values(name, title) for name in dimensions(self.snapshot)}
        return {name: listed for name, listed in values.items() if listed.count}

    def _rank_values(self, dimension: str, title: str) -> DimensionValues:
        """Return the values that enough people of a title have, the most frequent first."""
        weights: Counter[str | None] = Counter()
        for measure in ["impressions", *(["starts"] if dimension in OF_PLAYS else [])]:
            query = Query((measure,), by=(dimension,), where={"title": title})
            for row in self.service.ask_on(self.snapshot, self.access, query).to_dicts():
                if row.get(SUPPRESSED) is None:
                    weights[row[dimension]] += row[measure]
        values = sorted(weights, key=lambda value: (-weights[value], value is None, value or ""))
        return DimensionValues(tuple(values[:MOST_VALUES]), len(values))


async def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request; raises `BadQuestion` for anything else."""
    return json_object(await request.body())
