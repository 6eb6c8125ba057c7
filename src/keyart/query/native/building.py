"""Build a `Job` from a scope and a group space."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family
from keyart.query.cancel import current
from keyart.query.memo import memo
from keyart.query.native.columns import SLOT, ColumnAddresses, pieces_of, verify
from keyart.query.native.job import BY_DISTINCT, BY_SUM, BY_TITLE, BY_WEIGHT, Job
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
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.native.space import Space
from keyart.query.native.strategy import threads
from keyart.query.planning.plan import Axis, DistinctTerm, FamilyPlan, Lookup, Moment, SumTerm, Term
from keyart.store import Segment

Longs = npt.NDArray[np.int64]

_NONE = np.empty(0, np.int64)

TITLE = Axis("title", "title", Lookup.ITSELF)
RUNTIME = Axis("runtime", "title", Lookup.TITLES, "runtime_seconds", pa.float64())


def _weights(scope: ScanScope, runs: Runs, titles: Longs) -> npt.NDArray[np.float64]:
    """Return 1 / runtime in seconds of each run's title, 0 where the runtime is missing or 0."""
    domain = scope.domain(RUNTIME)
    runtime = np.append(domain.values.to_numpy(zero_copy_only=False), 0.0)
    with np.errstate(divide="ignore"):
        weight = np.where(runtime > 0, 1.0 / runtime, 0.0)
    return per_title(runs, titles, [weight[codes] for codes in domain.codes])


def _term(term: Term, values: Sequence[str]) -> tuple[int, int]:
    if isinstance(term, DistinctTerm):
        return values.index(term.guard), BY_TITLE if term.per_title else BY_DISTINCT
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


def _title_numbers(scope: ScanScope, runs: Runs, titles: Longs) -> Longs:
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
    """Return the stored sums that a scan reads: at least one, so that every row leaves a trace."""
    always = "impressions" if family.family is Family.EXPOSURE else "starts"
    return family.columns or (always,)


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
    pairs = [term.guard for term in family.distincts if term.per_title]
    only_slots = slot_range(scope, space)
    slots = [SLOT] if only_slots else []
    verify(scope, pieces, ["profile", *slots, *columns, *values], threads(scope.snapshot))
    alive = ColumnAddresses(scope)
    code_address, code_width = alive.table(columns)
    value_address, value_width = alive.table(values)
    moment, how = _moments(family.moments, values)
    numbers = np.zeros(runs.segment.size, np.int64)
    if pairs or (how == BY_TITLE).any():
        numbers = _title_numbers(scope, runs, titles)
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
        distinct=np.array([DistinctTerm(v) in family.distincts for v in values], np.uint8),
        pairs=np.array([values.index(guard) for guard in pairs], np.int64),
        title=numbers,
        weighted=np.array([values.index(term.column) for term in weighted], np.int64),
        weight=_weights(scope, runs, titles) if needs_weight else np.zeros(runs.segment.size),
        moment=moment,
        moment_how=how,
        titled=bool((how == BY_TITLE).any()),
        groups=space.groups if space.keyed else 0,
        mark=not all(_always_positive(scope, s, values[0]) for s in scope.segments),
        filtered=may_reject(scope, space),
        profiles=scope.snapshot.profiles,
        stop=current().flag,
    )
    return job, alive
