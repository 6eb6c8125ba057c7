"""The values of a statement: each stands beside its text as a parameter, never within."""

from collections.abc import Sequence

from sqlglot import exp

from keyart.query.condition import Value
from keyart.scale.druid.sql import Parameter


class Parameters:
    """Keeps values; each has a placeholder that may stand in a statement any number of times."""

    def __init__(self) -> None:
        self._values: list[Parameter] = []

    def say(self, value: Value) -> exp.Placeholder:
        """Return what stands for a value."""
        self._values.append(value)
        return exp.Placeholder(this=str(len(self._values) - 1))

    def bound(self, statement: exp.Query) -> tuple[str, Sequence[Parameter]]:
        """Return a statement as Druid's SQL, and the values of its `?` in order."""
        text = statement.copy()
        values: list[Parameter] = []
        # Depth first: the parts of a statement are built in the order in which they are read.
        for node in list(text.dfs()):
            if isinstance(node, exp.Placeholder):
                values.append(self._values[int(node.name)])
                node.set("this", None)
        return text.sql(dialect="druid"), values
