"""Every setting, in every genre's light: whole, repeatable, layered, quiet where words stand."""

import numpy as np
import pytest

from keyart_demo.art import landscape
from keyart_demo.art.brief import Setting, Style
from keyart_demo.art.canvas import Picture, Size
from keyart_demo.art.colour import luminance
from keyart_demo.art.planes import Plane, flatten
from keyart_demo.art.scene import Scene, scene_of
from keyart_demo.art.settings import planes
from tests.demo.art.settings_briefs import landscape as brief_of

SIZES = (Size(120, 180), Size(192, 108))
EACH_SETTING = pytest.mark.parametrize("setting", Setting)


def scenes(setting: Setting) -> list[Scene]:
    """One for each genre and shape, its view by chance."""
    return [
        scene_of(brief_of(setting, style, look=7 * n, variant=n), size)
        for n, style in enumerate(Style)
        for size in SIZES
    ]


def assert_whole(stack: list[Plane], size: Size) -> None:
    for plane in stack:
        assert plane.picture.shape == (*size.shape, 3)
        assert plane.mask.shape == size.shape
        assert plane.picture.dtype == plane.mask.dtype == np.float32
        assert np.isfinite(plane.picture).all()
        assert plane.mask.min() >= 0
        assert plane.mask.max() <= 1
    assert stack[0].mask.min() == 1


@EACH_SETTING
def test_every_genre_and_shape_has_whole_planes_and_quiet_ground(setting: Setting) -> None:
    for scene in scenes(setting):
        stack = planes(scene)
        assert len(stack) >= 3
        assert_whole(stack, scene.size)
        depths = [plane.depth for plane in stack]
        assert depths == sorted(depths)
        assert depths[0] >= 0
        assert depths[-1] <= 1
        picture = flatten(stack)
        assert picture.min() > -0.01
        assert picture.max() < 1.01
        assert luminance(picture).std() > 0.015
        assert roughness(where_words_stand(landscape.quietened(scene, picture))) < 6


def where_words_stand(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    if width > height:
        return picture[int(0.3 * height) : int(0.64 * height), int(0.06 * width) : int(0.3 * width)]
    return picture[int(0.78 * height) :]


def roughness(picture: Picture) -> float:
    """How much neighbours differ, in levels of 255."""
    light = picture.mean(axis=2) * 255
    return float(np.abs(np.diff(light, axis=1)).mean() + np.abs(np.diff(light, axis=0)).mean())


def test_space_melts_into_the_dark_even_where_a_title_is_pale() -> None:
    for look in range(6):
        scene = scene_of(brief_of(Setting.SPACE, Style.DOCUMENTARY, look=look), SIZES[0])
        assert luminance(landscape.paint(scene)[-20:]).mean() < 0.1


@EACH_SETTING
def test_the_same_brief_gives_the_same_pixels(setting: Setting) -> None:
    scene = scene_of(brief_of(setting), SIZES[0])
    assert np.array_equal(landscape.paint(scene), landscape.paint(scene))


@EACH_SETTING
def test_titles_and_variants_differ(setting: Setting) -> None:
    pictures = [
        landscape.paint(scene_of(brief_of(setting, look=look, variant=variant), SIZES[0]))
        for look, variant in ((1, 0), (2, 0), (1, 1))
    ]
    for first, second in ((0, 1), (0, 2)):
        assert np.abs(pictures[first] - pictures[second]).mean() > 0.005


@EACH_SETTING
def test_planes_are_wider_when_the_camera_needs_it(setting: Setting) -> None:
    scene = scene_of(brief_of(setting), SIZES[1])
    assert_whole(planes(scene, 20), Size(192 + 40, 108))
