"""`/v1/decisions/…` and `/v1/policies`: decisions are recorded, and home pages get policies.

The list of decisions is a question, whose route is derived.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from keyart import decisions
from keyart.api import openapi
from keyart.api.context import RequestContext
from keyart.api.errors import brief, not_found
from keyart.api.questions.examples import DECISION, POLICY
from keyart.api.questions.models import response_model
from keyart.api.questions.routes import RequestRoute, router_of
from keyart.api.security.guard import access_of
from keyart.api.service import service_of
from keyart.core.errors import BadQuestion
from keyart.core.request import NameOf
from keyart.core.request import Request as Arguments


@dataclass(frozen=True, kw_only=True)
class RecordRequest(Arguments):
    """Record a decision, with the version of the store that was seen."""

    kind: Annotated[str, NameOf("kind of decisions", decisions.DecisionKind)]
    """What was decided."""
    title: str | None = None
    """The title it is about."""
    chosen: str | Mapping[str, Any]
    """An asset's id, a policy, or a text."""
    because: str
    """Why."""
    until: str | None = None
    """When to review it, as ISO text; by default in four weeks."""
    by: str | None = None
    """Who decided."""


@dataclass(frozen=True, kw_only=True)
class ReverseRequest(Arguments):
    """Reverse a decision; it stays in the record."""

    decision: int
    """Its number."""
    because: str
    """Why."""
    by: str | None = None
    """Who reverses it."""


def _record(context: RequestContext, request: RecordRequest) -> dict[str, Any]:
    new = decisions.NewDecision(
        kind=decisions.kind_of(request.kind),
        title=request.title,
        chosen=request.chosen,
        because=request.because,
        until=None if request.until is None else _time(request.until),
        by=request.by,
    )
    return decisions.record(context.snapshot, new, datetime.now(UTC)).to_dict()


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadQuestion(
            f"until is no time: {text!r}.", hint="Write ISO text, such as 2026-06-01."
        ) from None


def _reverse(context: RequestContext, request: ReverseRequest) -> dict[str, Any]:
    return decisions.reverse(
        context.snapshot, request.decision, request.because, datetime.now(UTC), request.by
    ).to_dict()


CHANGES = (
    RequestRoute(
        path="/v1/decisions/record",
        kind=RecordRequest,
        work=_record,
        example={"kind": "winner", "title": "t1", "chosen": "a3", "because": "It wins."},
        answer=DECISION,
        tag="decisions",
        model=response_model(decisions.Decision),
        changes=True,
    ),
    RequestRoute(
        path="/v1/decisions/reverse",
        kind=ReverseRequest,
        work=_reverse,
        example={"decision": 12, "because": "Legal objects."},
        answer=DECISION,
        tag="decisions",
        model=response_model(decisions.Decision),
        changes=True,
    ),
)

router = router_of(CHANGES)


def _answer(request: Request, found: Any) -> Response:
    """Return data with its ETag, or 304 to who has it already."""
    body = json.dumps(found, sort_keys=True).encode()
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    headers = {"etag": etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _documented(router: APIRouter, path: str, answer: Any) -> Any:
    statuses = [401, 403, 404, 429, 503] if "{" in path else [401, 403, 429, 503]
    return router.get(
        path,
        tags=["decisions"],
        response_class=JSONResponse,
        responses={
            200: {"content": {"application/json": {"example": answer}}},
            304: {"description": "It is what the ETag in if-none-match names."},
            **openapi.errors(*statuses),
        },
    )


@_documented(router, "/v1/policies", {"policies": [POLICY]})
def list_policies(request: Request) -> Response:
    """Return the policies that stand, by title, for a home page to carry out."""
    access_of(request)
    return _answer(request, {"policies": [*decisions.policies(service_of(request).root)]})


@_documented(router, "/v1/policies/{title}", {"policies": [POLICY]})
def show_policies(request: Request, title: str) -> Response:
    """Return the policies that stand for a title: one for each asset type."""
    access_of(request)
    policies = decisions.policies(service_of(request).root)
    found = [policy for policy in policies if policy["title"] == title]
    if not found:
        raise not_found(
            f"policy for the title {brief(title)!r}", hint="Show the asset that you show today."
        )
    return _answer(request, {"policies": found})
