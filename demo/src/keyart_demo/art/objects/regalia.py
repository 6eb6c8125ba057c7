"""Objects of kings and thieves: a crown, a diamond, a sword."""

from itertools import pairwise

import numpy as np
import skia

from keyart_demo.art.canvas import (
    Field,
    Mask,
    Picture,
    blur,
    coverage,
    distance,
    glow,
    over,
    pixels,
    smoothstep,
    stroke,
)
from keyart_demo.art.colour import Colour, mix
from keyart_demo.art.objects.form import Point, ellipse, facet, metal, polygon, shadow
from keyart_demo.art.objects.grounds import Stage, flat, melt, stage
from keyart_demo.art.scene import Scene

_POINTS = 10
"""The number of points around a crown."""


def crown(scene: Scene) -> Picture:
    """A crown floating in the light, its far side darker."""
    on = stage(scene)
    palette, picture = scene.palette, on.picture
    gold = metal(palette, palette.accent2)
    tilt = 0.2 + float(scene.rng("tilt").uniform(-0.03, 0.05))
    front, back = _crown_side(on, tilt, front=True), _crown_side(on, tilt, front=False)
    tone = _round_tone(on, 0.78)
    shadow(picture, front, palette.ink, 14 * scene.unit, 0.0 if flat(scene) else 0.5)
    over(picture, gold(0.06 + 0.34 * (1 - tone)), back)
    over(picture, gold(0.12 + 0.8 * tone), front)
    band = coverage(scene.size, _band(on, tilt, 0.52, 0.34))
    over(picture, gold(0.02 + 0.6 * tone), band * 0.75)
    _jewels(on, tilt)
    for x, y in _tips(on, tilt):
        pearl = distance(scene.size, (x, y)) / (0.055 * on.reach)
        over(picture, gold(np.clip(1.05 - 0.5 * pearl, 0, 1)), smoothstep(1.05, 0.9, pearl))
    return picture


def diamond(scene: Scene) -> Picture:
    """A cut stone seen from the side, with one flat tone per facet, alternating light and dark."""
    on = (
        stage(scene, "cut", "spot", "cut")
        if flat(scene)
        else stage(scene, "spot", "place", "night")
    )
    palette, picture = scene.palette, on.picture
    tones = (
        palette.paper,
        mix(palette.light, palette.paper, 0.5),
        palette.light,
        palette.accent2,
        palette.accent,
        palette.mid,
        palette.deep,
    )
    if not on.bright:
        stone = distance(scene.size, on.centre) / on.reach
        glow(picture, palette.light, np.exp(-stone * stone * 1.1) * 0.35)
    for tone, points in _facets():
        facet(picture, tones[tone], *(on.at(x, y) for x, y in points))
    lines = skia.Path()
    for _, points in _facets():
        lines.addPath(polygon(*(on.at(x, y) for x, y in points)))
    over(picture, palette.ink, stroke(scene.size, lines, 1.1 * scene.unit) * 0.55)
    _sparkle(on, (-0.42, -0.5), 0.5)
    return picture


def sword(scene: Scene) -> Picture:
    """A sword, point down, catching the light."""
    on = stage(scene, "disc", "cut") if flat(scene) else stage(scene, "spot", "disc", "place")
    palette, picture, unit = scene.palette, on.picture, scene.unit
    if not on.bright:
        x, y = pixels(scene.size)
        shine = np.exp(-np.abs(x - on.centre[0]) / (on.reach * 0.3))
        tall = smoothstep(on.floor + on.reach * 0.4, on.centre[1], y)
        glow(picture, palette.light, (shine * tall * 0.42).astype(np.float32))
    blade = coverage(scene.size, polygon(*_blade(on, 1.0)))
    shadow(picture, blade, palette.ink, 9 * unit, 0.35)
    facet(picture, palette.paper, *_blade(on, -1.0, half=True))
    facet(picture, mix(palette.mid, palette.deep, 0.4), *_blade(on, 1.0, half=True))
    groove = polygon(on.at(-0.022, -0.44), on.at(0.022, -0.44), on.at(0, 0.62))
    over(picture, mix(palette.light, palette.mid, 0.4), coverage(scene.size, groove))
    gold = metal(palette, palette.accent2)
    over(picture, gold(_round_tone(on, 0.075) * 0.6), coverage(scene.size, _grip(on)))
    over(picture, gold(0.2 + 0.75 * _round_tone(on, 0.5)), coverage(scene.size, _guard(on)))
    pommel = distance(scene.size, on.at(-0.02, -1.02)) / (0.12 * on.reach)
    knob = coverage(scene.size, ellipse(on.at(0, -1.0), 0.095 * on.reach, 0.095 * on.reach))
    over(picture, gold(np.clip(1.0 - 0.62 * pommel, 0, 1)), knob)
    _sparkle(on, (0.0, -0.44), 0.3)
    if not on.bright:
        melt(picture, scene, on.base)
    return picture


