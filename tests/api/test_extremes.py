"""Extreme values: whatever a number is, a question is answered, or refused with what is allowed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from tests.api.serving import Served, serving

NEAR_ONE = "0.9999999999999999"
HUGE = "1" + "0" * 400

REFUSED = [
    ("query", "where", '{"position": 9223372036854775808}', "a whole number from -2^63"),
    ("query", "where", '{"position": 1e308}', "a whole number from -2^63"),
    ("query", "where", '{"position": 1e999}', "a whole number from -2^63"),
    ("query", "where", '{"position": {"from": 1.5}}', "a whole number from -2^63"),
    ("query", "where", f'{{"days_since_launch": {1 << 70}}}', "a whole number from -2^63"),
    ("query", "where", f'{{"title.runtime_seconds": {HUGE}}}', "must be a smaller number"),
    ("query", "where", '{"title.runtime_seconds": "nan"}', "must be a number, not 'nan'."),
    ("query", "where", '{"country": 1e999}', "must be text or a whole number, not inf."),
    ("query", "where", '{"country": [["DE"]]}', "must be text or a whole number, not ['DE']."),
    ("query", "where", '{"country": {"not": {"not": "DE"}}}', "must be text"),
    ("query", "where", '{"country": {"from": ["DE"]}}', "must be text"),
    ("query", "where", '{"audience": [{"a": 1}]}', "must be text"),
    ("query", "having", '{"reach": [[1]]}', "must be a number"),
    ("query", "having", '{"reach": {"from": 1e999}}', "must be a number, not inf."),
    ("query", "limit", "-1", "limit must be 0 or more, not -1."),
    ("query", "limit", "1e3", "limit must be a whole number, 0 or more, not 1000.0."),
    ("query", "intervals", NEAR_ONE, "False, or 0.000001 to 0.999999, not 0.9999999999999999."),
    ("query", "intervals", "1e-320", "False, or 0.000001 to 0.999999"),
    ("query", "audiences_version", "0", "audiences_version must be 1 to 1,000,000,000, not 0."),
    ("query", "since", "1e999", "is not a time"),
    ("plan", "mde", "1e-9", "mde must be 0.0001 to 10, not 1e-09."),
    ("plan", "mde", "9.99", "it would be above 1"),
    ("plan", "rate", "1e-17", "rate must be 0.000001 to 0.999999, not 1e-17."),
    ("plan", "people_per_day", "1e-320", "people_per_day must be 0.001 to"),
    ("plan", "level", NEAR_ONE, "level must be 0.000001 to 0.999999"),
    ("plan", "arms", "51", "arms must be 2 to 50, not 51."),
    ("compare", "level", NEAR_ONE, "level must be 0.000001 to 0.999999"),
    ("compare", "margin", "5e-324", "margin must be 0.000001 to 0.999999"),
    ("compare", "where", '{"position": 9223372036854775808}', "a whole number from -2^63"),
    ("outliers", "q", "0", "q must be 0.000001 to 0.999999, not 0"),
    ("outliers", "effect", "1e999", "effect must be 0 to 1000, not inf."),
    ("outliers", "min_people", "0", "min_people must be 1 to"),
    ("authenticity", "q", "2", "q must be 0 to 1, not 2"),
]

BODIES: dict[str, dict[str, Any]] = {
    "query": {"measures": ["reach", "take_rate"]},
    "compare": {"title": "heist"},
    "plan": {"title": "heist", "rate": 0.3, "people_per_day": 100},
    "outliers": {},
    "norms": {},
    "authenticity": {},
}


def body(route: str, name: str, value: str) -> str:
    """Return the body of a request as text: JSON knows numbers that Python has no literal for."""
    given = BODIES[route] | {name: None}
    return json.dumps(given).replace(f'"{name}": null', f'"{name}": {value}')


@pytest.mark.parametrize(("route", "name", "value", "says"), REFUSED)
def test_what_is_out_of_range_is_refused_with_what_is_allowed(
    served: Served, route: str, name: str, value: str, says: str
) -> None:
    with served.client() as client:
        answer = client.post(f"/v1/{route}", content=body(route, name, value))
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["code"] == "bad_question"
    assert says in error["message"]
    assert error["hint"]
    assert len(error["message"]) < 300


FIELDS = [
    *(("query", name) for name in ("where", "having", "limit", "intervals", "since", "until")),
    ("query", "audiences_version"),
    *(("plan", name) for name in ("mde", "level", "power", "rate", "people_per_day", "arms")),
    *(("compare", name) for name in ("level", "margin", "since", "where")),
    *(("outliers", name) for name in ("q", "effect", "min_people", "min_takes", "until")),
    *(("authenticity", name) for name in ("q", "since", "where")),
    ("norms", "where"),
]
DIMENSIONS = ("position", "days_since_launch", "country", "title.runtime_seconds", "reach")

numbers = st.one_of(
    st.integers(-(1 << 80), 1 << 80).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["1e999", "-1e999", "1e-320", "-0.0", NEAR_ONE, HUGE, "0", "1", '"1e999"']),
)
values = numbers | st.tuples(
    st.sampled_from(DIMENSIONS),
    st.sampled_from(["{}", "[{}]", '{{"not": {}}}', '{{"from": {}}}', '{{"to": [{}]}}']),
    numbers,
).map(lambda parts: f'{{"{parts[0]}": {parts[1].format(parts[2])}}}')


@given(field=st.sampled_from(FIELDS), value=values)
@settings(max_examples=60)
def test_any_number_in_any_field_is_answered_or_refused(
    served: Served, field: tuple[str, str], value: str
) -> None:
    route, name = field
    with served.client() as client:
        answer = client.post(f"/v1/{route}", content=body(route, name, value))
    assert answer.status_code in {200, 400}, answer.text
    assert "failed" not in answer.json().get("error", {}).get("message", "")


GRAPH = [
    ('question(ask: {measures: ["reach"], where: {position: 9223372036854775808}})', "-2^63"),
    ('question(ask: {measures: ["reach"], where: {position: 1e308}})', "-2^63"),
    ('question(ask: {measures: ["reach"], where: {country: [["DE"]]}})', "not ['DE']"),
    ('question(ask: {measures: ["reach"], intervals: 0.9999999999999999})', "0.999999"),
    ('question(ask: {measures: ["reach"], limit: -1})', "limit must be 0 or more, not -1."),
]


@pytest.mark.parametrize(("asked", "says"), GRAPH)
def test_the_graph_refuses_the_same(served: Served, asked: str, says: str) -> None:
    with served.client() as client:
        answer = client.post("/graphql", json={"query": f"{{ {asked} {{ rowCount }} }}"}).json()
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "bad_question", error
    assert says in error["message"]


def test_questions_under_other_names_cost_as_much_as_by_themselves(store: Path) -> None:
    aliases = " ".join(
        f'q{n}: question(ask: {{measures: ["reach"]}}) {{ rowCount }}' for n in range(25)
    )
    with serving(store, rate=0.5, query_timeout=300.0) as served, served.client() as client:
        answer = client.post("/graphql", json={"query": f"{{ {aliases} }}"}).json()
    codes = {error["extensions"]["code"] for error in answer["errors"]}
    assert codes == {"too_many_requests"}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("titles(first: 5000) { totalCount }", "first must be 0 to 500, not 5000."),
        ("rejectedRows(limit: 5000) { row }", "limit must be 0 to 500, not 5000."),
        ("volumes(days: -1) { measure }", "days must be 0 to 366, not -1."),
    ],
)
def test_pages_of_the_graph_say_what_is_allowed(served: Served, asked: str, says: str) -> None:
    with served.client() as client:
        answer = client.post("/graphql", json={"query": f"{{ {asked} }}"}).json()
    assert [error["message"] for error in answer["errors"]] == [says]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"measures": ["reach"], "measures": ["plays"]}', "The key 'measures' appears twice"),
        ('{"measures": ["reach"], "where": {"a": 1, "a": 2}}', "The key 'a' appears twice"),
        ('{"measures": ["reach"], "limit": NaN}', "NaN is not a JSON number"),
    ],
)
def test_json_that_readers_understand_differently_is_refused(
    served: Served, text: str, says: str
) -> None:
    with served.client() as client:
        answer = client.post("/v1/query", content=text)
    assert answer.status_code == 400
    assert says in answer.json()["error"]["message"]


def test_arithmetic_that_no_range_foresaw_is_refused_and_logged(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async def failing(_request: Request) -> Response:
        raise OverflowError("cannot convert float infinity to integer")

    with serving(store) as served, served.client() as client:
        served.app.router.add_route("/overflows", failing, methods=["GET"])
        answer = client.get("/overflows")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_question")
    logged = [json.loads(line) for line in capfd.readouterr().err.splitlines() if "/overf" in line]
    assert "OverflowError: cannot convert" in logged[0]["failure"]


def test_many_ids_in_a_condition_are_looked_up_as_one_list(served: Served) -> None:
    many = [f"asset-{number}" for number in range(20_000)]
    for engine in ("native", "duckdb"):
        asked = {"measures": ["reach"], "where": {"asset": ["blue", *many]}, "engine": engine}
        with served.client() as client:
            answer = client.post("/v1/query", json=asked).json()
        assert answer["totals"] == {"reach": 3}
        (note,) = answer["meta"]["notes"]
        assert note.startswith("Nothing has asset 'asset-0', 'asset-1'")
        assert note.endswith("or 19995 more.")
