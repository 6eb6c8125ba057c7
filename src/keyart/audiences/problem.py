"""What is wrong at one place of a text, before anybody knows the whole text."""

from collections.abc import Iterable
from difflib import get_close_matches

from keyart.audiences.expression import MAX_DEPTH


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
