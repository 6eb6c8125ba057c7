"""The graph as a whole: its parts by noun, and what one request may ask of it.

Fields are plain functions of a `RequestContext`: one version, the reader's rights, and a budget of
questions. A request is answered in one thread, so all of its fields are of one version.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import strawberry
from graphql import GraphQLError
from strawberry.extensions import (
    AddValidationRules,
    MaxTokensLimiter,
    ParserCache,
    ValidationCache,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from keyart.api.context import RequestContext
from keyart.api.graphql.audiences import Audience, AudienceQuery, SegmentMutation, known_audience
from keyart.api.graphql.campaigns import CampaignMutation, CampaignQuery
from keyart.api.graphql.catalogue import Asset, CatalogueQuery, Title, asset, title
from keyart.api.graphql.decisions import DecisionMutation
from keyart.api.graphql.entries import catalogue_of
from keyart.api.graphql.exploration import AffinityQuery, ExplorationQuery
from keyart.api.graphql.expressions import ExpressionQuery, OverlapQuery
from keyart.api.graphql.extent import ExtentRule
from keyart.api.graphql.health import HealthQuery
from keyart.api.graphql.judgements import JudgementQuery
from keyart.api.graphql.nodes import Info, Node, read_opaque
from keyart.api.graphql.notices import Notice, NoticeMutation, NoticeQuery, known_notice
from keyart.api.graphql.question import QuestionQuery
from keyart.api.graphql.scalars import SCALARS
from keyart.api.graphql.subscriptions import Subscription
from keyart.api.graphql.title_list import TitleListQuery
from keyart.api.graphql.vocabulary import AttributeQuery, GlossaryQuery, VocabularyQuery

MOST_TOKENS = 4000
KEPT = 100
"""Texts of requests that are kept as they were understood: pages ask the same again and again."""

FILE = Path(__file__).parent.parent / "schema.graphql"
"""The schema as text, for those who generate types from it."""


_FINDERS: Mapping[str, Callable[[RequestContext, str], Node | None]] = {
    Title.node_kind: lambda context, key: title(catalogue_of(context.snapshot), key),
    Asset.node_kind: lambda context, key: asset(catalogue_of(context.snapshot), key),
    Audience.node_kind: known_audience,
    Notice.node_kind: known_notice,
}


@strawberry.type(description="Anything by its id.")
class NodeQuery:
    """Anything by its id."""

    @strawberry.field(description="The object with this id; null if it no longer exists.")
    def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="An id of the graph.")],  # noqa: A002
    ) -> Node | None:
        """Return the thing."""
        kind, key = read_opaque(id)
        find = _FINDERS.get(kind)
        return None if find is None else find(info.context, key)


@strawberry.type(description="All queries.")
class Query(
    NodeQuery,
    CatalogueQuery,
    TitleListQuery,
    QuestionQuery,
    AudienceQuery,
    ExpressionQuery,
    OverlapQuery,
    ExplorationQuery,
    AffinityQuery,
    AttributeQuery,
    JudgementQuery,
    CampaignQuery,
    HealthQuery,
    NoticeQuery,
    VocabularyQuery,
    GlossaryQuery,
):
    """All questions."""


@strawberry.type(description="All changes; needs a token that may change the store.")
class Mutation(SegmentMutation, NoticeMutation, DecisionMutation, CampaignMutation):
    """All changes."""


class Schema(strawberry.Schema):
    """A schema whose errors `route` writes, not by the library's log."""

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Leave errors to whoever answers the request."""


schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[Title, Asset, Audience, Notice],
    extensions=[
        lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
        lambda: AddValidationRules([ExtentRule]),
        lambda: ParserCache(maxsize=KEPT),
        lambda: ValidationCache(maxsize=KEPT),
    ],
    config=StrawberryConfig(scalar_map=SCALARS),
)


def schema_text() -> str:
    """Return the schema as text."""
    return schema.as_str() + "\n"
