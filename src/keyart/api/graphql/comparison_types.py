"""What comparisons and plans are shown as."""

from datetime import date, datetime
from enum import Enum

import strawberry
from strawberry import field

from keyart.api.graphql.scalars import Named


@strawberry.enum(description="What a comparison says in the end.")
class VerdictKind(Enum):
    """The kinds of verdicts."""

    WINNER = strawberry.enum_value("winner", description="One is better, beyond chance.")
    LOSES_VIEWERS = strawberry.enum_value(
        "loses_viewers", description="One wins plays, but a guardrail is broken."
    )
    NO_DIFFERENCE = strawberry.enum_value(
        "no_difference", description="Whatever difference there is does not matter."
    )
    KEEP_WAITING = strawberry.enum_value("keep_waiting", description="There is too little yet.")
    DONT_TRUST = strawberry.enum_value(
        "dont_trust", description="The people of the assets are not alike."
    )


@strawberry.type(description="A value and its interval; null where there is none yet.")
class Interval:
    """A value and its bounds."""

    value: float | None = field(description="The value.")
    low: float | None = field(description="The lower bound.")
    high: float | None = field(description="The upper bound.")


@strawberry.type(description="The verdict of a comparison.")
class Verdict:
    """What it says in the end."""

    kind: VerdictKind = field(description="Of what kind it is.")
    asset: str | None = field(description="The asset that it is about.")
    sentence: str = field(description="The verdict in a sentence.")
    reasons: list[str] = field(description="What led to it.")
    days_left: int | None = field(description="About how many more days to wait, if that helps.")


@strawberry.type(description="How an asset stands on a guardrail, against the others together.")
class Guardrail:
    """What must not get worse."""

    measure: str = field(description="The measure.")
    state: str = field(description="held, unsure or failed.")
    ratio: Interval = field(description="The relative difference from the others.")
    rate: Interval = field(description="The measure itself.")
    margin: float = field(description="How much worse it may be, relative.")


@strawberry.type(description="One asset of a comparison.")
class Arm:
    """One asset."""

    asset: str = field(description="Its id.")
    name: str = field(description="What people call it.")
    title: str = field(description="The id of its title.")
    people: int = field(description="People whose plays can all be known.")
    waiting: int = field(description="People whose plays may still come.")
    rate: Interval = field(description="The measure that decides.")
    adjusted: Interval | None = field(
        description="The same as if all assets had met the same mix of people."
    )
    weighted: Interval | None = field(
        description="The same with each person counted 1 / propensity times."
    )
    best: float | None = field(description="The probability that it is the best.")
    expected_loss: float | None = field(description="What showing it costs if it is not.")
    others: Named = field(description="The guardrails' values by name.")
    guardrails: list[Guardrail] = field(description="How it stands on each of them.")
    progress: float = field(description="How far it is to the least data; 1 and more: there.")


@strawberry.type(description="How two assets differ, on the basis of the verdict.")
class Difference:
    """A pair of assets."""

    asset: str = field(description="One asset.")
    other: str = field(description="The one that it is held against.")
    difference: Interval = field(description="In the unit of the measure.")
    ratio: Interval = field(description="Relative: 0.1 is 10% more.")
    p: float | None = field(description="The p-value, for all pairs together.")
    beyond_chance: bool = field(description="Whether one is better beyond chance.")
    simultaneous: bool = field(
        description="Whether its intervals hold together with those of all pairs; else they are"
        " those of the verdict: of a winner against each other asset."
    )
    raw: float | None = field(description="The relative difference as people came.")
    adjusted: float | None = field(description="The same with mixes of people evened out.")
    weighted: float | None = field(description="The same with people weighted by propensity.")


@strawberry.type(description="How one asset does in an audience.")
class AudienceEffect:
    """One asset in one audience."""

    asset: str = field(description="The asset.")
    effect: Interval = field(
        description="Relative to the average of all assets there, drawn towards what the asset"
        " does overall."
    )
    q: float | None = field(
        description="The least share of false discoveries at which it would be said to do"
        " differently here."
    )


@strawberry.type(description="How the assets do in one audience.")
class AudienceEffects:
    """One audience."""

    audience: str = field(description="The audience.")
    name: str = field(description="What people call it.")
    people: int | None = field(description="How many people; null where too few to be told.")
    suppressed: str | None = field(description="Why figures are not shown; null where they are.")
    best: str | None = field(description="The asset that is most probably best in it.")
    probability: float | None = field(description="The probability of that.")
    loss: float | None = field(
        description="What showing everybody's leader to it costs, relative to its rate."
    )
    rates: Named = field(description="The measure by asset.")
    effects: list[AudienceEffect] = field(description="The same as differences.")
    differs: list[str] = field(
        description="Assets that do differently in it than elsewhere, beyond chance."
    )


