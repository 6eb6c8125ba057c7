"""The schema: described in every part, written down, and limited in what it costs."""

from typing import Any

import graphql

from keyart.api.context import MOST_SCANS
from keyart.api.graphql.schema import FILE, schema_text
from tests.api.graphql.asking import Graph

SCHEMA = graphql.build_schema(schema_text())


def test_the_written_schema_is_that_of_the_service() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), "run python -m keyart.api.graphql"


def test_everything_is_described() -> None:
    bare: list[str] = []
    for name, kind in SCHEMA.type_map.items():
        if name.startswith("__") or graphql.is_specified_scalar_type(kind):
            continue
        parts: dict[str, Any] = {name: kind}
        parts |= {f"{name}.{n}": part for n, part in getattr(kind, "fields", {}).items()}
        parts |= {f"{name}.{n}": part for n, part in getattr(kind, "values", {}).items()}
        for place, part in list(parts.items()):
            parts |= {f"{place}({n})": a for n, a in getattr(part, "args", {}).items()}
        bare += [place for place, part in parts.items() if not part.description]
    assert bare == []


def test_the_graph_describes_itself(graph: Graph) -> None:
    found = graph.ask(graphql.get_introspection_query(descriptions=True))
    built = graphql.lexicographic_sort_schema(graphql.build_client_schema(found))
    assert graphql.print_schema(built) == graphql.print_schema(
        graphql.lexicographic_sort_schema(SCHEMA)
    )


def test_what_is_no_request_is_refused_like_everything_else(graph: Graph) -> None:
    with graph.served.client() as client:
        answers = [
            client.post("/graphql", content=body)
            for body in ("", "[]", "{}", '{"query": ""}', '{"query": "{a}", "variables": []}')
        ]
        named = {"query": "query A { __typename }", "operationName": "B"}
        answers.append(client.post("/graphql", json=named))
        page = client.get("/graphql")
    bodies = [(answer.status_code, answer.json()["error"]["code"]) for answer in answers]
    assert bodies == [(400, "bad_question")] * 6
    assert (page.status_code, page.json()["error"]["code"]) == (405, "method_not_allowed")
    assert graph.refused("{ titels { totalCount } }") == "bad_request"
    assert graph.refused("{ titles {") == "bad_request"


def test_requests_that_cost_too_much_are_refused(graph: Graph) -> None:
    question = 'question(ask: {measures: ["reach"]}) { totals }'
    few = "".join(f"a{i}: {question} " for i in range(MOST_SCANS))
    assert len(graph.ask(f"{{ {few} }}")) == MOST_SCANS
    assert graph.refused(f"{{ {few} again: {question} }}") == "too_costly"
    deep = "parent { " * 20 + "name" + " }" * 20
    assert graph.refused(f'{{ title(titleId: "heist") {{ {deep} }} }}') == "bad_request"
    many = "".join(f"a{i}: __typename " for i in range(100))
    assert graph.refused(f"{{ {many} }}") == "bad_request"
    assert graph.refused(f"{{ {'__typename ' * 5000} }}") == "bad_request"
    nested = "assets(first: 500) { edges { node { title { " * 2 + "name" + " } } } }" * 2
    wide = "".join(f"b{i}: assets(first: 500) {{ edges {{ node {{ name }} }} }} " for i in range(9))
    assert graph.post(f'{{ title(titleId: "heist") {{ {nested} }} {wide} }}')["data"]
