"""Common support: the times and places in which every arm was available.

Before an arm is shown, nobody can see it, and no weight can fix that. So people count if all arms
were available at their first exposure to any arm. People who saw an arm earlier, or elsewhere, were
assigned when not all arms existed, and are left out for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.zones import instant
from keyart.insights.comparison.parts import Support
from keyart.insights.comparison.request import Arms
from keyart.insights.comparison.scope import ComparisonScope
from keyart.insights.statistics.presence import LEAST_MISSED, Flags, could_be_met
from keyart.query.units import SLOTS_A_DAY, TrialCounts, TrialLimits


@dataclass(frozen=True, eq=False)
class Presence:
    """When each arm was available, [arms, bins], and places that were not open on all days."""

    arms: Flags
    places: Mapping[tuple[str | None, ...], Flags]

    @property
    def whole(self) -> bool:
        """Whether all arms were available everywhere and always."""
        return bool(self.arms.all()) and not self.places


def find_presence(counted: TrialCounts, arms: Arms) -> Presence:
    """Return when and where each arm was available; always, if some arm was never shown at all.

    Places are ignored for assets of several titles, whose assignment is not random anyway.
    """
    met = counted.met
    if not met.sum(axis=1).all():
        return Presence(np.ones(met.shape, np.bool_), {})
    total = met.sum(axis=0)
    each = could_be_met(met, total - met)
    bins = np.logical_and.reduce(each)
    return Presence(each, _places(counted, bins) if arms.of_one_title else {})


def build_limits(counted: TrialCounts, presence: Presence) -> TrialLimits:
    """Return when and where every arm was available."""
    slots = np.repeat(np.logical_and.reduce(presence.arms), counted.slots_a_bin)
    return TrialLimits(counted.first_day, slots, counted.places.dimensions, presence.places)


def _places(counted: TrialCounts, bins: Flags) -> dict[tuple[str | None, ...], Flags]:
    """Return the places where an arm was unavailable on some days, and the days it was available.

    A day on which an arm started or stopped is not open, nor is a day on which it was available
    nowhere.
    """
    by_place = counted.met_places
    days = bins.reshape(by_place.shape[2], -1).any(axis=1)
    by_place = np.where(days, by_place, 0)
    shares = by_place.sum(axis=(1, 2)) / max(int(by_place.sum()), 1)
    total = by_place.sum(axis=0)
    others = total - by_place
    missed = np.where(by_place == 0, others, 0).sum(axis=2)
    places: dict[tuple[str | None, ...], Flags] = {}
    arm, at = np.argwhere(missed >= LEAST_MISSED).T
    people = by_place[arm, at]
    open_ = could_be_met(people, others[arm, at], np.where(people.any(axis=1), 0.0, shares[arm]))
    for own, place in zip(open_, map(int, at), strict=True):
        if not own.all():
            values = counted.places.values[place]
            places[values] = places.get(values, np.ones_like(days)) & _without_edges(own)
    return places


def _without_edges(open_: Flags) -> Flags:
    """Return the open days, without those next to a closed one: an arm may have changed then."""
    if open_.all():
        return open_
    closed = np.concatenate([[False], ~open_, [False]])
    return ~(closed[:-2] | closed[1:-1] | closed[2:])


def describe_support(
    presence: Presence,
    before: TrialCounts,
    counted: TrialCounts,
    scope: ComparisonScope,
    *,
    returning: bool,
) -> Support:
    """Return what was left out, given the people without limits and within them.

    `returning`: whether people who had seen an arm before the period were left out.
    """
    arms = scope.arms
    people = int(counted.assigned.sum())
    back = int(counted.returning.sum()) if returning else 0
    if presence.whole:
        return Support(people=people, returning_left_out=back)
    out = int(counted.left_out.sum())
    bins = np.logical_and.reduce(presence.arms)
    open_ = np.flatnonzero(bins)
    if not open_.size:
        return Support(people=people, people_left_out=out, returning_left_out=back, never=True)
    first, last = int(open_[0]), int(open_[-1]) + 1
    came = before.met.sum(axis=0)
    starts, stops = bool(came[:first].any()), bool(came[last:].any())
    closed = int((~bins[first:last]).sum()) * before.slots_a_bin
    return Support(
        since=_when(before, first) if starts else None,
        joined=_away(presence.arms[:, first - 1], arms.assets) if starts else (),
        until=_when(before, last) if stops else None,
        stopped=_away(presence.arms[:, last], arms.assets) if stops else (),
        days_left_out=-(-closed // SLOTS_A_DAY),
        places_left_out=tuple(_names(presence.places, before, scope.least_people)),
        people=people,
        people_left_out=out,
        returning_left_out=back,
    )


def _away(open_: Flags, assets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(asset for asset, available in zip(assets, open_, strict=True) if not available)


def _when(counted: TrialCounts, at: int) -> datetime:
    """Return when a bin starts."""
    slot = counted.first_day * SLOTS_A_DAY + at * counted.slots_a_bin
    return instant(slot * SLOT_MICROSECONDS)


def _names(
    places: Mapping[tuple[str | None, ...], Flags], counted: TrialCounts, least_people: int
) -> list[str]:
    """Return the places that are never open, by those values for which all places are closed.

    Places with fewer than `least_people` are not named.
    """
    total = counted.met_places.sum(axis=(0, 2))
    people = dict(zip(counted.places.values, total.tolist(), strict=True))
    shown = {values for values, count in people.items() if count}
    shut = {v for v, days in places.items() if not days.any()}
    names: list[str] = []
    for at, dimension in enumerate(counted.places.dimensions):
        for value in sorted({values[at] for values in shut}, key=lambda name: (name is None, name)):
            inside = {values for values in shown if values[at] == value}
            if inside <= shut and sum(people[values] for values in inside) >= least_people:
                names.append(f"{dimension} {value}" if value else f"unknown {dimension}")
                shut -= inside
                shown -= inside
    nameable = [values for values in shut if people[values] >= least_people]
    rest = (" · ".join(value or "unknown" for value in values) for values in nameable)
    return [*names, *sorted(rest)]
