"""What a request may cost: how often, how large, how slow, how long, how many at once."""

import socket
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from keyart.api.errors import Refused
from keyart.api.process import protocol
from keyart.api.process.serving import allow
from keyart.api.security.rate import Rate
from keyart.core.errors import QueryTimeout
from keyart.query.cancel import current
from tests.api.serving import TOKEN, Served, serving

QUESTION = {"measures": ["reach"]}


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_client_that_asks_too_often_is_told_when_to_come_again(store: Path) -> None:
    with serving(store, rate=0.2) as served, served.client() as client:
        answers = [client.get("/v1/openapi.json") for _ in range(3)]
        alive = client.get("/healthz")
    assert [answer.status_code for answer in answers] == [200] * 2 + [429]
    assert code(answers[-1]) == (429, "too_many_requests")
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 5
    assert alive.status_code == 200


def test_a_bucket_fills_again_and_clients_have_their_own() -> None:
    now = [0.0]
    rate = Rate(2.0, lambda: now[0])
    for _ in range(20):
        rate.take("a")
    with pytest.raises(Refused) as refused:
        rate.take("a")
    assert refused.value.headers == {"retry-after": "1"}
    rate.take("b")
    now[0] = 0.5
    rate.take("a")
    with pytest.raises(Refused):
        rate.take("a")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused(store: Path, chunked: bool) -> None:
    body = b" " * 5000
    content: Any = (body[i : i + 1000] for i in range(0, 5000, 1000)) if chunked else body
    with serving(store, body_size=4000) as served, served.client() as client:
        answer = client.post("/v1/query", content=content)
        assert code(answer) == (413, "body_too_large")
        assert client.post("/v1/query", json=QUESTION).status_code == 200


def test_a_body_that_does_not_come_is_given_up(store: Path) -> None:
    with serving(store, body_timeout=0.2) as served:
        head = f"POST /v1/query HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"
        answer = said(served, f"{head}Content-Length: 100\r\n\r\n{{".encode())
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"body_timeout" in answer


def said(served: Served, request: bytes) -> bytes:
    """Return what the service says to some bytes, until it hangs up."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer


def test_a_head_that_does_not_come_is_given_up(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    with serving(store) as served:
        assert said(served, b"GET / HTTP/1.1\r\nHost: loc").startswith(b"HTTP/1.1 408")
        assert b"head_timeout" in said(served, b"")


def test_connections_beyond_the_limit_are_refused_until_others_end(store: Path) -> None:
    with serving(store, connections=2) as served, served.client() as client:
        assert client.get("/healthz").status_code == 200
        with socket.create_connection(("127.0.0.1", served.port)):
            with served.client() as third:
                answer = third.post("/v1/query", json=QUESTION)
            assert code(answer) == (503, "too_many_connections")
            assert answer.headers["retry-after"] == "1"
            assert client.post("/v1/query", json=QUESTION).status_code == 200
        wait_until_let_in(served)


def test_whether_the_service_lives_is_told_beyond_the_limit(store: Path) -> None:
    with serving(store, connections=2) as served, ExitStack() as held:
        for _ in range(2):
            held.enter_context(socket.create_connection(("127.0.0.1", served.port)))
        with served.client() as client:
            answer = client.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert b"too_many_connections" in said(served, b"GET /readyz HTTP/1.1\r\n")


SLOW_BODY = (
    f"POST /v1/query HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"
    "Content-Length: 9999\r\n\r\n"
).encode()

OTHER = "127.0.0.2"
"""An address of this machine that is another client."""


@pytest.mark.skipif(sys.platform != "linux", reason="has no second address of its own")
@pytest.mark.parametrize("begin", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n", SLOW_BODY])
def test_a_thousand_sockets_of_one_client_do_not_shut_out_others(store: Path, begin: bytes) -> None:
    allow(2500)
    with serving(store) as served, ExitStack() as held:
        sockets = [
            held.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            for _ in range(1000)
        ]
        for one in sockets:
            with suppress(OSError):
                one.sendall(begin)
        transport = httpx.HTTPTransport(local_address=OTHER)
        with served.client(transport=transport) as other, served.client() as same:
            for _ in range(3):
                assert same.get("/healthz").status_code == 200
                assert other.get("/healthz").status_code == 200
                assert other.post("/v1/query", json=QUESTION).status_code == 200


def test_clients_are_told_apart_by_their_network() -> None:
    def client(address: str) -> str:
        return protocol.client_of(SimpleNamespace(transport=Peer(address)))

    assert client("10.0.0.1") == client("::ffff:10.0.0.1") != client("10.0.0.2")
    assert client("2001:db8:1:2::1") == client("2001:db8:1:2:ffff::9") != client("2001:db8:1:3::1")


class Peer:
    """A transport that knows the other end alone."""

    def __init__(self, address: str) -> None:
        self._peer = (address, 1)

    def get_extra_info(self, name: str) -> object:
        return self._peer if name == "peername" else None


def wait_until_let_in(served: Served) -> None:
    until = time.monotonic() + 10
    while True:
        with served.client() as another:
            if another.post("/v1/query", json=QUESTION).status_code == 200:
                return
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_connection_too_many_that_asks_nothing_is_closed(store: Path) -> None:
    with serving(store, connections=1) as served, served.client() as client:
        assert client.get("/healthz").status_code == 200
        with socket.create_connection(("127.0.0.1", served.port), timeout=10) as silent:
            assert b'"too_many_connections"' in silent.recv(4096)


HELD = {
    "the head of a request": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"x"),
    "the body of a request that is answered": (
        b"POST /v1/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n",
        b"x",
    ),
    "empty lines": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\r\n"),
    "nothing": (b"", b""),
}


def held(served: Served, begin: bytes, more: bytes) -> None:
    """Keep a connection with the service, byte by byte, until it is closed."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(begin)
        connection.settimeout(0.02)
        while True:
            try:
                connection.sendall(more)
                if not connection.recv(65536):
                    return
            except TimeoutError:
                continue
            except ConnectionError:
                return


