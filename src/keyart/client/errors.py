"""What a service refuses, as the errors that a store on this machine raises."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from keyart.core import errors
from keyart.core.errors import BadExpression, BadQuestion, KeyartError, UnknownName

if TYPE_CHECKING:
    import httpx

LIKELY = "Is that the address of keyart serve?"


class ServiceError(KeyartError):
    """What a service alone can refuse, or that it cannot be reached; `code` says which it is.

    The codes are those of the service, and `unreachable`, `no_answer` (in time) and `bad_answer`.
    `status` is that of HTTP, None where nothing answered.
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
"""The class of each code; one that is not here is a `ServiceError`."""


def error_of(answer: "httpx.Response") -> KeyartError:
    """Return the error that an answer of a status other than 200 means."""
    try:
        said: Any = answer.json()["error"]
        code, message, hint = (str(said[name]) for name in ("code", "message", "hint"))
    except (ValueError, KeyError, TypeError):
        return bad_answer(answer)
    kind = KINDS.get(code)
    if kind is None:
        return ServiceError(code, message, hint=hint, status=answer.status_code)
    # Not by the class's own arguments, of which message and hint were made over there.
    error = kind.__new__(kind)
    KeyartError.__init__(error, message, hint=hint)
    if isinstance(error, UnknownName):
        _tell_name(error)
    elif isinstance(error, BadExpression):
        _tell_place(error)
    return error


def bad_answer(answer: "httpx.Response") -> ServiceError:
    """Return the error for what no service of ours answers."""
    return ServiceError(
        "bad_answer",
        f"{answer.url.copy_with(query=None)} answered {answer.status_code}, and nothing that "
        "can be understood.",
        hint=LIKELY,
        status=answer.status_code,
    )


def _tell_name(error: UnknownName) -> None:
    """Give an error what its message says of the name."""
    found = re.match(r"There is no (?P<kind>.+?) (?P<quote>['\"])(?P<name>.*)(?P=quote)\.$",
                     error.message, re.DOTALL)  # fmt: skip
    error.kind = found["kind"] if found else ""
    error.name = found["name"] if found else ""
    guess = re.match(r"Did you mean (.*?)\?", error.hint)
    error.nearest = tuple(re.findall(r"'([^']*)'", guess[1])) if guess else ()
    error.position = None  # the service does not say


def _tell_place(error: BadExpression) -> None:
    """Give an error what its message says of the place; the text itself stays there."""
    found = re.match(r"At (?:line (\d+), )?column (\d+) ", error.message)
    error.text = ""
    error.line = int(found[1] or 1) if found else 1
    error.column = int(found[2]) if found else 1
    error.position = error.column - 1
