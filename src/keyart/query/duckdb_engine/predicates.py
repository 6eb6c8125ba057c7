"""Conditions on several values as SQL."""

from sqlglot import exp

from keyart.query.duckdb_engine.relations import table_name
from keyart.query.plan import Axis, Filter
from keyart.query.sql import column, judged, listed, table


def any_passes(filter_: Filter, owner: exp.Expr) -> exp.Expr:
    """Return whether a row of a multi-valued axis passes; `owner` is its id in the axis' table."""
    if filter_.values is None:
        return _exists(filter_.axis, owner, judged(filter_, column("value")))
    among = _exists(filter_.axis, owner, listed(filter_.values, column("value")))
    some = _exists(filter_.axis, owner, exp.true())
    if filter_.negate:
        return exp.and_(exp.not_(among), some) if None in filter_.values else exp.not_(among)
    return exp.or_(among, exp.not_(some)) if None in filter_.values else among


def _exists(axis: Axis, owner: exp.Expr, condition: exp.Expr) -> exp.Expr:
    same = exp.EQ(this=column("id"), expression=owner.copy())
    found = exp.select("1").from_(table(table_name(axis))).where(exp.and_(same, condition))
    return exp.Exists(this=found)
