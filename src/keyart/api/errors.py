"""The one shape of errors, and their statuses."""

import json
import traceback
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from keyart.core.errors import (
    AudienceInUse,
    BadInput,
    DiskFull,
    DruidError,
    DruidUnavailable,
    KeyartError,
    MissingExtra,
    QueryTimeout,
    ReadOnlyStore,
    StoreBusy,
    StoreError,
    TooFewPeople,
    TooLittleMemory,
    WrongKind,
)
from keyart.store.files.disk import system_error

STATUS: Mapping[type[KeyartError], int] = {
    KeyartError: 400,
    BadInput: 400,
    AudienceInUse: 409,
    WrongKind: 409,
    TooFewPeople: 403,
    ReadOnlyStore: 409,
    MissingExtra: 501,
    StoreBusy: 503,
    StoreError: 503,
    DiskFull: 507,
    QueryTimeout: 504,
    DruidError: 502,
    DruidUnavailable: 503,
}
"""The status of each error; one that is not here has that of the nearest above it."""

RETRY_AFTER = {503: "1"}

MOST_SAID = 1000
"""Characters of the message of an error, and of its hint."""


NOTES = "keyart.notes"
"""Where a request's scope keeps what its line in the log says beside the usual."""


def note_failure(scope: Scope, error: BaseException) -> None:
    """Let the line of a request say what nobody foresaw."""
    trace = traceback.TracebackException.from_exception(error)
    scope[NOTES]["failure"] = "".join(trace.format())


class Refused(KeyartError):
    """A request that the service does not take."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        hint: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.code = code
        self.status = status
        self.headers = dict(headers or {})


def not_found(what: str, *, hint: str = "") -> Refused:
    """Return the error for something that is not there."""
    return Refused(404, "not_found", f"There is no {what}.", hint=hint)


def brief(text: str) -> str:
    """Return what is said of an error: not all of a name that somebody made up without end."""
    return text if len(text) <= MOST_SAID else f"{text[:MOST_SAID]}…"


def error_response(error: KeyartError) -> Response:
    """Return an error as every path of the service answers it."""
    status, headers = status_of(error)
    return _response(status, error.code, error.message, error.hint, headers)


def status_of(error: KeyartError) -> tuple[int, dict[str, str]]:
    """Return the status of an error, and which headers go with it."""
    if isinstance(error, Refused):
        return error.status, error.headers
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return status, {"retry-after": RETRY_AFTER[status]} if status in RETRY_AFTER else {}


def internal_error() -> Response:
    """Return what is said of an error that nobody foresaw: nothing; the log has it."""
    return _response(
        500,
        "internal",
        "The service failed on this request.",
        "The log says why; please report it.",
    )


def _response(
    status: int, code: str, message: str, hint: str, headers: Mapping[str, str] | None = None
) -> Response:
    body = {"error": {"code": code, "message": brief(message), "hint": brief(hint)}}
    return Response(
        json.dumps(body, ensure_ascii=False), status, headers, media_type="application/json"
    )


_BY_STATUS = {
    404: ("not_found", "Nothing at {path}.", "See docs/service.md, /v1/openapi.json."),
    405: ("method_not_allowed", "{method} is not for {path}.", "See /v1/openapi.json."),
}


async def _of_framework(request: Request, error: Exception) -> Response:
    """Return the framework's own errors in the standard shape."""
    assert isinstance(error, HTTPException)
    code, message, hint = _BY_STATUS.get(
        error.status_code, ("bad_request", "The request is malformed.", "")
    )
    text = message.format(path=request.url.path, method=request.method)
    return _response(error.status_code, code, text, hint, error.headers)


async def _of_validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first: Any = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    return _response(400, "bad_request", f"{place}: {first['msg']}.", "See /v1/openapi.json.")


async def _of_numbers(request: Request, error: Exception) -> Response:
    """Refuse numbers that no range foresaw; the log has where, since it may be a fault of ours."""
    note_failure(request.scope, error)
    return error_response(unworkable())


def unworkable() -> Refused:
    """Return the error for numbers that a request holds and that nothing can be reckoned with."""
    return Refused(
        400,
        "bad_question",
        "The numbers in this request are too large, too small or too close to work with.",
        hint="Use numbers like those in your data; the service's log says where it failed.",
    )


ARITHMETIC = (ArithmeticError, FloatingPointError, np.linalg.LinAlgError, pa.ArrowInvalid)
"""What fails because of a number. Ranges are checked first: these are the ones that were missed."""


async def _of_system(request: Request, error: Exception) -> Response:
    """Say what the system refuses; the log has where."""
    note_failure(request.scope, error)
    return unforeseen(error)


def of_system(error: BaseException) -> KeyartError | None:
    """Return what there is to say of what the system refuses; None of another error.

    Paths of the machine are for the log alone.
    """
    if isinstance(error, MemoryError):
        return TooLittleMemory(
            "Not enough memory for this request.",
            hint="Ask for fewer groups or a shorter time, or give the service more memory.",
        )
    if isinstance(error, OSError):
        return system_error("A file that this needs cannot be used", error)
    return None


def unforeseen(error: Exception) -> Response:
    """Return the response to an unexpected error."""
    refusal = of_system(error)
    return internal_error() if refusal is None else error_response(refusal)


async def _of_ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, KeyartError)
    return error_response(error)


def install(app: FastAPI) -> None:
    """Let every error of `app` have the one shape."""
    app.add_exception_handler(KeyartError, _of_ours)
    for kind in (OSError, MemoryError):
        app.add_exception_handler(kind, _of_system)
    for kind in ARITHMETIC:
        app.add_exception_handler(kind, _of_numbers)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_framework)
