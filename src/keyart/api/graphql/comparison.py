"""Comparisons of assets, and plans of tests, with what is about too few people left out."""

from dataclasses import fields
from typing import Annotated, Any

import strawberry
from strawberry import field

from keyart.api import few_people
from keyart.api.arguments import said
from keyart.api.asked import Asked
from keyart.api.graphql.comparison_types import (
    Allocation,
    AllocationSlice,
    Arm,
    AudienceEffect,
    AudienceEffects,
    Comparison,
    Difference,
    Guardrail,
    Interval,
    Mix,
    PlannedTest,
    SeveralMet,
    Step,
    Support,
    Verdict,
    VerdictKind,
)
from keyart.api.graphql.context import Info
from keyart.api.graphql.inputs import part
from keyart.api.graphql.scalars import Conditions, Named
from keyart.core.zones import instant
from keyart.insights import comparison as comparing
from keyart.insights import planning
from keyart.insights.comparison.guardrails import GUARD_MARGIN
from keyart.insights.comparison.result import ForAudience
from keyart.query.shape import until
from keyart.query.suppression import TOO_FEW_PEOPLE


@strawberry.input(description="What to compare: `assets`, `test` or `title` must be given.")
class ComparisonInput:
    """A comparison as it is asked for."""

    assets: list[str] | None = part("The assets to compare, two or more.")
    test: str | None = part("A test on record: its assets, shares and period.")
    title: str | None = part("All assets of a title of one type; its test's if it has one.")
    asset_type: str | None = part("Of which type, with `title`.")
    measure: str | None = part("The measure that decides; take_rate by default.")
    guardrails: list[str] | None = part("Rates that must not get worse for a winner to be one.")
    baseline: str | None = part("The asset to compare the others with; else every two.")
    where: Conditions | None = part("Conditions on dimensions: only what meets all counts.")
    audience: str | None = part("An audience or expression: only its members count.")
    since: str | None = part("The first instant that counts, as ISO text.")
    until: str | None = part("The instant before which all counts, as ISO text.")
    tz: str | None = part("The zone of days and bounds; UTC by default.")
    audiences: list[str] | None = part("The audiences to tell apart; all affinities by default.")
    level: float | None = part("The confidence of intervals; 0.95 by default.")
    margin: float | None = part("The relative difference that would not matter; 0.05 by default.")
    crossover: str | None = part("What becomes of who met several: first, exclude or all.")
    fixed: bool | None = part("Whether intervals are for a single look that was planned.")
    horizon: int | None = part("After how many days it is to end: intervals are narrowest there.")


@strawberry.input(description="A test to plan.")
class PlanInput:
    """A test as it is planned."""

    title: str = field(description="The title whose assets are to be tested.")
    arms: int | None = part("How many assets; 2 by default.")
    mde: float | None = part("The relative difference to find; 0.05 by default.")
    measure: str | None = part("The measure that decides; take_rate by default.")
    level: float | None = part("The confidence with which to find it; 0.95 by default.")
    power: float | None = part("How probably it is found if it is there; 0.8 by default.")
    sequential: bool | None = part("Whether one may look every day; true by default.")
    horizon: bool | None = part("Whether it ends as planned, looked at every day before.")
    rate: float | None = part("The title's rate, in place of what it had lately.")
    people_per_day: float | None = part("New people a day, in place of those it had lately.")
    asset_type: str | None = part("The type of the assets; artwork by default.")
    where: Conditions | None = part("Conditions on dimensions: only what meets all counts.")
    audience: str | None = part("An audience or expression: only its members count.")


@strawberry.type(description="Comparisons of assets.")
class ComparisonQuery:
    """The questions about tests."""

    @strawberry.field(description="Which asset wins, and whether to trust that. Costs 5 questions.")
    def comparison(
        self,
        info: Info,
        ask: Annotated[ComparisonInput, strawberry.argument(description="What to compare.")],
    ) -> Comparison:
        """Compare assets."""
        request = comparing.Comparing.from_dict(said(ask))
        asked = info.context
        found = few_people.unless_few(lambda: asked.judge(comparing.compare, request))
        shown = few_people.comparison_shown(asked.access, found)
        if found is None or shown is None:
            return _hidden(asked, request)
        return _shown(found, shown)

    @strawberry.field(
        description="What a test needs; null where too few people met the title to be told of."
        " Costs 5 questions."
    )
    def plan_test(
        self,
        info: Info,
        ask: Annotated[PlanInput, strawberry.argument(description="The test to plan.")],
    ) -> PlannedTest | None:
        """Plan a test."""
        request = planning.Planning(**said(ask))
        asked = info.context
        found = few_people.unless_few(lambda: asked.judge(planning.plan_test, request))
        shown = few_people.plan_shown(asked.ask, request, found)
        if shown is None:
            return None
        return PlannedTest(**{one.name: getattr(shown, one.name) for one in fields(PlannedTest)})


def _hidden(asked: Asked, request: comparing.Comparing) -> Comparison:
    """Return a comparison of which nothing may be told but how it was asked for."""
    micros = until(asked.snapshot)
    return Comparison(
        suppressed=TOO_FEW_PEOPLE,
        verdict=None,
        arms=[],
        differences=[],
        guardrails=[],
        audiences=[],
        support=None,
        allocation=None,
        mixes=[],
        reversals=[],
        several=None,
        path=[],
        notes=[],
        measure=request.measure,
        basis=comparing.Basis.RAW.value,
        level=request.level,
        margin=request.margin,
        test=request.test,
        explore_only=False,
        first_day=None,
        last_day=None,
        complete_until=None if micros is None else instant(micros),
        version=asked.snapshot.version,
    )


