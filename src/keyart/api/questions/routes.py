"""Routes derived from request classes: `POST /v1/outliers` and all others of `keyart.questions`.

The body holds the arguments, or the address for GET; the response is the result.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse

from keyart.api import openapi
from keyart.api.context import RequestContext, read_object
from keyart.api.logs import note
from keyart.api.questions.examples import ANSWERS
from keyart.api.questions.models import body_schema, query_parameters, response_model
from keyart.api.security.guard import access_of, require_change
from keyart.api.service import service_of
from keyart.core.request import Request as Arguments
from keyart.core.request import summary_of
from keyart.questions.question import Question
from keyart.questions.registry import QUESTIONS

A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True, kw_only=True)
class RequestRoute(Generic[A]):
    """A route that answers requests of one class."""

    path: str
    kind: type[A]
    """The class of its requests; the docstring's first sentence is the route's summary."""
    work: Callable[[RequestContext, A], dict[str, Any]]
    example: Mapping[str, Any]
    """A request, as JSON."""
    answer: Any
    """An example of what is returned."""
    tag: str
    method: str = "POST"
    model: type[BaseModel] | None = None
    changes: bool = False
    """Whether it changes the store; it then needs the right to."""

    async def respond(self, request: Request) -> JSONResponse:
        """Answer a request."""
        access = require_change(request) if self.changes else access_of(request)
        takes_body = self.method == "POST"
        data = await read_object(request) if takes_body else dict(request.query_params)
        arguments = self.kind.from_dict(data)
        service = service_of(request)

        def run() -> dict[str, Any]:
            with service.snapshots.newest() as snapshot:
                note(request, version=snapshot.version)
                return self.work(RequestContext(service, snapshot, access), arguments)

        return JSONResponse(await service.scans.run(request, run))

    def add_to(self, router: APIRouter) -> None:
        """Add the route to a router."""
        statuses = [400, 401, 403, 408, *([409] if self.changes else []), 413, 429, 503, 504]
        schema = body_schema if self.method == "POST" else query_parameters
        router.add_api_route(
            self.path,
            self.respond,
            methods=[self.method],
            tags=[self.tag],
            summary=summary_of(self.kind),
            response_model=self.model,
            response_class=JSONResponse,
            responses={
                200: {"content": {"application/json": {"example": self.answer}}},
                **openapi.errors(*statuses),
            },
            openapi_extra=schema(self.kind, self.example),
        )


def router_of(routes: Iterable[RequestRoute[Any]]) -> APIRouter:
    """Return a router of several routes."""
    router = APIRouter()
    for route in routes:
        route.add_to(router)
    return router


def _route(question: Question[Any, Any, Any]) -> RequestRoute[Any]:
    return RequestRoute(
        path=question.route,
        kind=question.kind,
        work=lambda context, request: context.answer(question, request).to_dict(),
        example=question.example,
        answer=ANSWERS.get(question.name),
        tag=question.group,
        method=question.method,
        model=response_model(question.result),
    )


router = router_of(map(_route, QUESTIONS))
