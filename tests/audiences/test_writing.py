"""From an expression to its text and back; and no text does anything but parse or be refused."""

from contextlib import suppress
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from keyart.audiences import (
    RULES,
    And,
    Attribute,
    Expression,
    NamedAudience,
    Not,
    Or,
    parse,
    to_text,
)
from keyart.core.errors import BadExpression
from tests.oracles.audiences import rules, trees
from tests.oracles.expressions import text

NAME = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda s: s.strip())
ODD = st.sampled_from(["null", "and", "or", "not", 'a"b', '"', "a=b", "a b", "(", "x'", "a:b"])
NAMES = NAME | ODD

LEAVES: Any = st.one_of(
    st.builds(NamedAudience, st.sampled_from(["list", "segment", "affinity"]), NAMES),
    st.builds(Attribute, NAMES, st.none() | st.text(st.characters(exclude_categories=["Cs"]))),
    rules().map(lambda tree: parse(text(tree))),
)


def _wider(inner: Any) -> Any:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(st.builds(And, several), st.builds(Or, several), st.builds(Not, inner))


EXPRESSIONS = st.recursive(LEAVES, _wider, max_leaves=12)


@given(EXPRESSIONS)
def test_the_text_of_an_expression_parses_to_it(expression: Expression) -> None:
    written = to_text(expression)
    again = parse(written)
    assert again == expression
    assert to_text(again) == written


@given(trees(["list:a b", "segment:c"], {"x y": ["1", None], "z": ["null"]}))
def test_superfluous_quotes_and_parentheses_change_nothing(tree: Any) -> None:
    parsed = parse(text(tree))
    assert parse(to_text(parsed)) == parsed


PIECES = st.sampled_from(
    [*"()=<>!&|,\"':;-+. \n\\*%", "and", "or", "not", "list:", "attr:", "a", "null", ">=", "10",
     "0.3", "''", '""', "days", "title", "since=2026-01-01", "\u200d", "\x00", "\xa0", "ª", "é",
     *(f"{name}(" for name in RULES)]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join) | st.text())
@example("list:a" * 2)
@example("attr:a=b=c")
@example("hours(since=0001-01-01T00:00+14:00) >= 1")
@example("saw(since=9999-12-31T23:45-14:00)")
@example("saw(days=²)")
def test_any_text_parses_or_is_refused_with_a_place(written: str) -> None:
    found = _parsed(written)
    if isinstance(found, BadExpression):
        assert 0 <= found.position <= len(written)
        assert found.hint
        assert found.pointer.endswith("^")
    else:
        assert parse(to_text(found)) == found


def _parsed(written: str) -> Expression | BadExpression:
    try:
        return parse(written)
    except BadExpression as error:
        return error


@given(trees(["list:a"], {"x": ["1"]}), st.data())
def test_one_wrong_character_is_no_disaster(tree: Any, data: st.DataObject) -> None:
    written = text(tree)
    at = data.draw(st.integers(0, len(written)))
    cut = data.draw(st.integers(0, 3))
    put = data.draw(PIECES)
    with suppress(BadExpression):
        parse(written[:at] + put + written[at + cut :])
