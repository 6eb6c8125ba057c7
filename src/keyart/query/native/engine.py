"""Answer a plan: choose the rows, number the groups, scan in threads, add up."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.cancel import current
from keyart.query.engine import EngineAnswer, Groups, Moments
from keyart.query.membership import Members
from keyart.query.memo import recent
from keyart.query.native.building import build_job, one_title_each, value_columns, weighted_sums
from keyart.query.native.columns import SLOT
from keyart.query.native.domains import Lists
from keyart.query.native.job import STAMP, Job, Sums
from keyart.query.native.profile_sums import add_by_profile, add_parts, mark_active_days
from keyart.query.native.returns import ACTIVE, ReturnDays, activity_plan, return_days
from keyart.query.native.scan import scan_bits, scan_sorted, scan_windows
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.native.sets import sets_key
from keyart.query.native.space import Space, group_space
from keyart.query.native.split_sums import SplitSums, add_split_sums
from keyart.query.native.splitting import (
    empty_split,
    room_for,
    split_answer,
    split_job,
    split_window,
)
from keyart.query.native.strategy import (
    Way,
    choose,
    cost,
    dense_window,
    fits,
    one_run_each,
    ranges,
    separates_titles,
    threads,
    window,
)
from keyart.query.native.unlinked import with_unlinked
from keyart.query.planning.compile import require_profile_memory, too_many_groups
from keyart.query.planning.plan import TIME, FamilyPlan, Key, Plan, Tally
from keyart.query.split import Split, SplitAnswer
from keyart.store import Snapshot

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint64]
Scanned = TypeVar("Scanned")


@dataclass(frozen=True)
class GroupKeys:
    """What to scan for: the keys of the groups, and whether there is a time grain."""

    keys: tuple[Key, ...]
    grained: bool


RETURN_WINDOWS = 4
"""How many usual windows are sorted at once by day: that pays because each costs two sorts."""

TOTALS = GroupKeys((), grained=False)


@dataclass(frozen=True, eq=False)
class Atoms:
    """Sets of rows that are in exactly the same groups, though groups overlap: [atoms].

    All rows of an atom have the same single-valued keys, `keys`, and the same set of values for
    each multi-valued key: `lists` of numbers into its `values`, where `len(values)` stands for
    null.
    """

    keys: pa.Table
    people: Longs
    """The number of people with at least one of the rows; they may have rows of other atoms too."""
    values: Mapping[str, pa.Array]
    lists: Mapping[str, Lists]


class NativeEngine:
    """Scans the mapped facts with compiled loops."""

    name = "native"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        """Return the sums of `family` per group of `plan` and over all.

        Raises `TooManyGroups` when the groups would not fit in `Settings.query_memory`.
        """
        return with_unlinked(partial(self._answer, snapshot), plan, family)

    def _answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        scope = ScanScope(Members(snapshot, self), plan, family.family)
        runs = scope.runs()
        scan = GroupKeys(plan.keys, plan.grain is not None)
        parts, totals = _groups(scope, runs, family, scan)
        if totals is None:
            totals = _groups(scope, runs, family, TOTALS)[1] if plan.totals else _no_totals(family)
        assert totals is not None
        return EngineAnswer(_join_groups(parts, scan, family), totals, runs.rows)

    def tally(self, snapshot: Snapshot, tally: Tally) -> Longs:
        """Return each profile's total of one stored sum, int64 [profiles]."""
        sums = np.zeros(snapshot.profiles, np.int64)
        require_profile_memory(snapshot, sums.nbytes)
        plan = tally.plan
        scope = ScanScope(Members(snapshot, self), plan, tally.family)
        runs = scope.runs()
        if runs.segment.size == 0:
            return sums
        space = group_space(scope, (), runs, grained=False)
        job, alive = build_job(scope, space, runs, plan.families[0])
        bounds = ranges(scope, runs, threads(snapshot))
        _in_threads(lambda low, high: add_by_profile(job, low, high, sums), bounds)
        del alive
        return sums

    def parts(
        self, snapshot: Snapshot, plan: Plan, family: FamilyPlan, weights: Floats
    ) -> tuple[pa.Table, Floats]:
        """Return the keys of the groups of `plan`, and their parts: float64 [4, groups].

        The parts are Σ y, Σ y², Σ y × weight and the people, where y is a profile's total of the
        only sum of `family` in the group. The people are those of its only distinct term;
        `weights` has one entry for each profile. Raises `TooManyGroups` as `answer` does.
        """
        scope = ScanScope(Members(snapshot, self), plan, family.family)
        runs = scope.runs()
        if runs.segment.size == 0:
            none = _no_groups(_no_totals(family), GroupKeys(plan.keys, grained=False))
            return pa.table(dict(none.keys)), np.empty((4, 0))
        space = group_space(scope, plan.keys, runs, grained=False)
        at_once = threads(snapshot)
        need = cost(space.groups, family, len(value_columns(family)), at_once)
        if not fits(need, snapshot.config.settings.query_memory):
            raise too_many_groups(plan, space.groups, space.sizes)
        job, alive = build_job(scope, space, runs, family)
        bounds = ranges(scope, runs, at_once)
        held = dense_window(job, runs.rows)
        sums = np.sum(
            _in_threads(lambda low, high: add_parts(job, low, high, held, weights), bounds), axis=0
        )
        del alive
        present = np.flatnonzero(sums[0] + sums[3])
        return pa.table(space.decode(present)), sums[:, present]

    def split(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan, how: Split) -> SplitAnswer:
        """Return the first sum of `family` of the rows that pass `plan`, split.

        The people are those of its only distinct term. Raises `TooManyGroups` as `answer` does.
        """
        scope = ScanScope(Members(snapshot, self), plan, family.family)
        runs = scope.runs()
        if runs.segment.size == 0:
            return empty_split(how)
        job, splits, space, alive = split_job(scope, runs, family, how)
        at_once = split_window(job, runs)
        bounds = ranges(scope, runs, threads(snapshot))

        def add(low: int, high: int) -> SplitSums:
            return add_split_sums(job, splits, low, high, at_once, room_for(job, runs, at_once))

        parts = _in_threads(add, bounds)
        del alive
        return split_answer(scope, space, how, parts)

    def atoms(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> Atoms:
        """Return the atoms into which overlapping groups cut the rows of `plan`.

        People are counted by the only distinct term of `family`. Raises `TooManyGroups` as `answer`
        does.
        """
        scope = ScanScope(Members(snapshot, self), plan, family.family)
        listed = [key for key in plan.keys if key.axis.multi_valued]
        columns = {key.axis.column: [k for k in listed if k.axis.column == key.axis.column]
                   for key in listed}  # fmt: skip
        sets = [sets_key(column, keys) for column, keys in columns.items()]
        single = [key for key in plan.keys if not key.axis.multi_valued]
        scan = GroupKeys((*single, *sets), plan.grain is not None)
        groups = _join_groups(_groups(scope, scope.runs(), family, scan)[0], scan, family)
        (term,) = family.distincts
        groups = groups.take(np.flatnonzero(groups.distincts[term]))
        lists: dict[str, Lists] = {}
        for key in sets:
            number = groups.keys[key.name].to_numpy(zero_copy_only=False)
            each = zip(key.axis.sets, scope.sets(key.axis).lists, strict=True)
            lists |= {listed_key.name: of.take(number) for listed_key, of in each}
        names = [*(key.name for key in single), *([TIME] if plan.grain else [])]
        return Atoms(
            keys=pa.table({name: groups.keys[name] for name in names}),
            people=groups.distincts[term],
            values={key.name: scope.domain(key.axis).values for key in listed},
            lists={key.name: lists[key.name] for key in listed},
        )


def _groups(
    scope: ScanScope, runs: Runs, family: FamilyPlan, scan: GroupKeys
) -> tuple[list[Groups], Groups | None]:
    """Return the groups, and the totals if the same scan could count them.

    If the groups do not fit in memory and no group spans several titles, the titles are scanned in
    two halves.
    """
    if runs.segment.size == 0:
        return [], _no_totals(family)
    space = group_space(scope, scan.keys, runs, grained=scan.grained)
    settings = scope.snapshot.config.settings
    at_once = threads(scope.snapshot)
    need = cost(space.groups, family, len(value_columns(family)), at_once)
    if not fits(need, settings.query_memory):
        halves = _halves(scope, scan, runs)
        if not halves:
            raise too_many_groups(scope.plan, space.groups, space.sizes)
        parts = [g for half in halves for g in _groups(scope, half, family, scan)[0]]
        return parts, None
    if space.groups == 0:
        return [], None
    sums, own_totals = _scan(scope, space, runs, family, scan, at_once)
    return [_decode(space, sums, family)], _totals(sums, family) if own_totals else None


def _halves(scope: ScanScope, scan: GroupKeys, runs: Runs) -> list[Runs]:
    """Return the runs split into two parts by title; none if that does not help."""
    apart = separates_titles(scope, scan.keys, runs) and one_run_each(scope, runs)
    if not apart or runs.segment.size < 2:
        return []
    middle = runs.segment.size // 2
    places = np.arange(runs.segment.size)
    return [runs.part(places[:middle]), runs.part(places[middle:])]


def _scan(
    scope: ScanScope, space: Space, runs: Runs, family: FamilyPlan, scan: GroupKeys, at_once: int
) -> tuple[Sums, bool]:
    """Return the sums, and whether their totals are valid."""
    job, alive = build_job(scope, space, runs, family)
    way = choose(scope, scan.keys, runs, job)
    job = one_title_each(job) if way is Way.SORTED else job
    bounds = ranges(scope, runs, at_once)
    if family.returns:
        return _scan_returns(scope, job, runs, bounds), _totals_hold(way, job, runs)
    scans: dict[Way, Callable[[int, int], Sums]] = {
        Way.SORTED: lambda low, high: scan_sorted(job, low, high),
        Way.BITS: lambda low, high: scan_bits(job, low, high),
        Way.WINDOWS: lambda low, high: scan_windows(job, low, high, window(job, runs.rows)),
    }
    parts = _in_threads(scans[way], bounds)
    del alive
    return _add_parts(parts), _totals_hold(way, job, runs)


def _scan_returns(scope: ScanScope, job: Job, runs: Runs, bounds: Longs) -> Sums:
    """Return the sums of a scan by day, for as many profiles at a time as memory allows."""
    days = return_days(scope)
    every = ScanScope(scope.members, activity_plan(scope.plan, days), scope.family)
    every_runs = every.runs()
    settings = scope.snapshot.config.settings
    sums: list[Sums] = []
    for low, high in days.portions(scope.snapshot.profiles, settings.query_memory):
        within = np.unique(np.clip(bounds, low, high))
        part = job._replace(
            active_days=_active_days(every, every_runs, days, low, high), active_first_profile=low
        )
        size = RETURN_WINDOWS * window(part, runs.rows)

        def scan(first: int, last: int, part: Job = part, size: int = size) -> Sums:
            return scan_windows(part, first, last, size)

        sums = [_add_parts([*sums, *_in_threads(scan, within)])]
    return sums[0]


def _active_days(scope: ScanScope, runs: Runs, days: ReturnDays, low: int, high: int) -> Words:
    """Return the active days of the profiles [low, high), as `Job.active_days`."""

    def mark() -> Words:
        marks = np.zeros((high - low, days.words), np.uint64)
        if not runs.segment.size or not days.words:
            return marks
        job, alive = build_job(scope, group_space(scope, (), runs, grained=False), runs, ACTIVE)
        (slots,) = (alive.table([SLOT])[0].reshape(-1),)
        job = job._replace(
            day_slot=slots, day=days.day, day_first_slot=days.first_slot,
            active_first_profile=low, active_first_day=days.low,
        )  # fmt: skip
        bounds = np.unique(np.clip(ranges(scope, runs, threads(scope.snapshot)), low, high))
        _in_threads(lambda first, last: mark_active_days(job, first, last, marks), bounds)
        del alive
        return marks

    key = (ReturnDays, scope.plan.filters, scope.plan.tz, days.low, days.high, low, high)
    return recent(scope.snapshot, key, mark, lambda marks: marks.nbytes)


def _totals_hold(way: Way, job: Job, runs: Runs) -> bool:
    if way is Way.SORTED:
        return runs.segment.size == 1
    return way is Way.BITS or job.list_kind.size == 0


def _in_threads(scan: Callable[[int, int], Scanned], bounds: Longs) -> list[Scanned]:
    """Return the result of each range of profiles; raises `QueryTimeout` if it is stopped."""
    pairs = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
    if len(pairs) == 1:
        results = [scan(*pairs[0])]
    else:
        with ThreadPoolExecutor(len(pairs)) as pool:
            under_way = [pool.submit(scan, low, high) for low, high in pairs]
            results = [future.result() for future in under_way]
    current().check()
    return results


def _add_parts(parts: Sequence[Sums]) -> Sums:
    """Return the sums of all threads, added in order so that floats are reproducible."""
    for part in parts:
        part.cells[:, :, 1] &= ~STAMP
        part.totals[:, 1] &= ~STAMP
        part.pairs[:, :, 1] = 0
        part.total_pairs[:, :, 1] = 0
    first = parts[0]
    for part in parts[1:]:
        for whole, more in zip(first, part, strict=True):
            np.add(whole, more, out=whole)
    return first


def _groups_by_term(
    family: FamilyPlan, cells: Longs, pairs: Longs, weighted: Floats, moments: Floats
) -> Groups:
    """Return sums by term of cells [values, g, 2], pairs [p, g, 2], weighted [w, g] and moments.

    Without pairs, each group lies within one title and counts its people instead.
    """
    columns = value_columns(family)
    floats = dict(zip(weighted_sums(family), weighted, strict=True))
    titled = [term for term in family.distincts if term.per_title or term.per_day]
    counted = dict(zip(titled, pairs[:, :, 0], strict=False))
    return Groups(
        size=cells.shape[1],
        keys={},
        sums={
            term: floats[term] if term in floats else cells[columns.index(term.column), :, 0].copy()
            for term in family.sums
        },
        distincts={
            term: counted[term].copy()
            if term in counted
            else cells[columns.index(term.guard), :, 1] >> 32
            for term in family.distincts
        },
        moments={
            moment: Moments(cell[:, 3].astype(np.int64), *(cell[:, k].copy() for k in range(4, 9)))
            for moment, cell in zip(family.moments, moments, strict=True)
        },
    )


def _decode(space: Space, sums: Sums, family: FamilyPlan) -> Groups:
    """Return the groups that have rows, with their keys."""
    if not space.keyed:
        return _totals(sums, family)
    present = np.flatnonzero(sums.present | (sums.cells[0, :, 0] > 0))
    groups = _groups_by_term(
        family,
        sums.cells[:, present],
        sums.pairs[:, present],
        sums.weighted[:, present],
        sums.moments[:, present],
    )
    return Groups(groups.size, space.decode(present), groups.sums, groups.distincts, groups.moments)


def _totals(sums: Sums, family: FamilyPlan) -> Groups:
    cells = sums.totals[:, None, :]
    return _groups_by_term(family, cells, sums.total_pairs, sums.total_weighted, sums.total_moments)


def _no_totals(family: FamilyPlan) -> Groups:
    cells = np.zeros((len(value_columns(family)), 1, 2), np.int64)
    weighted = np.zeros((len(weighted_sums(family)), 1))
    pairs = np.zeros((0, 1, 2), np.int64)
    return _groups_by_term(family, cells, pairs, weighted, np.zeros((len(family.moments), 1, 9)))


def _join_groups(parts: Sequence[Groups], scan: GroupKeys, family: FamilyPlan) -> Groups:
    """Return the distinct groups of several scans as one result."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        none = _no_totals(family)
        return _no_groups(none, scan)
    return Groups(
        size=sum(part.size for part in parts),
        keys={k: pa.concat_arrays([part.keys[k] for part in parts]) for k in parts[0].keys},
        sums={t: np.concatenate([part.sums[t] for part in parts]) for t in family.sums},
        distincts={
            t: np.concatenate([part.distincts[t] for part in parts]) for t in family.distincts
        },
        moments={
            m: Moments(
                *(
                    np.concatenate([getattr(part.moments[m], name) for part in parts])
                    for name in ("n", "x", "y", "xx", "yy", "xy")
                )
            )
            for m in family.moments
        },
    )


def _no_groups(groups: Groups, scan: GroupKeys) -> Groups:
    keys = {key.name: pa.array([], key.axis.type) for key in scan.keys}
    if scan.grained:
        keys[TIME] = pa.array([], pa.int64())
    return Groups(
        size=0,
        keys=keys,
        sums={term: values[:0] for term, values in groups.sums.items()},
        distincts={term: values[:0] for term, values in groups.distincts.items()},
        moments={
            m: Moments(o.n[:0], o.x[:0], o.y[:0], o.xx[:0], o.yy[:0], o.xy[:0])
            for m, o in groups.moments.items()
        },
    )
