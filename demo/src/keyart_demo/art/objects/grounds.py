"""Backgrounds of objects: a sky, a spotlight, a disc, cut paper; quiet where the words are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import skia

from keyart_demo.art import landscape
from keyart_demo.art.brief import Style
from keyart_demo.art.canvas import (
    Mask,
    Picture,
    blur,
    coverage,
    distance,
    filled,
    glow,
    gradient,
    over,
    pixels,
    smoothstep,
)
from keyart_demo.art.colour import Colour, mix, oklab, ramp
from keyart_demo.art.noise import fractal
from keyart_demo.art.objects.form import ellipse, polygon
from keyart_demo.art.scene import Scene

_FLAT: Final = frozenset({Style.COMEDY, Style.CRIME, Style.DOCUMENTARY, Style.FAMILY})
"""Genres that use large plain fields and daylight."""


@dataclass(frozen=True, eq=False, slots=True)
class Stage:
    """A background with a place for the object."""

    picture: Picture
    scene: Scene
    centre: tuple[float, float]
    reach: float
    """Half the maximum height of an object, in pixels."""
    bright: bool
    """Whether the background is lighter than a dark object on it."""
    base: Colour
    """The colour of the quiet part."""

    @property
    def floor(self) -> float:
        """The y of the surface that objects stand on."""
        return self.centre[1] + self.reach

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point given in reaches from the centre."""
        return self.centre[0] + x * self.reach, self.centre[1] + y * self.reach


def stage(scene: Scene, *kinds: str) -> Stage:
    """Return one of the named backgrounds at random; if none is named, any that suits the genre.

    Backgrounds: `spot`, `disc`, `night`, `dusk`, `place`, `cut`.
    """
    rng = scene.rng("ground")
    usual = (
        ("cut", "disc", "cut") if scene.brief.style in _FLAT else ("spot", "place", "disc", "place")
    )
    options = kinds or usual
    return _GROUNDS[options[int(rng.integers(len(options)))]](scene)


def standing_out(on: Stage) -> Colour:
    """Return the palette's strong colour that is farthest from a stage's background."""
    palette = on.scene.palette
    ground = oklab(on.base)
    strong = (palette.accent, palette.accent2, palette.mid)
    return max(strong, key=lambda c: float(np.linalg.norm(oklab(c) - ground)))


def flat(scene: Scene) -> bool:
    """Return whether the genre is drawn in plain fields."""
    return scene.brief.style in _FLAT


def reach_of(scene: Scene) -> float:
    """Return half the maximum height of an object, in pixels."""
    most = min(235 * scene.unit, scene.size.height * (0.33 if scene.size.wide else 0.235))
    return most * float(scene.rng("reach").uniform(0.88, 1.06))


def melt(picture: Picture, scene: Scene, colour: Colour) -> None:
    """Fade the part with the words into a colour, in place."""
    x, y = pixels(scene.size)
    if scene.size.wide:
        share = smoothstep(0.56, 0.2, x / scene.size.width) * 0.72 + 0 * y
        share = np.maximum(share, smoothstep(0.78, 1.0, y / scene.size.height) * 0.8)
    else:
        share = smoothstep(0.58, 0.82, y / scene.size.height) + 0 * x
    over(picture, colour, share.astype(np.float32))


def spot(scene: Scene) -> Stage:
    """A dark room, a pool of light, and a beam from above."""
    palette, unit = scene.palette, scene.unit
    reach = reach_of(scene)
    centre = scene.focus
    haze = fractal(scene.size, scene.rng("haze"), 260 * unit, 4, (1.6, 1))
    far = distance(scene.size, centre, 0.86) / (reach * 2.35)
    picture = ramp((0, palette.mid), (0.42, palette.deep), (1, palette.ink))(
        far + (haze - 0.5) * 0.2
    )
    x, y = pixels(scene.size)
    lamp = centre[1] - reach * 3.4
    fan = np.abs(x - centre[0]) / np.maximum(y - lamp, 1)
    beam = smoothstep(0.36, 0.2, fan) * smoothstep(centre[1] + reach * 1.2, centre[1] - reach, y)
    glow(picture, palette.light, beam * (0.2 + 0.14 * (haze - 0.5)))
    melt(picture, scene, palette.ink)
    return Stage(picture, scene, centre, reach, False, palette.ink)


def disc(scene: Scene) -> Stage:
    """A large disc behind the object, on a field that darkens downwards."""
    palette = scene.palette
    reach = reach_of(scene)
    centre = scene.focus
    rng = scene.rng("disc")
    light_field = flat(scene)
    top, bottom = (palette.mid, palette.mid) if light_field else (palette.deep, palette.ink)
    height = scene.size.height
    picture = ramp((0, top), (1, bottom))(gradient(scene.size, (0, 0), (0, height * 0.8)))
    colours = [palette.light, palette.accent, palette.accent2]
    if light_field:
        colours = [palette.light, palette.paper, palette.accent2]
    colour = colours[int(rng.integers(len(colours)))]
    radius = reach * 1.12
    far = distance(scene.size, centre)
    if not light_field:
        glow(picture, colour, np.exp(-np.maximum(far - radius, 0) / (radius * 0.34)) * 0.3)
    mask = np.clip(radius - far + 0.5, 0, 1)
    along = gradient(scene.size, (0, centre[1] - radius), (0, centre[1] + radius))
    fading = ramp(
        (0, mix(colour, palette.paper, 0.2)), (0.5, colour), (1, mix(colour, palette.mid, 0.45))
    )
    over(picture, fading(along) if not light_field else colour, mask)
    if not light_field:
        melt(picture, scene, palette.ink)
    return Stage(picture, scene, centre, reach, True, bottom)


