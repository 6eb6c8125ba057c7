"""What questions can name: whoever writes one is offered nothing that is refused."""

from typing import Any

import pytest

from tests.api.graphql.asking import Graph

ASKED = """{
  measures { name kind family numerator denominator declared }
  dimensions { name type families several named extra }
}"""


@pytest.fixture(scope="module")
def vocabulary(graph: Graph) -> Any:
    return graph.ask(ASKED)


def test_a_ratio_says_what_it_divides(vocabulary: Any) -> None:
    measures = {one["name"]: one for one in vocabulary["measures"]}
    assert measures["take_rate"] == {
        "name": "take_rate",
        "kind": "RATIO",
        "family": "EXPOSURE",
        "numerator": "viewers",
        "denominator": "reach",
        "declared": False,
    }
    assert measures["reach"]["kind"] == "PEOPLE"
    assert (measures["starts"]["kind"], measures["starts"]["family"]) == ("SUM", "VIEWING")


def test_columns_of_tables_are_dimensions_after_those_of_every_store(vocabulary: Any) -> None:
    names = [one["name"] for one in vocabulary["dimensions"]]
    assert len(set(names)) == len(names)
    assert "studio" not in names
    assert names.index("title.studio") > names.index("audience")
    by_name = {one["name"]: one for one in vocabulary["dimensions"]}
    assert by_name["genre"]["several"]
    assert by_name["title.studio"]["extra"]
    assert by_name["position"]["type"] == "WHOLE"
    assert by_name["reason"]["families"] == ["VIEWING"]


def test_every_measure_and_dimension_can_be_asked(graph: Graph, vocabulary: Any) -> None:
    """In one question for each dimension: with a measure of a family that has values of it."""
    measures = {one["family"]: one["name"] for one in vocabulary["measures"]}
    assert set(measures) == {"EXPOSURE", "VIEWING"}
    for dimension in vocabulary["dimensions"]:
        measure = measures[dimension["families"][0]]
        ask = {"measures": [measure], "by": [dimension["name"]], "labels": True, "limit": 1}
        answer = graph.ask(
            "query($ask: QuestionInput!) { question(ask: $ask) { columns { name kind } } }", ask=ask
        )["question"]
        kinds = [column["kind"] for column in answer["columns"]]
        assert ("NAME" in kinds) == dimension["named"], dimension
