"""The people a policy is learned from: those to whom chance gave an asset of the title."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.core.errors import BadQuestion, TooFewPeople
from keyart.insights.catalogue.context import ARTWORK
from keyart.insights.comparison.people import (
    CountedPeople,
    choose_strata,
    nearly_all_weighted,
    select_people,
)
from keyart.insights.comparison.request import (
    GUARDRAILS,
    ComparisonRequest,
    resolve_arms,
)
from keyart.insights.comparison.scope import ComparisonScope, resolve_scope
from keyart.insights.policies.kernels import PeopleArrays
from keyart.insights.policies.learning import FOLDS
from keyart.insights.policies.request import PolicyRequest, Reward
from keyart.query import Access
from keyart.query.engine import Floats, Ints, Moments
from keyart.query.lookups import values_of
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Axis, Lookup
from keyart.query.router import ENGINES, engine
from keyart.query.units import Crossover, UnitRows, list_units
from keyart.store import CAMPAIGN_LIST, Snapshot

TAKES = "take_rate"
SECONDS = "avg_watch_seconds"
OUTCOMES = (TAKES, *GUARDRAILS, SECONDS)
"""The measures that are read for each person; see `ComparisonScope.measures`."""

WINSORISED = 0.99
"""Seconds above this quantile of viewers count as the quantile: one person who leaves an episode
running overnight must not decide."""

HALF = 0.5
"""The part of a title that viewers who stayed have seen, where the end is unknown."""


@dataclass(frozen=True, eq=False)
class PolicyPeople:
    """The people to whom chance gave an asset, and what they did."""

    scope: ComparisonScope
    units: UnitRows
    arrays: PeopleArrays
    audiences: tuple[str, ...]
    """Names of audiences, as the items of `arrays` count them."""
    notes: tuple[str, ...]

    @cached_property
    def guardrails(self) -> Mapping[str, Moments]:
        """The moments of each guardrail by audience, everyone last, and arm."""
        return {measure: self._moments(measure) for measure in GUARDRAILS}

    def _moments(self, measure: str) -> Moments:
        at = OUTCOMES.index(measure)
        y, x = self.units.y[at].astype(np.float64), self.units.x[at].astype(np.float64)
        some = np.flatnonzero((x > 0) | (y > 0))
        first, last = self.arrays.first[some], self.arrays.last[some]
        counts: Ints = last - first
        begins = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) - np.repeat(begins - first, counts)
        arms, audiences = len(self.scope.arms.assets), len(self.audiences)
        everyone = np.full(some.size, audiences, np.int64)
        audience = np.concatenate([self.arrays.item[places], everyone])
        who = np.concatenate([np.repeat(some, counts), some])
        cell: Ints = audience * arms + self.arrays.arm[who]
        y, x = y[who], x[who]

        def total(values: Floats) -> Floats:
            sums = np.bincount(cell, values, (audiences + 1) * arms).astype(np.float64)
            return sums.reshape(audiences + 1, arms)

        n = total(np.ones(cell.size)).astype(np.int64)
        return Moments(n, *map(total, (x, y, x * x, y * y, x * y)))


def find_people(
    snapshot: Snapshot, access: Access, request: PolicyRequest, further: Collection[str] = ()
) -> PolicyPeople:
    """Return the people to learn from; `further` are more audiences that they may belong to.

    Raises `UnknownName` and `BadQuestion`, also where nobody was shown the assets at random.
    """
    names = model_of(snapshot).names
    # Chance made the lists of campaigns: they say nothing about taste.
    named = [name for name in names.kept if not name.startswith(CAMPAIGN_LIST)]
    chosen = named if request.audiences is None else request.audiences
    compared = ComparisonRequest(
        title=request.title,
        # Artwork is the default there, too: assets without metadata have no type.
        asset_type=None if request.asset_type == ARTWORK else request.asset_type,
        guardrails=OUTCOMES[1:],
        audiences=sorted({names.audience(name).name for name in (*chosen, *further)}),
        since=request.since,
        until=request.until,
    )
    arms = resolve_arms(snapshot, access, compared)
    scope = resolve_scope(snapshot, access, compared, arms)
    people = select_people(snapshot, compared, scope)
    weighted = nearly_all_weighted(people.counted)
    _require_chance(people, weighted=weighted)
    scope = people.scope
    if people.mixes and not weighted:
        scope = replace(scope, strata=choose_strata(people.counted, people.mixes))
    trial = scope.trial(Crossover.FIRST)
    trial = replace(trial, outcomes=trial.outcomes[: len(OUTCOMES)])
    units = list_units(snapshot, engine(next(iter(ENGINES))), trial)
    if weighted:
        units = units.take(np.flatnonzero(units.weight > 0))
    if units.profile.size < max(access.least_people, 1) * len(arms.assets):
        raise TooFewPeople if access.least_people else _nobody()
    return PolicyPeople(
        scope=scope,
        units=units,
        arrays=_arrays(snapshot, request, units, len(arms.assets), weighted=weighted),
        audiences=tuple(audience.name for audience in scope.plan.audiences),
        notes=tuple(scope.notes),
    )


def _nobody() -> BadQuestion:
    return BadQuestion(
        "Nobody's day after being shown these assets is over, so there is nothing to learn from.",
        hint="Wait a day, or choose another period.",
    )


def _require_chance(people: CountedPeople, *, weighted: bool) -> None:
    """Refuse what chance did not decide."""
    scope = people.scope
    some, everybody = int(people.counted.weighted.sum()), int(people.counted.closed.sum())
    if some and not (weighted or scope.explore_only or scope.arms.test is not None):
        raise BadQuestion(
            f"Only {some / everybody:.0%} of people were shown their asset with a propensity, so "
            "no policy can be learned from them.",
            hint="Log the propensity of each impression, or choose a period in which it was logged "
            "(since, until).",
        )
    if not (weighted or scope.explore_only or scope.arms.test is not None):
        raise BadQuestion(
            f"Nobody is known to have been shown assets of {scope.arms.titles[0]!r} at random, so "
            "no policy can be learned from them.",
            hint="Show a share of people a random asset and log it as phase explore, or log the "
            "propensity of each impression.",
        )
    if people.allocation.broken:
        raise BadQuestion(
            "Traffic wasn't split as planned, so the people who were shown these assets can't be "
            "compared, and no policy can be learned from them.",
            hint="Compare the assets to see where the split is off. Once it is fixed, learn from "
            "the people who come from then on (since).",
        )


def _arrays(
    snapshot: Snapshot, request: PolicyRequest, units: UnitRows, arms: int, *, weighted: bool
) -> PeopleArrays:
    profile = units.profile
    return PeopleArrays(
        arm=units.arm,
        reward=_reward(snapshot, request, units),
        weight=units.weight if weighted else _inverse_shares(units, arms),
        first=units.audience_start[profile].astype(np.int64),
        last=units.audience_start[profile + np.uint32(1)].astype(np.int64),
        item=units.audience_item.astype(np.int64),
        # By the profile's key, so that the order of arrival doesn't matter.
        fold=(snapshot.key_bits[profile] % FOLDS).astype(np.uint8),
    )


def _inverse_shares(units: UnitRows, arms: int) -> Floats:
    """Return 1 / the share of each person's arm among the people of their stratum."""
    place = units.stratum * arms + units.arm
    own = np.bincount(place)
    stratum = np.bincount(units.stratum)
    return stratum[units.stratum] / own[place]


