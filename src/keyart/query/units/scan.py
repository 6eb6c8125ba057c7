"""The sums of a trial: rows to units to sums, one range of profiles at a time."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from keyart.core.facts import INVERSE_PROPENSITY_SCALE, Family
from keyart.query.cancel import current
from keyart.query.engine import Engine, Floats, Ints, Moments
from keyart.query.membership import Members
from keyart.query.memo import recent
from keyart.query.native.building import build_job
from keyart.query.native.job import BY_DISTINCT, BY_SUM
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.native.strategy import ranges, threads
from keyart.query.planning.model import AUDIENCE, model_of
from keyart.query.planning.plan import FamilyPlan, SumTerm, Term
from keyart.query.units.strata import Cells, ExposurePlaces, cells_of, places_of, strongest_tastes
from keyart.query.units.trial import Crossover, Trial, TrialLimits, TrialOutcome, TrialStrata
from keyart.query.units.unit_kernels import (
    SLOTS_A_DAY,
    UnitArrays,
    UnitGrouping,
    UnitRowArrays,
    UnitRules,
    UnitSums,
    add_units,
    find_units,
    list_rows,
    no_rows,
    rows_in,
)
from keyart.store import Snapshot

Longs = npt.NDArray[np.int64]

ROWS_AT_ONCE = 1 << 18
"""Rows whose units each thread holds before adding them up."""

MOST_KEPT = 192 << 20
"""The most bytes of units that are kept for the next question about them."""

NEVER = 1 << 40
"""A slot later than any time."""

MOST_BINS = 1 << 22
"""The most arms × bins of time. Beyond that, bins are hours, then days."""


@dataclass(frozen=True, eq=False)
class TrialCounts:
    """Sums over a trial's units; only closed units unless marked *all units*."""

    trial: Trial
    first_day: int
    """Days since 1970, UTC; all days are days of first exposures."""
    by_day: Moments
    """[outcomes, arms, days]"""
    assigned: Longs
    """All units: [arms, days]."""
    cells: Cells
    cell_assigned: Longs
    """All units: [arms, cells]."""
    taste_assigned: Longs
    """All units: [arms, strata]."""
    by_cell: Moments
    """Of the primary outcome: [arms, cells, strata]; the strata are those of `Tastes`."""
    by_audience: Moments
    """Of the primary outcome: [arms, audiences]."""
    closed: Longs
    crossed: Longs
    """Units that saw another arm within their window: [arms]."""
    later: Longs
    """Units that saw another arm after their window."""
    tied: Longs
    """Units that saw two arms in the same quarter of an hour."""
    weighted: Longs
    """Units with a propensity; their Σ 1/p and Σ 1/p²: [arms]."""
    weight: Floats
    weight_squared: Floats
    met: Longs
    """Profiles by the first arm they saw, regardless of limits: [arms, bins of time]."""
    slots_a_bin: int
    """Bins start with the first day."""
    places: ExposurePlaces
    met_places: Longs
    """The same by place and day: [arms, places, days]."""
    left_out: Longs
    """Units outside the limits: [arms]."""
    returning: Longs
    """Units within the limits whose profile had seen an arm before the period: [arms]."""
    by_stratum: Moments
    """Of the primary outcome, by the trial's strata: [arms, strata]."""
    rows_scanned: int


@dataclass(frozen=True, eq=False)
class UnitRows:
    """The closed units of a trial that count, one row for each, in no particular order."""

    profile: npt.NDArray[np.uint32]
    arm: npt.NDArray[np.int32]
    """The place in `Trial.arms`."""
    stratum: Longs
    """The place among the trial's strata; 0 without any."""
    weight: Floats
    """1 / propensity; 0 where none was logged."""
    y: npt.NDArray[np.float32]
    x: npt.NDArray[np.float32]
    """Numerator and denominator of each outcome, in stored units: [outcomes, units]."""
    audience_start: Longs
    audience_item: npt.NDArray[np.int64]
    """The audiences of each profile, as places in the plan's audiences: those of profile p are
    `audience_item[audience_start[p]:audience_start[p + 1]]`."""

    def take(self, places: Ints) -> "UnitRows":
        """Return the units at some places."""
        return replace(
            self,
            profile=self.profile[places],
            arm=self.arm[places],
            stratum=self.stratum[places],
            weight=self.weight[places],
            y=self.y[:, places],
            x=self.x[:, places],
        )


