"""What the catalogue of titles and assets says by itself, whether there are facts or not."""

from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.lookups import value_lists, values_of
from keyart.query.plan import Axis, Filter, Key, Lookup, Plan
from keyart.store import Snapshot

_LOOKUPS = (Lookup.ITSELF, Lookup.TITLES, Lookup.ASSETS, Lookup.SERIES)


def entries(snapshot: Snapshot, plan: Plan) -> tuple[list[str], set[tuple[Any, ...]]]:
    """Return (the names of the keys that titles and assets decide, their combinations).

    Only titles and assets that pass the plan's filters on titles and assets count. The rows are
    titles, or assets with their titles as soon as a key or filter is about assets.
    """
    keys = [key for key in plan.keys if _is_catalogue(key.axis)]
    filters = [f for f in plan.filters if _is_catalogue(f.axis)]
    axes = [*(key.axis for key in keys), *(f.axis for f in filters)]
    table = snapshot.assets if any(a.column == "asset" for a in axes) else snapshot.titles
    for filter_ in filters:
        table = table.filter(
            pa.array(_passing_rows(filter_, _values(snapshot, filter_.axis, table)))
        )
    lists = [_shown(key, _values(snapshot, key.axis, table)) for key in keys]
    rows = {row for row_lists in zip(*lists, strict=True) for row in product(*row_lists)}
    return [key.name for key in keys], rows


def _is_catalogue(axis: Axis) -> bool:
    return axis.column in {"title", "asset"} and axis.lookup in _LOOKUPS


def _values(snapshot: Snapshot, axis: Axis, table: pa.Table) -> pa.Array:
    return values_of(snapshot, axis, table.column(f"{axis.column}_id").combine_chunks())


def _shown(key: Key, values: pa.Array) -> list[list[object]]:
    """Return the values of each row that appear as groups."""
    lists = value_lists(values)
    for condition in key.shown:
        distinct = list({value for row in lists for value in row})
        judged = condition.passes(pa.array(distinct, key.axis.type))
        passing = {value for value, passes in zip(distinct, judged, strict=True) if passes}
        lists = [[value for value in row if value in passing] for row in lists]
    return lists


def _passing_rows(filter_: Filter, values: pa.Array) -> npt.NDArray[np.bool_]:
    """Return for each row of `values` whether it passes; lists as `Filter` says."""
    if not pa.types.is_list(values.type):
        return filter_.passes(values)
    lists = value_lists(values)
    owners = np.repeat(np.arange(len(lists)), [len(row) for row in lists])
    flat = pa.array([value for row in lists for value in row], filter_.axis.type)
    judged = filter_.passes(flat)
    passing = np.bincount(owners, judged, minlength=len(lists))
    sizes = np.bincount(owners, minlength=len(lists))
    return passing == sizes if filter_.negate else passing > 0
