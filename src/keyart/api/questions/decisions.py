"""`/v1/decisions/…` and `/v1/policies`: decisions are recorded, and home pages get policies.

The list of decisions is a question, whose route is derived.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from keyart import decisions
from keyart.api import openapi
from keyart.api.context import RequestContext
from keyart.api.errors import brief, not_found
from keyart.api.questions.examples import DECISION, POLICY, SET_ASIDE
from keyart.api.questions.models import response_model
from keyart.api.questions.routes import RequestRoute, router_of
from keyart.api.security.guard import access_of
from keyart.api.service import service_of


def _record(context: RequestContext, request: decisions.RecordRequest) -> dict[str, Any]:
    return decisions.record(context.snapshot, request, datetime.now(UTC)).to_dict()


def _reverse(context: RequestContext, request: decisions.ReverseRequest) -> dict[str, Any]:
    return decisions.reverse(context.snapshot, request, datetime.now(UTC)).to_dict()


def _set_aside(context: RequestContext, request: decisions.SetAsideRequest) -> dict[str, Any]:
    made = decisions.set_aside(context.snapshot, request, datetime.now(UTC))
    return {"set_aside": None if made is None else made.to_dict()}


CHANGES = (
    RequestRoute(
        path="/v1/decisions/record",
        kind=decisions.RecordRequest,
        work=_record,
        example={"kind": "winner", "title": "t1", "chosen": "a3", "because": "It wins."},
        answer=DECISION,
        tag="decisions",
        model=response_model(decisions.Decision),
        changes=True,
    ),
    RequestRoute(
        path="/v1/decisions/reverse",
        kind=decisions.ReverseRequest,
        work=_reverse,
        example={"decision": 12, "because": "Legal objects."},
        answer=DECISION,
        tag="decisions",
        model=response_model(decisions.Decision),
        changes=True,
    ),
    RequestRoute(
        path="/v1/decisions/set_aside",
        kind=decisions.SetAsideRequest,
        work=_set_aside,
        example={"pending": "5b1f0c2e9a77", "because": "The campaign ends tomorrow."},
        answer={"set_aside": SET_ASIDE},
        tag="decisions",
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
    of_title = "{" in path
    statuses = [401, 403, 404, 429, 503] if of_title else [401, 403, 429, 503]
    return router.get(
        path,
        operation_id="title_policies" if of_title else None,
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
    return _answer(request, {"policies": decisions.policies(service_of(request).root)})


@_documented(router, "/v1/policies/{title}", {"policies": [POLICY]})
def show_policies(request: Request, title: Annotated[str, Path(examples=["t1"])]) -> Response:
    """Return the policies that stand for a title: one for each asset type."""
    access_of(request)
    found = decisions.policies(service_of(request).root, title)
    if not found:
        raise not_found(
            f"policy for the title {brief(title)!r}", hint="Show the asset that you show today."
        )
    return _answer(request, {"policies": found})
