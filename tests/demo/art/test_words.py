"""Words on posters: inside the frame, of the right size, readable, in their own letters."""

from dataclasses import replace

import numpy as np
import pytest

from keyart_demo.art.brief import Script, Style
from keyart_demo.art.canvas import Picture, Size, coverage, filled
from keyart_demo.art.colour import luminance
from keyart_demo.art.fontbook import REGISTERS, faces
from keyart_demo.art.fonts import fonts
from keyart_demo.art.inking import ink_letters
from keyart_demo.art.layout import lay_out
from keyart_demo.art.legibility import READABLE, legible, measured
from keyart_demo.art.lettering import ink, set_line
from keyart_demo.art.lockups import Box, lockup
from keyart_demo.art.scene import scene_of
from keyart_demo.art.voices import Finish
from tests.demo.art.titles import CARD, SQUARE, TITLES, VOICES, WIDE, brief

STYLES = list(Style)


@pytest.mark.parametrize(("style", "script"), VOICES)
def test_every_title_has_its_letters(style: Style, script: Script) -> None:
    for title in TITLES[script]:
        typefaces = fonts().covering(title, faces(REGISTERS[style], script))
        together = set[int]().union(*(face.characters for face in typefaces))
        assert {ord(char) for char in title if not char.isspace()} <= together


@pytest.mark.parametrize(("style", "script"), VOICES)
def test_a_title_fills_its_box_and_never_leaves_it(style: Style, script: Script) -> None:
    for length in range(3):
        for box in (Box(280, 90, 55), Box(230, 130, 60, 0.0), Box(260, 110, 50, 1.0)):
            told = brief(script, length, style=style)
            found = lockup(told, box, np.random.default_rng(1))
            assert found.width <= box.width * 1.06
            assert found.height <= box.height * 1.12
            assert found.width > 0.25 * box.width or found.height > 0.4 * box.letter
            assert found.letters


@pytest.mark.parametrize("script", [Script.ARABIC, Script.DEVANAGARI])
def test_joined_letters_are_never_spaced(script: Script) -> None:
    chain = faces(REGISTERS[Style.SCIFI], script)
    tight, loose = (ink(set_line(TITLES[script][1], chain, t).path) for t in (0, 500))
    assert tight.width() == loose.width()


def test_latin_letters_are_spaced() -> None:
    chain = faces(REGISTERS[Style.SCIFI], Script.LATIN)
    tight, loose = (ink(set_line("Perihelion", chain, t).path) for t in (0, 500))
    assert loose.width() == pytest.approx(tight.width() + 9 * 500, rel=0.02)


def test_arabic_runs_from_the_right() -> None:
    chain = faces(REGISTERS[Style.DRAMA], Script.ARABIC)
    both = ink(set_line("فانوس البحر", chain).words[0])
    second = ink(set_line("البحر", chain).path)
    assert both.width() == pytest.approx(second.width(), rel=0.01)


@pytest.mark.parametrize("size", [CARD, WIDE, SQUARE])
@pytest.mark.parametrize(("style", "script"), VOICES)
def test_words_stay_inside_the_frame(style: Style, script: Script, size: Size) -> None:
    for length in range(3):
        scene = scene_of(brief(script, length, style=style), size)
        plain = filled(size, scene.palette.deep)
        lettered = lay_out(plain.copy(), scene)
        changed = np.abs(lettered - plain).max(axis=2) > 0.02
        edge = round(4 * scene.unit)
        assert changed.any()
        assert not changed[:edge].any()
        assert not changed[-edge:].any()
        assert not changed[:, :edge].any()
        assert not changed[:, -edge:].any()


def checkered(size: Size) -> Picture:
    y, x = np.mgrid[: size.height, : size.width]
    field = ((x // 23 + y // 31) % 2).astype(np.float32)
    return np.repeat(field[..., None], 3, axis=2)


@pytest.mark.parametrize("style", STYLES)
def test_letters_can_be_read_on_the_worst_of_grounds(style: Style) -> None:
    scene = scene_of(brief(style=style), CARD)
    path = lockup(scene.brief, Box(280, 90, 55), scene.rng("letters")).path
    path.offset(40, 400)
    mask = coverage(CARD, path)
    for ground in (
        checkered(CARD),
        filled(CARD, scene.palette.mid),
        filled(CARD, scene.palette.light),
    ):
        colours = (scene.palette.paper, scene.palette.ink)
        colour = legible(ground, mask, colours, (scene.palette.ink, scene.palette.paper))
        assert measured(ground, mask, colour) >= READABLE


def test_quiet_ground_is_left_as_it_is() -> None:
    scene = scene_of(brief(), CARD)
    path = set_line("Quiet", faces(REGISTERS[Style.CRIME], Script.LATIN)).path
    path.offset(0, 700)
    ground = filled(CARD, scene.palette.ink)
    before = ground.copy()
    shades = (scene.palette.ink, scene.palette.paper)
    legible(ground, coverage(CARD, path), (scene.palette.paper,), shades)
    assert np.array_equal(ground, before)


@pytest.mark.parametrize("finish", list(Finish))
def test_every_finish_leaves_letters_that_stand_out(finish: Finish) -> None:
    scene = scene_of(brief(style=Style.HORROR), CARD)
    path = lockup(scene.brief, Box(280, 90, 55), scene.rng("letters")).path
    path.offset(40, 300)
    picture = filled(CARD, scene.palette.ink)
    ink_letters(picture, path, scene, finish, (scene.palette.paper, scene.palette.ink))
    under = luminance(picture)[coverage(CARD, path) > 0.9]
    assert np.median(under) > 4 * float(luminance(scene.palette.ink))


def test_words_are_those_of_the_brief() -> None:
    scene = scene_of(brief(), CARD)
    other = replace(scene, brief=brief(title="The Loud Ledger"))
    blank = filled(CARD, scene.palette.ink)
    assert not np.array_equal(lay_out(blank.copy(), scene), lay_out(blank.copy(), other))
