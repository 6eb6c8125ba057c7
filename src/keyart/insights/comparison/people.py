"""The people of a comparison: their split among arms, their mixes, and those who saw several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.insights.comparison.parts import Allocation, AllocationSlice, Mix, Overlap, Support
from keyart.insights.comparison.request import Arms, ComparisonRequest
from keyart.insights.comparison.scope import ComparisonScope
from keyart.insights.comparison.support import build_limits, describe_support, find_presence
from keyart.insights.statistics.adjustment import mix_differs
from keyart.insights.statistics.allocation import chi_square, evidence, sequential_p
from keyart.insights.statistics.minimum_data import DEFAULT_MINIMUM
from keyart.insights.statistics.multiplicity import e_bh
from keyart.query.engine import Floats
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Filter
from keyart.query.router import ENGINES, engine
from keyart.query.units import SLOTS_A_DAY, Crossover, TrialCounts, TrialStrata, count_units
from keyart.store import Snapshot

ALLOCATION_ALPHA = 0.005
"""The risk of ever distrusting a sound test because of its shares."""

SLICES_Q = 0.01
"""The average share of slices set aside wrongly, at most."""

MOST_SET_ASIDE = 0.5
"""A larger share of the people cannot be set aside: the whole split is off."""

MIX_ALPHA = 1e-4

SOUND = 0.05
"""The smallest p-value of shares reported as being as planned."""

NEARLY_ALL = 0.95
VARIES = 1e-3
"""Squared coefficient of variation above which an arm's propensities vary."""

TASTE = "audience"
DAY = "day"
"""The day of the first exposure, as a dimension of mixes."""

LEAST_UNITS = 10
"""The minimum for every arm in a stratum for it to be used."""

MOST_STRATA = 1 << 18
"""The most arms × strata. Beyond that, days are merged."""

Longs = npt.NDArray[np.int64]


def check_allocation(counted: TrialCounts, arms: Arms, least_people: int = 0) -> Allocation:
    """Return whether units were split as planned: by propensity, by record, or equally.

    There is no plan for assets of several titles, nor where propensities change. Groups of fewer
    than `least_people` are not checked.
    """
    total = counted.assigned.sum(axis=1)
    actual = tuple((total / max(int(total.sum()), 1)).tolist())
    if shown_unequally(counted) or not arms.of_one_title or not total.sum():
        return Allocation(None, actual, None, False, (), arms.assets)
    shares = _expected(counted, arms)
    looks = np.cumsum(counted.assigned.T, axis=0)
    p = float(sequential_p(looks, shares))
    slices = _slices(counted, shares, least_people)
    whole = p <= ALLOCATION_ALPHA
    return Allocation(
        expected=tuple(shares.tolist()),
        seen=actual,
        p=p,
        broken=whole or _held(counted, slices) > MOST_SET_ASIDE,
        slices=slices,
        assets=arms.assets,
        as_expected_since=_as_expected_since(counted, shares) if whole else None,
    )


def _as_expected_since(counted: TrialCounts, shares: Floats) -> date | None:
    """Return the first day from which people were split as planned.

    Shares must have changed on that day beyond chance: if a fault continues, there are too few
    people at the end to show it.
    """
    by_day = counted.assigned
    for day in range(1, by_day.shape[1]):
        since = by_day[:, day:]
        people, before = since.sum(axis=1), by_day[:, :day].sum(axis=1)
        if not before.any():
            continue
        if (people < DEFAULT_MINIMUM.units).any():
            return None
        changed = mix_differs(np.stack([before, people], axis=1)) <= MIX_ALPHA
        mixed = mix_differs(since)
        if changed and float(chi_square(people, shares)) > SOUND and not mixed <= SOUND:
            return date(1970, 1, 1) + timedelta(days=counted.first_day + day)
    return None


def shown_unequally(counted: TrialCounts) -> bool:
    """Return whether nearly all units have a propensity, and propensities within an arm vary."""
    if not nearly_all_weighted(counted):
        return False
    n, squares = counted.weighted, counted.weight_squared
    return bool((n * squares / counted.weight**2 - 1 > VARIES).any())


def nearly_all_weighted(counted: TrialCounts) -> bool:
    """Return whether nearly all units have a propensity, and some of each arm."""
    some = bool((counted.weighted > 0).all())
    return some and int(counted.weighted.sum()) >= NEARLY_ALL * int(counted.closed.sum())


def _expected(counted: TrialCounts, arms: Arms) -> Floats:
    if nearly_all_weighted(counted):
        propensity = counted.weighted / counted.weight
        return propensity / propensity.sum()
    if arms.shares is not None:
        return np.array(arms.shares)
    return np.full(len(arms.assets), 1 / len(arms.assets))


