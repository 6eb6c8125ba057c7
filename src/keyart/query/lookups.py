"""The values behind ids: titles, series, assets, regions; and rows of tables sorted by text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.regions import REGION_OF_COUNTRY
from keyart.query.planning.plan import Axis, Lookup
from keyart.store import Snapshot


def values_of(snapshot: Snapshot, axis: Axis, ids: pa.Array) -> pa.Array:
    """Return the value of `axis` for each id of the fact column that decides it.

    `ids` are strings, null for missing. A multi-valued axis gives lists, null or empty for none.
    `AGE` gives the title's launch; `PROFILES` and `AUDIENCES` do not depend on an id.
    """
    match axis.lookup:
        case Lookup.TITLES | Lookup.AGE:
            return _attribute(snapshot.titles, "title_id", axis.attribute, ids)
        case Lookup.ASSETS:
            return _attribute(snapshot.assets, "asset_id", axis.attribute, ids)
        case Lookup.SERIES | Lookup.RUNTIMES:
            of_titles = series_of if axis.lookup is Lookup.SERIES else runtimes_of
            return of_titles(snapshot.titles, ids)
        case Lookup.REGIONS:
            regions = snapshot.config.regions or REGION_OF_COUNTRY
            return pa.array([regions.get(country) for country in ids.to_pylist()], pa.string())
        case Lookup.NUMBER:
            return ids.cast(pa.int64())
        case _:
            return ids


def _attribute(table: pa.Table, key: str, name: str, ids: pa.Array) -> pa.Array:
    rows = pc.index_in(ids, value_set=table.column(key).combine_chunks(), skip_nulls=True)
    return table.column(name).combine_chunks().take(rows)


def value_lists(values: pa.Array) -> list[list[object]]:
    """Return the values of each row as a list; one entry unless the axis is multi-valued.

    Nulls within a list are dropped; an empty list becomes [None].
    """
    rows = values.to_pylist()
    if not pa.types.is_list(values.type):
        return [[value] for value in rows]
    none: list[object] = [None]
    return [[v for v in dict.fromkeys(row or ()) if v is not None] or none for row in rows]


def pairs(ids: pa.Array, values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return (id, value) for each value of an id, without nulls."""
    if not pa.types.is_list(values.type):
        present = values.is_valid()
        return ids.filter(present), values.filter(present)
    owners = ids.take(pc.list_parent_indices(values))
    items = pc.list_flatten(values)
    listed = pa.table({"id": owners, "value": items}).filter(items.is_valid())
    distinct = listed.group_by(["id", "value"]).aggregate([]).combine_chunks()
    return distinct.column("id").combine_chunks(), distinct.column("value").combine_chunks()


def dictionaries(snapshot: Snapshot, axis: Axis) -> list[pa.Array]:
    """Return, for each segment, the ids in the fact column that decides `axis`."""
    return [
        segment.dictionary(axis.column)
        for family in axis.families
        for segment in snapshot.segments(family)
        if axis.column in segment.columns
    ]


def fact_ids(snapshot: Snapshot, axis: Axis) -> pa.Array:
    """Return the distinct ids in the fact column that decides `axis`, without null."""
    return pc.unique(pa.chunked_array(dictionaries(snapshot, axis), pa.string()))


def series_of(titles: pa.Table, ids: pa.Array) -> pa.Array:
    """Return the root title of each id (string, null stays null), as string.

    A title without a parent, or not in `titles`, is its own root. Titles in a loop of parents
    count as having no parent.
    """
    pairs = zip(
        titles.column("title_id").to_pylist(),
        titles.column("parent_title_id").to_pylist(),
        strict=True,
    )
    parents = {title: parent for title, parent in pairs if parent is not None}
    roots: dict[str, str] = {}
    for title in parents:
        _find_root(title, parents, roots)
    return pa.array([roots.get(i, i) for i in ids.to_pylist()], pa.string())


def runtimes_of(titles: pa.Table, ids: pa.Array) -> pa.Array:
    """Return each title's runtime in seconds, else that of its series; null if neither has one."""
    own, series = (
        _attribute(titles, "title_id", "runtime_seconds", names)
        for names in (ids, series_of(titles, ids))
    )
    runtime = pc.if_else(pc.fill_null(pc.greater(own, 0), False), own, series)
    return pc.if_else(pc.greater(runtime, 0), runtime, pa.scalar(None, runtime.type))


def _find_root(title: str, parents: dict[str, str], roots: dict[str, str]) -> None:
    """Add the roots of `title` and of its ancestors to `roots`."""
    path: dict[str, None] = {}
    while title in parents and title not in roots and title not in path:
        path[title] = None
        title = parents[title]
    loop = list(path)[list(path).index(title) :] if title in path else []
    roots.update((member, member) for member in loop)
    root = roots.get(title, title)
    roots.update((member, root) for member in path if member not in roots)


def on_loops(titles: pa.Table) -> frozenset[str]:
    """Return the titles that are their own ancestors; they count as having no parent."""
    ids = titles.column("title_id").combine_chunks()
    roots = series_of(titles, ids).to_pylist()
    parents = titles.column("parent_title_id").to_pylist()
    rows = zip(ids.to_pylist(), roots, parents, strict=True)
    return frozenset(title for title, root, parent in rows if parent is not None and root == title)


def rows_with(table: pa.Table, name: str, values: Iterable[str | None]) -> pa.Table:
    """Return the rows in which column `name` has one of `values`.

    The table is sorted by this column, nulls last. `values` are distinct, in any order; each takes
    a few microseconds, whatever the size of the table.
    """
    column = table.column(name)
    present = len(column) - column.null_count
    parts: list[pa.Table] = []
    for value in sorted(values, key=lambda value: (value is None, value or "")):
        low = present if value is None else _first(column, present, value)
        end = len(column) if value is None else _end(column, low, present, value)
        if low < end:
            parts.append(table.slice(low, end - low))
    if len(parts) == 1:
        return parts[0]
    return pa.concat_tables(parts) if parts else table.slice(0, 0)


def among(column: pa.ChunkedArray, values: Sequence[str]) -> list[str]:
    """Return the values that a sorted column contains."""
    if len(values) * FEW > len(column):
        candidates = pa.array(values, column.type)
        return candidates.filter(
            pc.is_in(candidates, value_set=column.combine_chunks())
        ).to_pylist()
    present = len(column) - column.null_count
    places = [(value, _first(column, present, value)) for value in values]
    return [value for value, at in places if at < present and column[at].as_py() == value]


FEW = 64
"""Looking up one value takes about as long as reading this many rows."""


def _first(column: pa.ChunkedArray, present: int, value: str) -> int:
    """Return the first row with `value` or a greater one."""
    return bisect_left(range(present), value, key=lambda at: column[at].as_py())


def _end(column: pa.ChunkedArray, low: int, present: int, value: str) -> int:
    """Return the row after the last one from `low` on with `value`; usually few rows have it."""
    step = 1
    while low + step <= present and column[low + step - 1].as_py() == value:
        step *= 2
    start, end = low + step // 2, min(low + step - 1, present)
    return bisect_right(range(end), value, start, key=lambda at: column[at].as_py())
