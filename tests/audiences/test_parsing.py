"""From text to an expression: what it means, and what is said of what means nothing."""

from decimal import Decimal

import pytest

from keyart.audiences import (
    And,
    Attribute,
    Expression,
    NamedAudience,
    Not,
    Or,
    Rule,
    RuleComparison,
    leaves,
    parse,
    to_text,
)
from keyart.core.errors import BadExpression, BadQuestion

A, B, C = (NamedAudience("list", name) for name in "abc")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list:a", A),
        (" ( ( list:a ) ) ", A),
        ("list:a and list:b or list:c", Or((And((A, B)), C))),
        ("list:a or list:b and list:c", Or((A, And((B, C))))),
        ("(list:a or list:b) and list:c", And((Or((A, B)), C))),
        ("list:a and (list:b and list:c)", And((A, B, C))),
        ("not list:a and not not list:b", And((Not(A), Not(Not(B))))),
        ("not(list:a or list:b)", Not(Or((A, B)))),
        ("list:a AND Not list:b\n\tOR list:c", Or((And((A, Not(B))), C))),
        ("segment:binge", NamedAudience("segment", "binge")),
        ("affinity:character-drama", NamedAudience("affinity", "character-drama")),
        ('list:"my list"', NamedAudience("list", "my list")),
        ('list:"say ""hi"""', NamedAudience("list", 'say "hi"')),
        ("list:and", NamedAudience("list", "and")),
        ("list:a:b/c.d+1", NamedAudience("list", "a:b/c.d+1")),
        ("list:हिन्दी and list:日本語 and list:עברית", And(tuple(
            NamedAudience("list", name) for name in ("हिन्दी", "日本語", "עברית")))),
        ("attr:country=DE", Attribute("country", "DE")),
        ("attr:age_band = 18-24", Attribute("age_band", "18-24")),
        ("attr:plan=and", Attribute("plan", "and")),
        ("attr:country=null", Attribute("country", None)),
        ('attr:country="null"', Attribute("country", "null")),
        ('attr:"favourite colour"=""', Attribute("favourite colour", "")),
        ("saw()", Rule("saw")),
        ("saw(since=2026-01-01T18:30+01:00, title=t1)",
         Rule("saw", (("title", "t1"), ("since", "2026-01-01T18:30+01:00")))),
        ("viewed(genre=drama, at_least=03)", Rule("viewed", (("genre", "drama"), ("at_least", 3)))),
        ("hours( days = 28 )>=10.50",
         Rule("hours", (("days", 28),), RuleComparison(">=", Decimal("10.5")))),
        ('share(genre="sci-fi & fantasy") < 0.3',
         Rule("share", (("genre", "sci-fi & fantasy"),), RuleComparison("<", Decimal("0.3")))),
        ("lapsed(days=28)", Rule("lapsed", (("days", 28),))),
    ],
)  # fmt: skip
def test_what_a_text_means(text: str, expected: Expression) -> None:
    assert parse(text) == expected
    assert parse(to_text(expected)) == expected


def test_each_name_knows_where_it_stands() -> None:
    found = parse("list:a and (attr:x=y or new(days=1))")
    assert [leaf.at for leaf in leaves(found)] == [0, 12, 24]