def _shown(
    found: comparing.Comparison, shown: few_people.Shown[comparing.Comparison]
) -> Comparison:
    """Return a comparison; audiences of too few people are there without figures."""
    told = shown.answer
    return Comparison(
        suppressed=None,
        verdict=_verdict(told),
        arms=[_arm(arm) for arm in told.arms],
        differences=[_difference(one) for one in told.differences],
        guardrails=_guardrails(told.arms[0]) if told.arms else [],
        audiences=[
            _hidden_audience(one) if one in shown.left_out else _in_audience(one)
            for one in found.audiences
        ],
        support=_support(told),
        allocation=_allocation(told),
        mixes=[Mix(dimension=one.dimension, p=one.p) for one in told.mixes],
        reversals=[list(pair) for pair in told.reversals],
        several=SeveralMet(within=told.overlap.within, later=told.overlap.later),
        path=[_step(one) for one in told.path],
        notes=list(told.notes),
        **_asked_for(found),
    )


def _asked_for(found: comparing.Comparison) -> dict[str, Any]:
    return {
        "measure": found.measure,
        "basis": found.basis.value,
        "level": found.level,
        "margin": found.margin,
        "test": found.test,
        "explore_only": found.explore_only,
        "first_day": found.first_day,
        "last_day": found.last_day,
        "complete_until": found.complete_until,
        "version": found.version,
    }


def _interval(one: comparing.Interval) -> Interval:
    return Interval(value=one.value, low=one.low, high=one.high)


def _or_none(one: comparing.Interval | None) -> Interval | None:
    return None if one is None else _interval(one)


def _verdict(found: comparing.Comparison) -> Verdict:
    one = found.verdict
    return Verdict(
        kind=VerdictKind[one.kind.name],
        asset=one.asset,
        sentence=one.sentence,
        reasons=list(one.reasons),
        days_left=one.days_left,
    )


def _arm(one: comparing.Arm) -> Arm:
    return Arm(
        asset=one.asset,
        name=one.name,
        title=one.title,
        people=one.people,
        waiting=one.waiting,
        rate=_interval(one.rate),
        adjusted=_or_none(one.adjusted),
        weighted=_or_none(one.weighted),
        best=one.best,
        expected_loss=one.expected_loss,
        others=Named({name: interval.value for name, interval in one.others.items()}),
        guardrails=_guardrails(one),
        progress=one.progress,
    )


def _guardrails(arm: comparing.Arm) -> list[Guardrail]:
    return [
        Guardrail(
            measure=one.measure,
            state=one.state.value,
            ratio=_interval(one.ratio),
            rate=_interval(arm.others[one.measure]),
            margin=GUARD_MARGIN,
        )
        for one in arm.guards
    ]


def _difference(one: comparing.Difference) -> Difference:
    return Difference(
        asset=one.asset,
        other=one.other,
        difference=_interval(one.difference),
        ratio=_interval(one.ratio),
        p=one.p,
        beyond_chance=one.beyond_chance,
        simultaneous=one.simultaneous,
        raw=one.raw,
        adjusted=one.adjusted,
        weighted=one.weighted,
    )


def _in_audience(one: ForAudience) -> AudienceEffects:
    return AudienceEffects(
        audience=one.audience,
        name=one.name,
        people=one.people,
        suppressed=None,
        best=one.best,
        probability=one.probability,
        loss=one.loss,
        rates=Named(one.rates),
        effects=[
            AudienceEffect(asset=asset, effect=_interval(effect), q=one.q.get(asset))
            for asset, effect in one.effects.items()
        ],
        differs=list(one.differs),
    )


def _hidden_audience(one: ForAudience) -> AudienceEffects:
    return AudienceEffects(
        audience=one.audience,
        name=one.name,
        people=None,
        suppressed=TOO_FEW_PEOPLE,
        best=None,
        probability=None,
        loss=None,
        rates=Named({}),
        effects=[],
        differs=[],
    )


def _step(one: Any) -> Step:
    return Step(
        day=one.day,
        people=one.people,
        always_valid=_interval(one.always_valid),
        fixed=_interval(one.fixed),
    )


def _support(found: comparing.Comparison) -> Support:
    one = found.support
    return Support(
        since=one.since,
        joined=list(one.joined),
        until=one.until,
        stopped=list(one.stopped),
        days_left_out=one.days_left_out,
        places_left_out=list(one.places_left_out),
        people=one.people,
        people_left_out=one.people_left_out,
        returning_left_out=one.returning_left_out,
        never=one.never,
    )


def _allocation(found: comparing.Comparison) -> Allocation:
    one = found.allocation
    return Allocation(
        assets=list(one.assets),
        expected=None if one.expected is None else list(one.expected),
        seen=list(one.seen),
        p=one.p,
        broken=one.broken,
        slices=[
            AllocationSlice(
                dimension=part.dimension,
                value=part.value,
                people=part.people,
                shares=list(part.shares),
            )
            for part in one.slices
        ],
    )
