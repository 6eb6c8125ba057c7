"""The values that a title has of each dimension: what its filters can be set to."""

import strawberry

from keyart.api.asked import Asked


@strawberry.type(description="The values that a title has of one dimension.")
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
