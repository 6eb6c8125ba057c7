"""A remote store answers questions as the same store on this machine does: rows, types, totals."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import keyart
from keyart.core.errors import BadQuestion, UnknownName
from keyart.query import Query
from keyart.query.output.encoding import answer_arrow, read_answer
from tests.client.sides import Both, both

QUESTIONS: tuple[dict[str, Any], ...] = (
    {"measures": ["impressions", "reach", "take_rate"], "by": ["asset"], "labels": True},
    {"measures": ["reach"], "by": ["title", "country"], "having": {"reach": {"from": 10}}},
    {"measures": ["hours_viewed"], "grain": "day", "tz": "Europe/Berlin", "fill": True},
    {"measures": ["take_rate"], "by": ["asset"], "intervals": 0.9, "order": ["-take_rate"]},
    {"measures": ["reach"], "grain": "hour", "since": date(2026, 3, 1), "until": "2026-03-02"},
    {"measures": ["reach"], "by": ["audience"], "audiences": ("list:vip", "segment:others")},
    {"measures": ["reach"], "by": ["asset"], "where": {"asset": {"nothing"}}},
    {"measures": ["reach", "starts"], "audience": "list:vip", "engine": "duckdb"},
)


def check_same(found: keyart.Result, wanted: keyart.Result) -> None:
    """Check that two answers are one, how long they took apart."""
    assert found.table.schema == wanted.table.schema
    assert found.table.schema.metadata == wanted.table.schema.metadata
    assert found.table.equals(wanted.table)
    assert found.to_dicts() == wanted.to_dicts()
    assert found.totals == wanted.totals
    assert {name: type(value) for name, value in found.totals.items()} == {
        name: type(value) for name, value in wanted.totals.items()
    }
    about = {"ms": 0.0, "reason": "", "rows_scanned": 0}
    assert replace(found.meta, **about) == replace(wanted.meta, **about)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_that_of_the_store_itself(promised: Both, question: dict[str, Any]) -> None:
    wanted = promised.local.query(**question)
    check_same(promised.remote.query(**question), wanted)
    check_same(promised.remote.query(Query.from_dict(question)), wanted)


@given(
    by=st.lists(st.sampled_from(["asset", "title", "phase", "device"]), max_size=2, unique=True),
    grain=st.sampled_from([None, "day", "week"]),
    tz=st.sampled_from(["UTC", "Asia/Kolkata"]),
    where=st.dictionaries(
        st.sampled_from(["asset", "title"]), st.sampled_from(["gem", "quiet", ["heist", None]])
    ),
)
def test_any_answer_comes_back_as_it_was(
    promised: Both, by: list[str], grain: str | None, tz: str, where: dict[str, Any]
) -> None:
    answer = promised.local.query(
        measures=["reach", "take_rate"], by=by, grain=grain, tz=tz, where=where
    )
    read = read_answer(answer_arrow(answer))
    assert read == answer
    assert read.table.schema == answer.table.schema


def test_frames_are_made_of_a_remote_answer(promised: Both) -> None:
    answer = promised.remote.query(measures=["reach"], by=["title"], grain="week")
    assert {"time", "title", "reach"} <= set(answer.to_arrow().column_names)
    assert answer.to_dicts()[0]["time"].tzinfo is not None


def test_too_few_people_are_told_of_by_nobody(promised: Both) -> None:
    with both(promised.local, min_cell=10_000) as hidden:
        rows = hidden.remote.query(measures=["reach"], by=["asset"]).to_dicts()
    assert {row["reach"] for row in rows} == {None}
    assert [row["suppressed"] for row in rows] == [1]


def test_questions_that_make_no_sense_are_refused_as_on_this_machine(promised: Both) -> None:
    with pytest.raises(UnknownName) as wanted:
        promised.local.query(measures=["reech"])
    with pytest.raises(UnknownName) as refused:
        promised.remote.query(measures=["reech"])
    assert vars(refused.value) == vars(wanted.value)
    assert "reach" in refused.value.nearest
    with pytest.raises(keyart.UnalignedRange):
        promised.remote.query(measures=["reach"], since=datetime(2026, 3, 1, 0, 1, tzinfo=UTC))
    with pytest.raises(keyart.BadExpression) as placed:
        promised.remote.query(measures=["reach"], audience="list:vip and\nnot (")
    assert (placed.value.line, placed.value.code) == (2, "bad_expression")
    with pytest.raises(UnknownName):
        promised.remote.query(measure=["reach"])
    with pytest.raises(BadQuestion, match="keyword arguments"):
        promised.remote.query(Query(("reach",)), measures=["reach"])
