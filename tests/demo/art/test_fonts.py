"""Fonts: in the package with all that the demo's words need, made from what is fetched once."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from keyart_demo.art import font_archive
from keyart_demo.art.brief import Script
from keyart_demo.art.font_packages import PACKAGES
from keyart_demo.art.font_store import LICENCE, FontStore, FontsUnavailable, Package
from keyart_demo.art.fontbook import REGISTERS, every_face, faces
from keyart_demo.art.fonts import fonts
from keyart_demo.art.sfnt import NotAFont, assembled, unpacked
from keyart_demo.art.typeface import Typeface
from keyart_demo.catalogue.build import catalogue
from keyart_demo.catalogue.languages.known import SCRIPTS
from keyart_demo.world_size import DAYS

SMALL = PACKAGES["bebas-neue"]
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    try:
        FontStore(folder).folder(SMALL)
    except FontsUnavailable as error:
        pytest.skip(f"NO FONTS WERE FETCHED: the npm registry can't be reached ({error})")
    return folder


def test_every_face_has_its_package_and_cut() -> None:
    for face in every_face():
        assert face.cut in PACKAGES[face.package].cuts


def test_every_face_has_its_letters_and_its_licence() -> None:
    with ZipFile(font_archive.PLACE) as archive:
        for face in every_face():
            first, *_ = fonts().typefaces(face)
            assert first.characters
            assert b"SIL" in archive.read(f"{face.package}/{LICENCE}")


@pytest.mark.parametrize("seed", [1, 20])
def test_each_title_of_a_catalogue_is_set_in_one_face_of_ours(seed: int) -> None:
    """`python -m keyart_demo.art.font_making` mends this, after words or faces have changed."""
    for title in catalogue(400, seed, date(2026, 6, 1), DAYS).titles:
        said = {name: SCRIPTS[locale] for locale, name in title.elsewhere.items()}
        for text, script in {
            **said,
            title.name: title.script,
            title.latin_name: Script.LATIN,
        }.items():
            chain = faces(REGISTERS[title.style], script)
            ours = [fonts().typefaces(face) for face in chain]
            for written in (text, text.upper()):
                assert fonts().covering(written, chain) in ours, written


def test_a_font_has_letters() -> None:
    (face,) = [face for face in every_face() if face.package == SMALL.name]
    font = fonts().typefaces(face)[0]
    assert ord("A") in font.characters
    (glyph,) = font.shape("A")
    assert glyph.advance > 0
    assert 500 < glyph.path.computeTightBounds().height() < 900


def test_a_fetched_package_has_its_fonts_and_its_licence(fetched: Path) -> None:
    folder = FontStore(fetched).folder(SMALL)
    assert (
        ord("A") in Typeface((folder / "bebas-neue-latin-400-normal.ttf").read_bytes()).characters
    )
    assert "SIL" in (folder / LICENCE).read_text(encoding="utf-8")


def test_what_was_fetched_needs_no_registry(fetched: Path) -> None:
    assert FontStore(fetched, NOWHERE).folder(SMALL).is_dir()


def test_many_may_fetch_at_once(tmp_path: Path, fetched: Path) -> None:
    assert fetched.is_dir()
    stores = [FontStore(tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(store.folder, SMALL) for store in stores]
    assert {job.result() for job in jobs} == {tmp_path / SMALL.folder}
    assert [entry.name for entry in tmp_path.iterdir()] == [SMALL.folder]


def test_other_bytes_than_the_pinned_ones_are_refused(tmp_path: Path, fetched: Path) -> None:
    assert fetched.is_dir()
    wrong = Package(SMALL.name, SMALL.version, "AAAA", SMALL.cuts)
    with pytest.raises(FontsUnavailable, match="not the file that was pinned"):
        FontStore(tmp_path).folder(wrong)
    assert not list(tmp_path.iterdir())


def test_without_a_registry_nothing_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(FontsUnavailable, match="bebas-neue"):
        FontStore(tmp_path, NOWHERE).folder(SMALL)


def test_a_poster_is_drawn_without_a_network(tmp_path: Path) -> None:
    """In a process of its own, whose cache is empty and whose registry is silent."""
    program = (
        "from keyart_demo.art.drawing import draw\n"
        "from tests.demo.art.titles import CARD, brief\n"
        "from keyart_demo.art.brief import Script\n"
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
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "fonts").exists()


def test_what_is_no_font_is_refused() -> None:
    with pytest.raises(NotAFont):
        unpacked(b"<html>not found</html>")


def test_tables_survive_their_container() -> None:
    font = assembled({"head": b"1234567", "cmap": b"abcd"})
    assert font[:4] == b"\0\1\0\0"
    assert int.from_bytes(font[4:6], "big") == 2
    assert font[12:16] == b"cmap"
    assert b"1234567\0" in font
