"""The values of a statement: each stands beside its text as a parameter, never within."""

from collections.abc import Sequence

from sqlglot import exp

from keyart.query.planning.conditions import Value
from keyart.scale.druid.sql import Parameter

_VALUE = "value"


def say(value: Value) -> exp.Placeholder:
    """Return what stands for a value in a statement."""
    placeholder = exp.Placeholder()
    placeholder.meta[_VALUE] = value
    return placeholder


def bind(statement: exp.Query) -> tuple[str, Sequence[Parameter]]:
    """Return a statement as Druid's SQL, and the values of its `?` in order; uses it up."""
    # Depth first: the parts of a statement are built in the order in which they are read.
    values = [node.meta[_VALUE] for node in statement.dfs() if isinstance(node, exp.Placeholder)]
    return statement.sql(dialect="druid", copy=False), values
