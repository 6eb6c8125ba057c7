"""The steps from a query to its answer: a table, totals, and where they come from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter

from keyart.core.facts import Family
from keyart.core.zones import instant
from keyart.query.access import Access
from keyart.query.cancel import Cancel, under
from keyart.query.engine import CopyVersion, EngineAnswer
from keyart.query.output.grid import build_grid
from keyart.query.output.notes import return_notes, title_notes, unknown_value_notes
from keyart.query.output.table import build_table, build_totals, complete_before
from keyart.query.planning.compile import compile  # noqa: A004 - the design's word
from keyart.query.planning.model import Model, model_of
from keyart.query.planning.plan import Plan
from keyart.query.planning.unlinked import linking_notes
from keyart.query.privacy.suppression import Visible, find_visible
from keyart.query.request import Query
from keyart.query.result import Meta, Result
from keyart.query.router import ENGINES, ReadyAnswers, Route, RouteReason, choose_route
from keyart.store import Snapshot

ROWS_STEP = 10_000
"""`rows_scanned` is rounded down to multiples of this for readers with a smallest cell."""


def ask(
    snapshot: Snapshot,
    access: Access,
    query: Query,
    cancel: Cancel | None = None,
    feed: ReadyAnswers | None = None,
) -> Result:
    """Answer `query` on `snapshot` with the rights of `access`, from `feed` if it can.

    Raises `UnknownName`, `BadQuestion`, `UnalignedRange`, or `TooManyGroups`; `QueryTimeout`
    if `cancel` stopped it.
    """
    with under(cancel):
        return _answer(_prepare(snapshot, access, query, feed))


def ask_if_ready(
    snapshot: Snapshot, access: Access, query: Query, feed: ReadyAnswers
) -> Result | None:
    """Answer as `ask` does if `feed` has the answer in few rows; else return None.

    Raises as `ask` does for an invalid query.
    """
    if not feed.is_quick(query):
        return None
    prepared = _prepare(snapshot, access, query, feed)
    return _answer(prepared) if prepared.route.reason is RouteReason.FEED else None


@dataclass(frozen=True)
class _Prepared:
    """A query whose names are resolved and whose engine is chosen."""

    snapshot: Snapshot
    model: Model
    plan: Plan
    route: Route
    start: float


def _prepare(
    snapshot: Snapshot, access: Access, query: Query, feed: ReadyAnswers | None
) -> _Prepared:
    start = perf_counter()
    if query.audiences_version is not None:
        snapshot = snapshot.with_fit(query.audiences_version)
    # 1. Resolve every name against what the snapshot has.
    model = model_of(snapshot)
    plan = compile(model, access, query)
    # 2. Choose who answers.
    return _Prepared(snapshot, model, plan, choose_route(snapshot, access, plan, feed), start)


def _answer(prepared: _Prepared) -> Result:
    snapshot, model, plan = prepared.snapshot, prepared.model, prepared.plan
    # 3. Add up rows: one scan for each family of facts that the measures need.
    engine = prepared.route.engine
    answers = {f.family: engine.answer(snapshot, plan, f) for f in plan.families}
    version = _version(snapshot, answers.values())
    # 4. Join the groups of all families, and add the empty groups that were requested.
    rows = build_grid(snapshot, plan, answers)
    # 5. Remove what the reader may not see.
    sums = {f: answer.totals for f, answer in answers.items()}
    visible = find_visible(model, snapshot, plan, rows, sums)
    # 6. Make measures of sums, choose and order the rows, name the columns.
    complete = complete_before(snapshot, version.data_until)
    table = build_table(model, snapshot, plan, visible, complete)
    totals = build_totals(model, plan, visible)
    # 7. Say where it comes from.
    return Result(table, totals, _meta(prepared, answers, version, visible))


def _meta(
    prepared: _Prepared,
    answers: Mapping[Family, EngineAnswer],
    version: CopyVersion,
    visible: Visible,
) -> Meta:
    route, plan = prepared.route, prepared.plan
    engine, reason = route.engine.name, route.reason
    scanned = sum(answer.rows_scanned for answer in answers.values())
    if plan.min_cell:
        scanned -= scanned % ROWS_STEP
    if visible.few and plan.query.engine is None:
        # The engine chosen may depend on which rows there are.
        engine, reason = next(iter(ENGINES)), RouteReason.FEW
    bounds = (answer.bound for answer in answers.values() if answer.bound is not None)
    bound = max(bounds, key=lambda bound: bound.error, default=None)
    complete = complete_before(prepared.snapshot, version.data_until)
    return Meta(
        answered_by=engine,
        reason=reason,
        exact=bound is None,
        error_bound=0.0 if bound is None else bound.error,
        confidence=1.0 if bound is None else bound.confidence,
        rows_scanned=scanned,
        ms=(perf_counter() - prepared.start) * 1000,
        as_of=None if version.data_until is None else instant(version.data_until),
        complete_until=None if complete is None else instant(complete),
        version=version.version,
        audiences_version=version.audiences_version,
        notes=tuple(_notes(prepared, answers, version, visible)),
    )


def _notes(
    prepared: _Prepared,
    answers: Mapping[Family, EngineAnswer],
    version: CopyVersion,
    visible: Visible,
) -> Iterator[str]:
    snapshot, measures = prepared.snapshot, prepared.model.measures
    yield from unknown_value_notes(snapshot, prepared.plan)
    if not visible.few:
        yield from title_notes(snapshot, measures, prepared.plan)
        yield from linking_notes(measures, prepared.plan, answers)
    yield from return_notes(snapshot, prepared.plan)
    yield from visible.notes
    if version.version != snapshot.version:
        engine = prepared.route.engine.name
        yield (
            f"{engine} holds version {version.version}; the store is at version {snapshot.version}."
        )
    if not snapshot.key.path.exists():
        yield "store.key is missing: nothing can be loaded until it is restored from a backup."


def _version(snapshot: Snapshot, answers: Iterable[EngineAnswer]) -> CopyVersion:
    """Return the version that was read: the oldest copy, or the snapshot itself."""
    copies = [answer.copy_version for answer in answers if answer.copy_version is not None]
    if copies:
        return min(copies, key=lambda copy: copy.version)
    fit = 0 if snapshot.fit is None else snapshot.fit.number
    return CopyVersion(snapshot.version, fit, snapshot.data_until)
