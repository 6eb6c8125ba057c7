"""Calls of Druid's functions, as trees."""

from sqlglot import exp

from keyart.query.sql import column

TIME_COLUMN = "__time"


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """Return a call of a function of Druid's."""
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def text(value: str) -> exp.Literal:
    """Return text of ours as it stands in a statement; what others wrote is a parameter."""
    return exp.Literal.string(value)


def is_null(value: exp.Expr) -> exp.Is:
    """Return whether a value is missing."""
    return exp.Is(this=value.copy(), expression=exp.Null())


def present(value: exp.Expr) -> exp.Not:
    """Return whether a value is there."""
    return exp.not_(is_null(value))


def looked_up(value: exp.Expr, name: str) -> exp.Expr:
    """Return what the lookup `name` says of a value, null where it has none."""
    return call("LOOKUP", value, text(name))


def milliseconds_of(instant: exp.Expr) -> exp.Expr:
    """Return a point in time as ms since 1970."""
    return call("TIMESTAMP_TO_MILLIS", instant)


def milliseconds() -> exp.Expr:
    """Return the start of a row's slot, ms since 1970."""
    return milliseconds_of(column(TIME_COLUMN))


def instant(milliseconds: exp.Expr) -> exp.Expr:
    """Return the point in time so many ms after 1970."""
    return call("MILLIS_TO_TIMESTAMP", milliseconds)


def floor(value: exp.Expr, period: str, tz: str) -> exp.Expr:
    """Return a point in time rounded down to the start of its local day, week or longer."""
    return call("TIME_FLOOR", value, text(period), exp.Null(), text(tz))