def _reward(snapshot: Snapshot, request: PolicyRequest, units: UnitRows) -> Floats:
    def y(measure: str) -> Floats:
        return units.y[OUTCOMES.index(measure)].astype(np.float64)

    took = y(TAKES)
    seconds = y(SECONDS) / 1000
    match request.reward:
        case Reward.VIEWERS:
            return took
        case Reward.WATCH_SECONDS:
            viewers = seconds[took > 0]
            most = float(np.quantile(viewers, WINSORISED)) if viewers.size else 0.0
            return np.minimum(seconds, most)
        case Reward.KEPT:
            known = units.x[OUTCOMES.index(GUARDRAILS[0])] > 0
            half = HALF * (_runtime(snapshot, request.title) or np.inf)
            stayed = np.where(known, y(GUARDRAILS[0]) > 0, seconds >= half)
            return (stayed & (took > 0)).astype(np.float64)


def _runtime(snapshot: Snapshot, title: str) -> float | None:
    """Return a title's run time in seconds; None for a series or where it is unknown."""
    return title_attribute(snapshot, title, "runtime_seconds")


def title_attribute(snapshot: Snapshot, title: str, name: str) -> Any:
    """Return a column of a title in the catalogue; None without one."""
    axis = Axis(name, "title", Lookup.TITLES, name)
    return values_of(snapshot, axis, pa.array([title]))[0].as_py()
