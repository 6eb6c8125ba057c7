"""From text to an expression, by a small LALR grammar.

The grammar also takes what people write by mistake, a word without parentheses or a name of an
unknown kind, so that the builder can say what is wrong with it. What the grammar does not take is
explained by `keyart.audiences.syntax_errors`.
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
    PLAIN,
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
AUDIENCE.3: /[^\W\d]\w*:(?:{QUOTED}|{PLAIN})/
WORD.1: /(?!(?:and|or|not)\b)[^\W\d]\w*/i
COMPARISON: />=|<=|>|</
QUOTED: /{QUOTED}/
VALUE: /{PLAIN}/
%ignore /\s+/
"""


def read(text: str) -> Expression:
    """Return the expression that `text` says; raises `Problem`."""
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
    """Makes an expression of what the grammar finds, from the inside outwards."""

    def disjunction(self, terms: Sequence[Expression]) -> Expression:
        return Or(_shallow(terms))

    def conjunction(self, terms: Sequence[Expression]) -> Expression:
        return And(_shallow(terms))

    def negated(self, children: tuple[Token, Expression]) -> Expression:
        return Not(*_shallow([children[1]]))

    def named(self, children: Sequence[Token]) -> NamedAudience:
        kind, name, at = _audience(children[0])
        if kind == ATTRIBUTE:
            hint = f"Write for example {ATTRIBUTE}:country=DE, or {ATTRIBUTE}:country=null."
            raise Problem(at, f"{children[0]} lacks a value.", hint)
        return NamedAudience(kind, name, at)

    def attribute(self, children: Sequence[Token]) -> Attribute:
        kind, name, at = _audience(children[0])
        value = _written(children[1])
        if kind != ATTRIBUTE:
            hint = f"Leave it away, or write {ATTRIBUTE}:{name}={children[1]}."
            raise Problem(value.at, f"a {kind} has no value.", hint)
        missing = value.text == "null" and not value.quoted
        return Attribute(name, None if missing else value.text, at)

    def arguments(self, children: Sequence[tuple[SourceText, SourceText]]) -> Sequence[object]:
        return children

    def argument(self, children: Sequence[Token]) -> tuple[SourceText, SourceText]:
        return _written(children[0]), _written(children[1])

    def rule(self, children: tuple[Token, Sequence[tuple[SourceText, SourceText]]]) -> Rule:
        return rules.build_rule(_written(children[0]), children[1], None)

    def compared(
        self, children: tuple[Token, Sequence[tuple[SourceText, SourceText]], Token, Token]
    ) -> Rule:
        name, given, operator, number = children
        comparison = SourceComparison(_written(operator), _written(number))
        return rules.build_rule(_written(name), given, comparison)

    def bare(self, children: Sequence[Token]) -> Expression:
        word = _written(children[0])
        if word.text in RULES:
            hint = f"Write for example {RULES[word.text].example}."
            raise Problem(word.at, f"the rule {word.text} lacks its parentheses.", hint)
        if word.text in KINDS:
            example = f"{word.text}:country=DE" if word.text == ATTRIBUTE else f"{word.text}:NAME"
            raise Problem(word.at, f"{word.text} lacks a name.", f"Write {example}.")
        hint = f"Write its kind, too: list:{word.text}, segment:{word.text}, affinity:{word.text}."
        raise Problem(word.at, f"{word.text!r} alone names nothing.", hint)


def _shallow(terms: Sequence[Expression]) -> tuple[Expression, ...]:
    for term in terms:
        if term.depth >= MAX_DEPTH:
            raise too_deep(next(leaves(term)).at)
    return tuple(terms)


def _audience(token: Token) -> tuple[str, str, int]:
    """Return (kind, name, place) of what a name with its kind says."""
    at = token.start_pos or 0
    kind, name = token.split(":", 1)
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS, f"The kinds are {', '.join(KINDS)}.")
        raise Problem(at, f"there is no kind of audience {kind!r}.", hint)
    name = _unquoted(name)
    if not name.strip():
        raise Problem(at, f"the {kind} lacks a name.", f"Write {kind}:NAME.")
    return kind, name, at


def _written(token: Token) -> SourceText:
    return SourceText(_unquoted(token), token.start_pos or 0, token.type == "QUOTED")


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else str(text)
