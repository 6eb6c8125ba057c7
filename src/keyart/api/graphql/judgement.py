"""Outliers, norms and authenticity, with what is about too few people left out."""

from dataclasses import fields
from typing import Annotated, Any

import strawberry
from strawberry import field

from keyart.api import few_people
from keyart.api.context import context_of
from keyart.api.graphql.context import Info
from keyart.api.graphql.inputs import part
from keyart.api.graphql.scalars import Conditions
from keyart.core.errors import BadQuestion
from keyart.insights import norms as norming
from keyart.insights import outliers as outlying
from keyart.insights.authenticity import Asked as Judged
from keyart.insights.authenticity import authenticity
from keyart.insights.authenticity.result import Effect as JudgedEffect
from keyart.insights.authenticity.result import Found, Standing
from keyart.insights.catalogue import Context


@strawberry.input(description="What narrows the impressions down that are judged.")
class ContextInput:
    """A context, as in a question."""

    measure: str | None = part("The rate to judge; take_rate by default.")
    where: Conditions | None = part("Conditions on dimensions: only what meets all counts.")
    audience: str | None = part("An audience or expression: only its members count.")
    since: str | None = part("The first instant that counts, as ISO text.")
    until: str | None = part("The instant before which all counts, as ISO text.")
    tz: str | None = part("The zone of days and bounds; UTC by default.")


@strawberry.type(description="An asset or title that gets far more, or far less, than its like.")
class Outlier:
    """One finding."""

    level: str = field(description="asset or title.")
    id: str = field(description="Its id in the input.")
    name: str = field(description="What people call it.")
    title: str | None = field(description="The id of the title of an asset.")
    title_name: str | None = field(description="What people call that.")
    kind: str = field(description="Its kind.")
    against: str = field(description="What it is held against: its kind, or its title's others.")
    direction: str = field(description="over or under.")
    observed: float = field(description="Its rate.")
    expected: float = field(description="What those would have got, shown as often alike.")
    difference: float = field(description="What is likely behind observed / expected - 1.")
    low: float = field(description="The lower bound of that, at 95%.")
    high: float = field(description="The upper bound.")
    people: int = field(description="How many people were shown it.")
    q: float = field(description="The share of false ones in a list that ends with it.")
    sure: str = field(description="The same in words.")
    impact: float = field(description="How much of what it got is beyond the norm.")
    reason: str = field(description="What is found, in a sentence.")


@strawberry.type(description="Outliers, those that matter to most people first.")
class Outliers:
    """What was found."""

    measure: str = field(description="The rate that was judged.")
    findings: list[Outlier] = field(description="What was found.")
    suppressed: int = field(description="How many more are about too few people to be shown.")
    notes: list[str] = field(description="What a reader should know.")


@strawberry.type(description="An asset beside what its kind gets.")
class Norm:
    """One asset."""

    asset: str = field(description="Its id.")
    name: str = field(description="What people call it.")
    title: str | None = field(description="The id of its title.")
    kind: str = field(description="Its kind.")
    people: int = field(description="How many people were shown it.")
    observed: float = field(description="Its rate.")
    expected: float | None = field(description="What its kind would have got, shown alike.")
    index: float | None = field(description="What is likely behind observed / expected; par: 100.")
    low: float | None = field(description="The lower bound of the index, at 95%.")
    high: float | None = field(description="The upper bound.")
    percentile: float | None = field(description="The share of its peers that it is better than.")
    among: str = field(description="Who its peers are, such as thriller artwork in Germany.")
    peers: int = field(description="How many peers it has.")
    usual_low: float | None = field(
        description="What a quarter of its peers would not have got, shown as it was."
    )
    usual: float | None = field(description="The same of half of them: the median.")
    usual_high: float | None = field(description="The same of three quarters.")
    sentence: str = field(description="Where it stands, in a sentence.")


@strawberry.type(description="Where assets stand among their like, the best first.")
class Norms:
    """The norms of some assets."""

    measure: str = field(description="The rate that was judged.")
    rows: list[Norm] = field(description="The assets.")
    suppressed: int = field(description="How many more were met by too few people to be shown.")
    notes: list[str] = field(description="What a reader should know.")


@strawberry.type(
    description="How much more than its title's others, relative; 0.2 is a fifth more."
)
class Effect:
    """An effect and its bounds."""

    value: float = field(description="The likely value.")
    low: float = field(description="The lower bound, at 95%.")
    high: float = field(description="The upper bound.")


