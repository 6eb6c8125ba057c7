"""Whatever is asked: requests made up from the service's own description of itself."""

import json
from collections.abc import Generator
from typing import Any

import pytest
import schemathesis
import schemathesis.checks
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.api.serving import TOKEN, Served, serving
from tests.cli.commands import loaded

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)

HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@schemathesis.serializer("application/x-ndjson", "application/vnd.apache.arrow.stream")
def as_bytes(_context: Any, value: Any) -> bytes:
    """Return a body of these types: a text as it is, anything else as JSON."""
    return (value if isinstance(value, str) else json.dumps(value)).encode()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A service of a store that may be changed."""
    with serving(loaded(tmp_path_factory.mktemp("asked")), query_timeout=20.0) as running:
        yield running


@pytest.fixture(scope="module")
def operations(asked: Served) -> list[Any]:
    """What that service says that it can do."""
    url = f"{asked.url}/v1/openapi.json"
    described: Any = schemathesis.openapi.from_url(url, headers=HEADERS)
    return [found.ok() for found in described.get_all_operations()]


@given(data=st.data(), mode=st.sampled_from(GenerationMode))
def test_requests_made_up_are_answered_as_described_or_refused_in_the_one_shape(
    operations: list[Any], data: st.DataObject, mode: GenerationMode
) -> None:
    case = data.draw(data.draw(st.sampled_from(operations)).as_strategy(generation_mode=mode))
    answer = case.call(headers=HEADERS)
    case.validate_response(answer, checks=[getattr(schemathesis.checks, name) for name in CHECKS])
    if answer.status_code >= 400:
        assert set(answer.json()["error"]) == {"code", "message", "hint"}


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)

PARTS = (
    "by", "where", "audience", "audiences", "audiences_version", "since", "until", "grain", "tz",
    "having", "order", "limit", "intervals", "labels", "include_empty", "fill", "co_values",
    "engine",
)  # fmt: skip

KNOWN = ("asset", "country", "audience", "time", "reach", "-take_rate", "day", "UTC", "2026-03-01")

values = st.sampled_from(KNOWN) | st.lists(st.sampled_from(KNOWN), max_size=2) | json_values


@given(
    parts=st.dictionaries(st.sampled_from(PARTS), values, max_size=3),
    conditions=st.none() | st.dictionaries(st.sampled_from(KNOWN), values, max_size=2),
)
def test_questions_of_any_parts_are_answered_or_refused(
    served: Served, parts: dict[str, Any], conditions: dict[str, Any] | None
) -> None:
    question = {"measures": ["reach", "take_rate"], **parts}
    if conditions is not None:
        question["where"] = conditions
    with served.client() as client:
        answer = client.post("/v1/query", content=json.dumps(question))
    assert answer.status_code in {200, 400}, answer.text
    assert set(answer.json()) in ({"rows", "totals", "meta"}, {"error"})


def test_the_description_is_whole(served: Served) -> None:
    with served.client() as client:
        found = client.get("/v1/openapi.json").json()
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert operation["description"], (method, path)
            assert "200" in operation["responses"], (method, path)
            for part in operation.get("parameters", []):
                assert "example" in part or "examples" in part["schema"], (path, part["name"])
            for told in (operation.get("requestBody", {}), operation["responses"]["200"]):
                said = told.get("content", {}).get("application/json")
                assert said is None or {"example", "examples"} & said.keys(), (method, path)
