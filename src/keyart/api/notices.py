"""`/v1/notices`: what was found that people should know, and that somebody saw it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import StrictInt
from starlette.responses import JSONResponse

from keyart import notify
from keyart.api import openapi
from keyart.api.arguments import body_of, read_as
from keyart.api.security import require_change
from keyart.api.service import service_of
from keyart.core.notice import KINDS, STATES
from keyart.core.plain import plain

router = APIRouter(tags=["notices"])

EXAMPLE = {
    "id": 12,
    "kind": "clickbait",
    "subject": "asset:a1",
    "title": "t7",
    "asset": "a1",
    "what": "The poster 'Red' of 'The Heist' is clickbait.",
    "how_much": "Take rate 1.8x its like; completion 22% against 41%.",
    "how_sure": "False discovery rate 5%; interval 1.5x to 2.1x.",
    "measures": ["take_rate", "completion_rate"],
    "link": "/titles/t7?asset=a1",
    "state": "open",
    "opened": "2026-03-01T12:00:00+00:00",
    "opened_version": 3,
    "resolved": None,
    "resolved_version": None,
    "seen": None,
    "deliveries": [
        {"about": "opened", "address": "slack", "state": "sent", "attempts": 1, "error": None}
    ],
}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Which notices were seen; None is all of them."""

    ids: tuple[StrictInt, ...] | None = None


def _answers(text: str, example: Any, *errors: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/json": {"schema": {"type": "object"}, "example": example}}
    answer = {200: {"description": text, "content": content}}
    return {**answer, **openapi.errors(400, 401, 403, *errors, 429, 503)}


@router.get(
    "/v1/notices",
    summary="What people should know",
    response_class=JSONResponse,
    responses=_answers("The notices, the newest first.", {"notices": [EXAMPLE]}),
)
async def notices(
    request: Request,
    state: Annotated[
        str | None, Query(examples=["open"], description=f"Only those: {' or '.join(STATES)}.")
    ] = None,
    kind: Annotated[
        str | None,
        Query(examples=["clickbait"], description=f"Only those of a kind: {', '.join(KINDS)}."),
    ] = None,
) -> JSONResponse:
    """Return the notices of the store, the newest first: see docs/notices.md."""
    root = service_of(request).root

    def found() -> Any:
        return {"notices": [one.to_dict() for one in notify.notices(root, state=state, kind=kind)]}

    return await _answer(request, found)


@router.post(
    "/v1/notices/seen",
    summary="Say that notices were seen",
    response_class=JSONResponse,
    responses=_answers("How many of them had not been.", {"seen": 2}, 408, 413),
    openapi_extra=body_of(Seen, {"ids": [12, 13]}),
)
async def seen(request: Request) -> JSONResponse:
    """Remember that notices were seen: those of `ids`, or all."""
    require_change(request)
    said, root = await read_as(Seen, request), service_of(request).root
    return await _answer(request, lambda: {"seen": notify.see(root, said.ids, datetime.now(UTC))})


async def _answer(request: Request, found: Callable[[], Any]) -> JSONResponse:
    scans = service_of(request).scans
    return JSONResponse(await scans.run(request, lambda: plain(found())))
