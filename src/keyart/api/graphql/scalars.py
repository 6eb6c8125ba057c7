"""Values without a type of their own in the graph."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

Cells = NewType("Cells", object)
"""A list of texts, numbers, truths, times and nulls."""

Table = NewType("Table", object)
"""Lists of texts, numbers, truths and nulls, as `plain_columns` gives them."""

Conditions = NewType("Conditions", object)
"""What `where` and `having` say in Python: a mapping from names to conditions."""

Named = NewType("Named", object)
"""Values by name."""

Data = NewType("Data", object)
"""Anything that JSON can hold."""


def _cell(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _cells(value: Any) -> list[object]:
    return [_cell(cell) for cell in value]


def _table(value: object) -> object:
    """Return rows as they are: tables are long, and their cells plain already."""
    return value


def _named(value: Any) -> dict[str, object]:
    return {name: _cell(cell) for name, cell in value.items()}


SCALARS: Mapping[object, ScalarDefinition] = {
    Cells: strawberry.scalar(
        name="Cells",
        serialize=_cells,
        description="A list of texts, numbers, truths and nulls; times are ISO text.",
    ),
    Table: strawberry.scalar(
        name="Table",
        serialize=_table,
        description="Lists of texts, numbers, truths and nulls; times are ISO text.",
    ),
    Conditions: strawberry.scalar(
        name="Conditions",
        description=(
            "Conditions by dimension or measure: a value, a list of values (null: the missing"
            ' one), {not: …}, or {from: low, to: high}; for example {country: ["DE", "LU"]}.'
        ),
    ),
    Data: strawberry.scalar(
        name="Data", description="Anything that JSON can hold: a text, or a policy."
    ),
    Named: strawberry.scalar(
        name="Named",
        serialize=_named,
        description="An object of texts, numbers, truths and nulls by name; times are ISO text.",
    ),
}
