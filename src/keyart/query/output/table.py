"""The table of an answer: its columns, rows and order."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.measures import Measure
from keyart.core.zones import buckets
from keyart.query.engine import Groups
from keyart.query.lookups import values_of
from keyart.query.output.measures import MeasureColumn, interval, measure_values
from keyart.query.planning.conditions import read_condition
from keyart.query.planning.model import Model, audience_labels
from keyart.query.planning.plan import SUPPRESSED, TIME, Axis, Key, Lookup, Plan
from keyart.query.privacy.suppression import TOO_FEW_PEOPLE, Visible
from keyart.store import Snapshot

COMPLETE = "complete"


def build_table(
    model: Model, snapshot: Snapshot, plan: Plan, visible: Visible, ended: int | None
) -> pa.Table:
    """Return the answer's table: `by`, `time`, measures with their bounds, `complete`.

    Buckets that end by `ended` (µs since 1970; None: no bucket) are complete. Hidden
    groups become one last row without keys and figures; its column `suppressed` has their number.
    A condition on measures removes that row, too.
    """
    rows = visible.rows
    # 1. The group columns, and every measure to show, filter or sort by.
    keys = dict(zip(rows.keys.column_names, rows.keys.columns, strict=True))
    columns = measure_columns(model, plan, rows.groups, plan.measures)
    measured = {name: column.to_arrow() for name, column in columns.items()}
    table = pa.table({**keys, **measured})
    # 2. The rows, in order.
    table = _sort(plan, _apply_having(plan, table))
    # 3. The columns to show: names beside ids, times in their zone, only measures of the query.
    shown = _group_columns(snapshot, plan, table)
    extra = set(plan.measures) - set(plan.query.measures)
    shown |= {name: table.column(name) for name in measured if name not in extra}
    if plan.grain is not None:
        shown[COMPLETE] = _complete(plan, table.column(TIME).to_numpy(), ended)
    answer = pa.table(shown)
    # 4. The row of hidden groups, and the limit.
    if visible.folded and not plan.query.having:
        answer = _add_folded_row(answer, visible.folded)
    most = plan.query.limit
    return answer if most is None else answer.slice(0, min(most, answer.num_rows))


def _add_folded_row(table: pa.Table, groups: int) -> pa.Table:
    """Add the row that stands for hidden groups."""
    table = table.append_column(SUPPRESSED, pa.nulls(table.num_rows, pa.int64()))
    columns = [pa.nulls(1, field.type) for field in table.schema]
    columns[-1] = pa.array([groups], pa.int64())
    folded = pa.table(columns, schema=table.schema)
    return pa.concat_tables([table, folded]).combine_chunks()


def build_totals(model: Model, plan: Plan, visible: Visible) -> dict[str, Any]:
    """Return the query's measures, with their bounds, over all rows that passed.

    If they are about too few people, each is None and `suppressed` says why.
    """
    columns = measure_columns(model, plan, visible.totals, plan.query.measures)
    if visible.few:
        return {**dict.fromkeys(columns), SUPPRESSED: TOO_FEW_PEOPLE}
    return {name: column.of_one() for name, column in columns.items()}


def measure_columns(
    model: Model, plan: Plan, groups: Mapping[Family, Groups], names: Iterable[str]
) -> dict[str, MeasureColumn]:
    """Return the columns of some measures; a ratio of the query is followed by its bounds."""
    columns: dict[str, MeasureColumn] = {}
    for name in names:
        measure = model.measures[name]
        columns[name] = measure_values(model, measure, groups[measure.family])
        if plan.query.level is not None and name in plan.query.measures:
            columns |= _interval(model, measure, groups[measure.family], plan.query.level)
    return columns


def _interval(
    model: Model, measure: Measure, groups: Groups, level: float
) -> dict[str, MeasureColumn]:
    bounds = interval(model, measure, groups, level)
    if bounds is None:
        return {}
    return {f"{measure.name}_low": bounds[0], f"{measure.name}_high": bounds[1]}


def _apply_having(plan: Plan, table: pa.Table) -> pa.Table:
    for name, raw in plan.query.having.items():
        column = table.column(name).combine_chunks().cast(pa.float64())
        condition = read_condition(name, raw, column.type, plan.tz)
        table = table.filter(pa.array(condition.passes(column)))
    return table


def _sort(plan: Plan, table: pa.Table) -> pa.Table:
    """Return the rows sorted by `order`, then by the group columns; nulls last."""
    order = {name.removeprefix("-"): name.startswith("-") for name in plan.query.order}
    groups = [*(key.name for key in plan.keys), *([TIME] if plan.grain else [])]
    keys = {**order, **{name: False for name in groups if name not in order}}
    if not keys:
        return table
    sorting = [(n, "descending" if down else "ascending", "at_end") for n, down in keys.items()]
    places = pc.sort_indices(table, sort_keys=sorting)
    in_order = np.array_equal(places.to_numpy(), np.arange(table.num_rows))
    return table if in_order else table.take(places)


def _group_columns(
    snapshot: Snapshot, plan: Plan, table: pa.Table
) -> dict[str, pa.Array | pa.ChunkedArray]:
    columns: dict[str, pa.Array | pa.ChunkedArray] = {}
    for key in plan.keys:
        ids = table.column(key.name).combine_chunks()
        columns[key.name] = ids
        names = _label_column(snapshot, plan, key, ids) if plan.query.labels else None
        if names is not None:
            columns[f"{key.name}_name"] = names
    if plan.grain is not None:
        columns[TIME] = table.column(TIME).cast(pa.timestamp("us", plan.tz))
    return columns


def _label_column(snapshot: Snapshot, plan: Plan, key: Key, ids: pa.Array) -> pa.Array | None:
    """Return the names of a dimension's values, None if it has only ids."""
    if key.axis.lookup is Lookup.AUDIENCES:
        labels = audience_labels(snapshot, plan.audiences)
        return pa.array([labels.get(i) for i in ids.to_pylist()], pa.string())
    named = {
        ("title", Lookup.ITSELF): (Lookup.TITLES, "title"),
        ("title", Lookup.SERIES): (Lookup.TITLES, "title"),
        ("asset", Lookup.ITSELF): (Lookup.ASSETS, "asset"),
    }.get((key.axis.column, key.axis.lookup))
    if named is None:
        return None
    names = values_of(snapshot, Axis("name", named[1], named[0], "name"), ids)
    return pc.coalesce(names, ids)


def data_complete_until(snapshot: Snapshot) -> int | None:
    """Return the instant (µs since 1970) before which no more plays can come that count."""
    return complete_before(snapshot, snapshot.data_until)


def complete_before(snapshot: Snapshot, newest: int | None) -> int | None:
    """Return the same if the newest event is at `newest` (µs since 1970; None: no event)."""
    if newest is None:
        return None
    settings = snapshot.config.settings
    by_type = [settings.for_content_type(name) for name in settings.content_type]
    window = max(s.attribution_window for s in (settings, *by_type))
    return newest - round(window * 1_000_000)


def _complete(plan: Plan, starts: npt.NDArray[np.int64], until: int | None) -> pa.Array:
    """Return for each bucket start whether its bucket ends by `until`."""
    if until is None or not starts.size:
        return pa.array(np.zeros(starts.size, np.bool_))
    slots = starts // SLOT_MICROSECONDS
    first = int(slots.min())
    table = buckets(plan.grain or "", plan.tz, first, int(slots.max()))
    ends = table.ends[table.index[slots - first]]
    return pa.array(ends * 1_000_000 <= until)
