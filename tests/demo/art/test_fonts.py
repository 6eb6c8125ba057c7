"""Fonts: fetched once, checked, safe with several at once, and done without if need be."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from keyart.demo.art.font_packages import PACKAGES
from keyart.demo.art.font_store import FontStore, FontsUnavailable, Package
from keyart.demo.art.fontbook import every_face
from keyart.demo.art.sfnt import NotAFont, assembled, unpacked
from keyart.demo.art.typeface import Typeface

SMALL = PACKAGES["bebas-neue"]
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    try:
        FontStore(folder).files(SMALL, SMALL.cuts[0])
    except FontsUnavailable as error:
        pytest.skip(f"NO FONTS WERE TESTED: the npm registry can't be reached ({error})")
    return folder


def test_every_face_has_its_package_and_cut() -> None:
    for face in every_face():
        assert face.cut in PACKAGES[face.package].cuts


def test_a_fetched_font_has_letters(fetched: Path) -> None:
    (file,) = [p for p in FontStore(fetched).files(SMALL, "400-normal") if "-latin-400" in p.name]
    font = Typeface(file.read_bytes())
    assert ord("A") in font.characters
    (glyph,) = font.shape("A")
    assert glyph.advance > 0
    assert 500 < glyph.path.computeTightBounds().height() < 900


def test_a_kept_font_needs_no_registry(fetched: Path) -> None:
    assert FontStore(fetched, NOWHERE).files(SMALL, "400-normal")


def test_many_may_fetch_at_once(tmp_path: Path, fetched: Path) -> None:
    assert fetched.is_dir()
    stores = [FontStore(tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(store.files, SMALL, "400-normal") for store in stores]
    found = [job.result() for job in jobs]
    assert all(files == found[0] and files for files in found)
    assert [entry.name for entry in tmp_path.iterdir()] == [SMALL.folder]


def test_other_bytes_than_the_pinned_ones_are_refused(tmp_path: Path, fetched: Path) -> None:
    assert fetched.is_dir()
    wrong = Package(SMALL.name, SMALL.version, "AAAA", SMALL.cuts)
    with pytest.raises(FontsUnavailable, match="not the file that was pinned"):
        FontStore(tmp_path).files(wrong, "400-normal")
    assert not list(tmp_path.iterdir())


def test_without_a_registry_it_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = FontStore(tmp_path, NOWHERE)
    for name in ("bebas-neue", "oswald", "inter"):
        with pytest.raises(FontsUnavailable):
            store.files(PACKAGES[name], PACKAGES[name].cuts[0])
    assert len(caplog.records) == 1
    assert "can't be had" in caplog.text


def test_a_poster_is_drawn_without_any_fetched_font(tmp_path: Path) -> None:
    """In a process of its own, whose cache is empty and whose registry is silent."""
    program = (
        "from keyart.demo.art.drawing import draw\n"
        "from tests.demo.art.titles import CARD, brief\n"
        "from keyart.demo.art.brief import Script\n"
        "for script in Script:\n"
        "    assert draw(brief(script), CARD).std() > 5\n"
    )
    environment = os.environ | {"KEYART_CACHE": str(tmp_path), "NPM_CONFIG_REGISTRY": NOWHERE}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("can't be had") == 1


def test_what_is_no_font_is_refused() -> None:
    with pytest.raises(NotAFont):
        unpacked(b"<html>not found</html>")


def test_tables_survive_their_container() -> None:
    font = assembled({"head": b"1234567", "cmap": b"abcd"})
    assert font[:4] == b"\0\1\0\0"
    assert int.from_bytes(font[4:6], "big") == 2
    assert font[12:16] == b"cmap"
    assert b"1234567\0" in font
