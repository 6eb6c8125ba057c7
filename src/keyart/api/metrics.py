"""`GET /metrics`: what Prometheus asks for."""

from fastapi import APIRouter, Request, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from keyart.api.service import service_of

router = APIRouter()


@router.get(
    "/metrics",
    summary="Counts for Prometheus",
    tags=["state"],
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "Prometheus' text format."}},
)
def metrics(request: Request) -> Response:
    """Answer counts of requests and durations, and the version of the store."""
    service = service_of(request)
    with service.snapshots.newest() as snapshot:
        service.counts.version.set(snapshot.version)
    return Response(service.counts.text(), media_type=CONTENT_TYPE_LATEST)
