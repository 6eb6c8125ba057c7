"""The values that there are of a dimension: what filters and expressions can be set to."""

import strawberry

from keyart.api.asked import Asked
from keyart.api.graphql.context import Info
from keyart.query import Query
from keyart.query.planning.audience_names import names_of

MOST_VALUES = 1000


@strawberry.type(description="The values that there are of one dimension.")
class FilterValues:
    """What a filter can be set to."""

    dimension: str = strawberry.field(description="The name of the dimension, as in a question.")
    values: list[str | None] = strawberry.field(
        description="The most frequent first, 1,000 at most; null is the missing value."
    )
    count: int = strawberry.field(description="How many there are.")


def filters_of(asked: Asked, title: str) -> list[FilterValues]:
    """Return the values of all dimensions of which a title has any."""
    return [
        FilterValues(dimension=name, values=list(found.values), count=found.count)
        for name, found in asked.filter_values(title).items()
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
        asked = info.context
        return [_values(asked, name) for name in names_of(asked.snapshot).attributes]


def _values(asked: Asked, attribute: str) -> FilterValues:
    """Return the values of an attribute that enough active profiles have."""
    dimension = f"profile.{attribute}"
    query = Query(("active_profiles",), by=(dimension,), order=("-active_profiles",))
    rows = asked.ask(query).table.to_pylist()
    found = [row[dimension] for row in rows if row["active_profiles"]]
    return FilterValues(dimension=dimension, values=found[:MOST_VALUES], count=len(found))
