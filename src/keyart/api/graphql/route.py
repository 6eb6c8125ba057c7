"""`POST /graphql`: several questions in one request, all answered from one version."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from fastapi import APIRouter, Request, Response
from graphql import GraphQLError
from strawberry.schema.exceptions import (
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
)
from strawberry.types.graphql import OperationType

from keyart.api.context import Budget, RequestContext, read_object
from keyart.api.errors import ARITHMETIC, brief, note_failure, of_system, unworkable
from keyart.api.graphql.schema import schema
from keyart.api.graphql.subscriptions import sockets
from keyart.api.logs import note
from keyart.api.security.guard import CHARGE, access_of
from keyart.api.service import service_of
from keyart.core.errors import BadQuestion, KeyartError

PATH = "/graphql"

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
            raise BadQuestion(
                "This is not a GraphQL request.",
                hint='Send {"query": "{ titles { totalCount } }"}, with variables as an object.',
            )
        return cls(query, cast(dict[str, Any], variables), name)


@router.post(PATH, include_in_schema=False)
async def graphql(request: Request) -> Response:
    """Answer one operation; its errors stand in the answer, whose status is 200 all the same."""
    service, access = service_of(request), access_of(request)
    operation = Operation.read(await read_object(request))
    budget = Budget(charge=request.scope[CHARGE])

    def answer() -> bytes:
        with service.snapshots.newest() as snapshot:
            note(request, operation=operation.name, version=snapshot.version)
            return _answer(request, operation, RequestContext(service, snapshot, access, budget))

    return Response(await service.scans.run(request, answer), media_type="application/json")


def _answer(request: Request, operation: Operation, context: RequestContext) -> bytes:
    try:
        result = schema.execute_sync(
            operation.query,
            variable_values=dict(operation.variables),
            context_value=context,
            operation_name=operation.name,
            allowed_operation_types=(OperationType.QUERY, OperationType.MUTATION),
        )
    except CannotGetOperationTypeError as error:
        raise BadQuestion(
            f"The request has no operation {operation.name!r}.",
            hint="Name the operation to run in operationName.",
        ) from error
    except InvalidOperationTypeError as error:
        raise BadQuestion(
            "Subscriptions need a WebSocket.", hint="Send a query or a mutation here."
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
