"""Explanations of syntax errors: what is wrong in an expression, and how to fix it."""

import re
from collections.abc import Callable

from keyart.audiences.expression import KINDS, UNQUOTED
from keyart.audiences.parsing import Problem, did_you_mean
from keyart.audiences.rules import OPERATORS, RULES

QUOTES = "'“”„«»"
"""Other quotes than "…"."""

_SYMBOLS = {
    "&&": ('"&&" is not an operator.', "Write and."),
    "&": ('"&" is not an operator.', "Write and."),
    "||": ('"||" is not an operator.', "Write or."),
    "|": ('"|" is not an operator.', "Write or."),
    "!=": ('"!=" is not an operator.', "Write not attr:country=DE."),
    "==": ('"==" is not an operator.', "Write one =, as in attr:country=DE."),
    "!": ('"!" is not an operator.', "Write not."),
    **{quote: (f"{quote} is not a valid quote.", 'Put names in "…".') for quote in QUOTES},
}
"""Symbols of other languages, with message and hint; longer ones first."""

_WORDS = {"and", "or", "not"}
_PARENTHESES = re.compile(r'"(?:[^"]|"")*"|[()]')
_CLOSED = re.compile(r'"(?:[^"]|"")*"')


def explain(text: str, position: int | None) -> Problem:
    """Return what is wrong where parsing stopped; None is the end of the text."""
    end = len(text.rstrip())
    at = end if position is None else min(position, end)
    for check in _CHECKS:
        problem = check(text, at)
        if problem is not None:
            return problem
    raise AssertionError("the last check explains every error")


def _here(text: str, at: int) -> str:
    """Return the word or character at a position."""
    word = re.compile(UNQUOTED).match(text, at)
    return word[0] if word else text[at]


def _empty(text: str, _at: int) -> Problem | None:
    if text.strip():
        return None
    return Problem(0, "it is empty.", "Example: list:vip and not segment:lapsed.")


def _open_quote(text: str, _at: int) -> Problem | None:
    rest = _CLOSED.sub(lambda match: " " * len(match[0]), text)
    if '"' not in rest:
        return None
    return Problem(rest.index('"'), "a quote is not closed.", 'Add the closing ".')


def _end(text: str, at: int) -> Problem | None:
    text = text.rstrip()
    if at < len(text):
        return None
    word = re.search(r"(?:^|[\s()])(and|or|not)$", text, re.IGNORECASE)
    if word:
        return Problem(at, f"nothing follows {word[1]!r}.", "Add an audience or a rule.")
    if text.endswith((*OPERATORS, "=")):
        return Problem(at, "a value is missing.", "Add a value.")
    opened = _open_parentheses(text)
    if opened:
        return Problem(opened[-1], "a parenthesis is not closed.", "Add the closing ).")
    return Problem(at, "it ends too early.", "Complete it.")


def _open_parentheses(text: str) -> list[int]:
    """Return the positions of the parentheses that are never closed."""
    opened: list[int] = []
    for match in _PARENTHESES.finditer(text):
        if match[0] == "(":
            opened.append(match.start())
        elif match[0] == ")" and opened:
            opened.pop()
    return opened


def _symbol(text: str, at: int) -> Problem | None:
    second = at - 1 if text.startswith("==", at - 1) else at  # the first = of == was parsed
    for place in (second, at):
        for symbol, (message, hint) in _SYMBOLS.items():
            if place >= 0 and text.startswith(symbol, place):
                return Problem(place, message, hint)
    return None


def _colon(text: str, at: int) -> Problem | None:
    if text[at] != ":":
        return None
    quote = _symbol(text, at + 1) if at + 1 < len(text) and text[at + 1] in QUOTES else None
    hint = "Write the name directly after the colon, as in list:vip."
    return quote or Problem(at, "no name follows the colon.", hint)


def _argument(text: str, at: int) -> Problem | None:
    """Explain an invalid argument of a rule."""
    before = text[:at].rstrip()
    opened = _open_parentheses(before)
    name = re.search(r"(\w+)\s*$", before[: opened[-1]]) if opened else None
    if name is None or name[1].lower() in _WORDS:
        return None
    if before.endswith(("(", ",")) and text[at] not in "),":
        hint = "Name it, as in hours(days=28)."
        return Problem(at, f"{_here(text, at)!r} is not an argument.", hint)
    alone = re.search(r"[(,]\s*(\w+)$", before)
    if alone:
        hint = f"Name it, as in viewed(title={alone[1]})."
        return Problem(at, f"{alone[1]!r} needs a value.", hint)
    if text[at] not in "),":
        return Problem(at, f"{_here(text, at)!r} is not allowed here.", "Add a comma before it.")
    return Problem(at, "an argument is missing.", "Add it, or remove the comma.")


def _parenthesis(text: str, at: int) -> Problem | None:
    if text[at] != ")":
        return None
    if not _open_parentheses(text[:at]):
        return Problem(at, "a closing parenthesis has no opening one.", "Remove it.")
    return Problem(at, "something is missing before the parenthesis.", "Complete it.")


def _operand(text: str, at: int) -> Problem | None:
    """Explain what cannot start an audience."""
    before = text[:at].rstrip()
    if before and not re.search(r"(^|[\s()])(and|or|not)$|\($", before, re.IGNORECASE):
        return None
    kinds = ", ".join(f"{kind}:…" for kind in KINDS)
    hint = f"Write one of {kinds}, or a rule: {', '.join(RULES)}."
    return Problem(at, f"{_here(text, at)!r} cannot start an audience.", hint)


def _equals(text: str, at: int) -> Problem | None:
    if text[at] not in "=<>":
        return None
    if text[:at].rstrip().endswith(")"):
        return Problem(at, "a rule cannot be compared with =.", "Write >=, >, <= or <.")
    hint = "Compare a rule, as in hours(days=28) >= 10, or write attr:country=DE."
    return Problem(at, f"{text[at]!r} is not allowed here.", hint)


def _comma(text: str, at: int) -> Problem | None:
    if text[at] != ",":
        return None
    return Problem(at, "a comma is not allowed here.", "Write and, or or.")


def _word(text: str, at: int) -> Problem | None:
    """Explain an unexpected word: a misspelled `and`, or most often a space in a name."""
    word, before = _here(text, at), text[:at].rstrip()
    hint = did_you_mean(word, ("and", "or"), "")
    name = re.search(rf"\w+:(?:{UNQUOTED}\s*=\s*)?({UNQUOTED})$", before)
    if not hint and name:
        hint = f'Write and, or or; if it is one name, put it in quotes: "{name[1]} {word}".'
    return Problem(at, f"{word!r} is not allowed here.", hint or "Write and, or or, before it.")


_CHECKS: tuple[Callable[[str, int], Problem | None], ...] = (
    _empty,
    _open_quote,
    _end,
    _symbol,
    _colon,
    _argument,
    _parenthesis,
    _operand,
    _equals,
    _comma,
    _word,
)
"""Tried in this order."""
