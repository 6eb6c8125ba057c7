"""One line of JSON for each request, and a whole answer for what went wrong unforeseen."""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keyart.api.errors import NOTES, note_failure, unforeseen
from keyart.query import Query, Result

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