@pytest.mark.parametrize("name", HELD)
@pytest.mark.timeout(60)
def test_connections_are_not_held_by_what_comes_slowly(
    store: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.5)
    with serving(store) as served:
        threads = [threading.Thread(target=held, args=(served, *HELD[name])) for _ in range(20)]
        for thread in threads:
            thread.start()
        with served.client() as client:
            assert client.post("/v1/query", json=QUESTION).status_code == 200
        for thread in threads:
            thread.join()


def test_what_is_no_http_is_refused_in_the_same_shape(served: Served) -> None:
    assert b'{"error": {"code": "bad_request"' in said(served, b"\x16\x03\x01\x02\r\n\r\n")
    long = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"
    assert b"head_too_large" in said(served, long)


def wait_for_stop() -> None:
    """Work until told to stop, as a scan does."""
    cancel = current()
    while not cancel.flag[0]:
        time.sleep(0.002)
    cancel.check()


class Slow:
    """A route of the test's own, whose question ends only when it is stopped."""

    def __init__(self, served: Served) -> None:
        self.running = threading.Semaphore(0)
        self.stopped = threading.Event()
        scans = served.app.state.service.scans

        async def slow(request: Request) -> Response:
            await scans.run(request, self._work)
            return Response()

        served.app.router.add_route("/slow", slow, methods=["GET"])

    def _work(self) -> None:
        self.running.release()
        try:
            wait_for_stop()
        except QueryTimeout:
            self.stopped.set()
            raise


def test_a_question_that_takes_too_long_is_stopped(store: Path) -> None:
    with serving(store, query_timeout=0.3) as served, served.client() as client:
        slow = Slow(served)
        assert code(client.get("/slow")) == (504, "query_timeout")
        assert slow.stopped.is_set()
        assert served.app.state.service.scans.open == 0


def test_a_question_that_nobody_waits_for_is_stopped(store: Path) -> None:
    with serving(store, query_timeout=60.0) as served:
        slow = Slow(served)
        with served.client() as client, pytest.raises(httpx.ReadTimeout):
            client.get("/slow", timeout=0.2)
        assert slow.stopped.wait(20)


def test_what_waits_too_long_behind_others_is_refused(store: Path) -> None:
    with serving(store, scans=1, waiting=1, query_timeout=3.0) as served:
        slow = Slow(served)
        answers: list[httpx.Response] = []

        def ask() -> None:
            with served.client() as client:
                answers.append(client.get("/slow"))

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        assert slow.running.acquire(timeout=20)
        while served.app.state.service.scans.open < 2:
            time.sleep(0.005)
        with served.client() as client:
            refused = client.post("/v1/query", json=QUESTION)
        for thread in threads:
            thread.join()
    assert code(refused) == (429, "too_busy")
    assert refused.headers["retry-after"] == "1"
    assert [code(answer) for answer in answers] == [(504, "query_timeout")] * 2
