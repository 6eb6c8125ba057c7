"""Favourites of audiences, with what is about too few people left out."""

from typing import Annotated

import strawberry
from strawberry import field

from keyart.api import few_people
from keyart.api.graphql.comparison_types import Interval
from keyart.api.graphql.context import Info
from keyart.insights import favourites as liking
from keyart.insights.favourites import Rated


@strawberry.type(description="How one audience takes an asset.")
class AudienceRate:
    """One asset in one audience."""

    asset: str = field(description="Its id.")
    name: str = field(description="What people call it.")
    people: int = field(description="How many people of the audience were shown it.")
    rate: Interval = field(description="The share of them that took it, at 95%.")


@strawberry.type(
    description="An asset that an audience takes more than all others of its title, and more than"
    " everybody else does, beyond chance."
)
class Favourite:
    """One finding."""

    asset: str = field(description="Its id.")
    name: str = field(description="What people call it.")
    title: str = field(description="The id of its title.")
    title_name: str = field(description="What people call that.")
    asset_type: str | None = field(description="Its type.")
    audience: str = field(description="The audience.")
    audience_name: str = field(description="What people call that.")
    people: int = field(
        description="How many people of it were shown the title's assets of the type; who was"
        " shown several counts for each."
    )
    rates: list[AudienceRate] = field(
        description="All assets of the title and type in the audience, the favourite first."
    )
    usual: str = field(description="The id of the asset that all others take most.")
    usual_name: str = field(description="What people call that.")
    difference: Interval = field(
        description="The favourite's rate less that of `usual`, in the audience; of the next best"
        " where they are the same."
    )
    q: float = field(description="The share of false ones in a list that ends with it.")
    sure: str = field(description="The same in words.")
    sentence: str = field(description="What is found, in a sentence.")


@strawberry.type(description="Favourites, those on which most people hang first.")
class Favourites:
    """What was found."""

    found: list[Favourite] = field(description="What was found.")
    titles: int = field(description="How many titles were judged.")
    suppressed: int = field(description="How many more are about too few people to be shown.")
    notes: list[str] = field(description="What a reader should know.")


@strawberry.type(description="Which assets are whose favourites.")
class FavouriteQuery:
    """The question about favourites."""

    @strawberry.field(
        description="Which assets are an affinity's favourite, of the titles that most people were"
        " shown. Costs 5 questions."
    )
    def favourites(
        self,
        info: Info,
        title: Annotated[
            str | None, strawberry.argument(description="Only the assets of this title.")
        ] = None,
    ) -> Favourites:
        """Find favourites."""
        found = info.context.judge(liking.favourites, liking.Asked(title=title))
        shown = few_people.favourites_shown(info.context.access, found)
        return Favourites(
            found=[_favourite(one) for one in shown.answer.found],
            titles=found.titles,
            suppressed=len(shown.left_out),
            notes=list(found.notes),
        )


def _favourite(one: liking.Favourite) -> Favourite:
    return Favourite(
        asset=one.asset,
        name=one.name,
        title=one.title,
        title_name=one.title_name,
        asset_type=one.asset_type,
        audience=one.audience,
        audience_name=one.audience_name,
        people=one.people,
        rates=[_rate(rated) for rated in one.rates],
        usual=one.usual,
        usual_name=one.usual_name,
        difference=Interval(value=one.difference, low=one.low, high=one.high),
        q=one.q,
        sure=one.sure,
        sentence=one.sentence,
    )


def _rate(one: Rated) -> AudienceRate:
    rate = Interval(value=one.rate, low=one.low, high=one.high)
    return AudienceRate(asset=one.asset, name=one.name, people=one.people, rate=rate)
