"""Build a `Job` from a scope and a group space."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family
from keyart.core.measures import (
    DERIVED,
    HALF_A_RUNTIME_MS,
    KEPT,
    RETURN_DAYS,
    active_days,
    returned,
)
from keyart.query.cancel import current
from keyart.query.memo import memo
from keyart.query.native.columns import SLOT, ColumnAddresses, pieces_of, verify
from keyart.query.native.job import (
    BY_DISTINCT,
    BY_SUM,
    BY_TITLE,
    BY_WEIGHT,
    IS_ACTIVE_DAY,
    IS_KEPT,
    IS_RETURNED,
    Job,
)
from keyart.query.native.lookup_tables import (
    bases,
    code_columns,
    code_tables,
    list_tables,
    may_reject,
    per_title,
    profile_lookup,
    slot_range,
    title_codes,
)
from keyart.query.native.returns import return_days
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.native.space import Space
from keyart.query.native.strategy import threads
from keyart.query.planning.plan import Axis, DistinctTerm, FamilyPlan, Lookup, Moment, SumTerm, Term
from keyart.store import Segment

Longs = npt.NDArray[np.int64]

_NONE = np.empty(0, np.int64)

TITLE = Axis("title", "title", Lookup.ITSELF)
LENGTH = Axis("length", "title", Lookup.RUNTIMES, type=pa.float64())
RUNTIME = Axis("runtime", "title", Lookup.TITLES, "runtime_seconds", pa.float64())


def _weights(scope: ScanScope, runs: Runs, titles: Longs) -> npt.NDArray[np.float64]:
    """Return 1 / runtime in seconds of each run's title, 0 where the runtime is missing or 0."""
    runtime = _of_titles(scope, RUNTIME, runs, titles)
    with np.errstate(divide="ignore"):
        return np.where(runtime > 0, 1.0 / runtime, 0.0)


def _halves_of_runtimes(scope: ScanScope, runs: Runs, titles: Longs) -> npt.NDArray[np.float64]:
    """Return half of the runtime of each run's title in ms, infinite where unknown."""
    runtime = _of_titles(scope, LENGTH, runs, titles)
    return np.where(runtime > 0, runtime * HALF_A_RUNTIME_MS, np.inf)


def _of_titles(scope: ScanScope, axis: Axis, runs: Runs, titles: Longs) -> npt.NDArray[np.float64]:
    """Return the number that each run's title has on an axis, 0 where it is missing."""
    domain = scope.domain(axis)
    numbers = np.append(domain.values.to_numpy(zero_copy_only=False), 0.0)
    return per_title(runs, titles, [numbers[codes] for codes in domain.codes])


def _term(term: Term, values: Sequence[str]) -> tuple[int, int]:
    if isinstance(term, DistinctTerm):
        in_pairs = term.per_title or term.per_day
        return values.index(term.guard), BY_TITLE if in_pairs else BY_DISTINCT
    return values.index(term.column), BY_WEIGHT if term.per_runtime else BY_SUM


def _moments(moments: Sequence[Moment], values: Sequence[str]) -> tuple[Longs, Longs]:
    sides = [[_term(m.numerator, values), _term(m.denominator, values)] for m in moments]
    both = np.array(sides, np.int64).reshape(len(moments), 2, 2)
    return np.ascontiguousarray(both[:, :, 0]), np.ascontiguousarray(both[:, :, 1])


def one_title_each(job: Job) -> Job:
    """Return a job whose groups each lie within one title: there, pairs equal people."""
    distinct = job.distinct.copy()
    distinct[job.pairs] = 1
    how = np.where(job.moment_how == BY_TITLE, BY_DISTINCT, job.moment_how)
    return job._replace(distinct=distinct, pairs=_NONE, moment_how=how, titled=False)


def title_numbers(scope: ScanScope, runs: Runs, titles: Longs) -> Longs:
    """Return a number for each run's title, the same in all segments: int64 [runs]."""
    codes = scope.domain(TITLE).codes
    return per_title(runs, titles, [segment_codes.astype(np.int64) for segment_codes in codes])


def _always_positive(scope: ScanScope, segment: Segment, column: str) -> bool:
    """Return whether a stored sum is above 0 in all rows of a segment."""

    def least() -> bool:
        return all(int(chunk.column(column).min(initial=1)) > 0 for chunk in segment.chunks)

    return memo(scope.snapshot, (segment.id, column), least)


def weighted_sums(family: FamilyPlan) -> tuple[SumTerm, ...]:
    """Return the sums to divide by the title's runtime."""
    return tuple(term for term in family.sums if term.per_runtime)


def value_columns(family: FamilyPlan) -> tuple[str, ...]:
    """Return the values of a scan: stored sums, then derived flags.

    There is at least one sum, so that every row leaves a trace.
    """
    always = "impressions" if family.family is Family.EXPOSURE else "starts"
    stored = family.columns or (always,)
    return (*stored, *family.derived)


