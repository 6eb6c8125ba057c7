"""uvicorn's HTTP protocol, with limits: of connections, and of the head of each request."""

import asyncio
import json
import sys
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 15.0
"""How long the head of a request may take from the first byte on, from connecting, or from the
answer before."""

HEAD_BYTES = 64 << 10
"""Bytes of all headers of a request and its address at most."""

OVER_SECONDS = 1.0
"""How long a connection too many may take to ask something, to be told that it is."""


class PatientProtocol(HttpToolsProtocol):
    """Closes connections that send a request's head slowly, or without end, or are too many."""

    most = sys.maxsize
    """Connections that are held at once: see `holding`."""

    _head: asyncio.TimerHandle | None = None
    _size = 0
    _over = False
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._over = len(self.connections) > self.most
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take what was sent; an answer to what was read reaches the one who sent it."""
        if self._over:
            self._too_many()
        else:
            super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._have_head()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a request's head."""
        super().on_message_begin()
        self._size = 0
        self._await_head()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        self._grow(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._grow(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Take the whole head."""
        self._have_head()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; what is left of this one may come meanwhile."""
        super().on_response_complete()
        if self.cycle.response_complete:
            self._await_head()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, in the shape of all errors."""
        if not self._refused:
            self._refuse("400 Bad Request", "bad_request", msg)

    def _await_head(self) -> None:
        self._have_head()
        seconds, late = (
            (OVER_SECONDS, self._too_many) if self._over else (HEAD_SECONDS, self._too_slow)
        )
        self._head = self.loop.call_later(seconds, late)

    def _have_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _too_slow(self) -> None:
        self._refuse("408 Request Timeout", "head_timeout", "The request did not come in time.")

    def _too_many(self) -> None:
        self._refuse(
            "503 Service Unavailable\r\nretry-after: 1",
            "too_many_connections",
            f"The service holds {self.most:,} connections already.",
            "Try again in a moment, with fewer at once; the setting connections says how many.",
        )

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > HEAD_BYTES and not self._refused:
            self._refuse(
                "431 Request Header Fields Too Large",
                "head_too_large",
                "The headers are too large.",
            )
            raise ValueError("head too large")  # ends the parser's work

    def _refuse(self, status: str, code: str, message: str, hint: str = "Speak HTTP/1.1.") -> None:
        self._refused = True
        error: dict[str, Any] = {"code": code, "message": message, "hint": hint}
        body = json.dumps({"error": error}).encode()
        head = (
            f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        if not self.transport.is_closing():
            self.transport.write(head.encode() + body)
            self.transport.close()


def holding(most: int) -> type[PatientProtocol]:
    """Return the protocol of a process that holds `most` connections at once."""
    return type("LimitedProtocol", (PatientProtocol,), {"most": most})
