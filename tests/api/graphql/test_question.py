"""Questions in the graph: as `POST /v1/query` answers them, with the same rights."""

from pathlib import Path
from typing import Any

import pytest

from keyart.api.context import RequestContext
from keyart.api.graphql.schema import schema
from keyart.api.service import open_service
from keyart.core.server import ServerSettings
from keyart.query import owner
from tests.api.graphql.asking import Graph
from tests.api.serving import VIEW_TOKEN, serving

ASK = """
query Ask($ask: QuestionInput!) {
  question(ask: $ask) {
    columns { name kind type } rows rowCount totals
    meta { answeredBy reason version notes completeUntil audiencesVersion rowsScanned }
  }
}
"""

SERIES = """
query Series($ask: QuestionInput!) {
  timeSeries(ask: $ask) { times complete keys lines { key measure values } totals }
}
"""

QUESTIONS: tuple[dict[str, Any], ...] = (
    {"measures": ["impressions", "reach", "take_rate"], "by": ["asset"]},
    {"measures": ["reach"], "by": ["country"], "where": {"device": ["tv", None]}},
    {"measures": ["take_rate"], "by": ["asset"], "intervals": 0.9, "order": ["-take_rate"]},
    {"measures": ["hours_viewed"], "grain": "day", "tz": "Europe/Berlin", "fill": True},
    {"measures": ["reach"], "having": {"reach": {"from": 2, "to": 9}}, "by": ["asset"]},
    {"measures": ["reach"], "by": ["asset"], "labels": True, "limit": 1},
)


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_those_of_the_plain_route(graph: Graph, question: dict[str, Any]) -> None:
    with graph.served.client() as client:
        plain = client.post("/v1/query", json=question).json()
    ask = {camel(name): value for name, value in question.items()}
    found = graph.ask(ASK, ask=ask)["question"]
    names = [column["name"] for column in found["columns"]]
    assert [dict(zip(names, row, strict=True)) for row in found["rows"]] == plain["rows"]
    assert found["rowCount"] == len(plain["rows"])
    assert found["totals"] == plain["totals"]
    assert found["meta"]["version"] == plain["meta"]["version"]
    assert found["meta"]["completeUntil"] == plain["meta"]["complete_until"]


def test_columns_say_what_they_hold(graph: Graph) -> None:
    ask = {
        "measures": ["take_rate", "reach"],
        "by": ["asset", "device"],
        "grain": "day",
        "intervals": 0.95,
        "labels": True,
    }
    columns = graph.ask(ASK, ask=ask)["question"]["columns"]
    assert [(c["name"], c["kind"], c["type"]) for c in columns] == [
        ("asset", "KEY", "TEXT"),
        ("asset_name", "NAME", "TEXT"),
        ("device", "KEY", "TEXT"),
        ("time", "TIME", "TIME"),
        ("take_rate", "MEASURE", "NUMBER"),
        ("take_rate_low", "BOUND", "NUMBER"),
        ("take_rate_high", "BOUND", "NUMBER"),
        ("reach", "MEASURE", "WHOLE"),
        ("complete", "COMPLETE", "TRUTH"),
    ]


def test_a_series_has_a_line_for_each_group_over_the_same_times(graph: Graph) -> None:
    ask = {"measures": ["impressions"], "by": ["asset"], "grain": "day", "labels": True}
    found = graph.ask(SERIES, ask=ask)["timeSeries"]
    assert found == {
        "times": ["2026-03-01T00:00:00+00:00", "2026-03-02T00:00:00+00:00"],
        "complete": [False, False],
        "keys": ["asset", "asset_name"],
        "lines": [
            {"key": ["blue", "Blue poster"], "measure": "impressions", "values": [3, None]},
            {"key": ["red", "Red poster"], "measure": "impressions", "values": [2, 1]},
        ],
        "totals": {"impressions": 6},
    }
    assert graph.refused(SERIES, ask={"measures": ["reach"]}) == "bad_question"


def test_conditions_may_stand_in_the_text_of_the_request(graph: Graph) -> None:
    data = graph.ask(
        """query Text($device: String) {
      question(ask: {measures: ["reach"], where: {country: ["DE", null], device: $device}}) {
        totals
      }
    }""",
        device="tv",
    )
    assert data["question"]["totals"] == {"reach": 2}


def test_filters_offer_what_a_title_has(graph: Graph) -> None:
    data = graph.ask("""{
      title(titleId: "heist") { filterValues { dimension values count } }
      hindi: title(titleId: "hindi") { filterValues { dimension } }
    }""")
    values = {one["dimension"]: one for one in data["title"]["filterValues"]}
    assert values["device"] == {"dimension": "device", "values": ["tv", None, "mobile"], "count": 3}
    assert set(values["country"]["values"]) == {"DE", "LU", "US", None}
    assert data["hindi"]["filterValues"] == []


def test_rows_about_few_people_are_not_shown(graph_store: Path) -> None:
    with serving(graph_store, min_cell=4) as served:
        ask = {"measures": ["reach"], "by": ["asset"]}
        found = Graph(served).ask(ASK, ask=ask)["question"]
        said = Graph(served).post(ASK, token=VIEW_TOKEN, ask=ask)
    assert found["rows"] == [[None, None, 2]]
    assert found["columns"][-1]["kind"] == "SUPPRESSED"
    assert said["data"]["question"]["rows"] == found["rows"]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        ({"measures": ["reech"]}, "unknown_name"),
        ({"measures": []}, "bad_question"),
        ({"measures": ["reach"], "since": "2026-01-01T00:01"}, "unaligned_range"),
        ({"measures": ["reach"], "audience": "list:"}, "bad_expression"),
        ({"measures": ["reach"], "where": []}, "bad_question"),
        ({"measure": ["reach"]}, "bad_request"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    graph: Graph, ask: dict[str, Any], code: str
) -> None:
    errors = graph.post(ASK, ask=ask)["errors"]
    assert {error["extensions"]["code"] for error in errors} == {code}


def test_names_cost_no_scan_and_pages_no_more_than_their_questions(graph_store: Path) -> None:
    service = open_service(graph_store, ServerSettings())
    with service.snapshots.newest() as snapshot:
        asked = RequestContext(service, snapshot, owner())
        before = asked.budget.scans
        result = schema.execute_sync(
            """{
              assets { edges { node {
                name title { name parent { name } assets { totalCount } }
              } } }
              question(ask: {measures: ["reach"], by: ["asset", "title"], labels: true}) { rows }
            }""",
            context_value=asked,
        )
    service.close()
    assert not result.errors
    assert before - asked.budget.scans == 1
