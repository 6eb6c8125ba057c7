"""Answers from the feed: the cells of one sheet, where each group is exactly one cell.

Cells may share people, so they are never added up: the feed answers a question if each group, and
the totals, is one cell of a sheet by all that the question groups and filters by. Otherwise an
engine counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import Family
from keyart.feed.figures import (
    ASSET,
    KEYS,
    PHASE,
    TITLE,
    columns_of,
    empty_totals,
    groups_of,
    sheet_of,
)
from keyart.query import Query
from keyart.query.engine import EngineAnswer, Groups
from keyart.query.lookups import rows_with
from keyart.query.planning.conditions import Value
from keyart.query.planning.plan import Axis, FamilyPlan, Filter, Lookup, Plan
from keyart.query.router import Route, RouteReason, default_route
from keyart.store import Snapshot

HELD = (TITLE, ASSET, PHASE)
"""The dimensions that the feed holds."""

FEW = 20
"""The figures of this many titles or assets are found quickly."""

MAX_LOOKUPS = 1000
"""Values of a condition that are looked up one by one; for more, all rows are read."""


class SheetSource(Protocol):
    """Has sheets by name."""

    def sheet(self, name: str) -> pa.Table | None:
        """Return a sheet, None if there is none of this name."""
        ...

    def columns(self, name: str, columns: tuple[str, ...], /) -> pa.Table | None:
        """Return some columns of a sheet, None if it lacks one."""
        ...


@dataclass(frozen=True, eq=False)
class FeedAnswers:
    """The answers to one question, as an engine."""

    answers: Mapping[Family, EngineAnswer]
    name: str = "feed"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:  # noqa: ARG002
        """Return the answer of a family."""
        return self.answers[family.family]


def is_quick(query: Query) -> bool:
    """Return whether a feed reads few rows for a question: totals, or those of few titles."""
    names = {*query.by, *query.where}
    all_time = query.grain is None and query.since is None and query.until is None
    if not all_time or query.audience is not None or query.include_empty or names - {*HELD}:
        return False
    return not names or any(_is_few(query.where[name]) for name in query.where if name != PHASE)


def _is_few(raw: object) -> bool:
    """Return whether a condition lists few values."""
    return isinstance(raw, str) or (isinstance(raw, list) and len(cast(list[object], raw)) <= FEW)


def route_to_feed(feed: SheetSource, plan: Plan) -> Route:
    """Return the answers to `plan`, or the first engine and the reason why the feed has none."""
    reason = refusal_reason(plan)
    if reason is not None:
        return default_route(reason)
    answers: dict[Family, EngineAnswer] = {}
    for family in plan.families:
        answer = _answer(feed, plan, family)
        if isinstance(answer, RouteReason):
            return default_route(answer)
        answers[family.family] = answer
    return Route(FeedAnswers(answers), RouteReason.FEED)


def refusal_reason(plan: Plan) -> RouteReason | None:
    """Return the reason why no feed can answer a plan, None if one may."""
    axes = [*(key.axis for key in plan.keys), *(f.axis for f in plan.filters)]
    if plan.grain is not None or plan.first_slot is not None or plan.last_slot is not None:
        return RouteReason.FEED_TIME
    if plan.audience is not None or any(axis.lookup is Lookup.AUDIENCES for axis in axes):
        return RouteReason.FEED_AUDIENCE
    return None if all(map(_is_held, axes)) else RouteReason.FEED_DIMENSION


def _is_held(axis: Axis) -> bool:
    return axis.column in HELD and axis.lookup is Lookup.ITSELF


def _answer(feed: SheetSource, plan: Plan, family: FamilyPlan) -> EngineAnswer | RouteReason:
    totals = _cells(feed, plan.filters, family, {})
    if isinstance(totals, RouteReason):
        return totals
    if not totals.size:
        totals = empty_totals(family)
    if not plan.keys:
        return EngineAnswer(totals, totals, 0)
    keys = {key.name: key.axis.column for key in plan.keys}
    groups = _cells(feed, plan.filters, family, keys)
    return groups if isinstance(groups, RouteReason) else EngineAnswer(groups, totals, 0)


def _cells(
    feed: SheetSource, filters: Sequence[Filter], family: FamilyPlan, keys: Mapping[str, str]
) -> Groups | RouteReason:
    """Return the cells that pass as groups by `keys` (columns by name), if each is one cell."""
    by = frozenset(keys.values())
    name = sheet_of(family.family, by | {f.axis.column for f in filters})
    if feed.sheet(name) is None:
        return RouteReason.FEED_DIMENSION
    needed = feed.columns(name, (*KEYS[name][1], *columns_of(family)))
    if needed is None:
        return RouteReason.FEED_MEASURE
    rows = _filter_rows(feed, needed, filters)
    others = frozenset(KEYS[name][1]) - by - {f.axis.column for f in filters if _is_single(f)}
    if not _is_one_cell_each(rows, sorted(by), sorted(others)):
        return RouteReason.FEED_GROUPS
    return groups_of(rows, family, keys)


def _is_one_cell_each(rows: pa.Table, by: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether no two rows are of one group; rows differ in at least one key."""
    if rows.num_rows <= 1 or not any(_varies(rows.column(name)) for name in others):
        return True
    return bool(by) and rows.group_by(by).aggregate([]).num_rows == rows.num_rows


def _varies(values: pa.ChunkedArray) -> bool:
    return pc.count_distinct(values, mode="all").as_py() > 1


def _filter_rows(feed: SheetSource, sheet: pa.Table, filters: Sequence[Filter]) -> pa.Table:
    rows = sheet
    titles = _selected_titles(feed, filters)
    if titles is not None:
        rows = rows_with(sheet, TITLE, titles)
    for condition in filters:
        if len(filters) == 1 and titles is not None and condition.axis.column == TITLE:
            continue
        column = rows.column(condition.axis.column).combine_chunks()
        rows = rows.filter(pa.array(condition.passes(column)))
    return rows


def _selected_titles(feed: SheetSource, filters: Sequence[Filter]) -> list[str | None] | None:
    """Return the titles that the conditions select, None if they do not select titles."""
    listed = {f.axis.column: f.values for f in filters if _is_short(f)}
    if TITLE in listed:
        return _text_values(listed[TITLE])
    pairs = feed.sheet("asset_titles")
    if ASSET not in listed or pairs is None:
        return None
    return pc.unique(rows_with(pairs, ASSET, _text_values(listed[ASSET])).column(TITLE)).to_pylist()


def _is_single(condition: Filter) -> bool:
    """Return whether all rows that pass have the same value."""
    return condition.values is not None and not condition.negate and len(condition.values) <= 1


def _is_short(condition: Filter) -> bool:
    values = condition.values
    return values is not None and not condition.negate and len(values) <= MAX_LOOKUPS


def _text_values(values: Iterable[Value] | None) -> list[str | None]:
    """Return the values of a condition on text."""
    return [value for value in values or () if value is None or isinstance(value, str)]
