"""Conditions as SQL."""

from collections.abc import Sequence

from sqlglot import exp

from keyart.query.condition import Condition, Value
from keyart.query.duckdb_engine.relations import table_name
from keyart.query.plan import Axis, Filter


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a quoted column."""
    return exp.column(name, table=table, quoted=True)


def table(name: str, alias: str | None = None) -> exp.Table:
    """Return a quoted table."""
    return exp.table_(name, quoted=True, alias=alias)


def judged(condition: Condition, value: exp.Expr) -> exp.Expr:
    """Return whether one value passes: true, false, or null for false."""
    if condition.values is None:
        return _in_range(condition, value)
    missing = exp.Is(this=value.copy(), expression=exp.Null())
    listed = _listed(condition.values, value)
    if condition.negate:
        other = exp.not_(listed)
        return (
            exp.and_(exp.not_(missing), other)
            if None in condition.values
            else exp.or_(missing, other)
        )
    return exp.or_(missing, listed) if None in condition.values else listed


def _listed(values: frozenset[Value], value: exp.Expr) -> exp.Expr:
    known = sorted((v for v in values if v is not None), key=str)
    if not known:
        return exp.false()
    return exp.In(this=value.copy(), expressions=[exp.convert(v) for v in known])


def _in_range(condition: Condition, value: exp.Expr) -> exp.Expr:
    sides: Sequence[tuple[type[exp.Binary], Value]] = (
        (exp.GTE, condition.low),
        (exp.LT, condition.high),
    )
    present = exp.not_(exp.Is(this=value.copy(), expression=exp.Null()))
    bounds = [
        side(this=value.copy(), expression=exp.convert(bound))
        for side, bound in sides
        if bound is not None
    ]
    return exp.and_(present, *bounds)


def any_passes(filter_: Filter, owner: exp.Expr) -> exp.Expr:
    """Return whether a row of a multi-valued axis passes; `owner` is its id in the axis' table."""
    if filter_.values is None:
        return _exists(filter_.axis, owner, _in_range(filter_, column("value")))
    listed = _exists(filter_.axis, owner, _listed(filter_.values, column("value")))
    some = _exists(filter_.axis, owner, exp.true())
    if filter_.negate:
        return exp.and_(exp.not_(listed), some) if None in filter_.values else exp.not_(listed)
    return exp.or_(listed, exp.not_(some)) if None in filter_.values else listed


def _exists(axis: Axis, owner: exp.Expr, condition: exp.Expr) -> exp.Expr:
    same = exp.EQ(this=column("id"), expression=owner.copy())
    found = exp.select("1").from_(table(table_name(axis))).where(exp.and_(same, condition))
    return exp.Exists(this=found)