def _facets() -> list[tuple[int, tuple[Point, ...]]]:
    """Return tones (by number) and corners of a brilliant, in reaches."""
    table = [(-0.56, -0.62), (-0.2, -0.62), (0.2, -0.62), (0.56, -0.62)]
    girdle = [(-1.0, -0.24), (-0.46, -0.24), (0.0, -0.24), (0.46, -0.24), (1.0, -0.24)]
    point = (0.0, 0.92)
    upper = [
        (1, (girdle[0], table[0], girdle[1])),
        (0, (table[0], table[1], girdle[1])),
        (3, (girdle[1], table[1], girdle[2])),
        (2, (table[1], table[2], girdle[2])),
        (0, (girdle[2], table[2], girdle[3])),
        (4, (table[2], table[3], girdle[3])),
        (5, (girdle[3], table[3], girdle[4])),
    ]
    below = [
        (tone, (a, b, point)) for tone, (a, b) in zip((3, 0, 4, 6), pairwise(girdle), strict=True)
    ]
    folds = [
        (2, (girdle[0], (-0.73, -0.24), (-0.36, 0.34))),
        (1, (girdle[1], (-0.2, -0.24), (-0.12, 0.36), point)),
        (5, (girdle[3], (0.2, -0.24), (0.1, 0.3), point)),
        (4, (girdle[4], (0.73, -0.24), (0.36, 0.34))),
    ]
    return [*upper, *below, *folds]


def _sparkle(on: Stage, place: Point, size: float) -> None:
    """Add a four-pointed glint, in place."""
    x, y = on.at(*place)
    long, thin = size * on.reach * 0.5, size * on.reach * 0.028
    star = polygon(
        (x, y - long),
        (x + thin, y - thin),
        (x + long * 0.7, y),
        (x + thin, y + thin),
        (x, y + long),
        (x - thin, y + thin),
        (x - long * 0.7, y),
        (x - thin, y - thin),
    )
    mask = coverage(on.scene.size, star)
    glow(
        on.picture,
        on.scene.palette.paper,
        np.clip(mask + blur(mask, 6 * on.scene.unit) * 2.2, 0, 1),
    )


def _round_tone(on: Stage, half: float) -> Mask:
    """Return the light, 0..1, on a round object about the vertical axis, `half` reaches wide."""
    x, y = pixels(on.scene.size)
    u = np.clip((x - on.centre[0]) / (half * on.reach), -1, 1)
    body = np.clip(-0.62 * u + 0.72 * np.sqrt(1 - u * u), 0, 1)
    gleam = np.exp(-(((u + 0.46) / 0.12) ** 2)) * 0.35 + np.exp(-(((u - 0.7) / 0.1) ** 2)) * 0.22
    return (np.clip(body * 0.8 + gleam, 0, 1) + 0 * y).astype(np.float32)


def _height(turn: Field) -> Field:
    """Return the height of a crown's edge at some angles (radians)."""
    wave = np.abs(((turn * _POINTS / (2 * np.pi)) % 1.0) * 2 - 1)
    return 0.16 + 0.66 * wave**1.25


def _crown_side(on: Stage, tilt: float, *, front: bool) -> Mask:
    turn = np.linspace(-np.pi / 2, np.pi / 2, 181)
    around = turn if front else np.pi - turn
    high = _height(around)
    upper = _on_crown(on, around, high, tilt)
    lower = _on_crown(on, around[::-1], np.full(len(turn), -0.36), tilt)
    return coverage(on.scene.size, polygon(*upper, *lower))


def _on_crown(on: Stage, turn: Field, high: Field, tilt: float) -> list[Point]:
    radius = 0.72 + 0.2 * (high + 0.36)
    x, y = radius * np.sin(turn), -high + tilt * radius * np.cos(turn)
    return [on.at(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def _band(on: Stage, tilt: float, top: float, height: float) -> skia.Path:
    turn = np.linspace(-np.pi / 2, np.pi / 2, 91)
    upper = _on_crown(on, turn, np.full(len(turn), -0.36 + height * 0.55), tilt)
    lower = _on_crown(on, turn[::-1], np.full(len(turn), -0.36 + 0.03 * top), tilt)
    return polygon(*upper, *lower)


def _jewels(on: Stage, tilt: float) -> None:
    palette = on.scene.palette
    for index, turn in enumerate(np.linspace(-1.25, 1.25, 7)):
        ((x, y),) = _on_crown(on, np.array([turn]), np.array([-0.27]), tilt)
        across, down = 0.062 * on.reach * float(np.cos(turn)) + 1, 0.072 * on.reach
        colour: Colour = palette.accent if index % 2 == 0 else palette.paper
        facet(on.picture, colour, (x, y - down), (x + across, y), (x, y + down), (x - across, y))
        shade = mix(colour, palette.ink, 0.45)
        facet(on.picture, shade, (x, y), (x + across, y), (x, y + down))


def _tips(on: Stage, tilt: float) -> list[Point]:
    turns = np.array([2 * np.pi * k / _POINTS for k in (-2, -1, 0, 1, 2)])
    return _on_crown(on, turns, np.full(5, 0.85), tilt)


def _blade(on: Stage, side: float, *, half: bool = False) -> list[Point]:
    width = 0.085
    outer = [(side * width, -0.5), (side * width * 0.8, 0.72), (0.0, 1.08)]
    inner = [(0.0, -0.5)] if half else [(-side * width * 0.8, 0.72), (-side * width, -0.5)]
    return [on.at(x, y) for x, y in (*outer, *inner)]


def _grip(on: Stage) -> skia.Path:
    return polygon(
        *(on.at(x, y) for x, y in ((-0.05, -0.95), (0.05, -0.95), (0.062, -0.5), (-0.062, -0.5)))
    )


def _guard(on: Stage) -> skia.Path:
    top = [(x, -0.57 + 0.05 * (x / 0.44) ** 2) for x in np.linspace(-0.44, 0.44, 21)]
    bottom = [(x, -0.47 + 0.1 * (x / 0.44) ** 2 - 0.02) for x in np.linspace(0.44, -0.44, 21)]
    return polygon(*(on.at(float(x), float(y)) for x, y in (*top, *bottom)))
