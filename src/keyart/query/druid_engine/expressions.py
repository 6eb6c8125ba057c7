"""Druid SQL expressions as trees: functions, parameters and sketches of people."""

from collections.abc import Sequence
from math import log, sqrt

from sqlglot import exp

from keyart.query.engine import ErrorBound
from keyart.query.planning.conditions import Value
from keyart.query.sql import column
from keyart.scale.druid.sql import Parameter

TIME_COLUMN = "__time"


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """Return a call of a Druid function."""
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def text(value: str) -> exp.Literal:
    """Return a literal for text from our code; all other text must be a parameter."""
    return exp.Literal.string(value)


def is_null(value: exp.Expr) -> exp.Is:
    """Return whether a value is missing."""
    return exp.Is(this=value.copy(), expression=exp.Null())


def present(value: exp.Expr) -> exp.Not:
    """Return whether a value is not missing."""
    return exp.not_(is_null(value))


def looked_up(value: exp.Expr, name: str) -> exp.Expr:
    """Return the entry of a value in the lookup `name`, null if it has none."""
    return call("LOOKUP", value, text(name))


def milliseconds_of(instant: exp.Expr) -> exp.Expr:
    """Return a time as ms since 1970."""
    return call("TIMESTAMP_TO_MILLIS", instant)


def milliseconds() -> exp.Expr:
    """Return the start of a row's slot, ms since 1970."""
    return milliseconds_of(column(TIME_COLUMN))


def instant(milliseconds: exp.Expr) -> exp.Expr:
    """Return the time from ms since 1970."""
    return call("MILLIS_TO_TIMESTAMP", milliseconds)


def floor(value: exp.Expr, period: str, tz: str) -> exp.Expr:
    """Return a time rounded down to the start of its local day, week or longer period."""
    return call("TIME_FLOOR", value, text(period), exp.Null(), text(tz))


_VALUE = "value"


def say(value: Value) -> exp.Placeholder:
    """Return the placeholder of a value."""
    placeholder = exp.Placeholder()
    placeholder.meta[_VALUE] = value
    return placeholder


def bind(statement: exp.Query) -> tuple[str, Sequence[Parameter]]:
    """Return a statement as Druid's SQL, and the values of its `?` in order; consumes it."""
    # Depth first: the order in which the parts of a statement appear in its text.
    values = [node.meta[_VALUE] for node in statement.dfs() if isinstance(node, exp.Placeholder)]
    return statement.sql(dialect="druid", copy=False), values


SIGMAS = 2
CONFIDENCE = 0.954
"""The share of a normal distribution within two standard deviations, rounded down."""

SPREAD = sqrt(3 * log(2) - 1)
"""The relative standard error of a merged sketch is this / √(number of registers).

P. Flajolet et al., "HyperLogLog" (2007). A sketch that was never merged errs less (0.833),
but Druid does not say which kind an estimate comes from.
"""


def bound(lg_k: int) -> ErrorBound:
    """Return the error bound of sketches with 2^lg_k registers."""
    return ErrorBound(SIGMAS * SPREAD / sqrt(1 << lg_k), CONFIDENCE)


def sketch(sketches: exp.Expr, lg_k: int) -> exp.Expr:
    """Return the union of the sketches in a column.

    Without the size, Druid merges sketches at lgK 12 and loses precision.
    """
    return call("DS_HLL", sketches, exp.convert(lg_k))


def estimated(sketch: exp.Expr) -> exp.Expr:
    """Return the number of profiles in a sketch, not rounded."""
    return call("HLL_SKETCH_ESTIMATE", sketch)
