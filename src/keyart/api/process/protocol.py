"""uvicorn's HTTP protocol, with limits on connections and on the head of each request.

When a worker holds its maximum number of connections, a new one replaces a connection of the client
that has the most; idle ones go first. So no client can shut others out, and a proxy, whose
connections all come from one address, may use all of them until another address needs one. If the
client of the new connection has the most, the new one is refused; `/healthz` is answered even then.
"""

import asyncio
import ipaddress
import json
import sys
from collections import Counter
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.utils import get_remote_addr

HEAD_SECONDS = 15.0
"""Seconds in which the head of a request must arrive, counted from the connection, the previous
response, or the head's first byte."""

HEAD_BYTES = 64 << 10
"""Maximum bytes of a request's address and headers together."""

OVER_SECONDS = 1.0
"""Seconds in which an excess connection may send a request, so that it gets a proper response."""

MOST_OVER = 128
"""Maximum excess connections that wait to be refused; one more, and the oldest is refused."""

ALIVE = b'{"status":"ok"}'
"""The response of `/healthz`: see `keyart.api.monitoring`."""


class LimitedHttpProtocol(HttpToolsProtocol):
    """Closes excess connections, and those whose request head is too slow or too long."""

    most = sys.maxsize
    """Maximum connections at once: see `holding`."""

    over: ClassVar[dict["LimitedHttpProtocol", None]] = {}
    """Excess connections that have not been refused yet, oldest first."""

    peer = ""
    """The client, as identified by `client_of`."""
    since = 0.0
    """When it connected or last sent a request, by the loop's clock."""

    _head: asyncio.TimerHandle | None = None
    _size = 0
    _over = False
    _received = b""
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start waiting for the first request."""
        super().connection_made(transport)
        self.peer = client_of(self)
        self._over = len(self.connections) > self.most and not self._take_place()
        if self._over:
            self.connections.discard(self)
            self.over[self] = None
            if len(self.over) > MOST_OVER:
                next(iter(self.over)).refuse_too_many()
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Handle received data; an excess connection gets its response here."""
        if not self._over:
            super().data_received(data)
            return
        self._received += data
        if not self._received.startswith(HEALTH[: len(self._received)]) or self._size > HEAD_BYTES:
            self.refuse_too_many()
        elif b"\r\n\r\n" in self._received:
            self._answer("200 OK", ALIVE)
        self._size = len(self._received)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting for a request."""
        self._have_head()
        self.over.pop(self, None)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Start waiting for the rest of a request's head."""
        super().on_message_begin()
        self._size = 0
        self._await_head()

    def on_url(self, url: bytes) -> None:
        """Count and handle a part of the address."""
        self._grow(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count and handle a header."""
        self._grow(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Stop waiting: the head is complete."""
        self._have_head()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Start waiting for the next request; the rest of this one may still arrive."""
        super().on_response_complete()
        if self.cycle.response_complete:
            self._await_head()

    def send_400_response(self, msg: str) -> None:
        """Refuse anything that is not HTTP, in the standard error shape."""
        if not self._refused:
            self._refuse("400 Bad Request", "bad_request", msg)

    @property
    def is_idle(self) -> bool:
        """Whether every request has been answered."""
        cycle = cast(RequestResponseCycle | None, self.cycle)
        return cycle is None or cycle.response_complete

    @property
    def is_asking(self) -> bool:
        """Whether part of a request's body has yet to arrive."""
        cycle = cast(RequestResponseCycle | None, self.cycle)
        return cycle is not None and cycle.more_body

    def _take_place(self) -> bool:
        """Close a connection of the client that holds the most; return whether one was closed."""
        held = [connection for connection in self.connections if connection is not self]
        counts = Counter(map(client_of, held))
        client, most = counts.most_common(1)[0]
        if most <= counts[self.peer] + 1:
            return False
        victim = min(
            (connection for connection in held if client_of(connection) == client), key=_worth
        )
        self.connections.discard(victim)
        assert victim.transport is not None
        victim.transport.abort()
        return True

    def _await_head(self) -> None:
        self._have_head()
        self.since = self.loop.time()
        seconds, late = (
            (OVER_SECONDS, self.refuse_too_many) if self._over else (HEAD_SECONDS, self._too_slow)
        )
        self._head = self.loop.call_later(seconds, late)

    def _have_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _too_slow(self) -> None:
        self._refuse("408 Request Timeout", "head_timeout", "The request did not come in time.")

    def refuse_too_many(self) -> None:
        """Refuse this connection, because there are too many, and close it."""
        self.over.pop(self, None)
        self._refuse(
            "503 Service Unavailable\r\nretry-after: 1",
            "too_many_connections",
            f"The service holds {self.most:,} connections already.",
            "Try again shortly with fewer connections; the setting connections is the limit.",
        )

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > HEAD_BYTES and not self._refused:
            self._refuse(
                "431 Request Header Fields Too Large",
                "head_too_large",
                "The headers are too large.",
            )
            raise ValueError("head too large")  # stops the parser

    def _refuse(self, status: str, code: str, message: str, hint: str = "Speak HTTP/1.1.") -> None:
        self._refused = True
        error: dict[str, Any] = {"code": code, "message": message, "hint": hint}
        self._answer(status, json.dumps({"error": error}).encode())

    def _answer(self, status: str, body: bytes) -> None:
        head = (
            f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        if not self.transport.is_closing():
            self.transport.write(head.encode() + body)
            self.transport.close()


HEALTH = b"GET /healthz HTTP/1.1\r\n"

Connection = Any
"""A uvicorn protocol, HTTP or web socket."""


def client_of(connection: Connection) -> str:
    """Return a connection's client: its IPv4 address, or the /64 network of its IPv6 address."""
    peer = getattr(connection, "peer", "")
    if not peer:
        remote = get_remote_addr(connection.transport)
        peer = "" if remote is None else _network(remote[0])
    return peer


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return parsed.packed[:8].hex() if mapped is None else str(mapped)


def _worth(connection: Connection) -> tuple[int, float]:
    """Return a rank: connections that lose least by closing come first.

    In order: idle ones, those still sending a request, web sockets, those awaiting a response.
    """
    if not isinstance(connection, LimitedHttpProtocol):
        return (2, 0.0)
    rank = 0 if connection.is_idle else 1 if connection.is_asking else 3
    return (rank, connection.since)


def holding(most: int) -> type[LimitedHttpProtocol]:
    """Return the protocol for a process that holds at most `most` connections."""
    return type("LimitedProtocol", (LimitedHttpProtocol,), {"most": most, "over": {}})
