"""The lookups that Druid is to have: what single-valued dimensions say of ids, as text."""

from collections.abc import Mapping

import pyarrow as pa

from keyart.query.lookups import fact_ids, pairs, values_of
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Axis, Lookup
from keyart.scale.druid import layout
from keyart.store import Snapshot

LOOKED_UP = (Lookup.TITLES, Lookup.SERIES, Lookup.ASSETS, Lookup.REGIONS, Lookup.AGE)
"""The values of all others stand in columns, or are the columns' own text."""


def lookups_of(snapshot: Snapshot, prefix: str) -> Mapping[str, Mapping[str, str]]:
    """Return the entries of each lookup, by its name: ids that occur in facts, with a value."""
    return {name: _entries(snapshot, axis) for name, axis in _axes(snapshot, prefix).items()}


def lookup_names(snapshot: Snapshot, prefix: str) -> set[str]:
    """Return the names of the lookups."""
    return set(_axes(snapshot, prefix))


def _axes(snapshot: Snapshot, prefix: str) -> Mapping[str, Axis]:
    """Return an axis for each lookup, by its name: several may mean the same."""
    return {
        layout.lookup(prefix, *axis.source): axis
        for axis in model_of(snapshot).axes.values()
        if axis.lookup in LOOKED_UP and not axis.multi_valued
    }


def _entries(snapshot: Snapshot, axis: Axis) -> Mapping[str, str]:
    ids = fact_ids(snapshot, axis)
    owners, values = pairs(ids, values_of(snapshot, axis, ids))
    return dict(zip(owners.to_pylist(), _texts(values), strict=True))


def _texts(values: pa.Array) -> list[str]:
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    if pa.types.is_floating(values.type):
        return [repr(value) for value in values.to_pylist()]
    return values.cast(pa.string()).to_pylist()
