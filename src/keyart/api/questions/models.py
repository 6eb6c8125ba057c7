"""Result classes as models of responses, and requests as schemas of bodies."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
from pydantic import BaseModel, Field, TypeAdapter, create_model

from keyart.api.openapi import Schema
from keyart.core.request import Request, arguments_of, field_docs, summary_of

CONDITIONS = (
    'By name: a value, a list of values (null is the missing one), {"not": value or list}, or'
    ' {"from": low, "to": high}, half-open.'
)


@cache
def response_model(kind: type[Any]) -> type[BaseModel]:
    """Return the model of a result class: its fields and what stands below them."""
    hints, docs = get_type_hints(kind), field_docs(kind)
    declared = {
        field.name: (_modelled(hints[field.name]), Field(description=docs[field.name]))
        for field in fields(kind)
    }
    return create_model(kind.__name__, __doc__=summary_of(kind), **declared)  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType]


def _modelled(hint: Any) -> Any:
    """Return a type with models in place of dataclasses."""
    if get_origin(hint) is np.ndarray:
        return list[list[int]]
    if is_dataclass(hint):
        return response_model(hint)  # pyright: ignore[reportArgumentType]
    origin, parts = get_origin(hint), get_args(hint)
    if not parts:
        return hint
    inner = tuple(_modelled(part) for part in parts)
    return Union[inner] if origin in {Union, UnionType} else origin[inner]  # noqa: UP007  # pyright: ignore[reportOptionalSubscript]


def body_schema(kind: type[Request], example: Mapping[str, Any]) -> Schema:
    """Return what OpenAPI says of a body that holds the arguments of a request."""
    content = {"schema": arguments_schema(kind), "example": dict(example)}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def arguments_schema(kind: type[Request]) -> Schema:
    """Return the schema of an object of arguments, with all references resolved."""
    whole = TypeAdapter(kind).json_schema()
    schema: Schema = _inlined(whole, whole.pop("$defs", {})) | {"additionalProperties": False}
    for argument in arguments_of(kind):
        property_schema = schema["properties"][argument.name]
        property_schema["description"] = argument.doc + (
            f" {CONDITIONS}" if argument.is_mapping else ""
        )
        if argument.name_of is not None:
            property_schema["enum"] = argument.choices
        if argument.range is not None:
            property_schema["minimum"] = argument.range.least
            if isfinite(argument.range.most):
                property_schema["maximum"] = argument.range.most
    return schema


def query_parameters(kind: type[Request], example: Mapping[str, Any]) -> Schema:
    """Return what OpenAPI says of an address that holds the arguments of a request."""
    parameters: list[Schema] = []
    for argument in arguments_of(kind):
        choices = {"enum": argument.choices} if argument.choices else {}
        parameters.append({
            "name": argument.name,
            "in": "query",
            "description": argument.doc,
            "schema": {"type": "string", **choices},
            "example": example[argument.name],
        })  # fmt: skip
    return {"parameters": parameters}


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inlined(entry, definitions) for entry in schema]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(schema, dict):
        return schema
    inlined: Schema = dict(schema)  # pyright: ignore[reportUnknownArgumentType]
    reference: str | None = inlined.pop("$ref", None)
    if reference is not None:
        inlined = {**definitions[reference.rsplit("/", 1)[1]], **inlined}
    return {name: _inlined(entry, definitions) for name, entry in inlined.items()}
