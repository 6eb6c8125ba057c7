"""Fetching anything by its id."""

from collections.abc import Callable, Mapping
from typing import Annotated

import strawberry

from keyart.api.asked import Asked
from keyart.api.graphql.audiences import Audience, known_audience
from keyart.api.graphql.catalogue import Asset, Title, asset, title
from keyart.api.graphql.context import Info
from keyart.api.graphql.entries import catalogue_of
from keyart.api.graphql.nodes import Node, read_opaque
from keyart.api.graphql.notices import Notice, known_notice

_FINDERS: Mapping[str, Callable[[Asked, str], Node | None]] = {
    Title.node_kind: lambda asked, key: title(catalogue_of(asked.snapshot), key),
    Asset.node_kind: lambda asked, key: asset(catalogue_of(asked.snapshot), key),
    Audience.node_kind: known_audience,
    Notice.node_kind: known_notice,
}


@strawberry.type(description="Anything by its id.")
class NodeQuery:
    """Anything by its id."""

    @strawberry.field(description="Whatever has this id; null if there is no such thing any more.")
    def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="An id of the graph.")],  # noqa: A002
    ) -> Node | None:
        """Return the thing."""
        kind, key = read_opaque(id)
        find = _FINDERS.get(kind)
        return None if find is None else find(info.context, key)
