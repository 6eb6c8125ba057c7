"""Comparisons, judgements and audiences by HTTP: whatever is asked is answered or refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.serving import Served

ROUTES = {
    "/v1/compare": ("assets", "title", "measure", "audiences", "level", "margin", "crossover"),
    "/v1/plan": ("title", "arms", "mde", "rate", "people_per_day", "sequential", "power"),
    "/v1/outliers": ("title", "level", "against", "q", "effect", "min_people", "min_takes"),
    "/v1/norms": ("title", "asset", "measure"),
    "/v1/authenticity": ("title", "asset", "audiences", "by_audience", "q"),
    "/v1/audiences/size": ("expression",),
    "/v1/audiences/show": ("name",),
    "/v1/audiences/overlap": ("expressions",),
}
CONTEXT = ("where", "audience", "since", "until", "tz")

KNOWN = ("heist", "blue", "red", "take_rate", "asset", "kind", "segment:binge", "UTC", "2026-03-01")

values: st.SearchStrategy[Any] = (
    st.sampled_from(KNOWN)
    | st.lists(st.sampled_from(KNOWN), max_size=3)
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.floats(0.01, 0.99)
    | st.text(max_size=3)
    | st.dictionaries(st.sampled_from(["country", "asset"]), st.sampled_from(["DE", ["DE", None]]))
)


@given(data=st.data(), route=st.sampled_from(list(ROUTES)))
def test_any_arguments_are_answered_or_refused(
    served: Served, data: st.DataObject, route: str
) -> None:
    names = ROUTES[route] + (() if "audiences" in route else CONTEXT)
    asked = data.draw(st.dictionaries(st.sampled_from(names), values, max_size=4))
    if route in {"/v1/compare", "/v1/plan"}:
        asked.setdefault("title", "heist")
    with served.client() as client:
        answer = client.post(route, content=json.dumps(asked))
    assert answer.status_code in {200, 400}, answer.text
    if answer.status_code == 400:
        assert set(answer.json()["error"]) == {"code", "message", "hint"}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("body", ['{"nonsense": 1}', "[]", "{", '{"title": "\\ud800"}', ""])
def test_bodies_that_are_none_say_why(served: Served, route: str, body: str) -> None:
    with served.client() as client:
        answer = client.post(route, content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in {"unknown_name", "bad_question"}
