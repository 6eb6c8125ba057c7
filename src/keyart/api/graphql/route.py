"""`POST /graphql`: several questions in one request, all answered from one version."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool
from strawberry.schema.exceptions import (
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
)
from strawberry.types.graphql import OperationType

from keyart.api.context import Budget, RequestContext, read_object
from keyart.api.errors import (
    ARITHMETIC,
    brief,
    error_response,
    note_failure,
    of_system,
    unforeseen,
    unworkable,
)
from keyart.api.graphql.schema import schema
from keyart.api.graphql.subscriptions import sockets
from keyart.api.logs import note
from keyart.api.security.guard import CHARGE, access_of
from keyart.api.service import service_of
from keyart.core.errors import BadQuestion, KeyartError
from keyart.store import Snapshot

PATH = "/graphql"

MOST_OPERATIONS = 50
"""Operations that one request may have."""

READ = (OperationType.QUERY,)
READ_AND_WRITE = (OperationType.QUERY, OperationType.MUTATION)

EXAMPLE = 'Send {"query": "{ titles { totalCount } }"}, with variables as an object.'

router = APIRouter()
router.include_router(sockets(PATH))


@dataclass(frozen=True)
class Operation:
    """What a request asks of the graph."""

    query: str
    variables: Mapping[str, Any]
    name: str | None

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "Operation":
        """Return the operation in the body of a request; raises `BadQuestion`."""
        query = body.get("query")
        variables: Any = body.get("variables")
        variables = {} if variables is None else variables
        name = body.get("operationName")
        fits = isinstance(variables, dict) and isinstance(name, str | None)
        if not isinstance(query, str) or not query or not fits:
            raise BadQuestion("This is not a GraphQL request.", hint=EXAMPLE)
        return cls(query, cast(dict[str, Any], variables), name)


def read_operations(body: Mapping[str, Any]) -> list[Operation]:
    """Return what a request with `operations` asks; raises `BadQuestion`."""
    operations = cast(list[Any], body["operations"])
    if not isinstance(operations, list):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise BadQuestion("operations is not a list.", hint=EXAMPLE)
    if not 1 <= len(operations) <= MOST_OPERATIONS:
        raise BadQuestion(
            f"One request may have 1 to {MOST_OPERATIONS} operations, not {len(operations)}.",
            hint="Split them into several requests.",
        )
    if not all(isinstance(operation, dict) for operation in operations):
        raise BadQuestion("operations has an entry that is not an object.", hint=EXAMPLE)
    return [Operation.read(operation) for operation in operations]


@router.post(PATH, include_in_schema=False)
async def graphql(request: Request) -> Response:
    """Answer one operation, or several as they are ready.

    Errors of an operation stand in its answer, and the status is 200.
    """
    body = await read_object(request)
    if "operations" in body:
        operations = read_operations(body)
        request.scope[CHARGE](count=len(operations) - 1)  # the request itself counts as one
        return StreamingResponse(_lines(request, operations), media_type="application/jsonl")
    service, access = service_of(request), access_of(request)
    operation = Operation.read(body)
    budget = Budget(charge=request.scope[CHARGE])

    def answer() -> bytes:
        with service.snapshots.newest() as snapshot:
            note(request, operation=operation.name, version=snapshot.version)
            context = RequestContext(service, snapshot, access, budget)
            return _answer(request, operation, context, READ_AND_WRITE)

    return Response(await service.scans.run(request, answer), media_type="application/json")


async def _lines(request: Request, operations: Sequence[Operation]) -> AsyncGenerator[bytes]:
    """Yield a line of JSON for each operation as soon as it is answered, all from one version.

    Only as many as there are threads are given to them at once: other requests get their turn.
    """
    service, access = service_of(request), access_of(request)
    threads = asyncio.Semaphore(service.scans.at_once)

    async def line(index: int, operation: Operation, snapshot: Snapshot) -> bytes:
        budget = Budget(charge=request.scope[CHARGE])

        def answer() -> bytes:
            with service.snapshots.once_more(snapshot):
                context = RequestContext(service, snapshot, access, budget)
                return _answer(request, operation, context, READ)

        try:
            async with threads:
                return _line(index, 200, await service.scans.run(request, answer))
        except KeyartError as error:
            refusal = error_response(error)
        except Exception as error:  # noqa: BLE001 - a fault ends its line, not the others
            note_failure(request.scope, error)
            refusal = unforeseen(error)
        return _line(index, refusal.status_code, bytes(refusal.body))

    with ExitStack() as held:
        # Not asyncio.to_thread: whoever cancels it would leave the version held for ever.
        snapshot = await run_in_threadpool(held.enter_context, service.snapshots.newest())
        note(request, operation=[one.name for one in operations], version=snapshot.version)
        answers = [
            asyncio.ensure_future(line(index, operation, snapshot))
            for index, operation in enumerate(operations)
        ]
        try:
            for answer in asyncio.as_completed(answers):
                yield await answer
        finally:
            for answer in answers:
                answer.cancel()


def _line(index: int, status: int, body: bytes) -> bytes:
    """Return an answer with its operation's place in the request, and its status."""
    return b'{"index": %d, "status": %d, %b\n' % (index, status, body.removeprefix(b"{"))


def _answer(
    request: Request,
    operation: Operation,
    context: RequestContext,
    allowed: Collection[OperationType],
) -> bytes:
    try:
        result = schema.execute_sync(
            operation.query,
            variable_values=dict(operation.variables),
            context_value=context,
            operation_name=operation.name,
            allowed_operation_types=allowed,
        )
    except CannotGetOperationTypeError as error:
        raise BadQuestion(
            f"The request has no operation {operation.name!r}.",
            hint="Name the operation to run in operationName.",
        ) from error
    except InvalidOperationTypeError as error:
        raise BadQuestion(
            "Subscriptions need a WebSocket, and mutations a request of their own.",
            hint="Send a query here.",
        ) from error
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        failed = partial(note_failure, request.scope)
        body["errors"] = [error_entry(error, failed) for error in result.errors]
    return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


BAD_REQUEST = ("bad_request", "See the schema, by introspection or in docs/graphql.md.")
INTERNAL = ("internal", "The log of the service says why; please report it.")

NoteFailure = Callable[[BaseException], None]


def error_entry(error: GraphQLError, note: NoteFailure) -> dict[str, Any]:
    """Return the entry for an error; unexpected ones are passed to `note`."""
    origin = error.original_error
    while isinstance(origin, GraphQLError) and origin.original_error is not None:
        origin = origin.original_error
    entry: dict[str, Any] = {**error.formatted}
    if isinstance(origin, KeyartError):
        entry["message"] = origin.message
        code, hint = origin.code, origin.hint
    elif origin is None or isinstance(origin, GraphQLError):
        code, hint = BAD_REQUEST
    elif isinstance(origin, RecursionError):
        entry["message"] = "The request is nested too deeply."
        code, hint = BAD_REQUEST
    elif isinstance(origin, ARITHMETIC):
        note(origin)
        refusal = unworkable()
        entry["message"] = refusal.message
        code, hint = refusal.code, refusal.hint
    elif (refusal := of_system(origin)) is not None:
        note(origin)
        entry["message"] = refusal.message
        code, hint = refusal.code, refusal.hint
    else:
        note(origin)
        entry["message"] = "The service failed at this field."
        code, hint = INTERNAL
    entry["message"] = brief(entry["message"])
    entry["extensions"] = {"code": code, "hint": brief(hint)}
    return entry
