"""What an audience watches, and how often it comes back, beside everybody."""

from enum import Enum
from typing import Annotated

import strawberry

from keyart.api.asked import Asked
from keyart.api.graphql.audiences import SIZE, SUPPRESSED, why_hidden
from keyart.api.graphql.catalogue import Title, title
from keyart.api.graphql.context import Info
from keyart.api.graphql.entries import catalogue_of
from keyart.api.graphql.expressions import Expression
from keyart.audiences import Expression as Parsed
from keyart.audiences import to_text
from keyart.core.errors import UnknownName
from keyart.curation.indexes import DIMENSIONS, Index, everybody, indexes_by
from keyart.curation.return_rates import return_rates
from keyart.query.membership import Members
from keyart.query.planning.audience_names import names_of
from keyart.query.router import ENGINES, engine

SERIES = "series"
QUESTIONS = 5
"""As many questions about facts a dimension takes: who watched what, of how many, of how many; what
of it, of how much."""

Dimensions = Annotated[
    list[str],
    strawberry.argument(description=f"Some of {', '.join(DIMENSIONS)}. Each costs 5 questions."),
]


@strawberry.enum(description="What indexes compare shares of.")
class IndexOf(Enum):
    """What indexes compare shares of: see `keyart.curation.indexes.COUNTED`."""

    PLAYS = strawberry.enum_value("plays", description="Plays, short ones too.")
    HOURS = strawberry.enum_value("hours", description="Hours watched.")


COUNTING = {IndexOf.PLAYS: "plays", IndexOf.HOURS: "hours"}
Counted = Annotated[IndexOf, strawberry.argument(description="What indexes compare shares of.")]


@strawberry.type(
    description="How much more, or less, an audience watches something than everybody: the share"
    " of its plays (or hours) that went to it, over that share of everybody's; par: 100."
)
class OverIndex:
    """One index, with its interval."""

    dimension: str = strawberry.field(description="Of which dimension the value is.")
    value: str = strawberry.field(description="The genre, tag, series, country or device.")
    name: str = strawberry.field(description="What people call it.")
    profiles: int = strawberry.field(description="How many of the audience watched it.")
    watched: float = strawberry.field(
        description="Which share of the audience's active profiles these are."
    )
    watched_base: float = strawberry.field(description="The same share among everybody.")
    share: float = strawberry.field(
        description="The part of the audience's plays (or hours) that went to it."
    )
    base: float = strawberry.field(description="The same part of everybody's.")
    index: float = strawberry.field(description="share / base × 100.")
    low: float = strawberry.field(description="The lower bound, at 95%.")
    high: float = strawberry.field(description="The upper bound.")

    @strawberry.field(description="The title, where the dimension is series.")
    def title(self, info: Info) -> Title | None:
        """Return the title."""
        if self.dimension != SERIES:
            return None
        return title(catalogue_of(info.context.snapshot), self.value)


@strawberry.type(description="How many of a day's active profiles are active again days later.")
class ReturnRate:
    """A return rate, beside that of everybody."""

    days: int = strawberry.field(description="After how many days.")
    rate: float | None = strawberry.field(
        description="The share of the audience's; null where it is not known yet."
    )
    everybody: float | None = strawberry.field(description="The same of everybody.")


@strawberry.type(description="What an audience watches, beside everybody.")
class Exploration:
    """An audience seen from several sides, each worked out when it is asked for."""

    asked: strawberry.Private[Asked]
    parsed: strawberry.Private[Parsed]
    audience: str = strawberry.field(description="The audience in its usual form.")
    profiles: int | None = strawberry.field(description=SIZE)
    suppressed: str | None = strawberry.field(description=SUPPRESSED)
    share: float | None = strawberry.field(
        description="The part of all profiles that may be segmented; null likewise."
    )

    @strawberry.field(
        description="What it watches more and less than everybody, by dimension, the highest"
        " first. Sensitive subjects, and what few people watched, are left out."
    )
    def indexes(self, dimensions: Dimensions, of: Counted = IndexOf.PLAYS) -> list[OverIndex]:
        """Return the indexes of some dimensions."""
        found: list[OverIndex] = []
        for dimension in dimensions:
            if dimension not in DIMENSIONS:
                raise UnknownName("dimension of tastes", dimension, DIMENSIONS)
            self.asked.budget.scan(QUESTIONS)
            found += [_shown(dimension, one) for one in self._by(dimension, of)]
        return found

    @strawberry.field(description="How often it comes back. Costs one question.")
    def returns(self) -> list[ReturnRate]:
        """Return the rates after 7 and 28 days; nothing of too few people."""
        self.asked.budget.scan()
        if self.profiles is None:
            return []
        snapshot, members = self.asked.snapshot, _members(self.asked)
        own = return_rates(snapshot, members.flags(self.parsed))
        all_ = return_rates(snapshot, members.flags(everybody(self.parsed)))
        return [
            ReturnRate(days=one.days, rate=one.rate, everybody=other.rate)
            for one, other in zip(own, all_, strict=True)
        ]

    def _by(self, dimension: str, of: IndexOf) -> list[Index]:
        if self.profiles is None:
            return []
        return indexes_by(
            dimension, self.asked.snapshot, self.asked.access, self.parsed, COUNTING[of]
        )


@strawberry.type(description="Explorations.")
class ExplorationQuery:
    """The questions about what audiences watch."""

    @strawberry.field(
        description="What an audience watches, and how often it comes back. Costs two questions."
    )
    def exploration(self, info: Info, audience: Expression) -> Exploration:
        """Return the audience, to be asked about."""
        asked = info.context
        parsed = names_of(asked.snapshot).read(audience)
        asked.budget.scan(2)
        members = _members(asked)
        size, whole = members.size(parsed), members.size(everybody(parsed))
        people = asked.told(size)
        return Exploration(
            asked=asked,
            parsed=parsed,
            audience=to_text(parsed),
            profiles=people,
            suppressed=why_hidden(people),
            share=None if people is None else size / max(whole, 1),
        )


def _members(asked: Asked) -> Members:
    return Members(asked.snapshot, engine(next(iter(ENGINES))))


def _shown(dimension: str, found: Index) -> OverIndex:
    return OverIndex(
        dimension=dimension,
        value=found.value,
        name=found.label,
        profiles=found.profiles,
        watched=found.watched,
        watched_base=found.watched_base,
        share=found.share,
        base=found.base,
        index=found.index,
        low=found.low,
        high=found.high,
    )
