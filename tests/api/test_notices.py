"""Notices by HTTP, in the graph and over a web socket."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

import keyart
from tests.api.graphql.asking import Graph
from tests.api.graphql.test_subscriptions import ask, opened, told
from tests.api.serving import VIEW_TOKEN, Served, serving
from tests.notify.stored import noticed

NOTICES = """query($state: NoticeState, $kind: NoticeKind, $first: Int = 50, $after: String) {
  notices(state: $state, kind: $kind, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node {
      id kind state what howMuch howSure measures link opened seen title { name } asset { name }
      deliveries { about address state said attempts }
    } }
  }
}"""

SEE = "mutation($ids: [ID!]) { seeNotices(ids: $ids) { seen counts { open unseen } } }"


@pytest.fixture
def served(tmp_path: Path) -> Generator[Served]:
    with serving(noticed(tmp_path)) as running:
        yield running


def nodes(graph: Graph, **variables: Any) -> list[dict[str, Any]]:
    return [edge["node"] for edge in graph.ask(NOTICES, **variables)["notices"]["edges"]]


def test_the_inbox_by_http(served: Served, tmp_path: Path) -> None:
    with served.client() as client:
        every = client.get("/v1/notices").json()["notices"]
        still = client.get("/v1/notices", params={"state": "open", "kind": "outlier"}).json()
        wrong = client.get("/v1/notices", params={"kind": "clickbate"})
    with keyart.open(tmp_path / "my.keyart") as store:
        assert [one["id"] for one in every] == [one.id for one in store.notices()] == [3, 2, 1]
    assert [one["id"] for one in still["notices"]] == [1]
    assert every[1]["what"] == "The poster 'a2' of 'Heist' is clickbait."
    assert every[0]["state"] == "resolved"
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "unknown_name")


def test_what_was_seen_is_remembered_for_everybody(served: Served) -> None:
    with served.client() as client, served.client(VIEW_TOKEN) as viewer:
        assert viewer.post("/v1/notices/seen", json={"ids": [1]}).status_code == 403
        assert client.post("/v1/notices/seen", json={"ids": [1, 2]}).json() == {"seen": 2}
        assert client.post("/v1/notices/seen", json={}).json() == {"seen": 1}
        assert all(one["seen"] for one in viewer.get("/v1/notices").json()["notices"])
        for ids in ([99], [2**70], ["1"], "1"):
            answer = client.post("/v1/notices/seen", json={"ids": ids})
            assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_question")


def test_the_inbox_in_the_graph(served: Served) -> None:
    graph = Graph(served)
    resolved, known, unknown = nodes(graph)
    assert (known["kind"], known["state"]) == ("CLICKBAIT", "OPEN")
    assert known["title"] == {"name": "The Heist, again"}
    assert known["asset"] == {"name": "Blue poster"}
    assert (unknown["title"], unknown["asset"]) == (None, None)
    assert resolved["deliveries"] == [
        {
            "about": about,
            "address": "slack",
            "state": "WAITING",
            "said": "is on its way",
            "attempts": 0,
        }
        for about in ("OPEN", "RESOLVED")
    ]
    assert nodes(graph, state="RESOLVED") == [resolved]
    assert nodes(graph, kind="OUTLIER", state="OPEN") == [unknown]
    page = graph.ask(NOTICES, first=2)["notices"]
    rest = nodes(graph, after=page["pageInfo"]["endCursor"])
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"], rest) == (3, True, [unknown])


def test_seeing_in_the_graph(served: Served) -> None:
    graph = Graph(served)
    counts = graph.ask("{ noticeCounts { open unseen judgedVersion } }")["noticeCounts"]
    assert counts == {"open": 2, "unseen": 2, "judgedVersion": 5}
    last = nodes(graph)[-1]["id"]
    seen = graph.ask(SEE, ids=[last])["seeNotices"]
    assert seen == {"seen": 1, "counts": {"open": 2, "unseen": 1}}
    assert graph.ask(SEE)["seeNotices"] == {"seen": 2, "counts": {"open": 2, "unseen": 0}}
    assert nodes(graph)[-1]["seen"]
    refused = graph.post(SEE, token=VIEW_TOKEN)["errors"]
    assert [error["extensions"]["code"] for error in refused] == ["read_only"]
    for ids in (["nonsense"], ["dGl0bGU6aGVpc3Q"]):
        assert graph.refused(SEE, ids=ids) == "bad_question"


def test_a_notice_is_found_by_its_id(served: Served) -> None:
    graph = Graph(served)
    last = nodes(graph)[-1]
    node = "query($id: ID!) { node(id: $id) { id ... on Notice { what } } }"
    found = graph.ask(node, id=last["id"])["node"]
    assert found == {"id": last["id"], "what": last["what"]}
    assert graph.ask(node, id="bm90aWNlOjk5")["node"] is None


def test_other_counts_are_told_as_they_change(served: Served) -> None:
    with opened(served) as socket:
        ask(socket, "subscription { noticesChanged { open unseen } }")
        first = told(socket)["payload"]["data"]["noticesChanged"]
        Graph(served).ask(SEE)
        then = told(socket)["payload"]["data"]["noticesChanged"]
    assert (first, then) == ({"open": 2, "unseen": 2}, {"open": 2, "unseen": 0})


def test_a_store_without_notices_has_none(store: Path) -> None:
    with serving(store) as running, running.client() as client:
        assert client.get("/v1/notices").json() == {"notices": []}
        assert json.loads(client.post("/v1/notices/seen", json={}).content) == {"seen": 0}
    assert not (store / "notices").exists()
