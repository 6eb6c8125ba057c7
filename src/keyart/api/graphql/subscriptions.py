"""Subscriptions over a web socket (graphql-transport-ws).

A socket only receives new versions and the number of notices. The client then sends a query over
HTTP, where all limits apply.
"""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any

import strawberry
from fastapi import APIRouter
from fastapi.routing import APIWebSocketRoute
from strawberry import field
from strawberry.extensions import MaxTokensLimiter
from strawberry.fastapi import GraphQLRouter
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from keyart.api.graphql.notices import NoticeSubscription
from keyart.api.service import Service, service_of

PAUSE = 1.0
"""Seconds between two checks for a newer version."""

MOST_TOKENS = 500
"""Tokens of a subscription's text."""

MOST_SUBSCRIPTIONS = 10
"""Subscriptions of one socket."""


@strawberry.type(description="A published version of the store.")
class Published:
    """One version."""

    version: int = field(description="Its number.")
    published: datetime = field(description="When it was published.")


@strawberry.type(description="Events as they happen.")
class Subscription(NoticeSubscription):
    """All subscriptions."""

    @strawberry.subscription(
        description="The newest version now, and each newer one when it is published."
    )
    async def version_published(
        self, info: strawberry.Info[Any, None]
    ) -> AsyncGenerator[Published, None]:
        """Yield versions as they are published."""
        service = service_of(info.context["request"])
        previous: int | None = None
        while True:
            newest = await asyncio.to_thread(_newest, service)
            if newest.version != previous:
                previous = newest.version
                yield newest
            await asyncio.sleep(PAUSE)


def _newest(service: Service) -> Published:
    with service.snapshots.newest() as snapshot:
        return Published(version=snapshot.version, published=snapshot.created)


@strawberry.type(description="A WebSocket accepts only subscriptions.")
class Nothing:
    """What a socket answers beside them."""

    @strawberry.field(description="Whether the socket is there.")
    def ready(self) -> bool:
        """It is, if anybody can ask."""
        return True


def sockets(path: str) -> APIRouter:
    """Return the route of web sockets; `security.Guard` looks at where they come from."""
    router: GraphQLRouter[Any, None] = GraphQLRouter(
        strawberry.Schema(
            query=Nothing,
            subscription=Subscription,
            extensions=[lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS)],
        ),
        path=path,
        subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
        max_subscriptions_per_connection=MOST_SUBSCRIPTIONS,
        allowed_origins=("*",),
    )
    alone = APIRouter()
    alone.routes.extend(route for route in router.routes if isinstance(route, APIWebSocketRoute))
    return alone
