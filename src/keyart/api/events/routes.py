"""`POST /v1/events/…`: events as they happen. They are on disk before the response is sent.

The account in the response is provisional: the producer (`keyart.live`) publishes the events
shortly after, and only then is it known what the store already has.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from anyio import CapacityLimiter, create_task_group
from anyio.to_thread import run_sync
from fastapi import APIRouter, FastAPI, Request

from keyart.api.errors import Refused
from keyart.api.events.bodies import (
    ARROW_TYPE,
    LINES_TYPE,
    Body,
    form_of_type,
    parsed,
    provisional_account,
    unpacked,
)
from keyart.api.logs import note
from keyart.api.openapi import Schema, errors
from keyart.api.security.guard import require_change
from keyart.api.service import Service
from keyart.batch.fact_import import require_events
from keyart.core.config import load
from keyart.core.errors import DiskFull, KeyartError, ReadOnlyStore, StoreError
from keyart.core.report import Account
from keyart.ingest import ReadOptions
from keyart.store.files.disk import NO_ROOM
from keyart.store.inbox import EventFormat, Inbox, inbox_size
from keyart.store.paths import Paths

EXAMPLE = (
    '{"ts": "2026-03-01T18:00:00Z", "profile_id": "ann", "title_id": "heist",'
    ' "asset_id": "blue", "event_id": "i-1"}\n'
)

EVENTS_BODY: Schema = {
    "required": True,
    "content": {
        LINES_TYPE: {
            "schema": {"type": "string"},
            "example": EXAMPLE,
        },
        ARROW_TYPE: {"schema": {"type": "string", "format": "binary"}},
    },
}

_ACCOUNT: Schema = {
    "description": "How many rows were accepted, as far as is known before they are published.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["rows", "accepted", "duplicate", "quarantined", "reasons"],
                "properties": {
                    **{
                        name: {"type": "integer", "minimum": 0}
                        for name in ("rows accepted duplicate updated conflict quarantined".split())
                    },
                    "reasons": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "provisional": {"type": "boolean"},
                },
            },
            "example": {
                "rows": 3,
                "accepted": 2,
                "duplicate": 0,
                "updated": 0,
                "conflict": 0,
                "quarantined": 1,
                "reasons": {"bad_timestamp": 1},
                "provisional": True,
            },
        }
    },
}

EVENTS_ANSWERS: dict[int | str, Schema] = {
    200: _ACCOUNT,
    **errors(400, 401, 403, 408, 409, 413, 415, 429, 503, 507),
}

CHECKED_AT_ONCE = 2
"""Requests whose events one worker checks at the same time."""


class EventReceiver:
    """Receives events: the state of one worker."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.settings = service.settings
        paths = Paths(service.root)
        durable = load(paths.config).settings.fsync
        self.inbox = None if paths.is_read_only else Inbox(service.root, durable=durable)
        """None if nothing can be written: events are refused."""
        self._threads = CapacityLimiter(CHECKED_AT_ONCE)
        self._open = 0

    async def receive(self, request: Request, table: str) -> Account:
        """Store the events in a request, and return what is known of them so far."""
        inbox = self.inbox
        if inbox is None:
            raise ReadOnlyStore(
                "The store is read-only and takes no events.",
                hint="Send them to a service that can write to the store.",
            )
        if self._open >= self.settings.waiting:
            raise _full("Too many requests send events at once.", seconds=1)
        self._open += 1
        try:
            # 1. Clients that send faster than events can be published have to wait.
            if await self._run(inbox_size, inbox.folder) > self.settings.inbox_size:
                raise _full("Earlier events are not published yet.", seconds=5)
            # 2. The body, within its limits, with each row checked.
            form = form_of_type(request.headers.get("content-type", ""))
            encoding = request.headers.get("content-encoding", "")
            packed = await request.body()
            body, account = await self._run(self._checked, packed, encoding, form, table)
            # 3. All of it is on disk before the response is sent, including bad rows.
            if account.rows:
                await self._keep(inbox, table, body)
        finally:
            self._open -= 1
        note(request, rows=account.rows, quarantined=account.quarantined)
        return account

    async def warm(self) -> None:
        """Check one event without storing it, so that no client waits for code to load."""
        with suppress(KeyartError):
            await self._run(self._checked, EXAMPLE.encode(), "", EventFormat.LINES, "impressions")

    async def _run(self, work: Any, *arguments: Any) -> Any:
        return await run_sync(work, *arguments, limiter=self._threads)

    def _checked(
        self, packed: bytes, encoding: str, form: EventFormat, table: str
    ) -> tuple[Body, Account]:
        body = parsed(unpacked(packed, encoding, self.settings.events_size), form)
        with self.service.snapshots.newest() as snapshot:
            require_events(snapshot)
            options = ReadOptions(snapshot.config, snapshot.salt, datetime.now(UTC))
        return body, provisional_account(body.source, table, options)

    async def _keep(self, inbox: Inbox, table: str, body: Body) -> None:
        try:
            await asyncio.wrap_future(inbox.append(table, body.form, body.data))
        except OSError as error:
            kind = DiskFull if error.errno in NO_ROOM else StoreError
            raise kind(
                f"The events cannot be saved: {error.strerror}.", hint="Send them again later."
            ) from error


def _full(message: str, *, seconds: int) -> Refused:
    return Refused(
        429,
        "inbox_full",
        message,
        hint="Send them again after Retry-After; none of these was saved.",
        headers={"retry-after": str(seconds)},
    )


@asynccontextmanager
async def _receiver(app: FastAPI) -> AsyncGenerator[None]:
    app.state.receiver = receiver = EventReceiver(app.state.service)
    async with create_task_group() as tasks:
        tasks.start_soon(receiver.warm)
        yield
    if receiver.inbox is not None:
        await run_sync(receiver.inbox.close)


router = APIRouter(tags=["events"], lifespan=_receiver)


async def _take(request: Request, table: str) -> dict[str, Any]:
    require_change(request)
    receiver: EventReceiver = request.app.state.receiver
    account = await receiver.receive(request, table)
    return {**account.to_dict(), "provisional": True}


@router.post(
    "/v1/events/impressions",
    summary="Bring impressions",
    responses=EVENTS_ANSWERS,
    openapi_extra={"requestBody": EVENTS_BODY},
)
async def impressions(request: Request) -> dict[str, Any]:
    """Take impressions as they happen; they are in answers within seconds.

    Once this has answered they are on disk. To send the same again, as after a lost answer, is
    harmless: each `event_id` counts once.
    """
    return await _take(request, "impressions")


@router.post(
    "/v1/events/plays",
    summary="Bring plays",
    responses=EVENTS_ANSWERS,
    openapi_extra={"requestBody": EVENTS_BODY},
)
async def plays(request: Request) -> dict[str, Any]:
    """Take plays as they happen, or as they grow: of rows with one `event_id` the longest counts.

    Once this has answered they are on disk. To send the same again is harmless.
    """
    return await _take(request, "plays")
