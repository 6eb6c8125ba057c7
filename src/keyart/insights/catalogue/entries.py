"""The catalogue: titles and assets with metadata, and those that only events name."""

import pyarrow as pa
import pyarrow.compute as pc

from keyart.insights.catalogue.units import shown
from keyart.query.lookups import fact_ids
from keyart.query.memo import memo
from keyart.query.planning.model import model_of
from keyart.store import Snapshot


def title_entries(snapshot: Snapshot) -> pa.Table:
    """Return `snapshot.titles` with a row for each other title of the facts, sorted by id.

    Such a row has nothing but its `title_id`.
    """
    return memo(snapshot, title_entries, lambda: _titles(snapshot))


def _titles(snapshot: Snapshot) -> pa.Table:
    ids = fact_ids(snapshot, model_of(snapshot).axis("title"))
    return _with_unlisted(snapshot.titles, pa.table({"title_id": ids}))


def asset_entries(snapshot: Snapshot) -> pa.Table:
    """Return `snapshot.assets` with a row for each other asset that was shown, sorted by id.

    Such a row has nothing but its `asset_id` and its `title_id`: the first one, by id, if
    impressions name several.
    """
    return memo(snapshot, asset_entries, lambda: _assets(snapshot))


def _assets(snapshot: Snapshot) -> pa.Table:
    pairs = shown(snapshot).group_by("asset_id").aggregate([("title_id", "min")])
    return _with_unlisted(snapshot.assets, pairs.rename_columns({"title_id_min": "title_id"}))


def _with_unlisted(table: pa.Table, rows: pa.Table) -> pa.Table:
    """Return the table with those of `rows` whose key, the table's first column, it lacks."""
    key = table.schema.names[0]
    ids = rows.column(key)
    listed = pc.is_in(ids, value_set=table.column(key).combine_chunks())
    unlisted = rows.filter(pc.and_not(ids.is_valid(), listed))
    if not unlisted.num_rows:
        return table
    nulls = {f.name: pa.nulls(unlisted.num_rows, f.type) for f in table.schema}
    whole = pa.table(nulls | {name: unlisted.column(name) for name in rows.column_names})
    return pa.concat_tables([table, whole.cast(table.schema)]).sort_by(key)
