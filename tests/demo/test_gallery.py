"""The media of a demo store appear where its assets say they are, once they are wanted."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import av
import pytest
from PIL import Image

from keyart.core.errors import UnknownName
from keyart_demo.art.studio import Studio
from keyart_demo.catalogue.build import catalogue
from keyart_demo.gallery import NEWEST, Gallery, world_of
from keyart_demo.painting import TRUTH
from keyart_demo.world_size import DAYS, SIZES

WORLD = {"size": "small", "seed": 5, "until": "2026-03-01"}
CATALOGUE = catalogue(SIZES["small"].titles, 5, date(2026, 3, 1), DAYS)
POSTERS = [a for a in CATALOGUE.assets if a.aspect == "2:3"]
POSTER = POSTERS[0]
CLIP = next(a for a in CATALOGUE.assets if a.asset_type == "video")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A folder that says which world it holds, which is all that a gallery asks."""
    folder = tmp_path / "demo.keyart"
    (folder / TRUTH).parent.mkdir(parents=True)
    story = {"asset": POSTERS[0].asset_id, "against": [POSTERS[1].asset_id]}
    (folder / TRUTH).write_text(json.dumps({"world": WORLD, "stories": [story]}))
    return folder


@pytest.fixture
def gallery(store: Path, tmp_path: Path) -> Gallery:
    return Gallery(store, Studio(tmp_path / "cache", processes=1))


def test_a_store_knows_its_world(store: Path) -> None:
    world = world_of(store)
    assert (world.size.name, world.seed, world.until) == ("small", 5, date(2026, 3, 1))


def test_an_artwork_appears_at_its_uri_as_a_card(gallery: Gallery, store: Path) -> None:
    place = gallery.media(POSTER.asset_id)
    assert place == store / str(POSTER.uri)
    with Image.open(place) as picture:
        assert (picture.format, picture.size) == ("WEBP", (360, 540))
    drawn = place.stat()
    assert gallery.media(POSTER.asset_id).stat() == drawn
    with Image.open(gallery.full(POSTER.asset_id)) as picture:
        assert picture.size == (720, 1080)


def test_a_clip_has_a_still(gallery: Gallery, store: Path) -> None:
    with Image.open(gallery.still(CLIP.asset_id)) as picture:
        assert picture.size == (640, 360)
    assert not (store / str(CLIP.uri)).exists()
    with av.open(str(gallery.media(CLIP.asset_id))) as film:
        assert film.streams.video[0].width == 640
    assert gallery.still(POSTER.asset_id) == gallery.media(POSTER.asset_id)


def test_what_one_sees_first_is_drawn_before_anybody_asks(gallery: Gallery, store: Path) -> None:
    end = datetime(2026, 3, 1, tzinfo=UTC)
    titles = [t for t in CATALOGUE.titles if t.parent is None and t.launched_at < end]
    newest = sorted(titles, key=lambda title: title.launched_at)[-NEWEST:]
    firsts = {
        min(
            a.asset_id
            for a in CATALOGUE.assets
            if (a.title, a.asset_type) == (title.number, "artwork")
        )
        for title in newest
    }
    wanted = {*firsts, *(poster.asset_id for poster in POSTERS[:2])}
    assert gallery.draw_first() == len(wanted)
    by_id = {a.asset_id: a for a in CATALOGUE.assets}
    drawn = {path.name for path in (store / "media").iterdir()}
    assert drawn == {Path(str(by_id[one].uri)).name for one in wanted}


def test_what_cannot_be_drawn_is_named(gallery: Gallery) -> None:
    synopsis = next(a for a in CATALOGUE.assets if a.asset_type == "synopsis")
    for name in (synopsis.asset_id, "nothing"):
        with pytest.raises(UnknownName, match=name):
            gallery.media(name)