def count_units(snapshot: Snapshot, engine: Engine, trial: Trial) -> TrialCounts:
    """Return the sums of a trial's units; `engine` judges the audiences' rules.

    Raises `TooManyGroups` for too many arms.
    """
    scan = _prepare(snapshot, engine, trial)
    sums = scan.no_sums()

    def add(parts: Iterable[UnitPart]) -> UnitSums:
        partial = scan.no_sums()
        for units, size in parts:
            add_units(units, size, scan.grouping, partial)
        return partial

    for partial in scan.each_thread(add):
        for whole, more in zip(sums, partial, strict=True):
            np.add(whole, more, out=whole)
    return _to_counts(scan, sums)


def list_units(snapshot: Snapshot, engine: Engine, trial: Trial) -> UnitRows:
    """Return the units of a trial one by one; they take 20 bytes, and 8 for each outcome.

    Raises `TooManyGroups` for too many arms.
    """
    scan = _prepare(snapshot, engine, trial)
    outcomes = len(trial.outcomes)

    def copy(parts: Iterable[UnitPart]) -> list[UnitRowArrays]:
        return [list_rows(units, size, scan.grouping) for units, size in parts]

    rows = [part for made in scan.each_thread(copy) for part in made]
    rows.append(no_rows(outcomes))
    profile, arm, stratum, weight, y, x = (
        np.concatenate(c, axis=-1) for c in zip(*rows, strict=True)
    )
    grouping = scan.grouping
    weight = weight / INVERSE_PROPENSITY_SCALE
    return UnitRows(
        profile, arm, stratum, weight, y, x, grouping.audience_start, grouping.audience_item
    )


T = TypeVar("T")
UnitPart = tuple[UnitArrays, int]
"""Units, and how many of them count."""


