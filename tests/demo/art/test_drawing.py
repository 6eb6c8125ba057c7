"""Whole artworks: the same from the same brief, with a subject, whatever the style and script."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from keyart_demo.art.brief import Concept, Motif, Script, Style
from keyart_demo.art.canvas import Size, coverage
from keyart_demo.art.drawing import PAINTERS, draw
from keyart_demo.art.layout import title_colours
from keyart_demo.art.legibility import READABLE, legible, measured
from keyart_demo.art.lettering import moved
from keyart_demo.art.lockups import Box, lockup
from keyart_demo.art.objects.painter import THINGS
from keyart_demo.art.scene import scene_of
from keyart_demo.art.type_only import DESIGNS
from tests.demo.art.titles import CARD, SQUARE, VOICES, WIDE, brief

TINY = Size(180, 270)
LARGE = ((720, 1080), (1280, 720), (1080, 1080))


def test_every_concept_and_motif_has_a_painter() -> None:
    assert set(PAINTERS) == set(Concept)
    assert set(THINGS) == set(Motif)
    assert set(DESIGNS) == set(Style)


@pytest.mark.parametrize(
    ("style", "motif"),
    [
        pytest.param(style, motif, marks=() if (i + j) % 8 == 0 else pytest.mark.full)
        for i, style in enumerate(Style)
        for j, motif in enumerate(Motif)
    ],
)
def test_a_thing_stands_out_where_it_should(style: Style, motif: Motif) -> None:
    for look in range(2):
        told = brief(style=style, motif=motif, look=look, variant=look)
        for size in (TINY, Size(320, 180)):
            scene = scene_of(told, size)
            picture = THINGS[motif](scene)
            assert picture.shape == (*size.shape, 3)
            assert picture.dtype == np.float32
            assert np.isfinite(picture).all()
            x, y = (round(value) for value in scene.focus)
            reach = round(min(size) * 0.3)
            subject = picture[max(y - reach, 0) : y + reach, max(x - reach, 0) : x + reach]
            assert subject.std(axis=(0, 1)).max() > 0.06


@pytest.mark.parametrize("script", list(Script))
@pytest.mark.parametrize("motif", list(Motif))
def test_titles_can_be_read_over_every_thing(motif: Motif, script: Script) -> None:
    for number, style in enumerate(Style):
        if (number + len(motif) + len(script)) % 4:
            continue
        scene = scene_of(brief(script, style=style, motif=motif), TINY)
        picture = THINGS[motif](scene)
        title = lockup(scene.brief, Box(140, 42, 30), scene.rng("letters"))
        path = moved(title.path, (TINY.width - title.width) / 2, 190)
        mask = coverage(TINY, path)
        palette = scene.palette
        colours = title_colours(style, palette)
        colour = legible(picture, mask, colours, (palette.ink, palette.paper))
        assert measured(picture, mask, colour) >= READABLE


@pytest.mark.parametrize(("style", "script"), VOICES)
def test_every_design_of_letters_draws_every_script(style: Style, script: Script) -> None:
    for design in DESIGNS[style]:
        for length, size in ((0, CARD), (1, WIDE), (2, CARD)):
            told = brief(script, length, style=style, concept=Concept.TYPE)
            picture = design(scene_of(told, size))
            assert np.isfinite(picture).all()
            assert picture.std() > 0.03


@pytest.mark.parametrize("concept", list(PAINTERS))
def test_the_same_brief_gives_the_same_bytes(concept: Concept) -> None:
    told = brief(concept=concept)
    assert np.array_equal(draw(told, CARD), draw(told, CARD))
    other = brief(concept=concept, look=8)
    assert not np.array_equal(draw(told, CARD), draw(other, CARD))


def test_a_new_process_draws_the_same_bytes() -> None:
    program = (
        "import hashlib, sys\n"
        "from keyart_demo.art.drawing import draw\n"
        "from tests.demo.art.titles import CARD, brief\n"
        "sys.stdout.write(hashlib.sha256(draw(brief(), CARD).tobytes()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == hashlib.sha256(draw(brief(), CARD).tobytes()).hexdigest()


@pytest.mark.parametrize(
    "size",
    [CARD, WIDE, SQUARE, *(pytest.param(Size(*s), marks=pytest.mark.full) for s in LARGE)],
)
def test_any_size_can_be_drawn_with_or_without_words(size: Size) -> None:
    for concept in PAINTERS:
        told = brief(concept=concept)
        with_words, without = draw(told, size), draw(told, size, words=False)
        assert with_words.shape == without.shape == (*size.shape, 3)
        assert with_words.dtype == np.uint8
        assert not np.array_equal(with_words, without)


def test_half_the_size_looks_the_same() -> None:
    told = brief(motif=Motif.CROWN)
    large = draw(told, Size(720, 1080)).astype(float)
    small = draw(told, CARD).astype(float)
    shrunk = large.reshape(540, 2, 360, 2, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - small).mean() < 9