@strawberry.type(description="The leading difference as it stood at the end of a day.")
class Step:
    """One day."""

    day: date = field(description="The day.")
    people: int = field(description="People by then.")
    always_valid: Interval = field(description="With the interval that holds on all days.")
    fixed: Interval = field(description="With the interval of a single look.")


@strawberry.type(description="A part of the people in which the assets' shares are off.")
class AllocationSlice:
    """One value of a dimension."""

    dimension: str = field(description="The dimension.")
    value: str | None = field(description="Its value; null is the missing one.")
    people: int = field(description="How many people are in it.")
    shares: list[float] = field(description="The shares seen, in the order of `assets`.")


@strawberry.type(description="How people were shared out among the assets.")
class Allocation:
    """Shares, in the order of `assets`."""

    assets: list[str] = field(description="The assets.")
    expected: list[float] | None = field(description="The shares intended, if any are on record.")
    seen: list[float] = field(description="The shares seen.")
    p: float | None = field(description="The p-value of the difference.")
    broken: bool = field(description="Whether they are off beyond chance.")
    slices: list[AllocationSlice] = field(
        description="Parts in which they are off; set aside unless `broken`."
    )


@strawberry.type(description="A dimension in which the assets met different people.")
class Mix:
    """One dimension."""

    dimension: str = field(description="The dimension.")
    p: float = field(description="The p-value of that being chance.")


@strawberry.type(description="People who met several of the assets.")
class SeveralMet:
    """How many, and when."""

    within: int = field(description="Those who met another one within their window.")
    later: int = field(description="Those who met another one after it, which changes nothing.")


@strawberry.type(description="When and where every asset could be met: only such people count.")
class Support:
    """What was left out of all time and all places."""

    since: datetime | None = field(description="From when people count; null: from the start.")
    joined: list[str] = field(description="The assets that could be met from then on only.")
    until: datetime | None = field(description="Up to when people count; null: to the end.")
    stopped: list[str] = field(description="The assets that could be met until then only.")
    days_left_out: int = field(description="About how many days in between are left out.")
    places_left_out: list[str] = field(description="Where an asset was never to be met.")
    people: int = field(description="People who count, their plays known or not.")
    people_left_out: int = field(description="People who came when or where an asset was not.")
    returning_left_out: int = field(
        description="People left out who had met an asset before the period, in other shares."
    )
    never: bool = field(description="Whether all assets were never shown at the same time.")


@strawberry.type(description="Which asset wins, and whether to trust that.")
class Comparison:
    """A comparison as a whole."""

    suppressed: str | None = field(
        description="Why nothing is shown; null where it is. An asset that too few people met"
        " hides all."
    )
    verdict: Verdict | None = field(description="The verdict.")
    measure: str = field(description="The measure that decides.")
    basis: str = field(description="What the verdict is made from: raw, adjusted or weighted.")
    level: float = field(description="The confidence of intervals.")
    margin: float = field(description="The relative difference that would not matter.")
    arms: list[Arm] = field(description="The assets, the best first.")
    differences: list[Difference] = field(description="How every two differ.")
    guardrails: list[Guardrail] = field(description="Those of the leading asset.")
    audiences: list[AudienceEffects] = field(description="How the assets do in each audience.")
    support: Support | None = field(description="When and where every asset could be met.")
    allocation: Allocation | None = field(description="How people were shared out.")
    mixes: list[Mix] = field(description="In what the people differ whom the assets met.")
    reversals: list[list[str]] = field(
        description="Pairs, the better one first, whose order is the other way round as counted."
    )
    several: SeveralMet | None = field(description="People who met several of the assets.")
    path: list[Step] = field(description="The leading difference day by day.")
    test: str | None = field(description="The test on record, if it is one.")
    explore_only: bool = field(description="Whether only what was shown while exploring counts.")
    first_day: date | None = field(description="The day on which the first of its people came.")
    last_day: date | None = field(description="The day on which the last of them came.")
    notes: list[str] = field(description="What a reader should know.")
    complete_until: datetime | None = field(description="Up to here no more plays can come.")
    version: int = field(description="The version of the store that was read.")


@strawberry.type(description="What a test needs.")
class PlannedTest:
    """A planned test."""

    sentence: str = field(description="What it comes to.")
    rate: float = field(description="The rate that was reckoned with.")
    people_per_arm: float = field(description="People that each asset needs.")
    people: float = field(description="People that all assets need.")
    impressions: float | None = field(description="Impressions that makes, if that is known.")
    days: float = field(description="Days until so many have come.")
    people_per_day: float = field(description="New people a day.")
    since: date | None = field(description="The first day that rate and traffic are taken from.")
    until: date | None = field(description="The last such day.")
    people_known: int | None = field(
        description="People seen so far, in the audience; null where they are too few to be told."
    )
    in_four_weeks: float | None = field(description="The difference that four weeks find.")
