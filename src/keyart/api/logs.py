"""A line of JSON and counts for each request, and an answer where something failed unforeseen."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keyart.api.errors import NOTES, note_failure, unforeseen
from keyart.query import Query, Result

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name for the folder in which workers' counts meet."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Bounds of the histogram of durations, in seconds."""

Observe = Callable[[Scope, int, float], None]


def note(request: HTTPConnection, **values: Any) -> None:
    """Say more in the line of a request; never a token, an id or an expression."""
    request.scope[NOTES].update(values)


def note_answer(request: HTTPConnection, query: Query, result: Result) -> None:
    """Say in the line of a request which question was answered, and how."""
    note(
        request,
        query=query_hash(query),
        answered_by=result.meta.answered_by,
        rows=result.table.num_rows,
        version=result.meta.version,
    )


def query_hash(query: Query) -> str:
    """Return twelve hexadecimal digits that equal questions share."""
    return hashlib.sha256(query.text.encode()).hexdigest()[:12]


def write_line(line: dict[str, Any]) -> None:
    """Write one line of JSON to stderr."""
    sys.stderr.write(json.dumps(line, ensure_ascii=True, default=str) + "\n")
    sys.stderr.flush()


class Logged:
    """Writes a line when a request has been answered; the outermost layer of the service."""

    def __init__(
        self, app: ASGIApp, observe: Observe, write: Callable[[dict[str, Any]], None] = write_line
    ) -> None:
        self.app = app
        self.observe = observe
        self.write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by what is within."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope[NOTES] = {}
        began = time.perf_counter()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.close" and not status:
                status = 403
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            note_failure(scope, error)
            if not status and scope["type"] == "http":
                await unforeseen(error)(scope, receive, noting)
            elif scope["type"] == "http":
                raise
        finally:
            seconds = time.perf_counter() - began
            self.observe(scope, status, seconds)
            self.write(_line(scope, status, seconds))


def _line(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": scope.get("method", "WEBSOCKET"),
        "path": scope["path"],
        "status": status,
        "ms": round(seconds * 1000, 2),
        **scope[NOTES],
    }


class Counts:
    """The counts of one worker.

    Several workers write their counts into files of one folder; whichever is asked adds them up.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "keyart_requests",
            "Requests answered.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "keyart_request_seconds",
            "How long requests took.",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.version = Gauge(
            "keyart_store_version",
            "The newest version of the store that has been read.",
            multiprocess_mode="max",
            registry=self.registry,
        )

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request."""
        route = getattr(scope.get("route"), "path", "other")
        method = scope.get("method", "WEBSOCKET")
        self.requests.labels(route, method if route != "other" else "other", status).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return the counts of all workers in Prometheus' format."""
        registry = self.registry
        if os.environ.get(FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)
        return generate_latest(registry)