@strawberry.type(description="Where an asset stands between winning plays and keeping viewers.")
class AuthenticityStanding:
    """One asset."""

    asset: str = field(description="Its id.")
    name: str = field(description="What people call it.")
    title: str | None = field(description="The id of its title.")
    title_name: str = field(description="What people call that.")
    asset_type: str | None = field(description="Its type.")
    audience: str | None = field(description="With whom; null is everybody.")
    people: int = field(description="How many people met it first, on days that others had, too.")
    winning: Effect | None = field(description="Plays won; null where that is not judged.")
    keeping: Effect | None = field(description="Viewers kept; null where that is not judged.")
    place: str = field(description="Where it stands on both.")


@strawberry.type(description="An asset that misleads, or is overlooked.")
class AuthenticityFinding:
    """One finding."""

    kind: str = field(description="clickbait or hidden_gem.")
    standing: AuthenticityStanding = field(description="Where it stands.")
    q: float = field(description="The least share of false findings at which it would be found.")
    sentence: str = field(description="What is found, in a sentence.")


@strawberry.type(description="Which assets win plays and keep their viewers.")
class Authenticity:
    """What was found, and where all stand."""

    found: list[AuthenticityFinding] = field(description="What most people were shown first.")
    standings: list[AuthenticityStanding] = field(description="All assets that were judged.")
    suppressed: int = field(description="How many more were met by too few people to be shown.")
    notes: list[str] = field(description="What a reader should know.")


Within = Annotated[
    ContextInput | None, strawberry.argument(description="What narrows the impressions down.")
]
OfTitle = Annotated[str | None, strawberry.argument(description="Only the assets of this title.")]
OfAsset = Annotated[str | None, strawberry.argument(description="Only this asset.")]


@strawberry.type(description="Judgements of assets. Each costs 5 questions.")
class JudgementQuery:
    """The questions about how assets stand among their like."""

    @strawberry.field(description="What gets far more, or far less, than its like.")
    def outliers(
        self,
        info: Info,
        title: OfTitle = None,
        level: Annotated[
            str | None, strawberry.argument(description="asset or title; both by default.")
        ] = None,
        within: Within = None,
    ) -> Outliers:
        """Find outliers."""
        asked = outlying.Asked(_context(within), title, level)
        found = info.context.judge(outlying.outliers, asked)
        shown = few_people.outliers_shown(info.context.access, found)
        return Outliers(
            measure=found.measure,
            findings=[Outlier(**_same(Outlier, one)) for one in shown.answer.findings],
            suppressed=len(shown.left_out),
            notes=list(found.notes),
        )

    @strawberry.field(description="What an asset's kind gets, and where the asset stands.")
    def norms(
        self, info: Info, title: OfTitle = None, asset: OfAsset = None, within: Within = None
    ) -> Norms:
        """Return norms."""
        context = _context(within)
        found = info.context.judge(norming.norms, context, asset=asset, title=title)
        shown = few_people.norms_shown(info.context, found, title, asset)
        return Norms(
            measure=found.measure,
            rows=[Norm(**_same(Norm, one)) for one in shown.answer.rows],
            suppressed=len(shown.left_out),
            notes=list(found.notes),
        )

    @strawberry.field(description="Which assets win plays and keep their viewers.")
    def authenticity(
        self, info: Info, title: OfTitle = None, asset: OfAsset = None, within: Within = None
    ) -> Authenticity:
        """Judge assets."""
        if within is not None and within.measure is not None:
            raise BadQuestion("Authenticity has measures of its own.", hint="Leave measure away.")
        asked = Judged(_context(within), title, asset)
        found = info.context.judge(authenticity, asked)
        shown = few_people.authenticity_shown(info.context.access, found)
        return Authenticity(
            found=[_found(one) for one in shown.answer.found],
            standings=[_standing(one) for one in shown.answer.standings],
            suppressed=len(shown.left_out),
            notes=list(found.notes),
        )


def _context(within: ContextInput | None) -> Context:
    return Context() if within is None else context_of(within)


def _same(kind: type, one: Any) -> dict[str, Any]:
    """Return the fields of `one` that `kind` has, too."""
    return {own.name: getattr(one, own.name) for own in fields(kind)}


def _effect(one: JudgedEffect | None) -> Effect | None:
    return None if one is None else Effect(value=one.value, low=one.low, high=one.high)


def _standing(one: Standing) -> AuthenticityStanding:
    shown = _same(AuthenticityStanding, one)
    shown |= {"winning": _effect(one.winning), "keeping": _effect(one.keeping)}
    shown["place"] = one.place.value
    return AuthenticityStanding(**shown)


def _found(one: Found) -> AuthenticityFinding:
    return AuthenticityFinding(
        kind=one.kind.value,
        standing=_standing(one.standing),
        q=one.q_value,
        sentence=one.sentence,
    )
