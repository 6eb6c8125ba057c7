"""The LALR grammar of expressions.

It also accepts common mistakes (a word without parentheses, a name of an unknown kind), so that the
builder can explain them. `keyart.audiences.syntax_errors` explains all other errors.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from keyart.audiences import rules
from keyart.audiences.expression import (
    ATTRIBUTE,
    KINDS,
    MAX_DEPTH,
    UNQUOTED,
    And,
    Attribute,
    Expression,
    NamedAudience,
    Not,
    Or,
    Rule,
    leaves,
)
from keyart.audiences.parsing import Problem, did_you_mean, too_deep
from keyart.audiences.rules import RULES, SourceComparison, SourceText
from keyart.audiences.syntax_errors import explain

QUOTED = r'"(?:[^"]|"")*"'

GRAMMAR = rf"""
?start: disjunction
?disjunction: conjunction (_OR conjunction)*
?conjunction: negation (_AND negation)*
?negation: operand
    | NOT negation -> negated
?operand: "(" disjunction ")"
    | AUDIENCE -> named
    | AUDIENCE "=" _value -> attribute
    | WORD "(" arguments ")" -> rule
    | WORD "(" arguments ")" COMPARISON VALUE -> compared
    | WORD -> bare
arguments: [argument ("," argument)*]
argument: WORD "=" _value
_value: VALUE | QUOTED

_OR.2: /or\b/i
_AND.2: /and\b/i
NOT.2: /not\b/i
AUDIENCE.3: /[^\W\d]\w*:(?:{QUOTED}|{UNQUOTED})/
WORD.1: /(?!(?:and|or|not)\b)[^\W\d]\w*/i
COMPARISON: />=|<=|>|</
QUOTED: /{QUOTED}/
VALUE: /{UNQUOTED}/
%ignore /\s+/
"""


def read(text: str) -> Expression:
    """Return the expression of `text`; raises `Problem`."""
    try:
        return cast(Expression, _parser().parse(text))
    except UnexpectedInput as error:
        raise explain(text, None if _ended(error) else error.pos_in_stream) from error


def _ended(error: UnexpectedInput) -> bool:
    token: Token | None = getattr(error, "token", None)
    return token is not None and token.type == "$END"


@cache
def _parser() -> Any:
    return Lark(
        GRAMMAR, parser="lalr", lexer="contextual", transformer=_Builder(), maybe_placeholders=False
    )


class _Builder(Transformer[Token, Expression]):
    """Builds the expression of a parse tree, from the leaves up."""

    def disjunction(self, terms: Sequence[Expression]) -> Expression:
        return Or(_shallow(terms))

    def conjunction(self, terms: Sequence[Expression]) -> Expression:
        return And(_shallow(terms))

    def negated(self, children: tuple[Token, Expression]) -> Expression:
        return Not(*_shallow([children[1]]))

    def named(self, children: Sequence[Token]) -> NamedAudience:
        kind, name, at = _audience(children[0])
        if kind == ATTRIBUTE:
            hint = f"Example: {ATTRIBUTE}:country=DE, or {ATTRIBUTE}:country=null."
            raise Problem(at, f"{children[0]} needs a value.", hint)
        return NamedAudience(kind, name, at)

    def attribute(self, children: Sequence[Token]) -> Attribute:
        kind, name, at = _audience(children[0])
        value = _source_text(children[1])
        if kind != ATTRIBUTE:
            hint = f"Remove it, or write {ATTRIBUTE}:{name}={children[1]}."
            raise Problem(value.at, f"a {kind} has no value.", hint)
        missing = value.text == "null" and not value.quoted
        return Attribute(name, None if missing else value.text, at)

    def arguments(self, children: Sequence[tuple[SourceText, SourceText]]) -> Sequence[object]:
        return children

    def argument(self, children: Sequence[Token]) -> tuple[SourceText, SourceText]:
        return _source_text(children[0]), _source_text(children[1])

    def rule(self, children: tuple[Token, Sequence[tuple[SourceText, SourceText]]]) -> Rule:
        return rules.build_rule(_source_text(children[0]), children[1], None)

    def compared(
        self, children: tuple[Token, Sequence[tuple[SourceText, SourceText]], Token, Token]
    ) -> Rule:
        name, arguments, operator, number = children
        comparison = SourceComparison(_source_text(operator), _source_text(number))
        return rules.build_rule(_source_text(name), arguments, comparison)

    def bare(self, children: Sequence[Token]) -> Expression:
        word = _source_text(children[0])
        if word.text in RULES:
            hint = f"Example: {RULES[word.text].example}."
            raise Problem(word.at, f"the rule {word.text} needs parentheses.", hint)
        if word.text in KINDS:
            example = f"{word.text}:country=DE" if word.text == ATTRIBUTE else f"{word.text}:NAME"
            raise Problem(word.at, f"{word.text} needs a name.", f"Write {example}.")
        hint = f"Add its kind: list:{word.text}, segment:{word.text}, affinity:{word.text}."
        raise Problem(word.at, f"{word.text!r} has no kind.", hint)


def _shallow(terms: Sequence[Expression]) -> tuple[Expression, ...]:
    for term in terms:
        if term.depth >= MAX_DEPTH:
            raise too_deep(next(leaves(term)).at)
    return tuple(terms)


def _audience(token: Token) -> tuple[str, str, int]:
    """Return (kind, name, position) of a name with its kind."""
    at = token.start_pos or 0
    kind, name = token.split(":", 1)
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS, f"The kinds are {', '.join(KINDS)}.")
        raise Problem(at, f"{kind!r} is not a kind of audience.", hint)
    name = _unquoted(name)
    if not name.strip():
        raise Problem(at, f"the {kind} needs a name.", f"Write {kind}:NAME.")
    return kind, name, at


def _source_text(token: Token) -> SourceText:
    return SourceText(_unquoted(token), token.start_pos or 0, token.type == "QUOTED")


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else str(text)
