"""Pictures of people: leads, groups and movement, in every genre."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from keyart_demo.art.brief import Brief, Concept, Lead, Motif, Script, Setting, Style
from keyart_demo.art.canvas import Picture, Size, blur
from keyart_demo.art.colour import luminance
from keyart_demo.art.people import action, ensemble, lead
from keyart_demo.art.scene import Scene, scene_of

PORTRAIT, WIDE, SQUARE = Size(80, 120), Size(142, 80), Size(96, 96)
PAINTERS: dict[Concept, Callable[[Scene], Picture]] = {
    Concept.LEAD: lead.paint,
    Concept.ENSEMBLE: ensemble.paint,
    Concept.ACTION: action.paint,
}


def brief(
    concept: Concept, style: Style, who: Lead = Lead.BOB, look: int = 7, variant: int = 0
) -> Brief:
    setting = list(Setting)[(look + variant) % len(Setting)]
    return Brief(look, variant, concept, style, setting, Motif.MOON, who, "NIGHT", Script.LATIN)


def painted(given: Brief, size: Size) -> Picture:
    return PAINTERS[given.concept](scene_of(given, size))


@pytest.mark.parametrize("concept", PAINTERS)
@pytest.mark.parametrize("size", [PORTRAIT, WIDE, SQUARE])
def test_the_same_brief_gives_the_same_pixels(concept: Concept, size: Size) -> None:
    given = brief(concept, Style.DRAMA)
    assert painted(given, size).tobytes() == painted(given, size).tobytes()


@pytest.mark.parametrize("concept", PAINTERS)
def test_variants_of_a_title_differ(concept: Concept) -> None:
    pictures = [painted(brief(concept, Style.ADVENTURE, variant=i), PORTRAIT) for i in range(3)]
    for one, other in itertools.combinations(pictures, 2):
        assert np.abs(one - other).mean() > 0.02


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("who", Lead)
def test_every_lead_is_seen_at_the_focus(style: Style, who: Lead) -> None:
    given = brief(Concept.LEAD, style, who, look=list(Lead).index(who))
    check(painted(given, PORTRAIT), scene_of(given, PORTRAIT))


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("concept", [Concept.ENSEMBLE, Concept.ACTION])
@pytest.mark.parametrize("size", [PORTRAIT, WIDE])
def test_groups_and_movement_are_seen_at_the_focus(
    style: Style, concept: Concept, size: Size
) -> None:
    for variant in range(3):
        given = brief(concept, style, Lead.LONG_HAIR, variant=variant)
        check(painted(given, size), scene_of(given, size))


def check(picture: Picture, scene: Scene) -> None:
    """Assert that a picture is whole, shows something, and leaves words their quiet."""
    assert picture.shape == (*scene.size.shape, 3)
    assert np.isfinite(picture).all()
    light = luminance(np.clip(picture, 0, 1))
    assert subject_contrast(light, scene) > 2
    assert busyness(light, scene) < 0.05


def subject_contrast(light: Picture, scene: Scene) -> float:
    """Return the contrast ratio between the bright and the dark near the focus."""
    x, y = (int(value) for value in scene.focus)
    reach = int(210 * scene.unit)
    near = light[max(y - reach, 0) : y + reach, max(x - reach, 0) : x + reach]
    low, high = np.percentile(near, [2, 98])
    return float((high + 0.05) / (low + 0.05))


def busyness(light: Picture, scene: Scene) -> float:
    """Return the mean local deviation of luminance where words stand."""
    width, height = scene.size
    smooth = blur(light, 6 * scene.unit * 4)
    off = np.abs(light - smooth)
    if scene.size.wide:
        return float(off[int(0.25 * height) : int(0.75 * height), : int(0.38 * width)].mean())
    return float(off[int(0.84 * height) :].mean())
