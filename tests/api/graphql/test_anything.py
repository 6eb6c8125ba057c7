"""Whatever is asked of the graph: requests made up from its own schema, and those that are none."""

import json
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import graphql
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, nodes

from keyart.api.graphql.schema import schema_text
from tests.api.serving import Served, serving
from tests.api.test_anything import json_values

# Most made-up texts name nothing; among known ones there are some that do.
WORDS = (
    "heist", "heists", "tokyo", "blue", "red", "still", "asset", "country", "title", "genre",
    "reach", "take_rate", "-take_rate", "play_rate", "impressions", "avg_watch_seconds", "day",
    "hour", "UTC", "Europe/Berlin", "2026-03-01", "2026-03-02T18:00Z", "artwork", "segment:binge",
    "segment:new one", "country=DE", "saw(title:heist)", "list:", "impressions", "plays", "open",
    "VGl0bGU6aGVpc3Q=", "chase", "Война", "",
)  # fmt: skip

CONDITIONS = (
    '{country: ["DE", null]}',
    '{country: {not: "DE"}}',
    "{reach: {from: 2, to: 9}}",
    "{position: 3, nothing: {}}",
    "{country: [[[[[[[[[[]]]]]]]]]]}",
    "[1, 2]",
    "{}",
    '"text"',
    "1e999",
    "null",
)

WORD = st.sampled_from(WORDS) | st.text(max_size=5)

# hypothesis-graphql makes up texts by itself, unless their type is one that it does not know.
SCHEMA = graphql.build_schema(schema_text().replace("String", "Word") + "scalar Word\n")

SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "Conditions": st.sampled_from(CONDITIONS).map(graphql.parse_value),
    "Word": WORD.map(nodes.String),
    "Data": st.sampled_from(['"t1-a"', "{rules: 1}", "[1]"]).map(graphql.parse_value),
    "Date": st.sampled_from(["2026-03-01", "never"]).map(nodes.String),
    "DateTime": st.sampled_from(["2026-03-01T18:00Z", "never"]).map(nodes.String),
}


def fields(kind: graphql.GraphQLObjectType | None) -> list[str]:
    assert kind is not None
    return list(kind.fields)


def operations(roots: list[str]) -> st.SearchStrategy[Any]:
    """Return operations that ask for some of the outermost fields."""
    chosen = st.lists(st.sampled_from(roots), min_size=1, max_size=3, unique=True)
    return chosen.flatmap(lambda names: from_schema(SCHEMA, fields=names, custom_scalars=SCALARS))


OPERATIONS = operations(fields(SCHEMA.query_type)) | operations(fields(SCHEMA.mutation_type))

QUESTION = """
query Question($ask: QuestionInput!) {
  question(ask: $ask) { columns { name } rows totals meta { version } }
}
"""

WORDS_LIST = st.lists(WORD, max_size=3)
GIVEN = st.dictionaries(st.sampled_from(["country", "asset", "reach"]), WORD | json_values)

PARTS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("by", "order", "audiences"), WORDS_LIST),
    **dict.fromkeys(("audience", "since", "until", "grain", "tz"), WORD),
    **dict.fromkeys(("where", "having"), GIVEN),
    **dict.fromkeys(("labels", "includeEmpty", "fill", "coValues"), st.booleans()),
    "limit": st.integers(-1, 2**31 - 1),
    "audiencesVersion": st.integers(0, 3),
    "intervals": st.floats(0.5, 1.5),
}
ASKS = st.dictionaries(st.sampled_from(list(PARTS)), st.none(), max_size=4).flatmap(
    lambda chosen: st.fixed_dictionaries({name: PARTS[name] for name in chosen})
)


@pytest.fixture(scope="module")
def asked(graph_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A service of a store that may be changed."""
    store = tmp_path_factory.mktemp("asked") / "store.keyart"
    shutil.copytree(graph_store, store)
    with serving(store, query_timeout=20.0) as running:
        yield running


def post(served: Served, body: Any) -> httpx.Response:
    """Return the answer to a request, once it is seen to be none of a failure."""
    with served.client() as client:
        answer = client.post("/graphql", content=json.dumps(body))
    said = answer.json()
    if answer.status_code == 200:
        for error in said.get("errors", []):
            assert error["message"]
            assert set(error["extensions"]) == {"code", "hint"}
            assert error["extensions"]["code"] != "internal", (body, error)
    else:
        assert answer.status_code == 400, answer.text
        assert set(said["error"]) == {"code", "message", "hint"}
    return answer


@given(query=OPERATIONS)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_the_schema_allows_is_answered_or_refused(asked: Served, query: str) -> None:
    post(asked, {"query": query})


@given(ask=ASKS | st.dictionaries(st.sampled_from(list(PARTS)), json_values, max_size=2))
def test_questions_of_any_parts_are_answered_or_refused(asked: Served, ask: dict[str, Any]) -> None:
    measures = {"measures": ["reach", "take_rate"]}
    post(asked, {"query": QUESTION, "variables": {"ask": measures | ask}})


@given(
    query=st.text() | st.text(alphabet='{}()[]:$!@"\\u{D8}0. #\n', max_size=30) | json_values,
    variables=json_values,
    name=st.none() | st.text(max_size=3) | json_values,
)
def test_what_is_no_request_says_why(asked: Served, query: Any, variables: Any, name: Any) -> None:
    answer = post(asked, {"query": query, "variables": variables, "operationName": name})
    assert {"error", "errors"} & set(answer.json())
