"""Sending a file: all of it, one range, or that it has not changed (RFC 9110)."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send

from keyart.api.errors import Refused

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)
"""A single range. Several ranges, or an invalid header, may be answered with the whole file."""

_conditions = StaticFiles(check_dir=False)


def not_modified(request: Request, headers: Headers) -> Response | None:
    """Return the response for a client that has what `headers` describe; None for others."""
    if _conditions.is_not_modified(headers, request.headers):
        return NotModifiedResponse(headers)
    return None


def send_file(
    request: Request,
    path: Path,
    state: os.stat_result,
    media_type: str,
    headers: Mapping[str, str],
) -> Response:
    """Return the response to a request for a file; `headers` have its `etag` and `last-modified`.

    Raises `Refused` for a range outside the file.
    """
    whole = _Whole(path, headers=headers, media_type=media_type, stat_result=state)
    same = not_modified(request, whole.headers)
    if same is not None:
        return same
    if not _wants_range(request.headers, headers, state.st_size):
        return whole
    return FileResponse(path, headers=headers, media_type=media_type, stat_result=state)


class _Whole(FileResponse):
    """A file response that ignores the requested range."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


def _wants_range(request_headers: Headers, file_headers: Mapping[str, str], size: int) -> bool:
    """Return whether to send a single range; raises `Refused` for one outside the file."""
    match = _RANGE.fullmatch(request_headers.get("range", "").strip())
    version = request_headers.get("if-range")
    if match is None or version not in {None, file_headers["etag"], file_headers["last-modified"]}:
        return False
    first, last = match.groups()
    if not (first or last) or (first and last and int(last) < int(first)):
        return False
    start = int(first) if first else size - int(last)
    if start >= size:
        raise Refused(
            416,
            "range_not_satisfiable",
            f"The file has {size:,} bytes, and the range begins after them.",
            hint="Content-Range says how large it is.",
            headers={"content-range": f"bytes */{size}"},
        )
    return True
