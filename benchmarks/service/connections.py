"""One HTTP/1.1 connection that is kept open: a request at a time, as cheap as Python can be.

The load generator must not be what is measured: uvloop moves the bytes, httptools reads the
answers, and its share of a core is told beside every figure.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import httptools


@dataclass(frozen=True)
class Request:
    """What is sent: the bytes of a whole request."""

    data: bytes

    @classmethod
    def post(cls, path: str, body: Mapping[str, Any], token: str) -> "Request":
        """Return a request that posts JSON."""
        return cls(_head("POST", path, token, json.dumps(body).encode()))

    @classmethod
    def get(cls, path: str, token: str) -> "Request":
        """Return a request without a body."""
        return cls(_head("GET", path, token, b""))


def _head(method: str, path: str, token: str, body: bytes) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "host: 127.0.0.1",
        f"authorization: Bearer {token}",
        f"content-length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Connection(asyncio.Protocol):
    """A connection to a service. `ask` it one thing at a time."""

    def __init__(self) -> None:
        self.status = 0
        self.received = 0
        """Bytes of the body of the last answer."""
        self.body = b""
        """The last answer's body, where it was to be kept."""
        self._keep = False
        self._parts: list[bytes] = []
        self._answer: asyncio.Future[None] | None = None

    @classmethod
    async def open(cls, port: int) -> "Connection":
        """Return an open connection to a port of this machine."""
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(cls, "127.0.0.1", port)
        return connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to read answers."""
        self._transport = cast(asyncio.Transport, transport)
        self._parser = httptools.HttpResponseParser(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let whoever waits for an answer know that there is none."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the service hung up"))

    def data_received(self, data: bytes) -> None:
        """Take some bytes of an answer."""
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Take some bytes of its body."""
        self.received += len(body)
        if self._keep:
            self._parts.append(body)

    def on_message_complete(self) -> None:
        """Give the whole answer to whoever asked."""
        self.status = self._parser.get_status_code()
        self.body = b"".join(self._parts)
        assert self._answer is not None
        self._answer.set_result(None)

    async def ask(self, request: Request, *, keep: bool = False) -> None:
        """Send a request and wait for the whole answer; raises unless its status is 200."""
        self.received, self._parts, self._keep = 0, [], keep
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request.data)
        await self._answer
        if self.status != 200:
            raise RuntimeError(f"the service answered {self.status}: {self.body[:200]!r}")

    @property
    def closed(self) -> bool:
        """Whether somebody has hung up: services do after some seconds of silence."""
        return self._transport.is_closing()

    def close(self) -> None:
        """Hang up."""
        self._transport.close()