def night(scene: Scene) -> Stage:
    """A sky with stars, brighter towards the horizon."""
    palette, size = scene.palette, scene.size
    low = size.height * (0.72 if not size.wide else 0.95)
    picture = ramp(
        (0, palette.ink), (0.5, palette.deep), (1, mix(palette.mid, palette.deep, 0.25))
    )(gradient(size, (0, 0), (0, low)))
    clouds = fractal(size, scene.rng("clouds"), 300 * scene.unit, 5, (2.4, 0.8))
    glow(picture, palette.mid, smoothstep(0.52, 0.95, clouds) * 0.28)
    glow(picture, palette.paper, stars(scene) * (1 - 0.8 * clouds))
    melt(picture, scene, palette.ink)
    return Stage(picture, scene, scene.focus, reach_of(scene), False, palette.ink)


def dusk(scene: Scene) -> Stage:
    """An evening sky over a dark plain or water."""
    palette, size = scene.palette, scene.size
    reach = reach_of(scene)
    horizon = scene.focus[1] + reach * 0.72
    along = gradient(size, (0, 0), (0, horizon))
    sky = ramp(
        (0, palette.deep),
        (0.5, palette.mid),
        (0.86, palette.light),
        (1, mix(palette.light, palette.paper, 0.5)),
    )
    clouds = fractal(size, scene.rng("clouds"), 240 * scene.unit, 5, (4, 0.7))
    picture = sky(along + (clouds - 0.5) * 0.16)
    melt(picture, scene, palette.ink)
    return Stage(picture, scene, scene.focus, reach, True, palette.ink)


def place(scene: Scene) -> Stage:
    """The setting of the story, out of focus and dimmed, with light on the object."""
    palette, unit = scene.palette, scene.unit
    reach = reach_of(scene)
    picture = blur(landscape.paint(scene), 4.5 * unit)
    far = distance(scene.size, scene.focus, 0.9) / (reach * 2.2)
    over(picture, palette.ink, 0.34 + 0.5 * smoothstep(0.35, 1.1, far))
    glow(picture, palette.light, np.exp(-far * far * 5) * 0.2)
    melt(picture, scene, palette.ink)
    return Stage(picture, scene, scene.focus, reach, False, palette.ink)


def cut(scene: Scene) -> Stage:
    """A field of one colour and a bold shape in another, like cut paper."""
    palette, size = scene.palette, scene.size
    reach = reach_of(scene)
    centre = scene.focus
    rng = scene.rng("cut")
    pairs = (
        (palette.mid, palette.paper),
        (palette.paper, palette.accent2),
        (palette.accent, palette.paper),
        (palette.light, palette.paper),
        (palette.deep, palette.accent2),
    )
    field, shape = pairs[int(rng.integers(len(pairs)))]
    picture = filled(size, field)
    kinds = (_disc_shape, _beam_shape, _rays_shape, _arch_shape)
    mask = kinds[int(rng.integers(len(kinds)))](scene)
    over(picture, shape, mask)
    return Stage(picture, scene, centre, reach, True, field)


def stars(scene: Scene, count: int = 260) -> Mask:
    """Return stars, a few of them large, fewer towards the ground."""
    rng = scene.rng("stars")
    sheet = np.zeros(scene.size.shape, np.float32)
    x = rng.uniform(0, 1, count)
    y = rng.uniform(0, 1, count) ** 1.4 * 0.72
    power = rng.uniform(0.15, 1, count) ** 2.5
    columns = (x * (scene.size.width - 1)).astype(int)
    rows = (y * (scene.size.height - 1)).astype(int)
    np.maximum.at(sheet, (rows, columns), power.astype(np.float32))
    spread = blur(sheet, 1.1 * scene.unit)
    return np.clip(sheet * 0.75 + spread * (5 + 4 * scene.unit), 0, 1).astype(np.float32)


def _disc_shape(scene: Scene) -> Mask:
    centre, reach = scene.focus, reach_of(scene)
    return coverage(scene.size, ellipse(centre, reach * 1.14, reach * 1.14))


def _beam_shape(scene: Scene) -> Mask:
    centre, reach = scene.focus, reach_of(scene)
    x, y = centre
    foot = y + reach * 1.12
    return coverage(
        scene.size, polygon((x, y - reach * 2.3), (x - reach * 1.5, foot), (x + reach * 1.5, foot))
    )


def _rays_shape(scene: Scene) -> Mask:
    centre = scene.focus
    rays = skia.Path()
    count, far = 14, float(np.hypot(*scene.size))
    for index in range(count):
        low, high = (2 * np.pi * (index + part) / count for part in (0, 0.5))
        ends = [(centre[0] + far * np.cos(a), centre[1] + far * np.sin(a)) for a in (low, high)]
        rays.addPath(polygon(centre, *ends))
    x, y = pixels(scene.size)
    if scene.size.wide:
        fade = smoothstep(0.36, 0.56, x / scene.size.width) + 0 * y
    else:
        fade = smoothstep(0.7, 0.56, y / scene.size.height) + 0 * x
    return (coverage(scene.size, rays) * 0.55 * fade).astype(np.float32)


def _arch_shape(scene: Scene) -> Mask:
    centre, reach = scene.focus, reach_of(scene)
    x, y = centre
    half = reach * 0.98
    foot = y + reach * 1.1
    arch = skia.Path().addRoundRect(
        skia.Rect(x - half, y - reach * 1.3, x + half, foot + half), half, half
    )
    mask = coverage(scene.size, arch)
    mask[int(max(foot, 0)) :] = 0
    return mask


_GROUNDS: Final[dict[str, Callable[[Scene], Stage]]] = {
    "spot": spot,
    "disc": disc,
    "night": night,
    "dusk": dusk,
    "place": place,
    "cut": cut,
}
