"""From text to an expression, or to an error that points at the place.

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
"""Characters of an expression at most."""

_NESTING = re.compile(r'"(?:[^"]|"")*"|[()]')


def parse(text: str) -> Expression:
    """Return the expression that `text` says; raises `BadExpression`, which points at the place."""
    try:
        _check_text(text)
        made: Expression = _grammar().read(text)
    except Problem as problem:
        says, at, hint = problem.says, problem.at, problem.hint
        raise BadExpression(says, text=text, position=at, hint=hint) from problem
    return made


@cache
def _grammar() -> Any:
    return import_module("keyart.audiences.grammar")


def _check_text(text: str) -> None:
    """Refuse what cannot be stored, and what only a machine would write."""
    if len(text) > MAX_LENGTH:
        hint = "Upload the profiles as a list instead."
        raise Problem(MAX_LENGTH, f"it is longer than {MAX_LENGTH:,} characters.", hint)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        says = f"{text[error.start]!r} is half of a character."
        raise Problem(error.start, says, "Write valid Unicode.") from error
    depth = 0
    for match in _NESTING.finditer(text):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth > MAX_DEPTH:
            raise too_deep(match.start())


class Problem(Exception):
    """Something wrong at position `at` of the text being parsed; becomes a `BadExpression`."""

    def __init__(self, at: int, says: str, hint: str) -> None:
        super().__init__(says)
        self.at = at
        self.says = says
        self.hint = hint


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a hint that names what is nearest to `word`, or says otherwise."""
    near = get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else otherwise


def too_deep(at: int) -> Problem:
    """Return what is wrong where an expression nests deeper than `MAX_DEPTH`."""
    says = f"here it is nested more than {MAX_DEPTH} deep."
    return Problem(at, says, "Save its parts as segments, and name these.")
