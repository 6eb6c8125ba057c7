"""Audience expressions as nested tuples, and their text.

A tree is ("and", a, b, …), ("or", a, b, …), ("not", a), ("name", "list:x"), ("attr", name, value)
or ("rule", name, arguments, (operator, number) or None).
"""

from typing import Any, Self

Tree = tuple[Any, ...]


class Written(str):
    """The text of a tree that is known."""

    __slots__ = ("tree",)
    tree: Tree

    def __new__(cls, tree: Tree) -> Self:
        """Write `tree`."""
        made = super().__new__(cls, text(tree))
        made.tree = tree
        return made


def text(tree: Tree) -> str:
    """Return a tree as somebody might write it who is careful with quotes and parentheses."""
    match tree:
        case ("and" | "or" as word, *terms):
            return f"({f' {word} '.join(map(text, terms))})"
        case ("not", term):
            return f"not {text(term)}"
        case ("name", str(name)):
            kind, plain = name.split(":", 1)
            return f"{kind}:{_quoted(plain)}"
        case ("attr", str(name), value):
            return f"attr:{_quoted(name)}={'null' if value is None else _quoted(value)}"
        case (_, name, arguments, compared):
            inside = ", ".join(f"{key}={_quoted(str(value))}" for key, value in arguments.items())
            return f"{name}({inside})" + (f" {compared[0]} {compared[1]}" if compared else "")
        case _:
            raise TypeError(tree)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