ERRORS = [
    # text, place of the caret, words of the message or the hint
    ("", 0, "it is empty"),
    ("  \n ", 0, "it is empty"),
    ("list:a &&  list:b", 7, "Write and."),
    ("list:a & list:b", 7, "Write and."),
    ("list:a || list:b", 7, "Write or."),
    ("!list:a", 0, "Write not."),
    ("list:a and !list:b", 11, "Write not."),
    ("attr:country!=DE", 12, "Write not attr:country=DE"),
    ("attr:country==DE", 12, "Write one ="),
    ("attr:country='DE'", 13, 'Put names in "…"'),
    ("list:“vip”", 5, "not a valid quote"),
    ('list:"vip', 5, "a quote is not closed"),
    ("list:a list:b", 7, "Write and, or or"),
    ("list:my list", 8, 'in quotes: "my list"'),
    ("attr:plan=gold plus", 15, 'in quotes: "gold plus"'),
    ("list:a adn list:b", 7, "Did you mean and?"),
    ("list:a oder list:b", 7, "Did you mean or?"),
    ("(list:a or list:b", 0, "a parenthesis is not closed"),
    ("list:a or list:b)", 16, "has no opening one"),
    ("()", 1, "something is missing"),
    ("list:a and", 10, "nothing follows 'and'"),
    ("list:a and or list:b", 11, "or"),
    ("not", 3, "nothing follows 'not'"),
    ("list:a, list:b", 6, "a comma is not allowed here"),
    ("vip", 0, "list:vip, segment:vip, affinity:vip"),
    ("list", 0, "Write list:NAME"),
    ("attr", 0, "attr:country=DE"),
    ("list: vip", 4, "directly after the colon"),
    ("lst:vip", 0, "Did you mean list?"),
    ("audience:vip", 0, "The kinds are affinity, attr, list, segment"),
    ('list:""', 0, "needs a name"),
    ("attr:country", 0, "needs a value"),
    ("attr:country=", 13, "a value is missing"),
    ("list:vip=3", 9, "a list has no value"),
    ("viewd(title=t)", 0, "Did you mean viewed?"),
    ("watched(title=t)", 0, "The rules are saw, viewed"),
    ("viewed", 0, "needs parentheses"),
    ("viewed(titel=t)", 7, "Did you mean title?"),
    ("viewed(asset=t)", 7, "no argument 'asset'"),
    ("viewed(t)", 8, "needs a value"),
    ("hours(28) >= 1", 6, "Name it, as in hours(days=28)"),
    ("viewed(title=t, title=u)", 16, "given twice"),
    ("viewed(title=t, genre=g)", 16, "join them with and"),
    ("viewed(title=t,)", 15, "an argument is missing"),
    ("viewed(title=t", 6, "a parenthesis is not closed"),
    ("viewed(title=null)", 13, 'Write "null", in quotes'),
    ('viewed(title="")', 13, "the value is empty"),
    ("viewed(at_least=0)", 16, "whole number from 1"),
    ("viewed(at_least=2.5)", 16, "whole number from 1"),
    ("viewed(days=36501)", 12, "whole number from 1 to 36,500"),
    ("viewed(title=t) >= 2", 16, "at_least=2"),
    ("viewed(since=yesterday)", 13, "'yesterday' is not a time"),
    ("viewed(since=2026-01-01T00:10)", 13, "quarter of an hour"),
    ("viewed(since=2026-01-02, until=2026-01-01)", 0, "Swap them"),
    ("viewed(days=2, until=2026-01-01)", 15, "either days, or since and until"),
    ("viewed(until=2026-01-01, days=2)", 25, "either days, or since and until"),
    ("new()", 0, "new needs days"),
    ("lapsed(title=t)", 7, "lapsed has no argument"),
    ("share(days=2) >= 0.5", 0, "share needs one of title, genre, tag"),
    ("share(genre=g)", 0, "must be compared"),
    ("share(genre=g) >= 30", 18, "Write 0.3 for 30%"),
    ("share(genre=g) >= 30%", 18, "is not a number"),
    ("hours(days=28) = 10", 15, "Write >=, >, <= or <"),
    ("hours(days=28) >=", 17, "a value is missing"),
    ("hours(days=28) >= ten", 18, "'ten' is not a number"),
    ("hours(days=28) >= 0.1234567", 18, "6 after the point"),
    ("10 <= hours(days=28)", 0, "cannot start an audience"),
    ("list:\ud800", 5, "not valid Unicode"),
]


@pytest.mark.parametrize(("text", "at", "words"), ERRORS)
def test_an_error_points_at_the_place_and_says_what_to_do(text: str, at: int, words: str) -> None:
    with pytest.raises(BadExpression) as caught:
        parse(text)
    error = caught.value
    assert words in str(error)
    assert error.position == at
    assert error.hint
    assert error.code == "bad_expression"
    assert isinstance(error, BadQuestion)


def test_the_pointer_stands_under_the_place() -> None:
    with pytest.raises(BadExpression) as caught:
        parse("list:a\n\tand viewd(title=t)")
    assert (caught.value.line, caught.value.column) == (2, 6)
    assert caught.value.pointer == "\tand viewd(title=t)\n\t    ^"
    with pytest.raises(BadExpression) as caught:
        parse("list:日本 && list:b")
    assert caught.value.pointer == f"list:日本 && list:b\n{' ' * 10}^"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "list:a" + ")" * 10_000,
        "(" * 10_000,
        "not " * 10_000 + "list:a",
        "not (" * 10_000 + "list:a" + ")" * 10_000,
        "(list:a and (list:b or " * 5000 + "list:c" + "))" * 5000,
    ],
    ids=["parentheses", "open", "not", "not-parentheses", "alternating"],
)
def test_nesting_has_its_bounds(text: str) -> None:
    with pytest.raises(BadExpression, match=r"nested more than 64 levels deep|longer"):
        parse(text)


def test_many_terms_are_no_nesting() -> None:
    text = " or ".join(f"attr:country=C{n}" for n in range(4000))
    assert to_text(parse(text)) == text
    with pytest.raises(BadExpression, match="longer than 100,000"):
        parse(" or ".join([text] * 3))
