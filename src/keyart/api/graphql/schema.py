"""The graph as a whole: its parts by noun, and what one request may ask of it.

Fields are plain functions of an `Asked`: one version, the rights of whoever asks, and a budget of
questions. A request is answered in one thread, so all of its fields are of one version.
"""

from pathlib import Path

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

from keyart.api.graphql.affinities import AffinityQuery
from keyart.api.graphql.audiences import Audience, AudienceQuery
from keyart.api.graphql.catalogue import Asset, CatalogueQuery, Title
from keyart.api.graphql.exploration import ExplorationQuery
from keyart.api.graphql.expressions import ExpressionQuery
from keyart.api.graphql.extent import ExtentRule
from keyart.api.graphql.filters import AttributeQuery
from keyart.api.graphql.finding import NodeQuery
from keyart.api.graphql.glossary import GlossaryQuery
from keyart.api.graphql.health import HealthQuery
from keyart.api.graphql.judgements import JudgementQuery
from keyart.api.graphql.notices import Notice, NoticeMutation, NoticeQuery
from keyart.api.graphql.overlaps import OverlapQuery
from keyart.api.graphql.question import QuestionQuery
from keyart.api.graphql.scalars import SCALARS
from keyart.api.graphql.segments import SegmentMutation
from keyart.api.graphql.subscriptions import Subscription
from keyart.api.graphql.vocabulary import VocabularyQuery

MOST_TOKENS = 4000
KEPT = 100
"""Texts of requests that are kept as they were understood: pages ask the same again and again."""

FILE = Path(__file__).parent.parent / "schema.graphql"
"""The schema as text, for those who generate types from it."""


@strawberry.type(description="Everything that can be asked.")
class Query(
    NodeQuery,
    CatalogueQuery,
    QuestionQuery,
    AudienceQuery,
    ExpressionQuery,
    OverlapQuery,
    ExplorationQuery,
    AffinityQuery,
    AttributeQuery,
    JudgementQuery,
    HealthQuery,
    NoticeQuery,
    VocabularyQuery,
    GlossaryQuery,
):
    """All questions."""


@strawberry.type(description="Everything that can be changed, with a token that may.")
class Mutation(SegmentMutation, NoticeMutation):
    """All changes."""


class Schema(strawberry.Schema):
    """A schema whose errors are told by `failures.told` alone, not by the library's log."""

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
