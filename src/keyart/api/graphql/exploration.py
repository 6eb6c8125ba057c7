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
    description="How much more, or less, an audience watches something than everybody: its share of"
    " the audience's plays (or hours) over its share of everybody's, times 100."
)
class OverIndex:
    """One index, with its interval."""

    dimension: str = strawberry.field(description="The dimension of the value.")
    value: str = strawberry.field(description="The genre, tag, series, country or device.")
    name: str = strawberry.field(description="What people call it.")
    profiles: int = strawberry.field(description="How many people of the audience watched it.")
    watched: float = strawberry.field(description="Their share of the audience's active profiles.")
    watched_base: float = strawberry.field(description="The same share for everybody.")
    share: float = strawberry.field(description="Its share of the audience's plays (or hours).")
    base: float = strawberry.field(description="Its share of everybody's plays (or hours).")
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


@strawberry.type(
    description="The share of a day's active profiles who are active again days later."
)
class ReturnRate:
    """A return rate, beside that of everybody."""

    days: int = strawberry.field(description="After how many days.")
    rate: float | None = strawberry.field(
        description="The audience's share; null if not known yet."
    )
    everybody: float | None = strawberry.field(description="The same of everybody.")


@strawberry.type(description="What an audience watches, compared with everybody.")
class Exploration:
    """An audience seen from several sides, each worked out when it is asked for."""

    context: strawberry.Private[RequestContext]
    parsed: strawberry.Private[Parsed]
    audience: str = strawberry.field(description="The audience in canonical form.")
    profiles: int | None = strawberry.field(description=AUDIENCE_SIZE)
    suppressed: str | None = strawberry.field(description=SUPPRESSED)
    share: float | None = strawberry.field(
        description="Its share of all profiles that may be segmented; null if hidden."
    )

    @strawberry.field(
        description="What it watches more or less than everybody, by dimension, highest first."
        " Sensitive subjects, and what few people watched, are left out."
    )
    def indexes(self, dimensions: Dimensions, of: Counted = IndexOf.PLAYS) -> list[OverIndex]:
        """Return the indexes of some dimensions."""
        indexes: list[OverIndex] = []
        for dimension in dimensions:
            if dimension not in DIMENSIONS:
                raise UnknownName("dimension of tastes", dimension, DIMENSIONS)
            self.context.budget.scan(QUESTIONS)
            indexes += [OverIndex.of(dimension, index) for index in self._by(dimension, of)]
        return indexes

    @strawberry.field(description="Its return rates. Costs one question.")
    def returns(self) -> list[ReturnRate]:
        """Return the rates after 7 and 28 days; nothing of too few people."""
        self.context.budget.scan()
        if self.profiles is None:
            return []
        snapshot, access = self.context.snapshot, self.context.access
        rates = return_rates(snapshot, access, self.parsed)
        all_ = return_rates(snapshot, access, everybody(self.parsed))
        return [
            ReturnRate(days=rate.days, rate=rate.rate, everybody=other.rate)
            for rate, other in zip(rates, all_, strict=True)
        ]

    def _by(self, dimension: str, of: IndexOf) -> list[Index]:
        if self.profiles is None:
            return []
        return indexes_by(dimension, self.context.snapshot, self.context.access, self.parsed, of)


@strawberry.type(description="Explorations.")
class ExplorationQuery:
    """The questions about what audiences watch."""

    @strawberry.field(
        description="What an audience watches, and its return rates. Costs two questions."
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
    int | None, strawberry.argument(description="The number of a fit; default: the newest.")
]


@strawberry.type(description="How well a fit predicts what held-out profiles watch.")
class HeldOutScore:
    """Scores beside those of popularity."""

    profiles: int = strawberry.field(description="How many profiles it was tested on.")
    recall: float = strawberry.field(
        description="The share of what they watched later that was among the 20 titles predicted."
    )
    recall_by_popularity: float = strawberry.field(
        description="The same for the most popular titles."
    )
    ndcg: float = strawberry.field(description="The same with early ranks weighted more: NDCG@20.")
    ndcg_by_popularity: float = strawberry.field(
        description="The same for the most popular titles."
    )


@strawberry.type(description="The model card of a fit of affinities.")
class AffinityCard:
    """What whoever uses affinities should know of them."""

    fit: int = strawberry.field(description="The number of the fit.")
    fitted: datetime = strawberry.field(description="When it was made.")
    method: str = strawberry.field(description="How, in a few sentences.")
    plays: float = strawberry.field(description="The number of plays it was fitted to.")
    since: datetime | None = strawberry.field(description="The first of them.")
    until: datetime | None = strawberry.field(description="The last of them.")
    affinities: int = strawberry.field(description="The number of affinities.")
    with_affinity: int | None = strawberry.field(
        description="Profiles with at least one; null, here and below, if too few to show."
    )
    without: int | None = strawberry.field(description="Profiles that have none.")
    too_little: int | None = strawberry.field(
        description="Profiles that have watched too little for any."
    )
    protected: int | None = strawberry.field(description="Profiles that may not be profiled.")
    titles: int = strawberry.field(description="Titles that say something about tastes.")
    held_out: HeldOutScore | None = strawberry.field(
        description="Its quality; null with too little data."
    )
    sensitive: list[str] = strawberry.field(
        description="Subjects that neither name nor define affinities."
    )
    withheld: int = strawberry.field(
        description="Tastes left out because such subjects define them."
    )
    must_not_be_used: list[str] = strawberry.field(description="Uses that are not allowed.")


@strawberry.type(description="Fits of affinities.")
class AffinityQuery:
    """The questions about fits."""

    @strawberry.field(description="The model card of the affinities; null if there are none.")
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