def _slices(counted: TrialCounts, shares: Floats, least_people: int) -> tuple[AllocationSlice, ...]:
    """Return the values of country, device and placement where the shares are off."""
    names: list[tuple[str, str | None]] = []
    counts: list[Longs] = []
    for dimension in counted.cells.dimensions:
        values, people = by_value(counted, dimension)
        met = np.flatnonzero(people.sum(axis=0))
        enough = met[people.sum(axis=0)[met] >= least_people]
        if met.size > 1:
            names += [(dimension, values[at]) for at in enough]
            counts += list(people.T[enough])
    if not counts:
        return ()
    units = np.array(counts)
    discoveries = e_bh(evidence(units, shares), SLICES_Q)
    return tuple(
        AllocationSlice(
            *names[at],
            int(units[at].sum()),
            tuple((units[at] / units[at].sum()).tolist()),
            float(discoveries.adjusted[at]),
        )
        for at in np.flatnonzero(discoveries.discovered)
    )  # fmt: skip


def _held(counted: TrialCounts, slices: tuple[AllocationSlice, ...]) -> float:
    """Return the share of all units in some slices together."""
    inside = np.zeros(counted.cell_assigned.shape[1], np.bool_)
    for slice_ in slices:
        values = counted.cells.values.column(slice_.dimension).to_pylist()
        inside |= np.array([value == slice_.value for value in values])
    units = counted.cell_assigned.sum(axis=0)
    return float(units[inside].sum() / units.sum())


def by_value(counted: TrialCounts, dimension: str) -> tuple[list[str | None], Longs]:
    """Return a dimension's values, and the number of all units with each: [arms, values]."""
    column = counted.cells.values.column(dimension).combine_chunks()
    coded = column.dictionary_encode(null_encoding="encode")
    place = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    arms = counted.cell_assigned.shape[0]
    units = np.zeros((arms, len(coded.dictionary)), np.int64)
    for arm in range(arms):
        np.add.at(units[arm], place, counted.cell_assigned[arm])
    return coded.dictionary.to_pylist(), units


def find_mixes(counted: TrialCounts) -> tuple[Mix, ...]:
    """Return the dimensions in which the arms' mixes of people differ beyond chance."""
    mixes: list[Mix] = []
    p = mix_differs(counted.assigned)
    if p <= MIX_ALPHA:
        mixes.append(Mix(DAY, p))
    for dimension in counted.cells.dimensions:
        p = mix_differs(by_value(counted, dimension)[1])
        if p <= MIX_ALPHA:
            mixes.append(Mix(dimension, p))
    if counted.taste_assigned.shape[1] > 1:
        p = mix_differs(counted.taste_assigned)
        if p <= MIX_ALPHA:
            mixes.append(Mix(TASTE, p))
    return tuple(mixes)


def returning_differ(counted: TrialCounts) -> bool:
    """Return whether people who had seen an arm before the period got other arms than new ones.

    If people keep their arm, those from before the period still have their old arms. If chance
    assigns people again each time, they are as good as new.
    """
    returning = counted.returning
    new = counted.assigned.sum(axis=1) - returning
    return mix_differs(np.stack([returning, new], axis=1)) <= MIX_ALPHA


