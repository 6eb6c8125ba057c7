"""Questions by HTTP: the same rows as in Python, and errors in the one shape."""

from pathlib import Path
from typing import Any

import pytest

import keyart
from tests.api.serving import Served, serving
from tests.cli.commands import loaded, succeed

QUESTIONS: tuple[dict[str, Any], ...] = (
    {"measures": ["impressions", "reach", "viewers", "take_rate"], "by": ["asset"]},
    {"measures": ["reach"], "by": ["country"], "where": {"device": ["tv", None]}, "labels": True},
    {"measures": ["hours_viewed"], "grain": "day", "tz": "Europe/Berlin", "fill": True},
    {"measures": ["take_rate"], "by": ["asset"], "intervals": 0.9, "order": ["-take_rate"]},
    {"measures": ["reach", "starts"], "engine": "duckdb"},
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_service_answers_as_python_does(
    served: Served, store: Path, question: dict[str, Any]
) -> None:
    with served.client() as client:
        answer = client.post("/v1/query", json=question)
    assert answer.status_code == 200, answer.text
    with keyart.open(store) as opened:
        result = opened.query(**question)
    rows = result.to_dicts()
    for row in rows:
        if "time" in row:
            row["time"] = row["time"].isoformat()
    assert answer.json()["rows"] == rows
    assert answer.json()["totals"] == result.totals
    meta = answer.json()["meta"]
    reason = "asked" if "engine" in question else "no_feed"
    assert meta == result.meta.to_dict() | {"ms": meta["ms"], "reason": reason}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"measures": ["reech"]}', "unknown_name"),
        ('{"measures": []}', "bad_question"),
        ('{"measure": ["reach"]}', "unknown_name"),
        ('{"measures": ["reach"], "since": "2026-01-01T00:01"}', "unaligned_range"),
        ('{"measures": ["reach"], "audience": "list:"}', "bad_expression"),
        ('{"measures": ["reach"], "where": {"country": NaN}}', "bad_question"),
        ('{"measures": ["\\ud800"]}', "bad_question"),
        ('{"measures": ["reach"], "limit": ' + "9" * 5000 + "}", "bad_question"),
        ("[1]", "bad_question"),
        ("measures=reach", "bad_question"),
        ("[" * 100_000, "bad_question"),
        ("", "bad_question"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(served: Served, body: str, code: str) -> None:
    with served.client() as client:
        answer = client.post("/v1/query", content=body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert set(error) == {"code", "message", "hint"}


def test_what_is_not_there_says_so_in_the_same_shape(served: Served) -> None:
    with served.client() as client:
        missing, wrong = client.get("/v1/nothing"), client.get("/v1/query")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


def test_the_answer_says_whether_the_feed_had_it(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    question = {"measures": ["reach", "take_rate"], "by": ["asset"]}
    with serving(store) as served, served.client() as client:
        before = client.post("/v1/query", json=question).json()
        again = client.post("/v1/query", json=question).json()
    succeed("feed", "make", store)
    with serving(store) as served, served.client() as client:
        after = client.post("/v1/query", json=question).json()
        other = client.post("/v1/query", json={**question, "by": ["country"]}).json()
    assert (before["meta"]["answered_by"], before["meta"]["reason"]) == ("native", "no_feed")
    assert again["rows"] == before["rows"]
    assert (after["meta"]["answered_by"], after["meta"]["reason"]) == ("feed", "feed")
    assert after["rows"] == before["rows"]
    assert other["meta"]["reason"] == "feed_lacks_dimension"
