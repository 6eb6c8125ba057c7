"""Whoever is asked, and however, says the same: Python, command line, REST, graph and client."""

from ast import literal_eval
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings

from keyart.core.dimensions import BUILT_IN
from keyart.query import Query
from keyart.query.planning.model import model_of
from keyart.query.privacy.rounding import rounding_note
from tests.conftest import FULL
from tests.oracles.questions import questions
from tests.query.test_engines import to_query
from tests.same.conftest import FEW
from tests.same.roads import Refused, Roads, Said, has_words
from tests.same.table import BAD, QUESTIONS

GENERATED = settings(max_examples=150 if FULL else 15)


def check_same(roads: Roads, question: Mapping[str, Any]) -> None:
    """Check that a question has the same answer on every road."""
    answer = roads.python(question)
    assert isinstance(answer, Said)
    wanted = answer.loosely
    assert roads.rest(question) == wanted
    assert roads.graph(question) == wanted
    assert roads.client(question) == wanted
    assert roads.file(question) == wanted
    if has_words(question):
        assert roads.words(question) == wanted


def check_as_careful(roads: Roads, question: Mapping[str, Any]) -> None:
    """Check that all that is served shows and hides the same."""
    wanted = roads.rest(question)
    assert isinstance(wanted, Said)
    assert roads.graph(question) == wanted
    assert roads.client(question) == wanted
    answer = roads.python(question)
    assert isinstance(answer, Said)
    own, shown = ({name: value for name, _, value in one.meta} for one in (answer, wanted))
    check_notes(roads, shown.pop("notes"), own.pop("notes"))
    assert own == shown


def check_notes(roads: Roads, told: Sequence[str], known: Sequence[str]) -> None:
    """Check the notes that few people are hidden from against those of who may know everything.

    Notes on groups speak of those that are shown; rounded counts are said to be; of values that
    nobody has is said what is said of those that few have.
    """
    assert rounding_note(FEW) not in known
    few, rest = rare_values(told, f"Fewer than {FEW} people have")
    nobody, exact = rare_values(known, "Nothing has")
    assert {*rest} - {rounding_note(FEW)} <= {*exact}
    for name, values in nobody:
        assert any(other == name and values <= of_few for other, of_few in few)
    for name, values in few:
        people = "active_profiles" if name == "reason" else "reach"
        for value in values:
            found = roads.local.query(measures=[people], where={name: value})
            assert found.totals[people] < FEW


def rare_values(
    notes: Sequence[str], begin: str
) -> tuple[list[tuple[str, set[object]]], list[str]]:
    """Return the values of notes that begin so, with what they are values of; and other notes."""
    own = [note for note in notes if note.startswith(begin)]
    parts = [note.removeprefix(begin).strip(" .").split(" ", 1) for note in own]
    found = [(name, set(literal_eval(f"[{values}]"))) for name, values in parts]
    return found, [note for note in notes if note not in own]


def generated(asked: dict[str, Any]) -> dict[str, Any]:
    """Return a generated question as one asks it."""
    question = to_query(asked, "native").to_dict()
    del question["engine"]
    return question


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_one_answer(roads: Roads, name: str) -> None:
    check_same(roads, QUESTIONS[name])


@GENERATED
@given(asked=questions())
def test_any_question_has_one_answer(roads: Roads, asked: dict[str, Any]) -> None:
    check_same(roads, generated(asked))


@pytest.mark.parametrize("name", QUESTIONS)
def test_all_that_is_served_hides_the_same(careful: Roads, name: str) -> None:
    check_as_careful(careful, QUESTIONS[name])


@GENERATED
@given(asked=questions())
def test_all_that_is_served_always_hides_the_same(careful: Roads, asked: dict[str, Any]) -> None:
    check_as_careful(careful, generated(asked))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_question_has_one_error(roads: Roads, name: str) -> None:
    question = BAD[name]
    wanted = roads.python(question)
    assert isinstance(wanted, Refused)
    assert wanted.hint
    assert roads.rest(question) == wanted
    assert roads.graph(question) == wanted
    assert roads.client(question) == wanted
    assert roads.file(question) == wanted.line


@pytest.mark.parametrize("name", [n for n, asked in QUESTIONS.items() if "grain" in asked])
def test_lines_over_time_are_the_rows(roads: Roads, name: str) -> None:
    answer = roads.rest(QUESTIONS[name])
    assert isinstance(answer, Said)
    rows = [{column: value for column, _, value in row} for row in answer.rows]
    found = roads.lines(QUESTIONS[name])
    assert found["times"] == sorted({row["time"] for row in rows})
    values = {
        (*line["key"], line["measure"], time): value
        for line in found["lines"]
        for time, value in zip(found["times"], line["values"], strict=True)
    }
    for row in rows:
        time, complete = row.pop("time"), row.pop("complete")
        key = [row.pop(column) for column in found["keys"]]
        assert complete is found["complete"][found["times"].index(time)]
        assert row == {measure: values.pop((*key, measure, time)) for measure in row}
    assert set(values.values()) <= {None}


def test_the_table_leaves_nothing_out(roads: Roads) -> None:
    asked = [Query.from_dict(question) for question in QUESTIONS.values()]
    model = model_of(roads.local.snapshot())
    assert set(model.measures) == {name for query in asked for name in query.measures}
    named = {name for query in asked for name in (*query.by, *query.where)}
    assert {one.name for one in BUILT_IN} <= named
    said = {name for query in asked for name in query.to_dict()}
    assert said | {"audiences_version"} == {field.name for field in fields(Query)}
