"""The road of a planned test: from a title to people, impressions and days."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np

from keyart.core.errors import BadQuestion
from keyart.insights.comparison.scope import WATCH_TIME_SHARE, WATCHED, judged
from keyart.insights.planning.request import Planning
from keyart.insights.planning.result import PlannedTest
from keyart.insights.planning.traffic import (
    DAYS,
    NO_TRAFFIC,
    Traffic,
    assets_of,
    complete_until,
    name_of,
    traffic_of,
)
from keyart.insights.planning.units import smallest_difference, units_per_arm
from keyart.query import Access
from keyart.query.access import TooFewPeople
from keyart.query.model import model_of
from keyart.store import Snapshot

BY_HAND = "Give what you expect by hand: rate (such as 0.06) and people_per_day."


def plan_test(snapshot: Snapshot, access: Access, planning: Planning) -> PlannedTest:
    """Return what a test needs at its title's traffic, with the rights of `access`.

    Raises `UnknownName`, and `BadQuestion` for a title about whose people nothing is known, and
    for a rate of what is no share of people.
    """
    if planning.measure == WATCH_TIME_SHARE:
        planning = replace(planning, measure=WATCHED)
    # 1. What is known of the title's people, or given by hand.
    assets = assets_of(snapshot, planning)
    measure = judged(model_of(snapshot), planning.measure)
    if planning.rate is not None and not measure.of_profiles:
        raise BadQuestion(
            f"A rate given by hand says nothing of how {planning.measure} differs by person.",
            hint="Leave rate out, or plan for a share of people, such as take_rate.",
        )
    traffic = _traffic(snapshot, access, planning, assets)
    rate = planning.rate or traffic.rate
    if access.least_people and (not traffic.new.size or (traffic is NO_TRAFFIC and rate is None)):
        raise TooFewPeople
    if not traffic.new.size:
        raise BadQuestion(
            f"No {planning.asset_type} of {planning.title!r} was shown to anybody in the last "
            f"{DAYS} complete days.",
            hint=BY_HAND,
        )
    if rate is None:
        raise BadQuestion(
            f"The {planning.measure} of {planning.title!r} is not known: too little was played "
            f"after what was shown in the last {DAYS} complete days.",
            hint=BY_HAND,
        )
    # 2. How many people each arm needs.
    aim, variance = planning.aim, None if planning.rate is not None else traffic.variance
    each = units_per_arm(rate, aim, variance=variance)
    people = each * planning.count
    # 3. What the traffic makes of that.
    shown, end = traffic.impressions_per_person, complete_until(snapshot)
    by_hand = planning.rate is not None and planning.people_per_day is not None
    return PlannedTest(
        title=planning.title,
        name=name_of(snapshot, planning.title),
        arms=planning.count,
        measure=planning.measure,
        mde=planning.mde,
        level=planning.level,
        power=planning.power,
        sequential=planning.sequential,
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
        in_four_weeks=smallest_difference(
            rate, traffic.people_in(DAYS) / planning.count, aim, variance=variance
        ),
    )


def _traffic(
    snapshot: Snapshot, access: Access, planning: Planning, assets: tuple[str, ...]
) -> Traffic:
    """Return the traffic of the title's assets, or that given by hand."""
    found = traffic_of(snapshot, access, planning, assets) if assets else NO_TRAFFIC
    if found.new.sum() < access.least_people:
        found = NO_TRAFFIC
    if planning.people_per_day is None:
        return found
    return replace(found, new=np.full(DAYS, planning.people_per_day))
