"""What a question can name: the measures and dimensions of this store."""

from enum import Enum

import strawberry
from strawberry import field

from keyart.api.graphql.context import Info
from keyart.api.graphql.question import ColumnType, column_type
from keyart.core.dimensions import BUILT_IN as DIMENSIONS
from keyart.core.facts import Family as FactFamily
from keyart.core.measures import BUILT_IN as MEASURES
from keyart.core.measures import Distinct, Ratio
from keyart.core.measures import Measure as MeasureOf
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Axis, Lookup

_OWN_MEASURES = {measure.name for measure in MEASURES}
_OWN_DIMENSIONS = {dimension.name for dimension in DIMENSIONS}
_NAMED = {
    ("title", Lookup.ITSELF),
    ("title", Lookup.SERIES),
    ("asset", Lookup.ITSELF),
    ("profile", Lookup.AUDIENCES),
}
"""What goes by ids that have names beside them: column and lookup."""


@strawberry.enum(description="Which facts are counted.")
class Family(Enum):
    """The families of facts."""

    EXPOSURE = strawberry.enum_value(
        FactFamily.EXPOSURE, description="Impressions, and the plays that they led to."
    )
    VIEWING = strawberry.enum_value(FactFamily.VIEWING, description="Every play.")


@strawberry.enum(description="How a measure is made.")
class MeasureKind(Enum):
    """The kinds of measures."""

    SUM = strawberry.enum_value("sum", description="A sum over facts.")
    PEOPLE = strawberry.enum_value("people", description="Distinct profiles.")
    RATIO = strawberry.enum_value("ratio", description="One measure divided by another.")


@strawberry.type(description="What can be measured.")
class Measure:
    """A measure."""

    name: str = field(description="Its name, as in a question.")
    kind: MeasureKind = field(description="How it is made; only ratios have intervals.")
    family: Family = field(description="The facts that it counts.")
    numerator: str | None = field(description="What a ratio divides.")
    denominator: str | None = field(description="What a ratio divides by.")
    declared: bool = field(description="Whether this store declares it itself.")


@strawberry.type(description="What one can group and filter by.")
class Dimension:
    """A dimension."""

    name: str = field(description="Its full name, as in a question.")
    type: ColumnType = field(description="The type of its values.")
    families: list[Family] = field(description="The facts that have a value of it.")
    several: bool = field(description="Whether one fact may have several values.")
    named: bool = field(description="Whether its values are ids with names beside them.")
    further: bool = field(
        description="Whether it is a column of a table or declared by this store, beside those "
        "that every store has."
    )


@strawberry.type(description="What a question can name.")
class VocabularyQuery:
    """The questions about names."""

    @strawberry.field(description="All measures.")
    def measures(self, info: Info) -> list[Measure]:
        """Return them, those of every store first."""
        return [_measure(one) for one in model_of(info.context.snapshot).measures.values()]

    @strawberry.field(description="All dimensions, those that every store has first.")
    def dimensions(self, info: Info) -> list[Dimension]:
        """Return each once, under its full name."""
        axes = model_of(info.context.snapshot).axes
        found = [_dimension(axis) for name, axis in axes.items() if name == axis.name]
        return sorted(found, key=lambda one: one.further)


def _measure(one: MeasureOf) -> Measure:
    ratio = one if isinstance(one, Ratio) else None
    people = MeasureKind.PEOPLE if isinstance(one, Distinct) else MeasureKind.SUM
    return Measure(
        name=one.name,
        kind=people if ratio is None else MeasureKind.RATIO,
        family=Family(one.family),
        numerator=None if ratio is None else ratio.numerator,
        denominator=None if ratio is None else ratio.denominator,
        declared=one.name not in _OWN_MEASURES,
    )


def _dimension(axis: Axis) -> Dimension:
    return Dimension(
        name=axis.name,
        type=column_type(axis.type),
        families=[Family(one) for one in axis.families],
        several=axis.multi_valued,
        named=(axis.column, axis.lookup) in _NAMED,
        further=axis.name not in _OWN_DIMENSIONS,
    )