@dataclass(frozen=True, eq=False)
class _UnitScan:
    """A trial, ready to be scanned."""

    trial: Trial
    snapshot: Snapshot
    scope: ScanScope
    runs: Runs
    cells: Cells
    places: ExposurePlaces
    values: tuple[str, ...]
    grouping: UnitGrouping
    first_day: int
    shape: "_Shape"

    def no_sums(self) -> UnitSums:
        """Return sums of nothing."""
        return _no_sums(self.shape, self.grouping)

    def each_thread(self, use: Callable[[Iterable[UnitPart]], T]) -> Sequence[T]:
        """Return what `use` makes of each thread's units, given as arrays that are used again.

        Units that were found lately are not looked for again: a comparison goes over the same ones
        several times, with other limits and strata.
        """
        if not self.runs.segment.size or not self.cells.space.groups:
            return ()
        made: list[T] = []

        def find() -> FoundUnits:
            found = FoundUnits(len(self.values))
            made.extend(self._find(use, found))
            return found

        found = recent(self.snapshot, self._key, find, lambda found: found.nbytes)
        if made:
            return made
        if found.too_many:
            return self._find(use, None)
        with ThreadPoolExecutor(threads(self.snapshot)) as pool:
            return list(pool.map(use, found.by_thread))

    @property
    def _key(self) -> Hashable:
        """What the units depend on."""
        plan, trial = self.trial.plan, self.trial
        rows = plan.filters, plan.audience, plan.first_slot, plan.last_slot
        times = trial.first_slot, trial.last_first_slot, trial.window_slots, trial.closed_before
        each_arm = trial.crossover is Crossover.ALL
        return FoundUnits, rows, times, trial.arms, each_arm, self.values, threads(self.snapshot)

    def _find(self, use: Callable[[Iterable[UnitPart]], T], found: "FoundUnits | None") -> list[T]:
        """Return what `use` makes of each thread's units; `found` keeps them."""
        family = FamilyPlan(Family.EXPOSURE, tuple(map(SumTerm, self.values)), (), ())
        job, alive = build_job(self.scope, self.cells.space, self.runs, family)
        rules = _rules(self.snapshot, self.trial, self.cells)
        at_once = threads(self.snapshot)
        bounds = ranges(self.scope, self.runs, max(at_once, self.runs.rows // ROWS_AT_ONCE))
        pairs = np.stack([bounds[:-1], bounds[1:]], axis=1)
        cancel = current()

        def units_of(parts: Longs, kept: list[UnitPart]) -> Iterator[UnitPart]:
            room = max((rows_in(job, low, high) for low, high in parts.tolist()), default=0)
            units = _room_for(room, len(self.values))
            for low, high in parts.tolist():
                cancel.check()
                size = find_units(job, rules, units, low, high)
                if found is not None:
                    found.keep(kept, units, size)
                yield units, size

        def run(parts: Longs) -> tuple[T, list[UnitPart]]:
            kept: list[UnitPart] = []
            return use(units_of(parts, kept)), kept

        with ThreadPoolExecutor(at_once) as pool:
            made = list(pool.map(run, np.array_split(pairs, at_once)))
        del alive
        if found is not None and not found.too_many:
            found.by_thread = [kept for _, kept in made]
        return [result for result, _ in made]


class FoundUnits:
    """The units of each thread, unless they take more than `MOST_KEPT` bytes in all."""

    def __init__(self, values: int) -> None:
        """Hold nothing yet."""
        self.by_thread: Sequence[Sequence[UnitPart]] = ()
        self.too_many = False
        self._each = sum(array.nbytes for array in _room_for(1, values))
        self._units = 0
        self._lock = Lock()

    @property
    def nbytes(self) -> int:
        """The bytes that they take."""
        return 0 if self.too_many else self._units * self._each

    def keep(self, kept: list[UnitPart], units: UnitArrays, size: int) -> None:
        """Copy the first `size` units to the end of `kept`; forget all where that is too much."""
        with self._lock:
            self._units += size
            self.too_many = self._units * self._each > MOST_KEPT
        if self.too_many:
            kept.clear()
        else:
            kept.append((UnitArrays(*(array[..., :size].copy() for array in units)), size))


def _prepare(snapshot: Snapshot, engine: Engine, trial: Trial) -> _UnitScan:
    scope = ScanScope(Members(snapshot, engine), trial.plan, Family.EXPOSURE)
    runs = scope.runs()
    cells = cells_of(scope, runs, trial.arms)
    values = _stored_sums(trial.outcomes)
    first_day, days = _days(scope, runs)
    places = places_of(cells, len(trial.arms), days)
    grouping = _grouping(scope, trial, values, cells, first_day)
    strata, grouping = _apply_strata(trial.strata, cells, grouping, days)
    grouping = _apply_limits(trial.limits, places, grouping, days)
    per_bin = next(n for n in (1, 4, SLOTS_A_DAY) if n == SLOTS_A_DAY or
                   len(trial.arms) * days * (SLOTS_A_DAY // n) <= MOST_BINS)  # fmt: skip
    shape = _Shape(
        len(trial.outcomes), len(trial.arms), days, len(trial.plan.audiences),
        len(places.values), days * SLOTS_A_DAY // per_bin, strata,
    )  # fmt: skip
    grouping = grouping._replace(slots_a_bin=per_bin, place=places.of_cell)
    return _UnitScan(
        trial, snapshot, scope, runs, cells, places, values, grouping, first_day, shape
    )


def _room_for(units: int, values: int) -> UnitArrays:
    """Return arrays for that many units, reused because allocating them takes time."""
    return UnitArrays(
        profile=np.empty(units, np.uint32),
        group=np.empty(units, np.int32),
        slot=np.empty(units, np.int32),
        flags=np.empty(units, np.uint8),
        weight=np.empty(units, np.float64),
        met_slot=np.empty(units, np.int32),
        met_cell=np.empty(units, np.int32),
        values=np.empty((values, units), np.int64),
    )


def _rules(snapshot: Snapshot, trial: Trial, cells: Cells) -> UnitRules:
    return UnitRules(
        canonical=cells.canonical,
        arm_of=cells.canonical // np.int32(cells.count),
        arms=len(trial.arms),
        cells=cells.count,
        first_slot=trial.first_slot or 0,
        last_first_slot=NEVER if trial.last_first_slot is None else trial.last_first_slot,
        window=trial.window_slots,
        closed_before=trial.closed_before,
        each_arm=trial.crossover is Crossover.ALL,
        key_bits=snapshot.key_bits,
        arm_bits=np.array([crc32(arm.encode()) for arm in trial.arms], np.int64),
    )


@dataclass(frozen=True)
class _Shape:
    outcomes: int
    arms: int
    days: int
    audiences: int
    places: int
    bins: int
    strata: int


def _no_sums(shape: _Shape, grouping: UnitGrouping) -> UnitSums:
    arms = shape.arms
    return UnitSums(
        by_day=np.zeros((shape.outcomes, arms, shape.days, 6)),
        assigned=np.zeros((arms, shape.days), np.int64),
        cell_assigned=np.zeros((arms, grouping.cells), np.int64),
        taste_assigned=np.zeros((arms, grouping.strata), np.int64),
        by_cell=np.zeros((arms, grouping.cells * grouping.strata, 6)),
        by_audience=np.zeros((arms, shape.audiences, 6)),
        flags=np.zeros((arms, 4), np.int64),
        weights=np.zeros((arms, 3)),
        met=np.zeros((arms, shape.bins), np.int64),
        met_places=np.zeros((arms, shape.places, shape.days), np.int64),
        left_out=np.zeros((arms, 2), np.int64),
        by_stratum=np.zeros((arms, shape.strata, 6)),
    )


def _to_counts(scan: _UnitScan, sums: UnitSums) -> TrialCounts:
    by_cell = sums.by_cell.reshape(len(scan.trial.arms), scan.cells.count, -1, 6)
    return TrialCounts(
        trial=scan.trial,
        first_day=scan.first_day,
        by_day=_moments(sums.by_day),
        assigned=sums.assigned,
        cells=scan.cells,
        cell_assigned=sums.cell_assigned,
        taste_assigned=sums.taste_assigned,
        by_cell=_moments(by_cell),
        by_audience=_moments(sums.by_audience),
        closed=sums.flags[:, 0],
        crossed=sums.flags[:, 1],
        later=sums.flags[:, 2],
        tied=sums.flags[:, 3],
        weighted=sums.weights[:, 0].astype(np.int64),
        weight=sums.weights[:, 1],
        weight_squared=sums.weights[:, 2],
        met=sums.met,
        slots_a_bin=scan.grouping.slots_a_bin,
        places=scan.places,
        met_places=sums.met_places,
        left_out=sums.left_out[:, 0],
        returning=sums.left_out[:, 1],
        by_stratum=_moments(sums.by_stratum),
        rows_scanned=scan.runs.rows,
    )


def _moments(cells: Floats) -> Moments:
    return Moments(cells[..., 0].astype(np.int64), *(cells[..., k].copy() for k in range(1, 6)))


def _stored_sums(outcomes: Sequence[TrialOutcome]) -> tuple[str, ...]:
    """Return the stored sums to read, starting with those that the scan itself needs."""
    sides = [t for o in outcomes for t in (o.moment.numerator, o.moment.denominator)]
    always = ("impressions", "slot", "inverse_propensity")
    return tuple(dict.fromkeys([*always, *map(_column, sides)]))


def _column(term: Term) -> str:
    return term.column if isinstance(term, SumTerm) else term.guard


def _how(term: Term) -> int:
    return BY_SUM if isinstance(term, SumTerm) else BY_DISTINCT


def _days(scope: ScanScope, runs: Runs) -> tuple[int, int]:
    """Return the first day of the runs' slots, and the number of days."""
    spans = [scope.slots(scope.segments[int(number)]) for number in np.unique(runs.segment)]
    first = min((span[0] for span in spans), default=0) // SLOTS_A_DAY
    last = max((span[1] for span in spans), default=1) // SLOTS_A_DAY
    return first, last + 1 - first


def _grouping(
    scope: ScanScope, trial: Trial, values: tuple[str, ...], cells: Cells, first_day: int
) -> UnitGrouping:
    tastes = strongest_tastes(scope.snapshot)
    (audiences,) = scope.domain(model_of(scope.snapshot).axis(AUDIENCE)).lists
    moments = [outcome.moment for outcome in trial.outcomes]
    return UnitGrouping(
        first_day=first_day,
        cells=cells.count,
        exclude_crossed=trial.crossover is Crossover.EXCLUDE,
        numerator=np.array([values.index(_column(m.numerator)) for m in moments], np.int64),
        denominator=np.array([values.index(_column(m.denominator)) for m in moments], np.int64),
        numerator_how=np.array([_how(m.numerator) for m in moments], np.int64),
        denominator_how=np.array([_how(m.denominator) for m in moments], np.int64),
        weighted=np.array([outcome.weighted for outcome in trial.outcomes], np.bool_),
        primary=trial.primary,
        stratum=tastes.stratum,
        strata=tastes.strata,
        slots_a_bin=1,
        place=np.zeros(cells.count, np.int64),
        open_slot=np.zeros(0, np.uint8),
        open_place=np.zeros((0, 0), np.uint8),
        leave_returning=trial.leave_returning,
        stratum_of_cell=_NONE,
        stratum_of_day=_NONE,
        stratum_of_taste=_NONE,
        audience_start=audiences.starts,
        audience_item=audiences.items,
    )


_NONE = np.zeros(0, np.int64)


def _apply_strata(
    strata: TrialStrata | None, cells: Cells, grouping: UnitGrouping, days: int
) -> tuple[int, UnitGrouping]:
    """Return the number of strata, and the grouping with the terms that sum to a unit's stratum."""
    if strata is None:
        return 0, grouping
    of_cell = np.zeros(cells.count, np.int64)
    left = cells.count
    for name, size in zip(cells.dimensions, cells.sizes, strict=True):
        left //= size
        if name in strata.dimensions:
            of_cell = of_cell * size + np.arange(cells.count) // left % size
    tastes = grouping.strata if strata.tastes else 1
    of_day = np.zeros(days, np.int64)
    covered = slice(strata.first_day - grouping.first_day, None)
    of_day[covered] = strata.block[: of_day[covered].size]
    groups = int(of_cell.max(initial=0)) + 1
    return groups * tastes * (int(of_day.max(initial=0)) + 1), grouping._replace(
        stratum_of_cell=of_cell * tastes,
        stratum_of_day=of_day * (groups * tastes),
        stratum_of_taste=np.arange(grouping.strata)
        if strata.tastes
        else np.zeros(grouping.strata, int),
    )


def _apply_limits(
    limits: TrialLimits | None, places: ExposurePlaces, grouping: UnitGrouping, days: int
) -> UnitGrouping:
    """Return the grouping with the times and places where units count."""
    if limits is None:
        return grouping
    slots = np.zeros(days * SLOTS_A_DAY, np.uint8)
    _write_inside(limits.slots, slots, (limits.first_day - grouping.first_day) * SLOTS_A_DAY)
    open_ = np.ones((len(places.values), days), np.uint8)
    many = len(limits.dimensions)
    assert places.dimensions[:many] == limits.dimensions, "places of a trial share dimensions"
    for at, values in enumerate(places.values):
        place_slots = limits.places.get(values[:many])
        if place_slots is not None:
            open_[at] = 0
            _write_inside(place_slots, open_[at], limits.first_day - grouping.first_day)
    return grouping._replace(open_slot=slots, open_place=open_)


def _write_inside(values: npt.NDArray[np.bool_], out: npt.NDArray[np.uint8], at: int) -> None:
    """Write the values that fit into `out`, starting at place `at`."""
    first, last = max(at, 0), min(at + values.size, out.size)
    if first < last:
        out[first:last] = values[first - at : last - at]
