"""What a service answers as JSON, as the dataclasses of a store on this machine."""

from collections.abc import Mapping
from typing import Any, TypeVar

from keyart.client.errors import ServiceError
from keyart.core.rebuild import rebuilt

T = TypeVar("T")


def read(kind: type[T], said: Any) -> T:
    """Return what a service said as the dataclass `kind`; raises `ServiceError` if it is none."""
    try:
        return rebuilt(kind, said)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise _misunderstood() from error


def part(said: Any, name: str) -> Any:
    """Return one part of what a service said; raises `ServiceError` if there is none."""
    if not isinstance(said, Mapping) or name not in said:
        raise _misunderstood()
    return said[name]  # pyright: ignore[reportUnknownVariableType]


def _misunderstood() -> ServiceError:
    return ServiceError(
        "bad_answer",
        "The service answered something that cannot be understood.",
        hint="Does it run the same version of Keyart?",
    )
