"""Whether the service lives, and whether it can answer: for whatever watches over it."""

from fastapi import APIRouter, Request

from keyart.api.openapi import answer, errors
from keyart.api.service import service_of

router = APIRouter(tags=["state"])


@router.get(
    "/healthz",
    summary="Is the service alive?",
    responses=answer("It is.", {"status": "ok"}),
)
async def healthz() -> dict[str, str]:
    """Answer while the process lives. Needs no token."""
    return {"status": "ok"}


@router.get(
    "/readyz",
    summary="Can the service answer questions?",
    responses={**answer("It can.", {"status": "ready", "version": 3}), **errors(503)},
)
def readyz(request: Request) -> dict[str, str | int]:
    """Answer once the store's newest version can be read; 503 while it cannot. Needs no token."""
    with service_of(request).snapshots.newest() as snapshot:
        return {"status": "ready", "version": snapshot.version}
