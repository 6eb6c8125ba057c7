"""The rows of an answer: the groups that an engine found, and empty ones on request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.zones import bucket_range
from keyart.query.engine import EngineAnswer, Groups, Ints, Moments
from keyart.query.lookups import value_lists, values_of
from keyart.query.planning.compile import too_many_groups
from keyart.query.planning.plan import TIME, Axis, Filter, Key, Lookup, Plan
from keyart.store import Snapshot

Number = TypeVar("Number", bound=np.int64 | np.float64)

BYTES_PER_ROW = 100
"""Least memory for one row of a result, keys and measures together."""

BYTES_PER_SLOT = 64
"""Memory for each slot of a range while its buckets are found."""

_NEVER = 1 << 60
"""A slot later than any time."""

_LOOKUPS = (Lookup.ITSELF, Lookup.TITLES, Lookup.ASSETS, Lookup.SERIES)


@dataclass(frozen=True)
class Grid:
    """The rows of an answer: their keys, and each family's sums for them."""

    keys: pa.Table
    """The group columns of the query, then `TIME` (µs since 1970) with a grain."""
    groups: Mapping[Family, Groups]
    """Aligned with `keys`; sums are 0 where a family has no such group."""

    def take(self, places: Ints) -> "Grid":
        """Return the rows at some places."""
        keys = self.keys.take(pa.array(places)) if self.keys.num_columns else self.keys
        return Grid(keys, {family: sums.take(places) for family, sums in self.groups.items()})


def build_grid(snapshot: Snapshot, plan: Plan, answers: Mapping[Family, EngineAnswer]) -> Grid:
    """Return the rows of the answer to `plan`, in no particular order.

    Raises `TooManyGroups` if filling empty buckets makes too many.
    """
    if not plan.keys and plan.grain is None:
        return Grid(pa.table({}), {f: answer.totals for f, answer in answers.items()})
    tables = [key_table(plan, answer.groups) for answer in answers.values()]
    keys = tables[0] if len(tables) == 1 else _distinct(pa.concat_tables(tables))
    if plan.query.include_empty:
        keys = _with_catalogue(snapshot, plan, keys)
    if plan.query.fill:
        keys = _with_buckets(snapshot, plan, keys)
    aligned = {
        family: answer.groups if table is keys else _align(keys, table, answer.groups)
        for (family, answer), table in zip(answers.items(), tables, strict=True)
    }
    return Grid(keys, aligned)


def key_table(plan: Plan, groups: Groups) -> pa.Table:
    """Return the keys of groups: the columns of the query, then `TIME` with a grain."""
    names = [*(key.name for key in plan.keys), *([TIME] if plan.grain else [])]
    return pa.table({name: groups.keys[name] for name in names})


def row_codes(table: pa.Table) -> Ints:
    """Return a number for each row, equal only for equal rows, int64 [rows].

    `table` has at least one column.
    """
    codes = np.zeros(table.num_rows, np.int64)
    for column in table.columns:
        coded = column.combine_chunks().dictionary_encode(null_encoding="encode")
        column_codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        codes = np.unique(codes * len(coded.dictionary) + column_codes, return_inverse=True)[1]
    return codes


def places_of(rows: pa.Table, table: pa.Table) -> Ints:
    """Return the place of each of `rows` in `table`, which has each once: int64 [rows].

    A table without columns has one row.
    """
    if not table.num_columns:
        return np.zeros(1, np.int64)
    codes = row_codes(pa.concat_tables([table, rows]))
    place = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    place[codes[: table.num_rows]] = np.arange(table.num_rows)
    return place[codes[table.num_rows :]]


def _distinct(table: pa.Table) -> pa.Table:
    return table.take(np.sort(np.unique(row_codes(table), return_index=True)[1]))


