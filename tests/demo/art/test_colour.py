"""Colours: in gamut, mixed evenly, measured as WCAG measures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart_demo.art.brief import Style
from keyart_demo.art.colour import contrast, from_oklab, luminance, mix, oklab, oklch, ramp
from keyart_demo.art.palette import palette

WHITE = np.ones(3, np.float32)
BLACK = np.zeros(3, np.float32)


@given(lightness=st.floats(0.02, 0.98), chroma=st.floats(0, 0.4), hue=st.floats(0, 360))
def test_a_colour_keeps_its_lightness_whatever_its_chroma(
    lightness: float, chroma: float, hue: float
) -> None:
    colour = oklch(lightness, chroma, hue)
    assert colour.min() >= 0
    assert colour.max() <= 1
    assert oklab(colour)[0] == pytest.approx(lightness, abs=0.01)


@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_oklab_and_back_is_the_same_colour(rgb: tuple[float, float, float]) -> None:
    assert from_oklab(oklab(rgb)) == pytest.approx(np.array(rgb), abs=1e-4)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    grey = np.full(3, 0x77 / 255, np.float32)
    assert contrast(grey, WHITE) == pytest.approx(4.48, abs=0.01)


def test_a_ramp_goes_through_its_stops() -> None:
    red = oklch(0.6, 0.2, 25)
    shades = ramp((0, BLACK), (0.5, red), (1, WHITE))
    picture = shades(np.array([[0, 0.5, 1, 7, -7]], np.float32))
    assert picture.shape == (1, 5, 3)
    assert picture[0, 1] == pytest.approx(red, abs=0.01)
    assert picture[0, 3] == pytest.approx(WHITE, abs=1e-3)
    assert luminance(shades(np.linspace(0, 1, 50))).tolist() == sorted(
        luminance(shades(np.linspace(0, 1, 50))).tolist()
    )
    assert mix(BLACK, WHITE, 0) == pytest.approx(BLACK, abs=1e-3)


@pytest.mark.parametrize("style", list(Style))
def test_words_can_be_read_in_every_palette(style: Style) -> None:
    for look in range(40):
        colours = palette(style, look)
        assert contrast(colours.ink, colours.paper) > 10
        assert contrast(colours.deep, colours.paper) > 4.5