def _derivations(family: FamilyPlan, values: Sequence[str]) -> Longs:
    """Return how each derived flag is made of values, as `Job.derived`."""
    rules: list[list[int]] = []
    for name in family.derived:
        needed = [values.index(column) for column in DERIVED[name]]
        rules.append([values.index(name), *_rule(name, needed)])
    return np.array(rules, np.int64).reshape(len(rules), 5)


def _rule(name: str, needed: list[int]) -> list[int]:
    for after in RETURN_DAYS:
        if name in (active_days(after), returned(after)):
            how = IS_ACTIVE_DAY if name == active_days(after) else IS_RETURNED
            return [how, *needed, after, 0]
    return [IS_KEPT, *needed]


def _reasons(scope: ScanScope, alive: ColumnAddresses) -> Longs:
    """Return (address, width, code of a missing one) of the reason of each chunk."""
    address, width = alive.table(["reason"])
    missing = [
        len(segment.dictionary("reason")) for segment in scope.segments for _ in segment.chunks
    ]
    return np.column_stack([address, width, np.array(missing, np.int64).reshape(-1, 1)])


def build_job(
    scope: ScanScope, space: Space, runs: Runs, family: FamilyPlan
) -> tuple[Job, ColumnAddresses]:
    """Return the job of one scan, and the objects to keep alive while it runs."""
    columns = code_columns(scope, space)
    values = value_columns(family)
    titles = title_codes(scope, runs)
    tables = code_tables(scope, space, runs, columns)
    lists = list_tables(space, runs, titles, columns)
    pieces = pieces_of(scope, runs)
    pairs = [term.guard for term in family.distincts if term.per_title or term.per_day]
    only_slots = slot_range(scope, space)
    slots = [SLOT] if only_slots else []
    stored = [value for value in values if value not in DERIVED]
    is_kept, days = KEPT in family.derived, return_days(scope) if family.returns else None
    further = [*(["reason"] if is_kept else []), *([SLOT] if days else [])]
    verify(scope, pieces, ["profile", *slots, *columns, *stored, *further], threads(scope.snapshot))
    alive = ColumnAddresses(scope)
    code_address, code_width = alive.table(columns)
    value_address, value_width = (
        np.pad(table, ((0, 0), (0, len(family.derived)))) for table in alive.table(stored)
    )
    moment, how = _moments(family.moments, values)
    numbers = np.zeros(runs.segment.size, np.int64)
    if not days and (pairs or (how == BY_TITLE).any()):
        numbers = title_numbers(scope, runs, titles)
        pieces = pieces.by_title(numbers)
    weighted = weighted_sums(family)
    needs_weight = bool(weighted) or (how == BY_WEIGHT).any()
    member = scope.member
    job = Job(
        piece_run=pieces.run,
        piece_chunk=pieces.chunk,
        piece_first=pieces.first,
        piece_last=pieces.last,
        profile=alive.table(["profile"])[0].reshape(-1),
        code_address=code_address,
        code_width=code_width,
        code_lookup=tables.first,
        lookup=tables.lookup,
        slot=alive.table(slots)[0].reshape(-1),
        slot_low=only_slots[0] if only_slots else 0,
        slot_high=only_slots[1] if only_slots else 0,
        base=bases(space, runs, titles),
        member=np.empty(0, np.uint8) if member is None else np.packbits(member, bitorder="little"),
        profile_lookup=profile_lookup(space),
        list_kind=lists.kind,
        list_column=lists.column,
        list_first=lists.first,
        list_start=lists.start,
        list_item=lists.item,
        list_table=lists.table,
        list_offset=lists.offset,
        list_empty=lists.empty,
        value_address=value_address,
        value_width=value_width,
        derived=_derivations(family, values),
        reason=_reasons(scope, alive) if is_kept else np.empty((0, 3), np.int64),
        half_ms=_halves_of_runtimes(scope, runs, titles) if is_kept else np.empty(0),
        day_slot=alive.table([SLOT] if days else [])[0].reshape(-1),
        day=days.day if days else np.empty(0, np.int32),
        day_first_slot=days.first_slot if days else 0,
        newest_day=days.newest if days else 0,
        active_days=np.empty((0, 0), np.uint64),
        active_first_profile=0,
        active_first_day=days.low if days else 0,
        distinct=np.array([DistinctTerm(v) in family.distincts for v in values], np.uint8),
        pairs=np.array([values.index(guard) for guard in pairs], np.int64),
        title=numbers,
        weighted=np.array([values.index(term.column) for term in weighted], np.int64),
        weight=_weights(scope, runs, titles) if needs_weight else np.zeros(runs.segment.size),
        moment=moment,
        moment_how=how,
        titled=bool((how == BY_TITLE).any()),
        groups=space.groups if space.keyed else 0,
        mark=not all(_always_positive(scope, s, stored[0]) for s in scope.segments),
        filtered=may_reject(scope, space),
        profiles=scope.snapshot.profiles,
        stop=current().flag,
    )
    return job, alive
