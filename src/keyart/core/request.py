"""Requests: questions as data, whose fields are the arguments on every surface.

A request is a frozen dataclass. The type of a field says what it may hold, `Annotated[..., Range]`
which numbers, and the text below it what it means. Python, client, command line, REST and graph all
read this from `arguments_of`, so a new argument is declared once.
"""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Self, Union, cast, get_args, get_origin, get_type_hints

from keyart.core.errors import BadQuestion, UnknownName
from keyart.core.ranges import Range, out_of_range

LARGE = "large"
Large = Annotated[int, LARGE]
"""A whole number that may be above 2^31, where the integers of GraphQL end."""

REPEATED = "repeated"
"""Marks a list of names that keeps repeated names."""

_WORDS: Mapping[type, str] = {str: "text", bool: "True or False"}


@dataclass(frozen=True)
class NameOf:
    """Marks an argument whose values are names: another value is an `UnknownName`."""

    kind: str
    """What the values are, such as `kind of notices`."""
    choices: type[StrEnum]
    hint: str = ""


@dataclass(frozen=True)
class Argument:
    """One argument of a request, as its class declares it."""

    name: str
    type: Any
    """What it holds, without `None` and annotations."""
    doc: str
    """What it means, in sentences."""
    default: Any
    required: bool
    nullable: bool
    """Whether `None` is a value of its own; else it stands for the default."""
    range: Range | None
    choices: tuple[str, ...]
    """The only values, if they can be listed."""
    name_of: NameOf | None
    """What its choices name, if another value is an unknown name."""
    repeated: bool
    """Whether a list of names keeps repeated names."""
    positional: bool
    """Whether it can be given without its name."""

    @property
    def is_list(self) -> bool:
        """Whether it is a list of names."""
        return get_origin(self.type) in {Sequence, tuple} and get_args(self.type)[0] is str

    @property
    def is_mapping(self) -> bool:
        """Whether it holds conditions by name."""
        return get_origin(self.type) is Mapping

    @property
    def default_text(self) -> str:
        """The default as text, names with commas between them; empty if there is none."""
        if self.default in (None, (), {}, False):
            return ""
        listed = cast("tuple[str, ...]", self.default)
        return ",".join(listed) if self.is_list else str(self.default)

    def checked(self, value: object) -> object:
        """Return a value as the request keeps it; raises `BadQuestion`."""
        if value is None and self.nullable:
            return None
        if value is None and self.is_mapping:
            return self.default
        if self.is_list:
            return names(self.name, value, repeated=self.repeated)
        if get_origin(self.type) is Sequence:
            return _ids(self.name, value, get_args(self.type)[0])
        if self.choices and value not in self.choices:
            if self.name_of is not None:
                raise UnknownName(
                    self.name_of.kind, str(value), self.choices, hint=self.name_of.hint
                )
            near = get_close_matches(str(value), self.choices, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else ""
            raise out_of_range(self.name, value, " or ".join(self.choices), hint=hint)
        if self.range is not None and (self.type in {int, float} or isinstance(value, int)):
            self.range.check(self.name, value)
        if self.type in _WORDS and not isinstance(value, self.type):
            raise out_of_range(self.name, value, _WORDS[self.type])
        if isinstance(self.type, type) and issubclass(self.type, StrEnum):
            return self.type(str(value))
        return value


@dataclass(frozen=True, kw_only=True)
class Request:
    """A question with its arguments. Creating one checks and normalises each of them.

    Raises `BadQuestion`.
    """

    def __post_init__(self) -> None:
        """Check each argument by itself; subclasses check what must fit together."""
        for argument in arguments_of(type(self)):
            value = getattr(self, argument.name)
            checked = argument.checked(value)
            if checked is not value:
                object.__setattr__(self, argument.name, checked)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the request in `data`; raises `UnknownName` and `BadQuestion`."""
        arguments = {argument.name: argument for argument in arguments_of(cls)}
        for name in data:
            if name not in arguments:
                raise UnknownName("argument", name, arguments)
        missing = [a.name for a in arguments.values() if a.required and data.get(a.name) is None]
        if missing:
            raise BadQuestion(f"{missing[0]} is missing.", hint=f"Give {' and '.join(missing)}.")
        return cls(**data)

    @cached_property
    def key(self) -> str:
        """The request as text, the same for equal requests."""
        return json.dumps(self.to_dict(), sort_keys=True)

    def to_dict(self) -> dict[str, Any]:
        """Return the arguments that differ from their defaults, as JSON data."""
        return {
            argument.name: list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            for argument in arguments_of(type(self))
            if (value := getattr(self, argument.name)) != argument.default
        }


@cache
def arguments_of(kind: type[Request]) -> tuple[Argument, ...]:
    """Return the arguments of a request, those of its own class before those of its bases."""
    hints = get_type_hints(kind, include_extras=True)
    docs = field_docs(kind)
    order = {name: place for place, name in enumerate(docs)}
    arguments = [_argument(field, hints[field.name], docs) for field in fields(kind)]
    return tuple(sorted(arguments, key=lambda argument: order.get(argument.name, len(order))))


def argument_of(kind: type[Request], name: str) -> Argument:
    """Return the argument `name` of a request."""
    return next(argument for argument in arguments_of(kind) if argument.name == name)


@cache
def field_docs(kind: type) -> Mapping[str, str]:
    """Return the text below each field of a dataclass, those of its bases last."""
    docs: dict[str, str] = {}
    for base in kind.__mro__:
        if "__dataclass_fields__" in vars(base):
            for name, text in _own_docs(base).items():
                docs.setdefault(name, text)
    return docs


@cache
def member_docs(kind: type) -> Mapping[str, str]:
    """Return the text below each member of an enumeration."""
    return _own_docs(kind)


def summary_of(kind: type) -> str:
    """Return the first sentence of a class's docstring."""
    return (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")


def _own_docs(kind: type) -> dict[str, str]:
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    docs: dict[str, str] = {}
    name = None
    for node in cast(ast.ClassDef, tree).body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(node, ast.Assign):
            (target,) = node.targets
        if isinstance(target, ast.Name):
            name = target.id
            docs[name] = ""
        elif name and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docs[name] = " ".join(str(node.value.value).split())
            name = None
        else:
            name = None
    return docs


def _argument(field: Field[Any], hint: Any, docs: Mapping[str, str]) -> Argument:
    hint, nullable = _without_none(hint)
    notes: list[Any] = []
    if get_origin(hint) is Annotated:
        hint, *notes = get_args(hint)
        hint, also = _without_none(hint)
        nullable |= also
    choices: tuple[str, ...] = ()
    if get_origin(hint) is Literal:
        choices = get_args(hint)
    elif isinstance(hint, type) and issubclass(hint, StrEnum):
        choices = tuple(member.value for member in hint)
    name_of = next((note for note in notes if isinstance(note, NameOf)), None)
    if name_of is not None:
        choices = tuple(member.value for member in name_of.choices)
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return Argument(
        name=field.name,
        type=hint,
        doc=docs.get(field.name, ""),
        default=None if default is MISSING else default,
        required=default is MISSING,
        nullable=nullable,
        range=next((note for note in notes if isinstance(note, Range)), None),
        choices=choices,
        name_of=name_of,
        repeated=REPEATED in notes,
        positional=not field.kw_only,
    )


def _without_none(hint: Any) -> tuple[Any, bool]:
    """Return a type without None, and whether None was part of it."""
    if get_origin(hint) not in {Union, UnionType}:
        return hint, False
    parts = get_args(hint)
    others = tuple(part for part in parts if part is not NoneType)
    return (others[0] if len(others) == 1 else Union[others]), len(others) < len(parts)  # noqa: UP007


def _ids(name: str, value: object, kind: Any) -> tuple[Any, ...]:
    """Return ids, of the types of `kind`, as a tuple."""
    if not isinstance(value, list | tuple):
        raise out_of_range(name, value, "a list of ids")
    entries = cast(Sequence[object], value)
    for entry in entries:
        if isinstance(entry, bool) or not isinstance(entry, kind):
            raise out_of_range(name, entry, "ids")
    return tuple(entries)


def names(name: str, value: object, *, repeated: bool = False) -> tuple[str, ...]:
    """Return names as a tuple, each once unless `repeated`; a single name needs no list."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise out_of_range(name, cast(object, value), "a list of names")
    entries: list[str] = []
    for entry in cast(Iterable[object], value):
        if not isinstance(entry, str):
            raise out_of_range(name, entry, "names as text")
        entries.append(entry)
    return tuple(entries if repeated else dict.fromkeys(entries))