def _align(keys: pa.Table, group_keys: pa.Table, groups: Groups) -> Groups:
    """Return `groups`, whose keys are `group_keys`, in the order of `keys`; absent ones are 0."""
    codes = row_codes(pa.concat_tables([keys, group_keys]))
    place = np.full(int(codes.max(initial=-1)) + 1, groups.size, np.int64)
    place[codes[keys.num_rows :]] = np.arange(groups.size)
    rows = place[codes[: keys.num_rows]]

    def take(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
        return np.concatenate([values, np.zeros(1, values.dtype)])[rows]

    def moments(m: Moments) -> Moments:
        return Moments(take(m.n), take(m.x), take(m.y), take(m.xx), take(m.yy), take(m.xy))

    return Groups(
        size=keys.num_rows,
        keys={name: keys.column(name).combine_chunks() for name in keys.column_names},
        sums={term: take(values) for term, values in groups.sums.items()},
        distincts={term: take(values) for term, values in groups.distincts.items()},
        moments={pair: moments(m) for pair, m in groups.moments.items()},
    )


def _combinations(keys: pa.Table, names: Iterable[str]) -> list[tuple[Any, ...]]:
    """Return the distinct combinations of some columns; one empty combination without columns."""
    chosen = keys.select(list(names))
    if not chosen.num_columns:
        return [()]
    rows = _distinct(chosen)
    return list(zip(*(column.to_pylist() for column in rows.columns), strict=True))


def _with_catalogue(snapshot: Snapshot, plan: Plan, keys: pa.Table) -> pa.Table:
    """Add each combination of the catalogue that no group has.

    It is added once for each combination of the other keys.
    """
    names, rows = _catalogue_entries(snapshot, plan)
    others = [name for name in keys.column_names if name not in names]
    missing = rows - set(_combinations(keys, names)) if names else set[tuple[Any, ...]]()
    added = [
        dict(zip([*names, *others], (*entry, *other), strict=True))
        for entry, other in product(missing, _combinations(keys, others))
    ]
    return pa.concat_tables([keys, pa.Table.from_pylist(added, schema=keys.schema)])


def _with_buckets(snapshot: Snapshot, plan: Plan, keys: pa.Table) -> pa.Table:
    """Add the missing buckets of the range for each combination of the other keys.

    An open range starts or ends with the first or last bucket of any group.
    """
    others = [name for name in keys.column_names if name != TIME]
    combinations = _combinations(keys, others)
    memory = snapshot.config.settings.query_memory
    starts = pa.array(_bucket_starts(plan, keys.column(TIME).to_numpy(), memory), pa.int64())
    size = len(combinations) * len(starts)
    if size * BYTES_PER_ROW > memory:
        raise too_many_groups(plan, size, {TIME: len(starts), "other groups": len(combinations)})
    columns = {TIME: starts.take(np.tile(np.arange(len(starts)), len(combinations)))}
    for i, name in enumerate(others):
        values = pa.array([row[i] for row in combinations], keys.schema.field(name).type)
        columns[name] = values.take(np.repeat(np.arange(len(combinations)), len(starts)))
    filled = pa.table({name: columns[name] for name in keys.column_names}, schema=keys.schema)
    return _distinct(pa.concat_tables([keys, filled]))


def _bucket_starts(plan: Plan, starts: Ints, memory: int) -> Ints:
    """Return the starts of all buckets to show, µs; `starts` are those of the groups."""
    slots = starts // SLOT_MICROSECONDS
    first = plan.first_slot if plan.first_slot is not None else int(slots.min(initial=_NEVER))
    last = plan.last_slot if plan.last_slot is not None else int(slots.max(initial=-_NEVER)) + 1
    if last <= first:
        return np.empty(0, np.int64)
    if (last - first) * BYTES_PER_SLOT > memory:
        raise too_many_groups(plan, last - first, {TIME: last - first})
    return bucket_range(plan.grain or "", plan.tz, first, last).starts * 1_000_000


def _catalogue_entries(snapshot: Snapshot, plan: Plan) -> tuple[list[str], set[tuple[Any, ...]]]:
    """Return (the names of the keys that titles and assets determine, their combinations).

    Only titles and assets that pass the plan's filters on titles and assets count. The rows are
    titles, or assets with their titles if any key or filter is about assets.
    """
    keys = [key for key in plan.keys if _is_catalogue(key.axis)]
    filters = [f for f in plan.filters if _is_catalogue(f.axis)]
    axes = [*(key.axis for key in keys), *(f.axis for f in filters)]
    table = snapshot.assets if any(a.column == "asset" for a in axes) else snapshot.titles
    for filter_ in filters:
        table = table.filter(
            pa.array(_passing_rows(filter_, _axis_values(snapshot, filter_.axis, table)))
        )
    lists = [_shown_lists(key, _axis_values(snapshot, key.axis, table)) for key in keys]
    rows = {row for row_lists in zip(*lists, strict=True) for row in product(*row_lists)}
    return [key.name for key in keys], rows


def _is_catalogue(axis: Axis) -> bool:
    return axis.column in {"title", "asset"} and axis.lookup in _LOOKUPS


def _axis_values(snapshot: Snapshot, axis: Axis, table: pa.Table) -> pa.Array:
    return values_of(snapshot, axis, table.column(f"{axis.column}_id").combine_chunks())


def _shown_lists(key: Key, values: pa.Array) -> list[list[object]]:
    """Return each row's values that appear as groups."""
    lists = value_lists(values)
    for condition in key.shown:
        distinct = list({value for row in lists for value in row})
        flags = condition.passes(pa.array(distinct, key.axis.type))
        passing = {value for value, passes in zip(distinct, flags, strict=True) if passes}
        lists = [[value for value in row if value in passing] for row in lists]
    return lists


def _passing_rows(filter_: Filter, values: pa.Array) -> npt.NDArray[np.bool_]:
    """Return whether each row passes; lists as `Filter` describes."""
    if not pa.types.is_list(values.type):
        return filter_.passes(values)
    lists = value_lists(values)
    owners = np.repeat(np.arange(len(lists)), [len(row) for row in lists])
    flat = pa.array([value for row in lists for value in row], filter_.axis.type)
    flags = filter_.passes(flat)
    passing = np.bincount(owners, flags, minlength=len(lists))
    sizes = np.bincount(owners, minlength=len(lists))
    return passing == sizes if filter_.negate else passing > 0
