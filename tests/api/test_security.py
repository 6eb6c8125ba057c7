"""Who may ask: the token, the cookie, the host and the origin of a request."""

import re
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.api.serving import TOKEN, VIEW_TOKEN, Served, serving

QUESTION = {"measures": ["reach"]}


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize("path", ["/", "/v1/query", "/v1/export", "/metrics", "/v1/openapi.json"])
def test_without_a_token_nothing_is_said(served: Served, path: str) -> None:
    with served.client(None) as client:
        answer = client.get(path)
    assert code(answer) == (401, "no_token")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whether_it_lives_is_said_to_anybody(served: Served, path: str) -> None:
    with served.client(None) as client:
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("token", [TOKEN, VIEW_TOKEN])
def test_either_token_may_ask(served: Served, token: str) -> None:
    with served.client(token) as client:
        assert client.post("/v1/query", json=QUESTION).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer wrong", "Bearer", "Basic x", f"Basic {TOKEN}", "Bearer ü", f"Bearer {TOKEN}x"],
)
def test_a_wrong_token_is_none(served: Served, header: str) -> None:
    with served.client(None) as client:
        answer = client.get("/metrics", headers={b"Authorization": header.encode()})
    assert code(answer) == (401, "no_token")


def test_the_link_makes_a_cookie_and_leaves_the_address_without_the_token(served: Served) -> None:
    with served.client(None) as client:
        answer = client.get("/", params={"a": "1", "token": TOKEN, "b": "x y"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/?a=1&b=x+y")
        cookie = answer.headers["set-cookie"]
        assert re.match(rf"keyart_{served.port}=[0-9a-f]{{64}};", cookie)
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert TOKEN not in cookie
        assert client.post("/v1/query", json=QUESTION).status_code == 200
        client.cookies.set(f"keyart_{served.port}", "0" * 64)
        assert code(client.get("/v1/export"))[0] == 401


@pytest.mark.parametrize("path", ["//example.com", "/\\example.com", "///example.com/a"])
def test_the_link_leads_nowhere_else(served: Served, path: str) -> None:
    with served.client(None) as client:
        answer = client.get(f"{served.url}{path}?token={TOKEN}")
    assert answer.status_code == 303
    assert re.match(r"/[^/\\]", answer.headers["location"])


@pytest.mark.parametrize(
    "host",
    ["example.com", "example.com:80", "localhost.example.com", "127.0.0.1.example.com", "a b", ""],
)
def test_a_name_of_somebody_elses_making_is_refused(served: Served, host: str) -> None:
    with served.client() as client:
        answer = client.get("/healthz", headers={"Host": host})
    assert code(answer) == (403, "bad_host")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1234", "127.0.0.1", "[::1]:80", "10.0.0.7"]
)
def test_names_of_this_machine_and_addresses_are_known(served: Served, host: str) -> None:
    with served.client() as client:
        assert client.get("/healthz", headers={"Host": host}).status_code == 200


STRANGE: list[dict[str, str]] = [
    {"Origin": "https://example.com"},
    {"Origin": "null"},
    {"Origin": "http://localhost:1"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", STRANGE)
def test_pages_of_others_change_and_ask_nothing(served: Served, headers: dict[str, str]) -> None:
    with served.client() as client:
        answer = client.post("/v1/query", json=QUESTION, headers=headers)
    assert code(answer) == (403, "bad_origin")
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("token", "origin"), [("wrong", None), (TOKEN, "https://example.com"), ("", None)]
)
def test_web_sockets_are_guarded_too(served: Served, token: str, origin: str | None) -> None:
    address = f"ws://127.0.0.1:{served.port}/graphql"
    headers = {"Authorization": f"Bearer {token}"}
    with pytest.raises(InvalidStatus) as refused:
        connect(address, additional_headers=headers, origin=Origin(origin) if origin else None)
    assert refused.value.response.status_code == 403


def test_pages_of_its_own_may_ask(served: Served) -> None:
    with served.client() as client:
        headers = {"Origin": served.url, "Sec-Fetch-Site": "same-origin"}
        assert client.post("/v1/query", json=QUESTION, headers=headers).status_code == 200


def test_pages_that_are_allowed_may_ask(store: Any) -> None:
    friend = "https://friend.example.com"
    with serving(store, allowed_origins=(friend,), allowed_hosts=("art.example.com",)) as served:
        with served.client() as client:
            answer = client.post("/v1/query", json=QUESTION, headers={"Origin": friend})
            asked = {"Access-Control-Request-Method": "POST", "Origin": friend}
            before = client.options("/v1/query", headers=asked)
            named = client.get("/healthz", headers={"Host": "Art.example.com"})
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == friend
        assert before.status_code == 200
        assert named.status_code == 200


@pytest.mark.parametrize(
    ("origin", "method", "header"),
    [
        ("https://example.com", "POST", "content-type"),
        ("null", "POST", "content-type"),
        ("https://friend.example.com", "DELETE", "content-type"),
        ("https://friend.example.com", "POST", "x-strange"),
    ],
)
@pytest.mark.parametrize("friends", [(), ("https://friend.example.com",)])
def test_browsers_that_ask_beforehand_for_others_are_refused(
    store: Any, friends: tuple[str, ...], origin: str, method: str, header: str
) -> None:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header,
    }
    with serving(store, allowed_origins=friends) as served, served.client(None) as client:
        answer = client.options("/v1/query", headers=asked)
    assert code(answer) == ((403, "bad_origin") if friends else (401, "no_token"))
    assert "access-control-allow-origin" not in answer.headers


def test_a_request_has_one_host(served: Served) -> None:
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=60)) as connection:
        connection.putrequest("GET", "/healthz", skip_host=True)
        connection.putheader("Host", "localhost")
        connection.putheader("Host", "example.com")
        connection.endheaders()
        assert connection.getresponse().status == 403


def test_browsers_are_told_to_be_strict(store: Any) -> None:
    with (
        serving(store, media_origins=("https://media.example.com",)) as served,
        served.client() as client,
        served.client(None) as stranger,
    ):
        answers = [client.get("/"), client.get("/nowhere"), stranger.get("/")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "img-src 'self' blob: data: https://media.example.com" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "private, no-store"


def test_the_log_has_a_line_a_request_and_no_token(
    store: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(store) as served, served.client() as client:
        capfd.readouterr()
        client.post("/v1/query", json=QUESTION)
        client.get("/", params={"token": TOKEN})
        client.get("/", params={"token": "wrong-token-of-somebody"})
    lines = [line for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert len(lines) == 3
    assert not re.search("token", "".join(lines))
