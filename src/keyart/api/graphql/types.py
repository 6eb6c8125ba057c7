"""Types of the graph derived from classes of Python: requests as inputs, results as types.

Names and words are those of the classes. Enumerations go by the names of their members, mappings
are lists of entries unless their values are plain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

import strawberry
from strawberry import UNSET
from strawberry.types.base import get_object_definition

from keyart.api.graphql.scalars import Conditions, Data, Named
from keyart.core.request import (
    LARGE,
    Argument,
    Request,
    arguments_of,
    field_docs,
    member_docs,
    summary_of,
)

_SCALARS = (str, bool, int, float, date, datetime)


@cache
def object_type(kind: type[Any]) -> type[Any]:
    """Return the type of the graph for a result class, or for a part of one.

    Its fields read those of the result itself: nothing is copied.
    """
    hints, docs = get_type_hints(kind, include_extras=True), field_docs(kind)
    names = [field.name for field in fields(kind)]
    made = type(
        kind.__name__,
        (),
        {
            "__annotations__": {name: _output(hints[name]) for name in names},
            "__doc__": kind.__doc__,
            **{name: _field(name, hints[name], docs[name]) for name in names},
        },
    )
    return strawberry.type(made, description=summary_of(kind))


def _field(name: str, hint: Any, doc: str) -> Any:
    if not _has_entries(hint):
        return strawberry.field(description=doc)

    def entries(root: Any) -> list[Any]:
        entry = _entry_type(get_args(hint)[1])
        return [entry(key=key, value=value) for key, value in getattr(root, name).items()]

    entries.__annotations__["return"] = _output(hint)
    return strawberry.field(resolver=entries, description=doc)


def _output(hint: Any) -> Any:
    """Return the type of the graph for the type of a field."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return Union[tuple(map(_output, parts))]  # noqa: UP007
    if origin in {tuple, list, Sequence}:
        return list[_output(parts[0])]
    if origin in {dict, Mapping}:
        return list[_entry_type(parts[1])] if _has_entries(hint) else Named
    if origin is Annotated:
        return float if LARGE in parts else _output(parts[0])
    return _single(hint)


def _single(hint: Any) -> Any:
    """Return the type of the graph for a type without parts."""
    if hint is Any:
        return Data
    if is_dataclass(hint):
        return object_type(hint)  # pyright: ignore[reportArgumentType]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return enum_type(hint)
    return cast("Any", hint)


def _has_entries(hint: Any) -> bool:
    """Return whether it is a mapping whose values have parts."""
    if get_origin(hint) not in {dict, Mapping}:
        return False
    parts = get_args(get_args(hint)[1]) or (get_args(hint)[1],)
    return not all(part in (*_SCALARS, Any, type(None)) for part in parts)


@cache
def _entry_type(value: Any) -> type[Any]:
    """Return the type of an entry of a mapping."""
    within = get_args(value)[0] if get_args(value) else value
    plural = "s" if get_args(value) else ""
    made = type(
        f"Named{within.__name__}{plural}",
        (),
        {
            "__annotations__": {"key": str, "value": _output(value)},
            "__doc__": "One entry by its name.",
            "key": strawberry.field(description="Its name."),
            "value": strawberry.field(description="What it has."),
        },
    )
    return strawberry.type(made, description="One entry by its name.")


@cache
def enum_type(kind: type[Enum]) -> Any:
    """Return the enumeration of the graph for one of Python, whose members keep their names."""
    made: Any = strawberry.enum(kind, description=summary_of(kind))
    docs = member_docs(kind)
    for value in made.__strawberry_definition__.values:
        value.description = docs.get(value.name) or f"{kind[value.name].value}."
    return made


@cache
def input_type(kind: type[Request], name: str = "") -> type[Any]:
    """Return the input of the graph for a request class; `name` is its own by default."""
    arguments = arguments_of(kind)
    made = type(
        name or f"{kind.__name__.removesuffix('Request')}Input",
        (),
        {
            "__annotations__": {argument.name: _input(argument) for argument in arguments},
            "__doc__": kind.__doc__,
            **{argument.name: _input_field(argument) for argument in arguments},
        },
    )
    return strawberry.input(made, description=summary_of(kind))


def _input(argument: Argument) -> Any:
    """Return the type of an argument; all but those that must be given may be null."""
    kind: Any
    if argument.is_list:
        kind = list[str]
    elif argument.is_mapping:
        kind = Conditions
    elif any(get_origin(part) is Mapping for part in get_args(argument.type)):
        kind = Data
    elif isinstance(argument.type, type) and argument.type in _SCALARS:
        kind = argument.type
    elif int in get_args(argument.type):
        kind = int
    elif bool in get_args(argument.type):
        kind = float
    else:
        kind = str
    return kind if argument.required else kind | None


def _input_field(argument: Argument) -> Any:
    description = argument.doc
    if int in get_args(argument.type):
        description += " Here only how many."
    if argument.choices:
        description += f" One of: {', '.join(argument.choices)}."
    if argument.default_text:
        description += f" {argument.default_text} by default."
    if argument.required:
        return strawberry.field(description=description)
    return strawberry.field(default=UNSET, description=description)


def arguments_in(ask: Any) -> dict[str, Any]:
    """Return the arguments that an input holds; null stands for the default."""
    definition = get_object_definition(ask, strict=True)
    values = {field.python_name: getattr(ask, field.python_name) for field in definition.fields}
    return {name: value for name, value in values.items() if value not in (UNSET, None)}
