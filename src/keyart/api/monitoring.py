"""Whether the service lives and can answer, and its counts for Prometheus."""

from fastapi import APIRouter, Request, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from keyart.api.openapi import answer, errors
from keyart.api.service import service_of

router = APIRouter(tags=["state"])


@router.get(
    "/metrics",
    summary="Counts for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "Prometheus' text format."}},
)
def metrics(request: Request) -> Response:
    """Answer counts of requests and durations, and the version of the store."""
    service = service_of(request)
    with service.snapshots.newest() as snapshot:
        service.counts.version.set(snapshot.version)
    return Response(service.counts.text(), media_type=CONTENT_TYPE_LATEST)


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
    responses={**answer("The service is ready.", {"status": "ready", "version": 3}), **errors(503)},
)
def readyz(request: Request) -> dict[str, str | int]:
    """Answer once the store's newest version can be read; 503 while it cannot. Needs no token."""
    with service_of(request).snapshots.newest() as snapshot:
        return {"status": "ready", "version": snapshot.version}
