"""What a request may cost: the size and pace of its body, and its share of the processors."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keyart.api.errors import Refused, error_response
from keyart.core.server import ServerSettings
from keyart.query import Cancel, under

T = TypeVar("T")

STOPPING = 2.0
"""Seconds that a stopped question has to end before its asker is told anyway."""

LEAST_PACE = 4096
"""Bytes per second that a body must have on average, after its first `body_timeout` seconds."""

EVENTS = "/v1/events/"
"""Below here bodies may have `events_size` bytes."""


class BodyLimit:
    """Refuses bodies that are too large or come too slowly."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on whose body stays within the limits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.settings.body_size
        if scope["path"].startswith(EVENTS):
            limit = self.settings.events_size
        length = Headers(scope=scope).get("content-length", "0")
        if length.isdecimal() and int(length) > limit:
            await error_response(_too_large(limit))(scope, receive, send)
            return
        await self.app(scope, _limited(receive, limit, self.settings.body_timeout), send)


def _limited(receive: Receive, limit: int, timeout: float) -> Receive:
    size = 0
    more = True
    began = time.monotonic()

    async def limited() -> Message:
        nonlocal size, more
        if not more:
            return await receive()
        left = began + timeout + size / LEAST_PACE - time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, left)):
                message = await receive()
        except TimeoutError:
            raise Refused(
                408,
                "body_timeout",
                f"The request came at fewer than {LEAST_PACE:,} bytes per second.",
                hint="Send it in one go.",
                headers={"connection": "close"},
            ) from None
        more = message.get("more_body", False)
        size += len(message.get("body", b""))
        if size > limit:
            raise _too_large(limit)
        return message

    return limited


def _too_large(limit: int) -> Refused:
    return Refused(
        413,
        "body_too_large",
        f"The request is larger than {limit:,} bytes.",
        hint="Split it, or raise the setting body_size (events: events_size).",
        headers={"connection": "close"},
    )


class Scans:
    """Where questions are worked on: so many at once, so many waiting, each for so long."""

    def __init__(self, settings: ServerSettings) -> None:
        self.at_once = settings.scans
        self.room = settings.scans + settings.waiting
        self.timeout = settings.query_timeout
        self.open = 0
        """How many are under way or wait; only the event loop's thread touches it."""
        self._pool = ThreadPoolExecutor(settings.scans, thread_name_prefix="scan")

    def close(self) -> None:
        """Take no more questions."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def run(self, request: Request, work: Callable[[], T]) -> T:
        """Return what `work` returns, called in a thread of its own.

        It is stopped when it takes too long, or when the client disconnects. Raises
        `QueryTimeout`, and `Refused` when too many are waiting already.
        """
        if self.open >= self.room:
            raise Refused(
                429,
                "too_busy",
                "Too many questions are waiting.",
                hint="Try again shortly, or raise the settings scans and waiting.",
                headers={"retry-after": "1"},
            )
        cancel = Cancel()
        job = self._pool.submit(_job(cancel, work))
        self.open += 1
        answer = asyncio.wrap_future(job)
        answer.add_done_callback(self._done)
        disconnect = asyncio.ensure_future(_wait_for_disconnect(request.receive))
        disconnect.add_done_callback(_forget)
        try:
            await asyncio.wait(
                {answer, disconnect}, timeout=self.timeout, return_when=asyncio.FIRST_COMPLETED
            )
            if not answer.done():
                cancel.stop()
                if not job.cancel():
                    await asyncio.wait({answer}, timeout=STOPPING)
                _say_why(cancel, disconnect)
            return await answer
        finally:
            disconnect.cancel()
            cancel.stop()

    def _done(self, answer: "asyncio.Future[Any]") -> None:
        self.open -= 1
        _forget(answer)


def _job(cancel: Cancel, work: Callable[[], T]) -> Callable[[], T]:
    def job() -> T:
        with under(cancel):
            cancel.check()
            return work()

    return job


def _say_why(cancel: Cancel, disconnect: "asyncio.Future[Any]") -> None:
    if disconnect.done():
        raise Refused(499, "client_gone", "Nobody waits for the answer any more.")
    cancel.check()


def _forget(future: "asyncio.Future[Any]") -> None:
    """Take note of how a future ended, of which nobody else may."""
    if not future.cancelled():
        future.exception()


async def _wait_for_disconnect(receive: Receive) -> None:
    """Return when the client has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass
