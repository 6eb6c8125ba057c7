"""From an expression to its text: one text for equal expressions, which parses to them again."""

import re

from keyart.audiences.expression import (
    ATTRIBUTE,
    And,
    Attribute,
    Comparison,
    Expression,
    Named,
    Not,
    Or,
    Rule,
    Value,
)

PLAIN = r"""[^\s()=<>!,"'&|“”„«»]+"""
"""Names and values that need no quotes."""

_OR, _AND, _NOT = range(3)
"""How tightly words bind."""


def to_text(expression: Expression) -> str:
    """Return the text of an expression: `parse` makes the same expression of it."""
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
        case Named(kind=kind, name=name):
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


def _compared(comparison: Comparison | None) -> str:
    if comparison is None:
        return ""
    return f" {comparison.operator} {comparison.number.normalize():f}"


def quoted(name: str) -> str:
    """Return a name as it is written: in quotes, which double within, where it must be."""
    if re.fullmatch(PLAIN, name) and name.isprintable():
        return name
    return '"' + name.replace('"', '""') + '"'
