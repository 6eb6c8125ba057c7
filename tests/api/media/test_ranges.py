"""How browsers and players ask for a file: by range, and whether it has changed."""

import os
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from keyart.media import MediaType
from tests.api.media.asking import address, code, with_assets
from tests.api.serving import Served
from tests.media.pictures import encoded


def test_who_has_it_already_is_told_so(client: httpx.Client) -> None:
    for rest in ("", "/thumbnail", "/thumbnail?width=160"):
        first = client.get(address("poster", rest))
        tag, modified = first.headers["etag"], first.headers["last-modified"]
        for headers in (
            {"If-None-Match": tag},
            {"If-None-Match": f'"other", W/{tag}'},
            {"If-Modified-Since": modified},
        ):
            answer = client.get(address("poster", rest), headers=headers)
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == tag
        for headers in (
            {"If-None-Match": '"other"'},
            {"If-None-Match": '"other"', "If-Modified-Since": modified},
            {"If-Modified-Since": formatdate(0, usegmt=True)},
        ):
            answer = client.get(address("poster", rest), headers=headers)
            assert (answer.status_code, answer.content) == (200, first.content)


def test_each_width_has_a_tag_of_its_own(client: httpx.Client) -> None:
    rests = ("", *(f"/thumbnail?width={width}" for width in (160, 320, 640, 1280)))
    assert len({client.get(address("poster", rest)).headers["etag"] for rest in rests}) == 5


@pytest.mark.parametrize("rest", ["", "/thumbnail"])
def test_a_head_is_that_of_the_answer(client: httpx.Client, rest: str) -> None:
    get, head = client.get(address("poster", rest)), client.head(address("poster", rest))
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "last-modified", "cache-control"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize(("asked", "part"), [
    ("bytes=0-0", slice(0, 1)),
    ("bytes=10-19", slice(10, 20)),
    ("bytes=10-", slice(10, None)),
    ("bytes=-10", slice(-10, None)),
    ("bytes=10-99999999", slice(10, None)),
    ("bytes=-99999999", slice(0, None)),
    ("BYTES=3-4", slice(3, 5)),
])  # fmt: skip
def test_a_range_is_sent_alone(client: httpx.Client, asked: str, part: slice) -> None:
    whole = client.get(address("poster")).content
    answer = client.get(address("poster"), headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, whole[part])
    first, end, _ = part.indices(len(whole))
    assert answer.headers["content-range"] == f"bytes {first}-{end - 1}/{len(whole)}"
    assert answer.headers["content-length"] == str(end - first)
    head = client.head(address("poster"), headers={"Range": asked})
    assert (head.status_code, head.content) == (206, b"")


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-6", "bytes=5-3", "bytes=-", "bytes=a-b", "lines=1-2", "bytes", "", "x=" * 99],
)
def test_what_is_no_range_gets_the_whole(client: httpx.Client, asked: str) -> None:
    whole = client.get(address("poster")).content
    answer = client.get(address("poster"), headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, whole)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-999999999", "bytes=-0"])
def test_a_range_that_is_not_there_is_refused(client: httpx.Client, asked: str) -> None:
    size = len(client.get(address("poster")).content)
    answer = client.get(address("poster"), headers={"Range": asked})
    assert code(answer) == (416, "range_not_satisfiable")
    assert answer.headers["content-range"] == f"bytes */{size}"


def test_a_range_of_another_file_than_meant_is_not_sent(client: httpx.Client) -> None:
    first = client.get(address("poster"))
    for version, status in (
        (first.headers["etag"], 206),
        (first.headers["last-modified"], 206),
        ('"other"', 200),
        (formatdate(0, usegmt=True), 200),
    ):
        headers = {"Range": "bytes=1-2", "If-Range": version}
        assert client.get(address("poster"), headers=headers).status_code == status


def test_a_file_that_changes_is_shown_anew(shown: Served, ground: Path) -> None:
    path = ground / "art" / "changing.png"
    path.write_bytes(encoded(MediaType.PNG))
    with_assets(ground / "my.keyart", {"changing": ("artwork", "changing.png")})
    with shown.client() as client:
        old = [client.get(address("changing", rest)) for rest in ("", "/thumbnail")]
        path.write_bytes(encoded(MediaType.JPEG))
        os.utime(path, (1e9, 1e9))
        new = [client.get(address("changing", rest)) for rest in ("", "/thumbnail")]
    assert new[0].headers["content-type"] == MediaType.JPEG
    for before, after in zip(old, new, strict=True):
        assert before.headers["etag"] != after.headers["etag"]
        assert after.headers["last-modified"] == formatdate(1e9, usegmt=True)
