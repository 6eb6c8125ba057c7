"""Small pictures by HTTP: made once, of known widths."""

from pathlib import Path

import httpx
import pytest

from tests.api.media.asking import address, code
from tests.media.pictures import RED, is_like, opened


@pytest.mark.parametrize("asset", ["poster", "lie", "clip", "far"])
def test_small_pictures_are_made_once_and_kept(
    client: httpx.Client, ground: Path, asset: str
) -> None:
    first = client.get(address(asset, "/thumbnail?width=160"))
    assert first.headers["content-type"] == "image/webp"
    small = opened(first.content)
    assert small.width == 160
    assert is_like(small, (0.2, 0.5), RED)
    name = first.headers["etag"].strip('"')
    kept = ground / "my.keyart" / "thumbnails" / f"{name}.webp"
    made = kept.stat().st_ino
    assert client.get(address(asset, "/thumbnail?width=160")).content == first.content
    assert kept.stat().st_ino == made


def test_small_pictures_are_320_wide_unless_asked(client: httpx.Client) -> None:
    assert opened(client.get(address("poster", "/thumbnail")).content).width == 320


@pytest.mark.parametrize("width", ["0", "-1", "161", "999999999999", "1e3", "wide", ""])
def test_other_widths_are_refused(client: httpx.Client, width: str) -> None:
    answer = client.get(address("poster", f"/thumbnail?width={width}"))
    assert code(answer) == (400, "bad_request")


def test_a_broken_picture_is_shown_as_it_is_but_not_made_small(client: httpx.Client) -> None:
    assert client.get(address("broken")).status_code == 200
    assert code(client.get(address("broken", "/thumbnail"))) == (404, "not_media")
