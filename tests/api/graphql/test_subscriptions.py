"""Being told of new versions over a web socket, by who may read."""

import json
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
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
