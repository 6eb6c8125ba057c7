"""Parsing of expressions, with errors that point at the position.

The grammar is imported when there is something to parse: lark takes longer to import than most
questions take to answer, and most name no audience.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from typing import Any

from keyart.audiences.expression import MAX_DEPTH, Expression
from keyart.core.errors import BadExpression

MAX_LENGTH = 100_000
"""The most characters of an expression."""

_NESTING = re.compile(r'"(?:[^"]|"")*"|[()]')


def parse(text: str) -> Expression:
    """Return the expression of `text`; raises `BadExpression` with the position of the error."""
    try:
        _check_text(text)
        expression: Expression = _grammar().read(text)
    except Problem as problem:
        raise BadExpression(
            problem.message, text=text, position=problem.at, hint=problem.hint
        ) from problem
    return expression


@cache
def _grammar() -> Any:
    return import_module("keyart.audiences.grammar")


def _check_text(text: str) -> None:
    """Refuse text that cannot be stored, is too long, or nests too deeply."""
    if len(text) > MAX_LENGTH:
        hint = "Upload the profiles as a list instead."
        raise Problem(MAX_LENGTH, f"it is longer than {MAX_LENGTH:,} characters.", hint)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"{text[error.start]!r} is not valid Unicode."
        raise Problem(error.start, message, "Remove it.") from error
    depth = 0
    for match in _NESTING.finditer(text):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth > MAX_DEPTH:
            raise too_deep(match.start())


class Problem(Exception):
    """An error at position `at` of the text being parsed; becomes a `BadExpression`."""

    def __init__(self, at: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message
        self.hint = hint


def did_you_mean(word: str, valid_words: Iterable[str], otherwise: str) -> str:
    """Return a hint with the word closest to `word`, or `otherwise` if none is close."""
    near = get_close_matches(word.lower(), list(valid_words), n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else otherwise


def too_deep(at: int) -> Problem:
    """Return the problem of an expression that nests deeper than `MAX_DEPTH`."""
    message = f"it is nested more than {MAX_DEPTH} levels deep."
    return Problem(at, message, "Save its parts as segments, and use those.")
