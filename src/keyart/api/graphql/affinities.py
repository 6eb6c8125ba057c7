"""The fit that affinities come from: what it learnt from, how good it is, what it is not for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry

from keyart.api.asked import Asked
from keyart.api.graphql.context import Info
from keyart.curation.model_card import METHOD, MUST_NOT

Fit = Annotated[
    int | None, strawberry.argument(description="The number of a fit; the newest by default.")
]


@strawberry.type(
    description="How well a fit foretells what profiles watch of which nothing was learnt."
)
class HeldOutScore:
    """Scores beside those of popularity."""

    profiles: int = strawberry.field(description="How many profiles were foretold.")
    recall: float = strawberry.field(
        description="Of what they watched later, the share among the 20 titles foretold."
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
        description="Profiles that have one or more; null here and below: too few to be told."
    )
    without: int | None = strawberry.field(description="Profiles that have none.")
    too_little: int | None = strawberry.field(
        description="Profiles that have watched too little to have any."
    )
    protected: int | None = strawberry.field(description="Profiles that may not be profiled.")
    titles: int = strawberry.field(description="Titles that say something of a taste.")
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
        asked = info.context
        if fit is None and asked.snapshot.fit is None:
            return None
        return _card(asked, asked.audiences.card(fit).to_dict())


def _card(asked: Asked, card: Mapping[str, Any]) -> AffinityCard:
    plays, profiles, score = card["plays"], card["profiles"], card["held_out"]
    return AffinityCard(
        fit=card["fit"],
        fitted=datetime.fromisoformat(card["fitted"]),
        method=METHOD,
        plays=plays["kept"],
        since=_time(plays["from"]),
        until=_time(plays["until"]),
        affinities=len(card["affinities"]),
        with_affinity=asked.told(profiles["told"]),
        without=asked.told(profiles["none"]),
        too_little=asked.told(profiles["too_little"]),
        protected=asked.told(card["protected"]),
        titles=card["titles"]["used"],
        held_out=None if score is None else HeldOutScore(**score),
        sensitive=list(card["settings"]["sensitive_tags"]),
        withheld=len(card["withheld"]),
        must_not_be_used=list(MUST_NOT),
    )


def _time(instant: str | None) -> datetime | None:
    return None if instant is None else datetime.fromisoformat(instant)
