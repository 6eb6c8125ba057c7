"""Several operations in one request: a line for each, as it is ready, all of one version."""

import json
import threading
from pathlib import Path
from typing import Any

from tests.api.graphql.asking import Graph
from tests.api.serving import Served, serving
from tests.api.test_snapshots import publish
from tests.cli.commands import loaded

COUNT = """query Count {
  question(ask: {measures: ["impressions"]}) { totals meta { version } }
}"""
FIRST = 1
"""The version of a store that `loaded` made; it has six impressions."""

TITLE = 'query Name { title(titleId: "heist") { name } }'
CHANGE = 'mutation Remove { removeSegment(name: "x") }'


def ask_all(served: Served, *queries: str, **options: Any) -> list[dict[str, Any]]:
    """Return the lines of an answer, in the order of the operations."""
    with served.client(**options) as client:
        answer = client.post(
            "/graphql", json={"operations": [{"query": query} for query in queries]}
        )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/jsonl")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert sorted(line["index"] for line in lines) == list(range(len(queries)))
    return sorted(lines, key=lambda line: line["index"])


def refused(served: Served, operations: object) -> tuple[int, str]:
    with served.client() as client:
        answer = client.post("/graphql", json={"operations": operations})
    return answer.status_code, answer.json()["error"]["message"]


def test_each_operation_is_answered_as_if_it_had_come_alone(graph: Graph) -> None:
    alone = [graph.ask(query) for query in (COUNT, TITLE)]
    lines = ask_all(graph.served, COUNT, TITLE, COUNT)
    assert [line["data"] for line in lines] == [*alone, alone[0]]
    assert {line["status"] for line in lines} == {200}


def test_what_is_wrong_with_one_operation_is_said_in_its_line_alone(graph: Graph) -> None:
    wrong_field, change, right = ask_all(graph.served, "{ nothing }", CHANGE, TITLE)
    assert wrong_field["errors"][0]["extensions"]["code"] == "bad_request"
    assert change["status"] == 400
    assert change["error"]["message"].startswith("Subscriptions need a WebSocket, and mutations")
    assert right["data"] == {"title": {"name": "The Heist, again"}}


def test_requests_that_are_none_are_refused_whole(graph: Graph) -> None:
    assert refused(graph.served, "x") == (400, "operations is not a list.")
    assert refused(graph.served, []) == (400, "One request may have 1 to 50 operations, not 0.")
    many: list[object] = [{"query": TITLE}] * 51
    assert refused(graph.served, many) == (400, "One request may have 1 to 50 operations, not 51.")
    assert refused(graph.served, [1]) == (400, "operations has an entry that is not an object.")
    nothing: list[object] = [{}]
    assert refused(graph.served, nothing) == (400, "This is not a GraphQL request.")


def test_operations_cost_as_much_together_as_apart(tmp_path: Path) -> None:
    with serving(loaded(tmp_path), rate=0.2) as served:  # two requests, then one each five seconds
        lines = ask_all(served, TITLE, TITLE)
        with served.client() as client:
            status = client.post("/graphql", json={"query": TITLE}).status_code
    assert [line["status"] for line in lines] == [200, 200]
    assert status == 429


def test_all_lines_are_of_one_version_while_others_are_published(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    ended = threading.Event()

    def keep_publishing() -> None:
        number = 0
        while not ended.is_set():
            publish(store, number)
            number += 1

    with serving(store, scans=2) as served:
        publisher = threading.Thread(target=keep_publishing)
        publisher.start()
        versions: list[int] = []
        try:
            while len(set(versions)) < 3:
                answers = [line["data"]["question"] for line in ask_all(served, *[COUNT] * 8)]
                (version,) = {answer["meta"]["version"] for answer in answers}
                (count,) = {answer["totals"]["impressions"] for answer in answers}
                assert count - version == 6 - FIRST  # each version has one impression more
                versions.append(version)
        finally:
            ended.set()
            publisher.join()
    assert versions == sorted(versions)
