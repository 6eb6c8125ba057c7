"""The media of a demo store are drawn when they are first asked for."""

import json
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from keyart.media import MediaType
from keyart_demo.art.cache import cache_folder
from keyart_demo.catalogue.model import Asset
from keyart_demo.painting import TRUTH
from tests.api.media.asking import address, code, with_assets
from tests.api.serving import serving
from tests.cli.commands import loaded
from tests.demo.test_gallery import CLIP, POSTER, WORLD
from tests.media.pictures import encoded, opened


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Path, httpx.Client]]:
    """A store with three assets of the demo world, none of them drawn, and an own file."""
    folder = tmp_path_factory.mktemp("demo")
    store = loaded(folder)
    (store / TRUTH).parent.mkdir()
    (store / TRUTH).write_text(json.dumps({"world": WORLD}))
    (store / "own.png").write_bytes(encoded(MediaType.PNG))
    drawn = {one.asset_id: (one.asset_type, str(one.uri)) for one in (POSTER, CLIP)}
    with_assets(store, {**drawn, "own": ("artwork", "own.png"), "lost": ("video", "lost.mp4")})
    fonts, cache = cache_folder() / "fonts", folder / "cache"
    for found in (fonts, cache):
        found.mkdir(parents=True, exist_ok=True)
    (cache / "fonts").symlink_to(fonts)  # not fetched anew
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYART_CACHE", str(cache))
        with serving(store) as served, closing(served.client()) as client:
            yield store, client


def test_a_demo_is_drawn_once_when_many_ask(demo: tuple[Path, httpx.Client]) -> None:
    store, client = demo
    assert not place(store, POSTER).exists()
    with ThreadPoolExecutor(8) as threads:
        rests = ["", "/thumbnail"] * 8
        asked = [threads.submit(client.get, address(POSTER.asset_id, rest)) for rest in rests]
        answers = [one.result() for one in asked]
    for rest in (0, 1):
        alike = answers[rest::2]
        assert {answer.status_code for answer in alike} == {200}
        assert len({answer.headers["etag"] for answer in alike}) == 1
        assert len({answer.content for answer in alike}) == 1
    assert answers[0].content == place(store, POSTER).read_bytes()
    assert [path.name for path in place(store, POSTER).parent.glob("*")] == [
        place(store, POSTER).name
    ]


def test_a_still_is_drawn_without_its_clip(demo: tuple[Path, httpx.Client]) -> None:
    store, client = demo
    answer = client.get(address(CLIP.asset_id, "/thumbnail?width=160"))
    assert opened(answer.content).size == (160, 90)
    assert not place(store, CLIP).exists()
    answer = client.get(address(CLIP.asset_id), headers={"Range": "bytes=4-7"})
    assert (answer.status_code, answer.content) == (206, b"ftyp")


def test_what_people_add_to_a_demo_is_shown_too(demo: tuple[Path, httpx.Client]) -> None:
    _, client = demo
    assert client.get(address("own")).headers["content-type"] == MediaType.PNG
    assert opened(client.get(address("own", "/thumbnail")).content).width == 320
    for rest in ("", "/thumbnail"):
        assert code(client.get(address("lost", rest))) == (404, "not_found")


def place(store: Path, asset: Asset) -> Path:
    return store / str(asset.uri)
