"""Keyart's errors, carried from a task to the driver as text."""

import functools
import json
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from pyspark.errors import PySparkException

from keyart.core.errors import BadInput, KeyartError, MissingColumn

_MARK = "keyart-error:"
_ERRORS_BY_CODE = {error.code: error for error in (BadInput, MissingColumn)}

P = ParamSpec("P")
T = TypeVar("T")


class TaskFailed(Exception):
    """A Keyart error, encoded as text that survives Spark."""


def encode_errors(work: Callable[P, Iterator[T]]) -> Callable[P, Iterator[T]]:
    """Encode a task's errors for `reraise_task_errors`."""

    @functools.wraps(work)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        try:
            yield from work(*args, **kwargs)
        except KeyartError as error:
            content = {"code": error.code, "message": error.message, "hint": error.hint}
            raise TaskFailed(_MARK + json.dumps(content)) from None

    return wrapped


@contextmanager
def reraise_task_errors() -> Generator[None]:
    """Raise a task's error as the Keyart error that it was."""
    try:
        yield
    except PySparkException as error:
        _, marker, rest = str(error).partition(_MARK)
        if not marker:
            raise
        content: dict[str, Any] = json.JSONDecoder().raw_decode(rest)[0]
        raised = _ERRORS_BY_CODE.get(content["code"], KeyartError)
        raise raised(content["message"], hint=content["hint"]) from None
