"""Connecting: tokens, addresses, services that are busy, and services that are gone."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import keyart
from keyart.client import calls
from keyart.core.errors import BadSettings
from tests.api.serving import TOKEN, serving
from tests.cli.commands import loaded


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("connecting"))


def test_the_link_that_was_printed_is_enough(store: Path) -> None:
    with serving(store) as served, keyart.connect(f"{served.url}/?token={TOKEN}") as remote:
        assert remote.url == served.url
        assert remote.query(measures=["reach"]).totals == {"reach": 6}


@pytest.mark.parametrize("token", [None, "", "another"])
def test_without_the_token_nobody_connects(store: Path, token: str | None) -> None:
    with serving(store) as served, pytest.raises(keyart.ServiceError) as refused:
        keyart.connect(served.url, token)
    assert (refused.value.code, refused.value.status) == ("no_token", 401)
    assert refused.value.hint


@pytest.mark.parametrize("url", ["", "my.keyart", "ftp://127.0.0.1", "http://", "http://[::1"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadSettings, match="not the address of a service"):
        keyart.connect(url, TOKEN)


def test_a_token_in_a_bad_address_is_not_repeated() -> None:
    with pytest.raises(BadSettings) as refused:
        keyart.connect("127.0.0.1:8765/?token=secret", None)
    assert "secret" not in str(refused.value)


def test_a_service_that_is_gone_cannot_be_reached(store: Path) -> None:
    with serving(store) as served:
        remote = keyart.connect(served.url, TOKEN)
    with remote, pytest.raises(keyart.ServiceError) as gone:
        remote.query(measures=["reach"])
    assert (gone.value.code, gone.value.status) == ("unreachable", None)
    assert served.url in gone.value.message
    with pytest.raises(keyart.ServiceError):
        keyart.connect(served.url, TOKEN)


GOOD = (200, b'{"audiences": []}', "0")
ERROR = b'{"error": {"code": "too_busy", "message": "Busy.", "hint": "Wait."}}'


class Answers(BaseHTTPRequestHandler):
    """Gives one prepared answer after the other: status, body, seconds in Retry-After."""

    left: list[tuple[int, bytes, str]]
    asked: int

    def do_GET(self) -> None:
        self._give()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._give()

    def _give(self) -> None:
        kind = type(self)
        kind.asked += 1
        status, body, after = kind.left.pop(0) if len(kind.left) > 1 else kind.left[0]
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.send_header("retry-after", after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's word
        """Say nothing."""


@contextmanager
def answering(*answers: tuple[int, bytes, str]) -> Generator[tuple[str, type[Answers]]]:
    """Run a server that gives these answers, the last of them for good."""
    kind = type("Prepared", (Answers,), {"left": list(answers), "asked": 0})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", kind
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again(status: int) -> None:
    busy = (status, ERROR, "0")
    with answering(busy, busy, GOOD) as (url, kind), keyart.connect(url, TOKEN):
        assert kind.asked == 3


def test_whoever_stays_busy_is_given_up() -> None:
    with answering((429, ERROR, "0")) as (url, kind):
        with pytest.raises(keyart.ServiceError, match="Busy") as refused:
            keyart.connect(url, TOKEN)
        assert kind.asked == calls.TRIES
    assert (refused.value.code, refused.value.hint) == ("too_busy", "Wait.")


def test_nobody_waits_for_an_hour() -> None:
    with answering((429, ERROR, "3600")) as (url, kind):
        with pytest.raises(keyart.ServiceError):
            keyart.connect(url, TOKEN)
        assert kind.asked == 1


def test_a_change_is_made_once() -> None:
    with answering(GOOD, (503, ERROR, "0")) as (url, kind), keyart.connect(url, TOKEN) as remote:
        with pytest.raises(keyart.KeyartError):
            remote.audiences.put("list:a", ["ann"])
        assert kind.asked == 2


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"error": 1}', b""])
@pytest.mark.parametrize("status", [200, 404])
def test_what_is_no_service_of_ours_is_said_so(status: int, body: bytes) -> None:
    given = (status, body, "0")
    with answering(given) as (url, _), pytest.raises(keyart.ServiceError) as refused:
        keyart.connect(url, TOKEN)
    assert refused.value.code == "bad_answer"


def test_rows_that_are_none_are_refused() -> None:
    with answering(GOOD) as (url, _), keyart.connect(url, TOKEN) as remote:
        with pytest.raises(keyart.ServiceError) as refused:
            remote.query(measures=["reach"])
        with pytest.raises(keyart.ServiceError):
            remote.compare(title="heist")
    assert refused.value.code == "bad_answer"


def test_a_service_that_is_silent_is_left() -> None:
    with answering(GOOD) as (url, _):
        remote = keyart.connect(url, TOKEN, timeout=0.5)
    silent = threading.Barrier(2)

    class Silent(Answers):
        def _give(self) -> None:
            silent.wait()

    with ThreadingHTTPServer(("127.0.0.1", int(url.rsplit(":", 1)[1])), Silent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with remote, pytest.raises(keyart.ServiceError) as refused:
                remote.query(measures=["reach"])
        finally:
            silent.wait()
            server.shutdown()
            thread.join()
    assert refused.value.code == "no_answer"
