"""Which files can be seen by HTTP: those of assets, within the folders, and as what they are."""

import json
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core import server
from keyart.core.errors import BadSettings
from keyart.media import MediaType
from tests.api.media.asking import address, code
from tests.api.serving import TOKEN, Served


@pytest.mark.parametrize(("asset", "file", "kind"), [
    ("poster", "my.keyart/posters/poster.jpg", MediaType.JPEG),
    ("a/b c%2F", "my.keyart/posters/poster.jpg", MediaType.JPEG),
    ("lie", "my.keyart/posters/lie.svg", MediaType.PNG),
    ("clip", "my.keyart/clip.webm", MediaType.WEBM),
    ("far", "art/far.png", MediaType.PNG),
    ("farther", "art/far.png", MediaType.PNG),
])  # fmt: skip
def test_an_asset_is_shown_as_what_it_is(
    client: httpx.Client, ground: Path, asset: str, file: str, kind: MediaType
) -> None:
    answer = client.get(address(asset))
    assert answer.status_code == 200
    assert answer.content == (ground / file).read_bytes()
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"].startswith("private, max-age=")


@pytest.mark.parametrize(("asset", "expected"), {
    "nobody": "not_found",
    "above": "not_found",
    "linked": "not_found",
    "whole": "not_found",
    "decoded": "not_found",
    "folder": "not_found",
    "missing": "not_found",
    "none": "not_found",
    "blue": "not_found",
    "key": "not_media",
    "catalogue": "not_media",
    "svg": "not_media",
    "svg in disguise": "not_media",
    "web": "elsewhere",
    "elsewhere": "elsewhere",
}.items())  # fmt: skip
@pytest.mark.parametrize("rest", ["", "/thumbnail"])
def test_all_else_is_refused(client: httpx.Client, asset: str, expected: str, rest: str) -> None:
    assert code(client.get(address(asset, rest))) == (404, expected)


def test_what_is_on_the_web_is_loaded_from_there_if_it_may_be(client: httpx.Client) -> None:
    hints = [client.get(address(a)).json()["error"]["hint"] for a in ("web", "elsewhere")]
    assert "Browsers load it" in hints[0]
    assert "'http://other.example.com'" in hints[1]
    assert "media_origins" in hints[1]


def test_nothing_is_shown_to_strangers(shown: Served) -> None:
    with shown.client(None) as stranger:
        assert code(stranger.get(address("poster"))) == (401, "no_token")


STEPS = (
    "..", ".", "%2e%2e", "%252e%252e", "..%2f", "%2f", "%00", "\\", "%5c..", "posters", "thumbnail",
    "secret.jpg", "poster.jpg", "store.key", "etc/passwd", "my.keyart", "poster", "%ff", "%c0%ae",
)  # fmt: skip


@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=8))
def test_no_address_names_a_file(shown: Served, steps: list[str]) -> None:
    """Sent as they stand: a client would tidy the address."""
    with closing(HTTPConnection("127.0.0.1", shown.port, timeout=60)) as connection:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        connection.request("GET", "/v1/media/" + "/".join(steps), headers=headers)
        answer = connection.getresponse()
        content = answer.read()
    if steps[0] == "poster" and steps[1:] in ([], ["thumbnail"]):
        assert answer.status == 200
    else:
        assert answer.status in {400, 404}
        assert json.loads(content)["error"]["code"] in {"bad_request", "not_found"}


def test_folders_must_be_named_whole() -> None:
    assert server.load({"media_roots": ["/srv/a", "/b"]}, {}, "x").media_roots == ("/srv/a", "/b")
    with pytest.raises(BadSettings, match="absolute paths"):
        server.load({"media_roots": ["artwork"]}, {}, "x")
