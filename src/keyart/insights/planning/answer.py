"""Plan a test: from a title to people, impressions and days."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np

from keyart.core.errors import BadQuestion, TooFewPeople
from keyart.insights.comparison.scope import (
    WATCH_TIME_SHARE,
    WATCHED,
    ComparedMeasure,
    resolve_measure,
)
from keyart.insights.planning.request import PlanRequest
from keyart.insights.planning.result import PlannedTest
from keyart.insights.planning.sample_size import Aim, smallest_difference, units_per_arm
from keyart.insights.planning.traffic import (
    DAYS,
    NO_TRAFFIC,
    Traffic,
    assets_of,
    complete_until,
    name_of,
    traffic_of,
)
from keyart.query import Access
from keyart.query.membership import Members
from keyart.query.planning.audience_names import names_of
from keyart.query.planning.model import model_of
from keyart.query.privacy.rounding import round_share
from keyart.query.router import ENGINES, engine
from keyart.store import Snapshot

BY_HAND = "Give your own estimates: rate (such as 0.06) and people_per_day."


def plan_test(snapshot: Snapshot, access: Access, request: PlanRequest) -> PlannedTest:
    """Return what a test needs at its title's traffic, with the rights of `access`.

    Raises `UnknownName`, and `BadQuestion` for a title without traffic or rate, and if the request
    gives a rate but the measure isn't a share of people.
    """
    if request.measure == WATCH_TIME_SHARE:
        request = replace(request, measure=WATCHED)
    # 1. The title's traffic and rate, or those of the request.
    assets = assets_of(snapshot, access, request)
    measure = resolve_measure(model_of(snapshot), request.measure)
    if request.rate is not None and not measure.of_profiles:
        raise BadQuestion(
            f"rate can't be given for {request.measure}, which isn't a share of people.",
            hint="Omit rate, or plan for a share of people, such as take_rate.",
        )
    traffic = _traffic(snapshot, access, request, assets)
    rate = request.rate or _round_rate(traffic, measure, access.least_people)
    if access.least_people and (not traffic.new.size or (traffic is NO_TRAFFIC and rate is None)):
        raise TooFewPeople
    if not traffic.new.size:
        raise BadQuestion(
            f"Nobody was shown any {request.asset_type} of {request.title!r} in the last {DAYS} "
            "complete days.",
            hint=BY_HAND,
        )
    if rate is None:
        raise BadQuestion(
            f"The {request.measure} of {request.title!r} is unknown: too few plays in the last "
            f"{DAYS} complete days.",
            hint=BY_HAND,
        )
    # 2. How many people each arm needs.
    aim, variance = _aim(request), None if request.rate is not None else traffic.variance
    each = units_per_arm(rate, aim, variance=variance)
    people = each * request.count
    # 3. How long that takes at this traffic.
    shown, end = traffic.impressions_per_person, complete_until(snapshot)
    by_hand = request.rate is not None and request.people_per_day is not None
    return PlannedTest(
        title=request.title,
        name=name_of(snapshot, request.title),
        arms=request.count,
        measure=request.measure,
        mde=request.mde,
        level=request.level,
        power=request.power,
        sequential=request.sequential,
        horizon=aim.horizon,
        rate=rate,
        people_per_arm=each,
        people=people,
        impressions=None if shown is None else math.ceil(people * shown),
        days=traffic.days_for(people) + traffic.window,
        people_per_day=traffic.per_day,
        since=None if by_hand else end - timedelta(days=DAYS),
        until=None if by_hand else end,
        explore_only=traffic.explore_only,
        people_known=_count_people(snapshot, request, access.least_people),
        in_four_weeks=smallest_difference(
            rate, traffic.people_in(DAYS) / request.count, aim, variance=variance
        ),
    )


def _round_rate(traffic: Traffic, measure: ComparedMeasure, least_people: int) -> float | None:
    """Return the recent rate, as far as it may be shown; None if there is none.

    A share is rounded if few people are in it, or few are not. Raises `TooFewPeople` for the watch
    time of few people.
    """
    if not least_people:
        return traffic.rate
    if measure.of_profiles:
        rate = traffic.rate
        return None if rate is None else round_share(rate, traffic.closed, least_people)
    if traffic.viewers < least_people:
        raise TooFewPeople
    return traffic.rate


def _count_people(snapshot: Snapshot, request: PlanRequest, least_people: int) -> int | None:
    """Return how many people of the audience the store has; None if too few to show."""
    if request.audience is None:
        people = snapshot.profiles
    else:
        audience = names_of(snapshot).read(request.audience)
        people = Members(snapshot, engine(next(iter(ENGINES)))).size(audience)
    return people if people >= least_people else None


def _aim(request: PlanRequest) -> Aim:
    """Return what the test must detect: that the best arm is better than another one."""
    return Aim(
        request.mde,
        1 - request.level,
        request.power,
        request.count / 2,
        request.sequential,
        horizon=request.horizon and request.sequential,
    )


def _traffic(
    snapshot: Snapshot, access: Access, request: PlanRequest, assets: tuple[str, ...]
) -> Traffic:
    """Return the traffic of the title's assets, or that of the request."""
    traffic = traffic_of(snapshot, access, request, assets) if assets else NO_TRAFFIC
    if traffic.new.sum() < access.least_people:
        traffic = NO_TRAFFIC
    if request.people_per_day is None:
        return traffic
    return replace(traffic, new=np.full(DAYS, request.people_per_day))
