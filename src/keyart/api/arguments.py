"""Bodies that hold the arguments of a call: checked by the types of a dataclass, described so."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from keyart.api.bodies import read_object
from keyart.api.models import object_schema, request_body
from keyart.api.openapi import Schema
from keyart.core.errors import BadQuestion, UnknownName

T = TypeVar("T")


async def read_as(kind: type[T], request: Request) -> T:
    """Return the body of a request as the dataclass `kind`.

    Raises `UnknownName` for what is none of its fields, `BadQuestion` for what does not fit.
    """
    given = await read_object(request)
    known = [own.name for own in fields(kind)]  # pyright: ignore[reportArgumentType]
    for name in given:
        if name not in known:
            raise UnknownName("argument", name, known)
    try:
        return _adapter(kind).validate_python(given)
    except ValidationError as error:
        # What the class itself checks, it says as it does in Python.
        with suppress(TypeError, ValueError, AttributeError):
            kind(**given)
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadQuestion(
            f"{place}: {first['msg']}.", hint="/v1/openapi.json says what fits."
        ) from None


def said(given: Any) -> dict[str, Any]:
    """Return the fields of a dataclass, without those that are left away or null."""
    found = {own.name: getattr(given, own.name) for own in fields(given)}
    return {name: value for name, value in found.items() if value is not None}


def body_of(kind: type, example: Mapping[str, Any]) -> Schema:
    """Return what OpenAPI says of a body that is read as `kind`."""
    return request_body(object_schema(_adapter(kind)), example)


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
