"""What an axis says of given ids: the values behind titles, assets, countries and positions."""

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.regions import REGION_OF_COUNTRY
from keyart.query.plan import Axis, Lookup
from keyart.query.series import series_of
from keyart.store import Snapshot


def values_of(snapshot: Snapshot, axis: Axis, ids: pa.Array) -> pa.Array:
    """Return the value of `axis` for each id of the fact column that decides it.

    `ids` are string, null for missing. A multi-valued axis gives lists, null or empty for none.
    `AGE` gives the title's launch; `PROFILES` and `AUDIENCES` are not functions of an id.
    """
    match axis.lookup:
        case Lookup.TITLES | Lookup.AGE:
            return _attribute(snapshot.titles, "title_id", axis.attribute, ids)
        case Lookup.ASSETS:
            return _attribute(snapshot.assets, "asset_id", axis.attribute, ids)
        case Lookup.SERIES:
            return series_of(snapshot.titles, ids)
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
    """Return the values of each row as a list: of one entry unless the axis is multi-valued.

    Nulls within a list count for nothing; where nothing is left, the one value is None.
    """
    plain = values.to_pylist()
    if not pa.types.is_list(values.type):
        return [[value] for value in plain]
    none: list[object] = [None]
    return [[v for v in dict.fromkeys(row or ()) if v is not None] or none for row in plain]


def pairs(ids: pa.Array, values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return (id, value) for each value that an id has, without nulls."""
    if not pa.types.is_list(values.type):
        present = values.is_valid()
        return ids.filter(present), values.filter(present)
    owners = ids.take(pc.list_parent_indices(values))
    items = pc.list_flatten(values)
    listed = pa.table({"id": owners, "value": items}).filter(items.is_valid())
    distinct = listed.group_by(["id", "value"]).aggregate([]).combine_chunks()
    return distinct.column("id").combine_chunks(), distinct.column("value").combine_chunks()


def dictionaries(snapshot: Snapshot, axis: Axis) -> list[pa.Array]:
    """Return, segment by segment, the ids in the facts' column that decides `axis`."""
    return [
        segment.dictionary(axis.column)
        for family in axis.families
        for segment in snapshot.segments(family)
        if axis.column in segment.columns
    ]


def fact_ids(snapshot: Snapshot, axis: Axis) -> pa.Array:
    """Return the distinct ids in the facts' column that decides `axis`, without null."""
    return pc.unique(pa.chunked_array(dictionaries(snapshot, axis), pa.string()))
