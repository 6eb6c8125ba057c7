"""The questions of `keyart.insights.questions` as fields of the graph.

Requests are inputs and results are types, with the same names and the same words; both are derived.
A field is null where it would be about too few people. Enumerations go by the names of their
members, mappings are lists of entries unless their values are plain.
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

from keyart.api.graphql.context import Info
from keyart.api.graphql.scalars import Conditions, Named
from keyart.core.errors import TooFewPeople
from keyart.core.request import (
    LARGE,
    Argument,
    Request,
    arguments_of,
    field_docs,
    member_docs,
    summary_of,
)
from keyart.insights.questions import QUESTIONS, Question

_PLAIN = (str, bool, int, float, date, datetime)


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
    if is_dataclass(hint):
        return object_type(hint)  # pyright: ignore[reportArgumentType]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint)
    return cast("Any", hint)


def _has_entries(hint: Any) -> bool:
    """Return whether it is a mapping whose values have parts."""
    if get_origin(hint) not in {dict, Mapping}:
        return False
    parts = get_args(get_args(hint)[1]) or (get_args(hint)[1],)
    return not all(part in _PLAIN or part is type(None) for part in parts)


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
def _enum(kind: type[Enum]) -> Any:
    made: Any = strawberry.enum(kind, description=summary_of(kind))
    docs = member_docs(kind)
    for value in made.__strawberry_definition__.values:
        value.description = docs.get(value.name) or f"{kind[value.name].value}."
    return made


@cache
def input_type(kind: type[Request]) -> type[Any]:
    """Return the input of the graph for a request class."""
    arguments = arguments_of(kind)
    made = type(
        f"{kind.__name__.removesuffix('Request')}Input",
        (),
        {
            "__annotations__": {one.name: _input(one) for one in arguments},
            "__doc__": kind.__doc__,
            **{one.name: _input_field(one) for one in arguments},
        },
    )
    return strawberry.input(made, description=summary_of(kind))


def _input(argument: Argument) -> Any:
    """Return the type of an argument; all but those that must be given may be null."""
    kind: Any
    if argument.is_list:
        kind = list[str]
    elif argument.name in {"where", "having"}:
        kind = Conditions
    elif isinstance(argument.type, type) and argument.type in _PLAIN:
        kind = argument.type
    elif int in get_args(argument.type):
        kind = int
    else:
        kind = str
    return kind if argument.required else kind | None


def _input_field(argument: Argument) -> Any:
    said = argument.doc
    if int in get_args(argument.type):
        said += " Here only how many."
    if argument.choices:
        said += f" One of: {', '.join(argument.choices)}."
    if not argument.required and argument.default not in (None, (), {}, False):
        said += f" {_shown(argument.default)} by default."
    if argument.required:
        return strawberry.field(description=said)
    return strawberry.field(default=UNSET, description=said)


def _shown(default: Any) -> str:
    if isinstance(default, tuple):
        return ", ".join(default)  # pyright: ignore[reportUnknownArgumentType]
    return "True" if default is True else str(default)


def _resolver(question: Question[Any, Any, Any]) -> Any:
    asked_as = input_type(question.kind)
    needed = any(argument.required for argument in arguments_of(question.kind))

    def answer(info: Info, ask: Any = UNSET) -> Any:
        request = question.kind.from_dict(_given(ask) if ask else {})
        try:
            return info.context.judge(question, request)
        except TooFewPeople:
            return None

    answer.__annotations__ = {
        "info": Info,
        "ask": Annotated[
            asked_as if needed else asked_as | None,
            strawberry.argument(description="What is asked."),
        ],
        "return": object_type(question.result) | None,
    }
    return answer


def _given(ask: Any) -> dict[str, Any]:
    """Return the arguments that an input holds; null stands for the default."""
    definition = get_object_definition(ask, strict=True)
    values = {field.python_name: getattr(ask, field.python_name) for field in definition.fields}
    return {name: value for name, value in values.items() if value not in (UNSET, None)}


def _question_type() -> type[Any]:
    described = "{} Null where too few people would be shown. Costs 5 questions."
    made = type(
        "JudgementQuery",
        (),
        {
            "__doc__": "The questions that weigh people.",
            **{
                question.name: strawberry.field(
                    resolver=_resolver(question), description=described.format(question.summary)
                )
                for question in QUESTIONS
            },
        },
    )
    return strawberry.type(made, description="Judgements of assets.")


JudgementQuery: Any = _question_type()
