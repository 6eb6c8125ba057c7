"""Errors of the graph: the same code and hint as everywhere, beside the place in the request."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLError

from keyart.api.errors import ARITHMETIC, brief, of_system, unworkable
from keyart.core.errors import KeyartError

BAD_REQUEST = ("bad_request", "See the schema, by introspection or in docs/graphql.md.")
INTERNAL = ("internal", "The log of the service says why; please report it.")

NoteFailure = Callable[[BaseException], None]


def told(error: GraphQLError, note: NoteFailure) -> dict[str, Any]:
    """Return what is said of an error; `note` is given those that nobody foresaw."""
    origin = error.original_error
    while isinstance(origin, GraphQLError) and origin.original_error is not None:
        origin = origin.original_error
    said: dict[str, Any] = {**error.formatted}
    if isinstance(origin, KeyartError):
        said["message"] = origin.message
        code, hint = origin.code, origin.hint
    elif origin is None or isinstance(origin, GraphQLError):
        code, hint = BAD_REQUEST
    elif isinstance(origin, RecursionError):
        said["message"] = "The request is nested too deeply."
        code, hint = BAD_REQUEST
    elif isinstance(origin, ARITHMETIC):
        note(origin)
        refusal = unworkable()
        said["message"] = refusal.message
        code, hint = refusal.code, refusal.hint
    elif (refusal := of_system(origin)) is not None:
        note(origin)
        said["message"] = refusal.message
        code, hint = refusal.code, refusal.hint
    else:
        note(origin)
        said["message"] = "The service failed at this field."
        code, hint = INTERNAL
    said["message"] = brief(said["message"])
    said["extensions"] = {"code": code, "hint": brief(hint)}
    return said
