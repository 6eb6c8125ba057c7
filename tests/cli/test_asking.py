"""Questions on the command line: what conditions mean, and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.cli.asking import conditions, expressions, names, options
from keyart.core.errors import BadQuestion
from keyart.query import Query

READ: dict[str, Any] = {
    "country=DE": ["DE"],
    "country=DE,LU": ["DE", "LU"],
    " country = DE , LU ": ["DE", "LU"],
    "country=DE,null": ["DE", None],
    'country="null"': ["null"],
    "country!=DE": {"not": ["DE"]},
    "country!=DE,null": {"not": ["DE", None]},
    "country=1..5": {"from": "1", "to": "5"},
    "country=1..": {"from": "1"},
    "country=..5": {"to": "5"},
    "country=2026-01-01 .. 2026-02-01": {"from": "2026-01-01", "to": "2026-02-01"},
    'country="1..5"': ["1..5"],
    'country="a, b",c': ["a, b", "c"],
    'country="say ""hi"""': ['say "hi"'],
    "country=a=b": ["a=b"],
}


@pytest.mark.parametrize("text", READ)
def test_a_condition_is_read(text: str) -> None:
    assert conditions([text], "--where") == {"country": READ[text]}


@pytest.mark.parametrize("text", ["country", "", "=DE", "country=", "country=DE,", 'country="DE'])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion, match="Write country=DE"):
        conditions([text], "--where")


def test_conditions_add_up() -> None:
    both = conditions(["country=DE", "device!=tv"], "--where")
    assert both == {"country": ["DE"], "device": {"not": ["tv"]}}


def test_a_name_comes_once() -> None:
    with pytest.raises(BadQuestion, match="twice"):
        conditions(["country=DE", "country=LU"], "--where")


def test_names_are_separated_by_commas() -> None:
    assert names("reach, take_rate,") == ["reach", "take_rate"]
    assert names(None) is None


_names = st.from_regex(r"[a-z_]{1,8}(\.[a-z_]{1,8})?", fullmatch=True)
_values = st.none() | st.text(min_size=1, max_size=12).filter(lambda text: "\0" not in text)
_lists = st.lists(_values, min_size=1, max_size=4)
_bounds = st.fixed_dictionaries({}, optional={"from": _names, "to": _names}).filter(bool)
_conditions = st.dictionaries(
    _names, _lists | st.fixed_dictionaries({"not": _lists}) | _bounds, max_size=3
)
_queries = st.builds(
    Query,
    measures=st.lists(_names, min_size=1, max_size=3, unique=True),
    by=st.lists(_names, max_size=3, unique=True),
    where=_conditions,
    having=_conditions,
    audience=st.none() | _names,
    since=st.none() | _names,
    grain=st.none() | _names,
    order=st.lists(_names.map("-{}".format), max_size=2, unique=True),
    limit=st.none() | st.integers(0, 10),
    intervals=st.booleans() | st.floats(0.01, 0.99),
    labels=st.booleans(),
    include_empty=st.booleans(),
    fill=st.booleans(),
    co_values=st.booleans(),
)


@given(_conditions)
def test_a_condition_survives_being_written(condition: dict[str, Any]) -> None:
    query = Query(measures=("reach",), where=condition)
    words = options(query)
    texts = [word for word, option in zip(words[1:], words, strict=False) if option == "--where"]
    assert conditions(texts, "--where") == query.where


@given(_queries)
def test_options_name_every_field(query: Query) -> None:
    given_options = [word for word in options(query) if word.startswith("--")]
    fields = {word.removeprefix("--").replace("-", "_") for word in given_options}
    assert fields - {"confidence"} >= set(query.to_dict()) - {"intervals"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list:a, list:b,", ["list:a", "list:b"]),
        ("saw(asset=a, days=2) and list:x, list:y", ["saw(asset=a, days=2) and list:x", "list:y"]),
        ('list:"a, b", list:"c ""d"", e"', ['list:"a, b"', 'list:"c ""d"", e"']),
        (
            "(new(days=2) or (saw(asset=a, days=2) and not saw(asset=b, days=2))), list:x",
            ["(new(days=2) or (saw(asset=a, days=2) and not saw(asset=b, days=2)))", "list:x"],
        ),
        ('list:"a, b', ['list:"a', "b"]),
    ],
)
def test_audiences_are_read(text: str, expected: list[str]) -> None:
    assert expressions(text) == expected
    assert expressions(None) is None
