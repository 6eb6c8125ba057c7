"""Audience expressions as data and as text: names, attributes and rules, combined.

`And` and `Or` are flat: an `And` within an `And` is the same as all its terms. So equal expressions
have one text, and `parse(to_text(e)) == e` for every expression e.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

LIST = "list"
SEGMENT = "segment"
AFFINITY = "affinity"
ATTRIBUTE = "attr"

KINDS = (AFFINITY, ATTRIBUTE, LIST, SEGMENT)
"""The kinds of audiences: what comes before the colon."""

MAX_DEPTH = 64
"""Most levels of nesting, so that recursion never exhausts the stack."""

Value = str | int
"""The value of a rule's argument."""


@dataclass(frozen=True)
class NamedAudience:
    """A list, a segment or an affinity, by name."""

    kind: str
    name: str
    at: int = field(default=0, compare=False, repr=False)
    """Its position in the text, for error messages; likewise below."""
    depth: ClassVar[int] = 1

    @property
    def full_name(self) -> str:
        """The name with its kind: `list:vip`."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True)
class Attribute:
    """Profiles whose attribute has a value, or is missing (`value` is None)."""

    name: str
    value: str | None
    at: int = field(default=0, compare=False, repr=False)
    depth: ClassVar[int] = 1


@dataclass(frozen=True)
class RuleComparison:
    """A bound of a number: `>= 10`."""

    operator: str
    number: Decimal


@dataclass(frozen=True)
class Rule:
    """A rule about what profiles saw and watched; `arguments` are in the order of its form.

    Each rule is described at its `keyart.audiences.rules.Form`.
    """

    name: str
    arguments: tuple[tuple[str, Value], ...] = ()
    comparison: RuleComparison | None = None
    at: int = field(default=0, compare=False, repr=False)
    depth: ClassVar[int] = 1

    def get(self, name: str) -> Value | None:
        """Return the value of an argument, None if it is absent."""
        return dict(self.arguments).get(name)


@dataclass(frozen=True)
class Not:
    """All profiles that may be segmented and are not in `term`."""

    term: "Expression"
    depth: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", self.term.depth + 1)


@dataclass(frozen=True)
class And:
    """Profiles in all of two or more terms."""

    terms: "tuple[Expression, ...]"
    depth: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _set_terms(self, self.terms)


@dataclass(frozen=True)
class Or:
    """Profiles in any of two or more terms."""

    terms: "tuple[Expression, ...]"
    depth: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _set_terms(self, self.terms)


Leaf = NamedAudience | Attribute | Rule
Expression = And | Or | Not | Leaf


def _set_terms(made: And | Or, terms: tuple[Expression, ...]) -> None:
    """Set the terms of a new `And` or `Or`, flattening terms of the same class."""
    flat: list[Expression] = []
    for term in terms:
        flat += term.terms if isinstance(term, And | Or) and type(term) is type(made) else [term]
    if len(flat) < 2:
        raise ValueError(f"{type(made).__name__} needs two terms or more")
    object.__setattr__(made, "terms", tuple(flat))
    object.__setattr__(made, "depth", max(term.depth for term in flat) + 1)


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Yield the names, attributes and rules of an expression, from left to right."""
    waiting = [expression]
    while waiting:
        match waiting.pop():
            case And(terms=terms) | Or(terms=terms):
                waiting += reversed(terms)
            case Not(term=term):
                waiting.append(term)
            case leaf:
                yield leaf


def named_segments(expression: Expression) -> tuple[NamedAudience, ...]:
    """Return the segments that an expression names."""
    named = (leaf for leaf in leaves(expression) if isinstance(leaf, NamedAudience))
    return tuple(audience for audience in named if audience.kind == SEGMENT)


UNQUOTED = r"""[^\s()=<>!,"'&|“”„«»]+"""
"""The pattern of names and values that need no quotes."""

_OR, _AND, _NOT = range(3)
"""How tightly operators bind."""


def to_text(expression: Expression) -> str:
    """Return the text of an expression, which `parse` turns into an equal expression."""
    return _text(expression, _OR)


def _text(expression: Expression, binding: int) -> str:
    """Return the text, in parentheses if it binds less tightly than `binding`."""
    match expression:
        case Or(terms=terms):
            text = " or ".join(_text(term, _AND) for term in terms)
            return f"({text})" if binding > _OR else text
        case And(terms=terms):
            text = " and ".join(_text(term, _NOT) for term in terms)
            return f"({text})" if binding > _AND else text
        case Not(term=term):
            return f"not {_text(term, _NOT)}"
        case NamedAudience(kind=kind, name=name):
            return f"{kind}:{quoted(name)}"
        case Attribute(name=name, value=value):
            return f"{ATTRIBUTE}:{quoted(name)}={_value(value)}"
        case Rule(name=name, arguments=arguments, comparison=comparison):
            inside = ", ".join(f"{key}={_value(value)}" for key, value in arguments)
            return f"{name}({inside}){_compared(comparison)}"


def _value(value: Value | None) -> str:
    if value is None:
        return "null"
    return '"null"' if value == "null" else quoted(str(value))


def _compared(comparison: RuleComparison | None) -> str:
    if comparison is None:
        return ""
    return f" {comparison.operator} {comparison.number.normalize():f}"


def quoted(name: str) -> str:
    """Return a name, in quotes if it needs them; quotes within are doubled."""
    if re.fullmatch(UNQUOTED, name) and name.isprintable():
        return name
    return '"' + name.replace('"', '""') + '"'
