"""Conditions on values as SQL."""

from functools import partial

import pyarrow as pa
from sqlglot import exp

from keyart.query.duckdb_engine.relations import table_name
from keyart.query.planning.plan import Axis, Filter
from keyart.query.sql import Among, SqlScan, column, listed, table, value_passes

MOST_WRITTEN = 100
"""The most values of a condition in a statement; longer lists become a relation."""


def long_lists(scan: SqlScan) -> dict[str, pa.Table]:
    """Return the relations with the values of conditions that list many, by name."""
    return {
        _list_name(scan, filter_): pa.table(
            {"value": pa.array(_present_values(filter_), _type(filter_))}
        )
        for filter_ in scan.filters
        if _is_long(filter_)
    }


def passes(scan: SqlScan, filter_: Filter, value: exp.Expr) -> exp.Expr:
    """Return whether one value passes a filter of the plan of `scan`."""
    return value_passes(filter_, value, among=_among(scan, filter_))


def _among(scan: SqlScan, filter_: Filter) -> Among:
    if not _is_long(filter_):
        return partial(listed, filter_.values or ())
    relation = table(_list_name(scan, filter_))
    inside = exp.Subquery(this=exp.select(column("value")).from_(relation))
    return lambda value: exp.In(this=value.copy(), query=inside.copy())


def _is_long(filter_: Filter) -> bool:
    return filter_.values is not None and len(filter_.values) > MOST_WRITTEN


def _present_values(filter_: Filter) -> list[object]:
    return [value for value in filter_.values or () if value is not None]


def _type(filter_: Filter) -> pa.DataType:
    type_ = filter_.axis.type
    return pa.int64() if pa.types.is_timestamp(type_) else type_


def _list_name(scan: SqlScan, filter_: Filter) -> str:
    return f"listed_{scan.filters.index(filter_)}"


def any_passes(scan: SqlScan, filter_: Filter, owner: exp.Expr) -> exp.Expr:
    """Return whether a row of a multi-valued axis passes; `owner` is its id in the axis' table."""
    if filter_.values is None:
        return _exists(filter_.axis, owner, value_passes(filter_, column("value")))
    among = _exists(filter_.axis, owner, _among(scan, filter_)(column("value")))
    some = _exists(filter_.axis, owner, exp.true())
    if filter_.negate:
        return exp.and_(exp.not_(among), some) if None in filter_.values else exp.not_(among)
    return exp.or_(among, exp.not_(some)) if None in filter_.values else among


def _exists(axis: Axis, owner: exp.Expr, condition: exp.Expr) -> exp.Expr:
    same = exp.EQ(this=column("id"), expression=owner.copy())
    matches = exp.select("1").from_(table(table_name(axis))).where(exp.and_(same, condition))
    return exp.Exists(this=matches)
