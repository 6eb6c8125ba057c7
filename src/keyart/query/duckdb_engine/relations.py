"""The relations that a statement reads: facts, and a small table for each dimension."""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from keyart.core.zones import buckets
from keyart.query.lookups import fact_ids, pairs, values_of
from keyart.query.membership import Members
from keyart.query.planning.plan import Audience, Axis, Lookup, Plan
from keyart.query.sql import SqlScan
from keyart.store import Segment

HIDDEN = "hidden"
"""The column that is 1 for rows that a later version hides."""

BUCKETS = "buckets"
DAYS = "days"
MEMBERS = "members"

_STORED_IN_FACTS = (Lookup.ITSELF, Lookup.NUMBER)


def has_table(axis: Axis) -> bool:
    """Return whether the values of `axis` are in a separate table, not in the facts."""
    return axis.lookup not in _STORED_IN_FACTS


def table_name(axis: Axis) -> str:
    """Return the name of an axis' table."""
    return "_".join(("values", *axis.source))


def segment_name(number: int) -> str:
    """Return the name of the relation that holds a segment."""
    return f"segment_{number}"


def relations(members: Members, scan: SqlScan) -> Mapping[str, pa.Table]:
    """Return all relations that the statement of `scan` reads, by name."""
    segments = members.snapshot.segments(scan.family.family)
    facts = [_facts(segment, scan) for segment in segments] or [_no_facts(scan)]
    tables = {segment_name(number): table for number, table in enumerate(facts)}
    tables |= {
        table_name(axis): _axis_table(members, scan.plan, axis)
        for axis in scan.axes
        if has_table(axis)
    }
    if scan.grained:
        tables[BUCKETS] = _bucket_table(scan.plan, segments)
    if scan.family.returns:
        tables[DAYS] = _day_table(scan.plan.tz, segments)
    if scan.plan.audience is not None:
        tables[MEMBERS] = pa.table({"id": members.ordinals(scan.plan.audience)})
    return tables


def _facts(segment: Segment, scan: SqlScan) -> pa.Table:
    """Return the columns that a scan needs, unchanged, and `HIDDEN`.

    A column that a segment lacks (a newer custom one, or an optional sum) is null, or 0 for a sum.
    """
    table = segment.table(("profile", "slot", *scan.coded, *scan.family.columns))
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        name: table.column(name) for name in ("profile", "slot")
    }
    absent: dict[str, pa.Array] = {
        **{name: pa.nulls(segment.rows, pa.string()) for name in scan.coded},
        **{name: pa.array(np.zeros(segment.rows, np.int64)) for name in scan.family.columns},
    }
    for name, filler in absent.items():
        columns[name] = table.column(name) if name in segment.columns else filler
    hidden = segment.hidden
    columns[HIDDEN] = pa.array(np.zeros(segment.rows, np.uint8) if hidden is None else hidden)
    return pa.table(columns)


def _no_facts(scan: SqlScan) -> pa.Table:
    numbers = ("profile", "slot", *scan.family.columns, HIDDEN)
    columns = {name: pa.array([], pa.int64()) for name in numbers}
    return pa.table({**columns, **{name: pa.array([], pa.string()) for name in scan.coded}})


def _axis_table(members: Members, plan: Plan, axis: Axis) -> pa.Table:
    """Return (id, value) for each value of an id; times are µs since 1970."""
    snapshot = members.snapshot
    if axis.lookup is Lookup.PROFILES:
        attribute = snapshot.attribute(axis.attribute)
        ids = np.flatnonzero(attribute.codes >= 0).astype(np.uint32)
        values = pa.array(attribute.values, pa.string()).take(pa.array(attribute.codes[ids]))
        return pa.table({"id": ids, "value": values})
    if axis.lookup is Lookup.AUDIENCES:
        return _membership(members, plan.audiences)
    ids = fact_ids(snapshot, axis)
    owners, values = pairs(ids, values_of(snapshot, axis, ids))
    comparable = values.cast(pa.int64()) if pa.types.is_timestamp(values.type) else values
    return pa.table({"id": owners, "value": comparable})


def _membership(members: Members, audiences: Iterable[Audience]) -> pa.Table:
    inside = {a.name: members.ordinals(a.expression) for a in audiences}
    none = np.empty(0, np.uint32)
    return pa.table(
        {
            "id": np.concatenate([none, *inside.values()]),
            "value": pa.array(
                [name for name, ordinals in inside.items() for _ in range(len(ordinals))],
                pa.string(),
            ),
        }
    )


def _bucket_table(plan: Plan, segments: Iterable[Segment]) -> pa.Table:
    """Return (slot, start in µs) for every slot from the first row's to the last one's."""
    first, last = _span(segments)
    table = buckets(plan.grain or "", plan.tz, first, last)
    slots = np.arange(first, last + 1, dtype=np.int64)
    return pa.table({"slot": slots, "start": table.starts[table.index] * 1_000_000})


def _day_table(tz: str, segments: Iterable[Segment]) -> pa.Table:
    """Return (slot, number of its local day) for every slot from the first row's to the last."""
    first, last = _span(segments)
    days = buckets("day", tz, first, last).index
    return pa.table({"slot": np.arange(first, last + 1, dtype=np.int64), "day": days})


def _span(segments: Iterable[Segment]) -> tuple[int, int]:
    spans = [(segment.first_slot, segment.last_slot) for segment in segments]
    return min((low for low, _ in spans), default=0), max((high for _, high in spans), default=-1)
