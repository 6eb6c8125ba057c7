"""What an audience watches, and the fit that affinities come from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry

from keyart.api.context import RequestContext
from keyart.api.graphql.audiences import AUDIENCE_SIZE, SUPPRESSED, Expression, why_hidden
from keyart.api.graphql.catalogue import Title, title
from keyart.api.graphql.entries import catalogue_of
from keyart.api.graphql.nodes import Info
from keyart.api.graphql.types import enum_type
from keyart.audiences import Expression as Parsed
from keyart.audiences import to_text
from keyart.core.errors import UnknownName
from keyart.core.request import argument_of
from keyart.curation.indexes import DIMENSIONS, Index, IndexOf, everybody, indexes_by
from keyart.curation.model_card import METHOD, MUST_NOT
from keyart.curation.reading import ExploreRequest, members_of, model_card
from keyart.curation.return_rates import return_rates
from keyart.query.planning.audience_names import names_of

SERIES = "series"
QUESTIONS = 5
"""As many questions about facts a dimension takes: who watched what, of how many, of how many; what
of it, of how much."""

Dimensions = Annotated[
    list[str],
    strawberry.argument(description=f"Some of {', '.join(DIMENSIONS)}. Each costs 5 questions."),
]


enum_type(IndexOf)
Counted = Annotated[IndexOf, strawberry.argument(description=argument_of(ExploreRequest, "of").doc)]


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

    @classmethod
    def of(cls, dimension: str, index: Index) -> "OverIndex":
        """Return an index of a dimension."""
        figures = {**vars(index)}
        return cls(dimension=dimension, name=figures.pop("label"), **figures)

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

    context: strawberry.Private[RequestContext]
    parsed: strawberry.Private[Parsed]
    audience: str = strawberry.field(description="The audience in its usual form.")
    profiles: int | None = strawberry.field(description=AUDIENCE_SIZE)
    suppressed: str | None = strawberry.field(description=SUPPRESSED)
    share: float | None = strawberry.field(
        description="Its share of all profiles that may be segmented; null where hidden."
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
            self.context.budget.scan(QUESTIONS)
            found += [OverIndex.of(dimension, index) for index in self._by(dimension, of)]
        return found

    @strawberry.field(description="How often it comes back. Costs one question.")
    def returns(self) -> list[ReturnRate]:
        """Return the rates after 7 and 28 days; nothing of too few people."""
        self.context.budget.scan()
        if self.profiles is None:
            return []
        snapshot = self.context.snapshot
        members = members_of(snapshot)
        own = return_rates(snapshot, members.flags(self.parsed))
        all_ = return_rates(snapshot, members.flags(everybody(self.parsed)))
        return [
            ReturnRate(days=one.days, rate=one.rate, everybody=other.rate)
            for one, other in zip(own, all_, strict=True)
        ]

    def _by(self, dimension: str, of: IndexOf) -> list[Index]:
        if self.profiles is None:
            return []
        return indexes_by(dimension, self.context.snapshot, self.context.access, self.parsed, of)


@strawberry.type(description="Explorations.")
class ExplorationQuery:
    """The questions about what audiences watch."""

    @strawberry.field(
        description="What an audience watches, and how often it comes back. Costs two questions."
    )
    def exploration(self, info: Info, audience: Expression) -> Exploration:
        """Return the audience, to be asked about."""
        context = info.context
        parsed = names_of(context.snapshot).read(audience)
        context.budget.scan(2)
        members = members_of(context.snapshot)
        size, whole = members.size(parsed), members.size(everybody(parsed))
        people = context.shown_count(size)
        return Exploration(
            context=context,
            parsed=parsed,
            audience=to_text(parsed),
            profiles=people,
            suppressed=why_hidden(people),
            share=None if people is None else size / max(whole, 1),
        )


Fit = Annotated[
    int | None, strawberry.argument(description="The number of a fit; the newest by default.")
]


@strawberry.type(
    description="How well a fit predicts what profiles watch that it did not learn from."
)
class HeldOutScore:
    """Scores beside those of popularity."""

    profiles: int = strawberry.field(description="How many profiles it was tested on.")
    recall: float = strawberry.field(
        description="Of what they watched later, the share among the 20 titles predicted."
    )
    recall_by_popularity: float = strawberry.field(
        description="The same with the most popular titles."
    )
    ndcg: float = strawberry.field(description="The same with early places weighing more: NDCG@20.")
    ndcg_by_popularity: float = strawberry.field(
        description="The same with the most popular titles."
    )


@strawberry.type(description="The model card of a fit of affinities.")
class AffinityCard:
    """What whoever uses affinities should know of them."""

    fit: int = strawberry.field(description="The number of the fit.")
    fitted: datetime = strawberry.field(description="When it was made.")
    method: str = strawberry.field(description="How, in a few sentences.")
    plays: float = strawberry.field(description="How many plays it is about.")
    since: datetime | None = strawberry.field(description="The first of them.")
    until: datetime | None = strawberry.field(description="The last of them.")
    affinities: int = strawberry.field(description="How many affinities it has.")
    with_affinity: int | None = strawberry.field(
        description="Profiles that have one or more; null here and below: too few to show."
    )
    without: int | None = strawberry.field(description="Profiles that have none.")
    too_little: int | None = strawberry.field(
        description="Profiles that have watched too little to have any."
    )
    protected: int | None = strawberry.field(description="Profiles that may not be profiled.")
    titles: int = strawberry.field(description="Titles that tell something about tastes.")
    held_out: HeldOutScore | None = strawberry.field(
        description="How good it is; null where there was too little to tell."
    )
    sensitive: list[str] = strawberry.field(
        description="Subjects that neither name nor define affinities."
    )
    withheld: int = strawberry.field(
        description="Tastes that nobody was put into, as such subjects made them."
    )
    must_not_be_used: list[str] = strawberry.field(
        description="What affinities must not be used for."
    )


@strawberry.type(description="Fits of affinities.")
class AffinityQuery:
    """The questions about fits."""

    @strawberry.field(description="The model card of the affinities; null while there are none.")
    def affinity_card(self, info: Info, fit: Fit = None) -> AffinityCard | None:
        """Return the card."""
        context = info.context
        if fit is None and context.snapshot.fit is None:
            return None
        return _card(context, model_card(context.snapshot, fit).to_dict())


def _card(context: RequestContext, card: Mapping[str, Any]) -> AffinityCard:
    plays, profiles, score = card["plays"], card["profiles"], card["held_out"]
    return AffinityCard(
        fit=card["fit"],
        fitted=datetime.fromisoformat(card["fitted"]),
        method=METHOD,
        plays=plays["kept"],
        since=_time(plays["from"]),
        until=_time(plays["until"]),
        affinities=len(card["affinities"]),
        with_affinity=context.shown_count(profiles["told"]),
        without=context.shown_count(profiles["none"]),
        too_little=context.shown_count(profiles["too_little"]),
        protected=context.shown_count(card["protected"]),
        titles=card["titles"]["used"],
        held_out=None if score is None else HeldOutScore(**score),
        sensitive=list(card["settings"]["sensitive_tags"]),
        withheld=len(card["withheld"]),
        must_not_be_used=list(MUST_NOT),
    )


def _time(instant: str | None) -> datetime | None:
    return None if instant is None else datetime.fromisoformat(instant)
