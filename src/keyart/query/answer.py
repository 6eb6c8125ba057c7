"""The road of a question: from what was asked to a table that says where it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from keyart.core.facts import Family
from keyart.core.zones import instant
from keyart.query.access import Access
from keyart.query.cancel import Cancel, under
from keyart.query.engine import CopyVersion, EngineAnswer, ErrorBound
from keyart.query.output.grid import build_grid
from keyart.query.output.notes import title_notes, unknown_value_notes
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
"""To whole steps of so many is told how many rows were looked at, where few people are hidden."""


def ask(
    snapshot: Snapshot,
    access: Access,
    query: Query,
    cancel: Cancel | None = None,
    feed: ReadyAnswers | None = None,
) -> Result:
    """Answer `query` on `snapshot` with the rights of `access`, from `feed` where that can.

    Raises `UnknownName`, `BadQuestion`, `UnalignedRange`, or `TooManyGroups`; `QueryTimeout`
    when `cancel` stopped it.
    """
    with under(cancel):
        return _answer(_prepare(snapshot, access, query, feed))


def ask_if_ready(
    snapshot: Snapshot, access: Access, query: Query, feed: ReadyAnswers
) -> Result | None:
    """Answer as `ask` does where `feed` has the answer in few rows; None where it has to be asked.

    Raises as `ask` does where the question makes no sense.
    """
    if not feed.is_quick(query):
        return None
    understood = _prepare(snapshot, access, query, feed)
    return _answer(understood) if understood.chosen.reason is RouteReason.FEED else None


@dataclass(frozen=True)
class _Prepared:
    """A question whose names are known and whose engine is chosen."""

    snapshot: Snapshot
    model: Model
    plan: Plan
    chosen: Route
    began: float


def _prepare(
    snapshot: Snapshot, access: Access, query: Query, feed: ReadyAnswers | None
) -> _Prepared:
    began = perf_counter()
    if query.audiences_version is not None:
        snapshot = snapshot.with_fit(query.audiences_version)
    # 1. Resolve every name against what the snapshot has.
    model = model_of(snapshot)
    plan = compile(model, access, query)
    # 2. Choose who answers.
    return _Prepared(snapshot, model, plan, choose_route(snapshot, access, plan, feed), began)


def _answer(asked: _Prepared) -> Result:
    snapshot, model, plan, chosen = asked.snapshot, asked.model, asked.plan, asked.chosen
    # 3. Add up rows: one scan for each family of facts that the measures need.
    answers = {f.family: chosen.engine.answer(snapshot, plan, f) for f in plan.families}
    held = _held(snapshot, answers.values())
    # 4. Lay the groups of all families side by side, with the empty ones that were asked for.
    rows = build_grid(snapshot, plan, answers)
    # 5. Leave out what whoever asks may not see.
    whole = {f: answer.totals for f, answer in answers.items()}
    seen = find_visible(model, snapshot, plan, rows, whole)
    # 6. Make measures of sums, choose and order the rows, name the columns.
    table = build_table(model, snapshot, plan, seen, complete_before(snapshot, held.data_until))
    overall = build_totals(model, plan, seen)
    # 7. Say where it comes from.
    return Result(table, overall, _meta(asked, answers, held, seen))


def _meta(
    asked: _Prepared, answers: Mapping[Family, EngineAnswer], held: CopyVersion, seen: Visible
) -> Meta:
    snapshot, engine, reason = asked.snapshot, asked.chosen.engine.name, asked.chosen.reason
    scanned = sum(answer.rows_scanned for answer in answers.values())
    if asked.plan.min_cell:
        scanned -= scanned % ROWS_STEP
    if seen.few and asked.plan.query.engine is None:
        # Which engine was chosen may hang on the rows that there are.
        engine, reason = next(iter(ENGINES)), RouteReason.FEW
    bound = _bound(answers.values())
    return Meta(
        answered_by=engine,
        reason=reason,
        exact=bound is None,
        error_bound=0.0 if bound is None else bound.error,
        confidence=1.0 if bound is None else bound.confidence,
        rows_scanned=scanned,
        ms=(perf_counter() - asked.began) * 1000,
        as_of=_instant(held.data_until),
        complete_until=_instant(complete_before(snapshot, held.data_until)),
        version=held.version,
        audiences_version=held.audiences_version,
        notes=tuple(_notes(asked, answers, held, seen)),
    )


def _notes(
    asked: _Prepared, answers: Mapping[Family, EngineAnswer], held: CopyVersion, seen: Visible
) -> Iterator[str]:
    snapshot, measures = asked.snapshot, asked.model.measures
    yield from unknown_value_notes(snapshot, asked.plan)
    if not seen.few:
        yield from title_notes(snapshot, measures, asked.plan)
        yield from linking_notes(measures, asked.plan, answers)
    yield from seen.notes
    yield from _older(snapshot, held, asked.chosen.engine.name)
    yield from _keyless(snapshot)


def _held(snapshot: Snapshot, answers: Iterable[EngineAnswer]) -> CopyVersion:
    """Return what the answers are of: a copy of some version, or the snapshot itself."""
    copies = [answer.held for answer in answers if answer.held is not None]
    if copies:
        return min(copies, key=lambda held: held.version)
    fit = 0 if snapshot.fit is None else snapshot.fit.number
    return CopyVersion(snapshot.version, fit, snapshot.data_until)


def _bound(answers: Iterable[EngineAnswer]) -> ErrorBound | None:
    """Return the widest bound of some answers, None where all are exact."""
    bounds = [answer.bound for answer in answers if answer.bound is not None]
    return max(bounds, key=lambda bound: bound.error, default=None)


def _older(snapshot: Snapshot, held: CopyVersion, engine: str) -> list[str]:
    """Return that the store has moved on since what answered was copied from it, if it has."""
    if held.version == snapshot.version:
        return []
    return [f"{engine} holds version {held.version}; the store is at version {snapshot.version}."]


def _keyless(snapshot: Snapshot) -> list[str]:
    """Return that the store has lost its key, if it has."""
    if snapshot.key.path.exists():
        return []
    return ["store.key is missing: nothing can be loaded until it is restored from a backup."]


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else instant(micros)
