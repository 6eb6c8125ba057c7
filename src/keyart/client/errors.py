"""Refusals of a service, as the errors that a local store raises."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from keyart.core import errors
from keyart.core.errors import BadExpression, BadQuestion, KeyartError, UnknownName

if TYPE_CHECKING:
    import httpx

LIKELY = "Is that the address of keyart serve?"


class ServiceError(KeyartError):
    """An error only a service can return, or a failure to reach it; `code` tells which.

    The codes are those of the service, and `unreachable`, `no_answer` (in time) and `bad_answer`.
    `status` is the HTTP status, None if there was no response.
    """

    code = "service_error"

    def __init__(
        self, code: str, message: str, *, hint: str = "", status: int | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.code = code
        self.status = status


KINDS: Mapping[str, type[KeyartError]] = {
    **{
        kind.code: kind
        for kind in vars(errors).values()
        if isinstance(kind, type)
        and issubclass(kind, KeyartError)
        and kind is not errors.TooFewPeople  # only a service refuses that
    },
    "bad_request": BadQuestion,
}
"""The class of each code; any other code is a `ServiceError`."""


def error_of(answer: "httpx.Response") -> KeyartError:
    """Return the error for a response with a status other than 200."""
    try:
        error_data: Any = answer.json()["error"]
        code, message, hint = (str(error_data[name]) for name in ("code", "message", "hint"))
    except (ValueError, KeyError, TypeError):
        return bad_answer(answer)
    kind = KINDS.get(code)
    if kind is None:
        return ServiceError(code, message, hint=hint, status=answer.status_code)
    # The class's arguments are unknown here: the service made message and hint from them.
    error = kind.__new__(kind)
    KeyartError.__init__(error, message, hint=hint)
    if isinstance(error, UnknownName):
        _tell_name(error)
    elif isinstance(error, BadExpression):
        _tell_place(error)
    return error


def bad_answer(answer: "httpx.Response") -> ServiceError:
    """Return the error for a response that is not from a Keyart service."""
    return ServiceError(
        "bad_answer",
        f"{answer.url.copy_with(query=None)} answered {answer.status_code}, and nothing that "
        "can be understood.",
        hint=LIKELY,
        status=answer.status_code,
    )


def _tell_name(error: UnknownName) -> None:
    """Set an error's name fields from its message."""
    match = re.match(r"There is no (?P<kind>.+?) (?P<quote>['\"])(?P<name>.*)(?P=quote)\.$",
                     error.message, re.DOTALL)  # fmt: skip
    error.kind = match["kind"] if match else ""
    error.name = match["name"] if match else ""
    guess = re.match(r"Did you mean (.*?)\?", error.hint)
    error.nearest = tuple(re.findall(r"'([^']*)'", guess[1])) if guess else ()
    error.position = None  # the service does not say


def _tell_place(error: BadExpression) -> None:
    """Set an error's place from its message; the text itself is not sent."""
    match = re.match(r"At (?:line (\d+), )?column (\d+) ", error.message)
    error.text = ""
    error.line = int(match[1] or 1) if match else 1
    error.column = int(match[2]) if match else 1
    error.position = error.column - 1
