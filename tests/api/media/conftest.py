"""A store with media in it and beside it, and its service."""

from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from keyart.media import MediaType
from tests.api.media.asking import SVG, URIS, with_assets
from tests.api.serving import VIEW_TOKEN, Served, serving
from tests.cli.commands import loaded
from tests.media.pictures import encoded, write_clip


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with media in it, a folder of media beside it, and a secret beside both."""
    ground = tmp_path_factory.mktemp("ground").resolve()
    store, art = loaded(ground), ground / "art"
    (store / "posters").mkdir()
    art.mkdir()
    (store / "posters" / "poster.jpg").write_bytes(encoded(MediaType.JPEG))
    (store / "posters" / "lie.svg").write_bytes(encoded(MediaType.PNG))
    (art / "far.png").write_bytes(encoded(MediaType.PNG))
    (ground / "secret.jpg").write_bytes(encoded(MediaType.JPEG))
    (store / "linked.jpg").symlink_to(ground / "secret.jpg")
    (store / "a.svg").write_bytes(SVG)
    (store / "svg.png").write_bytes(SVG)
    (store / "broken.png").write_bytes(encoded(MediaType.PNG)[:60])
    write_clip(store / "clip.webm", "libvpx")
    uris = {key: uri.format(ground=ground, art=art) for key, uri in URIS.items()}
    with_assets(store, {key: ("artwork", uri) for key, uri in uris.items()})
    return ground


@pytest.fixture(scope="session")
def shown(ground: Path) -> Generator[Served]:
    with serving(
        ground / "my.keyart",
        media_roots=(str(ground / "art"),),
        media_origins=("https://Images.example.com",),
    ) as running:
        yield running


@pytest.fixture(scope="session")
def client(shown: Served) -> Generator[httpx.Client]:
    with shown.client(VIEW_TOKEN) as client:
        yield client
