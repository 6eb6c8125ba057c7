"""What a question can name, the values of filters, and what words mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import Enum

import strawberry
from strawberry import field

from keyart.api.context import RequestContext
from keyart.api.graphql.nodes import Info
from keyart.api.graphql.question import ColumnType, column_type
from keyart.core.dimensions import BUILT_IN as DIMENSIONS
from keyart.core.facts import Family as FactFamily
from keyart.core.glossary import GLOSSARY
from keyart.core.glossary import MEASURES as MEANINGS
from keyart.core.measures import BUILT_IN as MEASURES
from keyart.core.measures import Distinct, Ratio
from keyart.core.measures import Measure as MeasureOf
from keyart.core.settings import Settings
from keyart.query import Query
from keyart.query.emptiness import empty_measures
from keyart.query.planning.audience_names import names_of
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
        FactFamily.EXPOSURE, description="Impressions, and the plays attributed to them."
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
    kind: MeasureKind = field(description="How it is calculated; only ratios have intervals.")
    family: Family = field(description="The facts that it counts.")
    numerator: str | None = field(description="What a ratio divides.")
    denominator: str | None = field(description="What a ratio divides by.")
    declared: bool = field(description="Whether this store declares it.")


@strawberry.type(description="A column to group and filter by.")
class Dimension:
    """A dimension."""

    name: str = field(description="Its full name, as in a question.")
    type: ColumnType = field(description="The type of its values.")
    families: list[Family] = field(description="The facts that have it.")
    several: bool = field(description="Whether one fact can have several values.")
    named: bool = field(description="Whether its values are ids that have names.")
    extra: bool = field(
        description="Whether it is a column of a table or declared by this store, beside those "
        "that every store has."
    )


@strawberry.type(description="What a question can name.")
class VocabularyQuery:
    """The questions about names."""

    @strawberry.field(description="All measures.")
    def measures(self, info: Info) -> list[Measure]:
        """Return them, those of every store first."""
        return [_measure(measure) for measure in model_of(info.context.snapshot).measures.values()]

    @strawberry.field(
        description="Measures that are 0 or missing over all events, such as the watch time of a "
        "store whose plays have no length: there is nothing to show of them."
    )
    def empty_measures(self, info: Info) -> list[str]:
        """Return their names, in the order of `measures`."""
        return list(empty_measures(info.context.snapshot, info.context.access))

    @strawberry.field(description="All dimensions, built-in ones first.")
    def dimensions(self, info: Info) -> list[Dimension]:
        """Return each once, under its full name."""
        axes = model_of(info.context.snapshot).axes
        dimensions = [_dimension(axis) for name, axis in axes.items() if name == axis.name]
        return sorted(dimensions, key=lambda dimension: dimension.extra)


def _measure(measure: MeasureOf) -> Measure:
    ratio = measure if isinstance(measure, Ratio) else None
    people = MeasureKind.PEOPLE if isinstance(measure, Distinct) else MeasureKind.SUM
    return Measure(
        name=measure.name,
        kind=people if ratio is None else MeasureKind.RATIO,
        family=Family(measure.family),
        numerator=None if ratio is None else ratio.numerator,
        denominator=None if ratio is None else ratio.denominator,
        declared=measure.name not in _OWN_MEASURES,
    )


def _dimension(axis: Axis) -> Dimension:
    return Dimension(
        name=axis.name,
        type=column_type(axis.type),
        families=[Family(family) for family in axis.families],
        several=axis.multi_valued,
        named=(axis.column, axis.lookup) in _NAMED,
        extra=axis.name not in _OWN_DIMENSIONS,
    )


MOST_VALUES = 1000


@strawberry.type(description="The existing values of one dimension.")
class FilterValues:
    """What a filter can be set to."""

    dimension: str = strawberry.field(description="The name of the dimension, as in a question.")
    values: list[str | None] = strawberry.field(
        description="Most frequent first, at most 1,000; null is the missing value."
    )
    count: int = strawberry.field(description="How many there are.")


def filters_of(context: RequestContext, title: str) -> list[FilterValues]:
    """Return the values of all dimensions of which a title has any."""
    return [
        FilterValues(dimension=name, values=list(frequent.values), count=frequent.count)
        for name, frequent in context.filter_values(title).items()
    ]


@strawberry.type(description="Attributes.")
class AttributeQuery:
    """The questions about attributes of profiles."""

    @strawberry.field(
        description="The attributes of profiles and the values of those that were active, which"
        " expressions may name: attr:NAME=VALUE. Each costs a question."
    )
    def attributes(self, info: Info) -> list[FilterValues]:
        """Return them, by name."""
        context = info.context
        return [_read_values(context, name) for name in names_of(context.snapshot).attributes]


def _read_values(context: RequestContext, attribute: str) -> FilterValues:
    """Return the values of an attribute that enough active profiles have."""
    dimension = f"profile.{attribute}"
    query = Query(("active_profiles",), by=(dimension,), order=("-active_profiles",))
    rows = context.ask(query).table.to_pylist()
    values = [row[dimension] for row in rows if row["active_profiles"]]
    return FilterValues(dimension=dimension, values=values[:MOST_VALUES], count=len(values))


SETTING = re.compile("`([a-z_]+)`")
"""How a sentence names a setting."""


@strawberry.type(description="A term or measure, and its meaning.")
class Term:
    """One entry."""

    key: str = field(description="Its identifier, such as take_rate.")
    name: str = field(description="The word itself.")
    definition: str = field(description="Its meaning; names of settings are in backticks.")
    more: str | None = field(description="The values of those settings in this store.")


@strawberry.type(description="What words mean.")
class GlossaryQuery:
    """The question about words."""

    @strawberry.field(description="Keyart's terms, then measures that are not terms.")
    def glossary(self, info: Info) -> list[Term]:
        """Return all entries."""
        config = info.context.snapshot.config
        return list(_terms(config.measures, config.settings))


def _terms(measures: Mapping[str, MeasureOf], settings: Settings) -> Iterator[Term]:
    words = {word.replace(" ", "_").replace("-", "_"): word for word in GLOSSARY}
    for key, word in words.items():
        yield _term(key, word, GLOSSARY[word], settings)
    for key, measure in measures.items():
        if key not in words:
            meaning = MEANINGS.get(key) or _custom(measure)
            yield _term(key, key.replace("_", " "), meaning, settings)


def _term(key: str, name: str, definition: str, settings: Settings) -> Term:
    setting_names = {setting.name for setting in fields(settings)}
    named = [name for name in SETTING.findall(definition) if name in setting_names]
    values = [f"`{name}` is {getattr(settings, name):g}" for name in named]
    more = f"Here {' and '.join(values)}." if values else None
    return Term(key=key, name=name, definition=definition, more=more)


def _custom(measure: MeasureOf) -> str:
    """Say what a measure of the store's own is made of."""
    if isinstance(measure, Ratio):
        return f"{measure.numerator} / {measure.denominator}."
    return "A sum declared by this store."
