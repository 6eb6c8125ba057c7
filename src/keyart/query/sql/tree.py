"""Conditions and other pieces of SQL as trees."""

from collections.abc import Callable, Iterable, Sequence

from sqlglot import exp

from keyart.query.planning.conditions import Condition, Value

DAY_MICROSECONDS = 86_400_000_000

Say = Callable[[Value], exp.Expr]
"""What stands for a value in a statement: a literal, or a parameter."""


Among = Callable[[exp.Expr], exp.Expr]
"""Whether a value is one of those of a condition."""


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a quoted column."""
    return exp.column(name, table=table, quoted=True)


def table(name: str, alias: str | None = None) -> exp.Table:
    """Return a quoted table."""
    return exp.table_(name, quoted=True, alias=alias)


def judged(
    condition: Condition,
    value: exp.Expr,
    say: Say = exp.convert,
    among: "Among | None" = None,
) -> exp.Expr:
    """Return whether one value passes: true, false, or null for false.

    `among` says whether a value is one of several, else `listed` does.
    """
    if condition.values is None:
        return _in_range(condition, value, say)
    missing = exp.Is(this=value.copy(), expression=exp.Null())
    one_of = among(value) if among else listed(condition.values, value, say)
    if condition.negate:
        other = exp.not_(one_of)
        return (
            exp.and_(exp.not_(missing), other)
            if None in condition.values
            else exp.or_(missing, other)
        )
    return exp.or_(missing, one_of) if None in condition.values else one_of


def listed(values: Iterable[Value], value: exp.Expr, say: Say = exp.convert) -> exp.Expr:
    """Return whether a value is one of `values`, None in which counts for nothing."""
    known = sorted((v for v in values if v is not None), key=str)
    if not known:
        return exp.false()
    return exp.In(this=value.copy(), expressions=[say(v) for v in known])


def _in_range(condition: Condition, value: exp.Expr, say: Say) -> exp.Expr:
    sides: Sequence[tuple[type[exp.Binary], Value]] = (
        (exp.GTE, condition.low),
        (exp.LT, condition.high),
    )
    present = exp.not_(exp.Is(this=value.copy(), expression=exp.Null()))
    bounds = [
        side(this=value.copy(), expression=say(bound)) for side, bound in sides if bound is not None
    ]
    return exp.and_(present, *bounds)


def age(now: exp.Expr, launched: exp.Expr, divided: type[exp.Binary]) -> exp.Expr:
    """Return floor((now - launched) / 1 day) in whole numbers; both are µs since 1970.

    `divided` is the division of whole numbers in the engine's SQL.
    """
    passed = exp.paren(exp.Sub(this=now, expression=launched))
    day = exp.convert(DAY_MICROSECONDS)
    rest = exp.paren(exp.Mod(this=passed, expression=day))
    positive = exp.Mod(
        this=exp.paren(exp.Add(this=rest, expression=day.copy())), expression=day.copy()
    )
    return divided(
        this=exp.paren(exp.Sub(this=passed.copy(), expression=exp.paren(positive))),
        expression=day.copy(),
    )
