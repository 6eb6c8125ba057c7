"""Answers from the feed: the cells of one sheet, where each group is just one cell.

People of several cells may be the same, so cells are never added up: a question has its answer
here if each of its groups, and its totals, is a cell of a sheet that is by whatever the question
groups and filters by. Otherwise the engine counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import Family
from keyart.feed.cells import columns_of, groups_of, nothing
from keyart.feed.figures import ASSET, KEYS, PHASE, TITLE, sheet_of
from keyart.query import Query
from keyart.query.engine import EngineAnswer, Groups
from keyart.query.lookups import rows_with
from keyart.query.planning.conditions import Value
from keyart.query.planning.plan import Axis, FamilyPlan, Filter, Lookup, Plan
from keyart.query.router import Route, RouteReason, default_route
from keyart.store import Snapshot

HELD = (TITLE, ASSET, PHASE)

FEW = 20
"""Titles or assets whose figures are found in no time."""

MOST_LOOKED_UP = 1000
"""Values of a condition that are looked up one by one; for more, all rows are looked at."""


class Sheeted(Protocol):
    """What has sheets by name."""

    def sheet(self, name: str) -> pa.Table | None:
        """Return a sheet, None where the feed has none of this name."""
        ...

    def columns(self, name: str, columns: tuple[str, ...], /) -> pa.Table | None:
        """Return some columns of a sheet that is there, None where it lacks one."""
        ...


@dataclass(frozen=True, eq=False)
class Ready:
    """The answers to one question."""

    answers: Mapping[Family, EngineAnswer]
    name: str = "feed"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:  # noqa: ARG002
        """Return the answer of a family, which is that of the question it was made for."""
        return self.answers[family.family]


def is_quick(query: Query) -> bool:
    """Return whether a feed looks at few rows for a question: at all facts, or at few titles."""
    names = {*query.by, *query.where}
    whenever = query.grain is None and query.since is None and query.until is None
    if not whenever or query.audience is not None or query.include_empty or names - {*HELD}:
        return False
    return not names or any(_is_few(query.where[name]) for name in query.where if name != PHASE)


def _is_few(raw: object) -> bool:
    """Return whether a condition lists few values."""
    return isinstance(raw, str) or (isinstance(raw, list) and len(cast(list[object], raw)) <= FEW)


def prepared(feed: Sheeted, plan: Plan) -> Route:
    """Return the answers to `plan`, or the first engine and why the feed has none."""
    reason = not_held(plan)
    if reason is not None:
        return default_route(reason)
    answers: dict[Family, EngineAnswer] = {}
    for family in plan.families:
        found = _answer(feed, plan, family)
        if isinstance(found, RouteReason):
            return default_route(found)
        answers[family.family] = found
    return Route(Ready(answers), RouteReason.FEED)


def not_held(plan: Plan) -> RouteReason | None:
    """Return why no feed has the answer to a plan, None if one may."""
    axes = [*(key.axis for key in plan.keys), *(f.axis for f in plan.filters)]
    if plan.grain is not None or plan.first_slot is not None or plan.last_slot is not None:
        return RouteReason.FEED_TIME
    if plan.audience is not None or any(axis.lookup is Lookup.AUDIENCES for axis in axes):
        return RouteReason.FEED_AUDIENCE
    return None if all(map(_is_held, axes)) else RouteReason.FEED_DIMENSION


def _is_held(axis: Axis) -> bool:
    return axis.column in HELD and axis.lookup is Lookup.ITSELF


def _answer(feed: Sheeted, plan: Plan, family: FamilyPlan) -> EngineAnswer | RouteReason:
    totals = _cells(feed, plan.filters, family, {})
    if isinstance(totals, RouteReason):
        return totals
    if not totals.size:
        totals = nothing(family)
    if not plan.keys:
        return EngineAnswer(totals, totals, 0)
    keys = {key.name: key.axis.column for key in plan.keys}
    groups = _cells(feed, plan.filters, family, keys)
    return groups if isinstance(groups, RouteReason) else EngineAnswer(groups, totals, 0)


def _cells(
    feed: Sheeted, filters: Sequence[Filter], family: FamilyPlan, keys: Mapping[str, str]
) -> Groups | RouteReason:
    """Return the cells that pass as groups by `keys` (columns by name), if each is one cell."""
    by = frozenset(keys.values())
    name = sheet_of(family.family, by | {f.axis.column for f in filters})
    if feed.sheet(name) is None:
        return RouteReason.FEED_DIMENSION
    needed = feed.columns(name, (*KEYS[name][1], *columns_of(family)))
    if needed is None:
        return RouteReason.FEED_MEASURE
    rows = _passing(feed, needed, filters)
    others = frozenset(KEYS[name][1]) - by - {f.axis.column for f in filters if _is_one(f)}
    if not _are_apart(rows, sorted(by), sorted(others)):
        return RouteReason.FEED_GROUPS
    return groups_of(rows, family, keys)


def _are_apart(rows: pa.Table, by: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether no two rows are of one group; by all their keys, they are apart."""
    if rows.num_rows <= 1 or not any(_varies(rows.column(name)) for name in others):
        return True
    return bool(by) and rows.group_by(by).aggregate([]).num_rows == rows.num_rows


def _varies(values: pa.ChunkedArray) -> bool:
    return pc.count_distinct(values, mode="all").as_py() > 1


def _passing(feed: Sheeted, sheet: pa.Table, filters: Sequence[Filter]) -> pa.Table:
    rows = sheet
    titles = _titles(feed, filters)
    if titles is not None:
        rows = rows_with(sheet, TITLE, titles)
    for condition in filters:
        if len(filters) == 1 and titles is not None and condition.axis.column == TITLE:
            continue
        column = rows.column(condition.axis.column).combine_chunks()
        rows = rows.filter(pa.array(condition.passes(column)))
    return rows


def _titles(feed: Sheeted, filters: Sequence[Filter]) -> list[str | None] | None:
    """Return the titles to which the conditions narrow rows down, None if they do not."""
    listed = {f.axis.column: f.values for f in filters if _is_short(f)}
    if TITLE in listed:
        return _texts(listed[TITLE])
    pairs = feed.sheet("asset_titles")
    if ASSET not in listed or pairs is None:
        return None
    return pc.unique(rows_with(pairs, ASSET, _texts(listed[ASSET])).column(TITLE)).to_pylist()


def _is_one(condition: Filter) -> bool:
    """Return whether all that passes has the same value."""
    return condition.values is not None and not condition.negate and len(condition.values) <= 1


def _is_short(condition: Filter) -> bool:
    values = condition.values
    return values is not None and not condition.negate and len(values) <= MOST_LOOKED_UP


def _texts(values: Iterable[Value] | None) -> list[str | None]:
    """Return the values of a condition on text, which are text."""
    return [value for value in values or () if value is None or isinstance(value, str)]