def choose_strata(counted: TrialCounts, mixes: tuple[Mix, ...]) -> TrialStrata:
    """Return strata by the dimensions in which mixes differ, including the day of first exposure.

    Days are merged until every arm has `LEAST_UNITS` people in each block, and further if there
    would be too many strata.
    """
    names = {mix.dimension for mix in mixes}
    cells = counted.cells
    dimensions = tuple(name for name in cells.dimensions if name in names)
    sizes = zip(cells.dimensions, cells.sizes, strict=True)
    others = int(np.prod([size for name, size in sizes if name in names], initial=1))
    others *= counted.taste_assigned.shape[1] if TASTE in names else 1
    arms, days = counted.assigned.shape
    most = max(MOST_STRATA // (arms * others), 1)
    block = np.zeros(days, np.int64)
    block_people = np.zeros(arms, np.int64)
    least = -(-days // most)
    number = begun = 0
    for day in range(days):
        if (block_people >= LEAST_UNITS).all() and day - begun >= least:
            number, begun, block_people = number + 1, day, np.zeros(arms, np.int64)
        block_people = block_people + counted.assigned[:, day]
        block[day] = number
    if number and (block_people < LEAST_UNITS).any():
        block[block == number] = number - 1
    return TrialStrata(dimensions, TASTE in names, counted.first_day, block)


def count_overlap(counted: TrialCounts) -> Overlap:
    """Return how many people saw several arms, in a trial by first exposure."""
    people, within = int(counted.closed.sum()), int(counted.crossed.sum())
    return Overlap(
        people=people,
        within=within,
        share=within / people if people else 0.0,
        later=int(counted.later.sum()),
        tied=int(counted.tied.sum()),
    )


RECENT_DAYS = 3
"""Without new people for that many days, the arms count as no longer shown."""


@dataclass(frozen=True, eq=False)
class CountedPeople:
    """The people of a comparison.

    `scope` is without the slices of `allocation` that were set aside, and within `support`. `met`
    are people by the first arm they saw, `counted` those used for rates, and `by_rule` has them
    under each requested rule for people who saw several arms.
    """

    scope: ComparisonScope
    support: Support
    allocation: Allocation
    met: TrialCounts
    counted: TrialCounts
    mixes: tuple[Mix, ...]
    by_rule: Mapping[Crossover, TrialCounts]

    @property
    def set_aside(self) -> tuple[AllocationSlice, ...]:
        """The slices left out because arms' shares are off there and nowhere else."""
        return () if self.allocation.broken else self.allocation.slices


def select_people(
    snapshot: Snapshot, request: ComparisonRequest, scope: ComparisonScope
) -> CountedPeople:
    """Return the people in a scope: those to whom every arm could have been shown.

    Slices where the arms' shares are off are set aside.
    """
    scope, met, support = _supported(snapshot, scope)
    allocation = check_allocation(met, scope.arms, scope.least_people)
    if allocation.slices and not allocation.broken:
        scope = _without(snapshot, scope, allocation.slices)
        met = count_people(snapshot, scope)
    by_rule = {Crossover.FIRST: met}
    for rule in Crossover if request.every_crossover else (request.crossover,):
        if rule not in by_rule:
            by_rule[rule] = count_people(snapshot, scope, rule)
    counted = by_rule[request.crossover]
    if shown_unequally(counted):
        counted = count_people(snapshot, scope, request.crossover, weighted=True)
    mixes = find_mixes(counted)
    if DAY in {mix.dimension for mix in mixes} and not shown_unequally(counted):
        strata = choose_strata(counted, mixes)
        counted = count_people(snapshot, replace(scope, strata=strata), request.crossover)
    return CountedPeople(scope, support, allocation, met, counted, mixes, by_rule)


def _supported(
    snapshot: Snapshot, scope: ComparisonScope
) -> tuple[ComparisonScope, TrialCounts, Support]:
    """Return the scope within common support, its people by first exposure, and the support."""
    before = met = count_people(snapshot, scope)
    presence = find_presence(before, scope.arms)
    if not presence.whole:
        scope = replace(scope, limits=build_limits(before, presence))
        met = count_people(snapshot, scope)
    returning = returning_differ(met)
    if returning:
        scope = replace(scope, leave_returning=True)
        met = count_people(snapshot, scope)
    support = describe_support(presence, before, met, scope, returning=returning)
    return scope, met, support


def count_people(
    snapshot: Snapshot,
    scope: ComparisonScope,
    crossover: Crossover = Crossover.FIRST,
    *,
    weighted: bool = False,
) -> TrialCounts:
    """Return the people in a scope, under a rule for those who saw several arms."""
    trial = scope.trial(crossover, weighted=weighted)
    return count_units(snapshot, engine(next(iter(ENGINES))), trial)


def _without(
    snapshot: Snapshot, scope: ComparisonScope, slices: Iterable[AllocationSlice]
) -> ComparisonScope:
    """Return the scope without some slices of the people."""
    model = model_of(snapshot)
    by_dimension: dict[str, set[str | None]] = {}
    for slice_ in slices:
        by_dimension.setdefault(slice_.dimension, set()).add(slice_.value)
    filters = [
        Filter(axis=model.axis(name), values=frozenset(values), negate=True)
        for name, values in by_dimension.items()
    ]
    return replace(scope, plan=replace(scope.plan, filters=(*scope.plan.filters, *filters)))


def are_people_arriving(snapshot: Snapshot, people: CountedPeople) -> bool:
    """Return whether the period is ongoing and new people arrived in the data's last days."""
    now = (snapshot.data_until or 0) // SLOT_MICROSECONDS
    last = people.scope.last_first_slot
    if last is not None and last <= now:
        return False
    counted = people.counted
    recent = now // SLOTS_A_DAY - RECENT_DAYS + 1
    return bool(counted.assigned[:, max(recent - counted.first_day, 0) :].any())
