"""JSON responses of a service, read as the dataclasses of a local store."""

from collections.abc import Mapping
from typing import Any, TypeVar

from keyart.client.errors import ServiceError
from keyart.core.rebuild import rebuild

T = TypeVar("T")


def read(kind: type[T], data: Any) -> T:
    """Return a response as the dataclass `kind`; raises `ServiceError` if it does not fit."""
    try:
        return rebuild(kind, data)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise _misunderstood() from error


def part(data: Any, name: str) -> Any:
    """Return one part of a response; raises `ServiceError` if it is missing."""
    if not isinstance(data, Mapping) or name not in data:
        raise _misunderstood()
    return data[name]  # pyright: ignore[reportUnknownVariableType]


def _misunderstood() -> ServiceError:
    return ServiceError(
        "bad_answer",
        "The service answered something that cannot be understood.",
        hint="Does it run the same version of Keyart?",
    )
