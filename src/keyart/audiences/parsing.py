"""From text to an expression, or to an error that points at the place.

The grammar is imported when there is something to parse: lark takes longer to import than most
questions take to answer, and most name no audience.
"""

import re
from functools import cache
from importlib import import_module
from typing import Any

from keyart.audiences.expression import MAX_DEPTH, Expression
from keyart.audiences.problem import Problem, too_deep
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
