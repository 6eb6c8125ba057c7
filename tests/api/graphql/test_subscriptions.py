"""Being told of new versions over a web socket, by who may read."""

import json
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.api.graphql.asking import Graph
from tests.api.serving import TOKEN, Served, serving
from tests.cli.commands import loaded, succeed

PROTOCOL = Subprotocol("graphql-transport-ws")
VERSIONS = "subscription { versionPublished { version published } }"


def opened(served: Served, token: str = TOKEN, origin: str | None = None) -> ClientConnection:
    """Return a socket that waits to be asked."""
    headers = {"Authorization": f"Bearer {token}", **({"Origin": origin} if origin else {})}
    url = f"{served.url.replace('http', 'ws')}/graphql"
    return connect(url, subprotocols=[PROTOCOL], additional_headers=headers, open_timeout=20)


def ask(socket: ClientConnection, query: str) -> None:
    socket.send(json.dumps({"type": "connection_init"}))
    assert told(socket)["type"] == "connection_ack"
    socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))


def told(socket: ClientConnection) -> Any:
    return json.loads(socket.recv(timeout=20))


def test_versions_are_told_as_they_come(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    with serving(store) as served, opened(served) as socket:
        ask(socket, VERSIONS)
        first = told(socket)["payload"]["data"]["versionPublished"]["version"]
        more = tmp_path / "more.csv"
        more.write_text("ts,profile_id,asset_id,title_id\n2026-03-01T19:00Z,gus,blue,heist\n")
        succeed("ingest", store, f"--impressions={more}")
        assert told(socket)["payload"]["data"]["versionPublished"]["version"] == first + 1


def test_a_socket_answers_nothing_else(graph: Graph) -> None:
    with opened(graph.served) as socket:
        ask(socket, "{ titles { totalCount } }")
        assert told(socket)["type"] == "error"
    assert graph.refused_whole(VERSIONS) == (400, "bad_question")


@pytest.mark.parametrize(
    ("token", "origin"), [("wrong", None), (TOKEN, "https://example.com"), ("", None)]
)
def test_strangers_are_told_nothing(graph: Graph, token: str, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        opened(graph.served, token, origin)
    assert refused.value.response.status_code == 403


INIT = '{"type": "connection_init"}'


def subscribe(query: str) -> str:
    return json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}})


NONSENSE: dict[str, list[str | bytes]] = {
    "what is far too large": ["x" * 20_000_000],
    "a question that is far too large": [INIT, subscribe("{ ready }" * 10_000)],
    "a question of too many words": [INIT, subscribe(f"{{ {'a ' * 600} }}")],
    "no JSON": ["nonsense"],
    "JSON too deep": ["[" * 50_000],
    "no object": ["[1]"],
    "bytes": [b"\xff\xfe"],
    "something unknown": ['{"type": "nonsense"}'],
    "a question too early": [subscribe(VERSIONS)],
    "a question that is none": [INIT, '{"id": "1", "type": "subscribe", "payload": [1]}'],
    "one question twice": [INIT, subscribe(VERSIONS), subscribe(VERSIONS)],
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_closes_its_socket_and_harms_nobody_else(graph: Graph, name: str) -> None:
    with opened(graph.served) as good, opened(graph.served) as bad:
        ask(good, VERSIONS)
        with pytest.raises(ConnectionClosed):  # noqa: PT012 - at any of them
            for message in NONSENSE[name]:
                bad.send(message)
            while True:
                bad.recv(timeout=20)
        assert told(good)["payload"]["data"]["versionPublished"]["version"] > 0


def test_a_socket_says_that_it_is_there(graph: Graph) -> None:
    with opened(graph.served) as socket:
        ask(socket, "{ ready }")
        assert told(socket)["payload"] == {"data": {"ready": True}}
