"""Turned objects: a cup, a trophy, a lantern."""

from collections.abc import Sequence

import numpy as np
import skia

from keyart_demo.art.canvas import (
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
from keyart_demo.art.colour import mix, ramp
from keyart_demo.art.noise import line
from keyart_demo.art.objects.form import Point, ellipse, lay, metal, polygon, shadow, turned
from keyart_demo.art.objects.grounds import Stage, flat, melt, stage
from keyart_demo.art.scene import Scene

_CUP: Sequence[Point] = (
    (0, 0.60),
    (0.06, 0.585),
    (0.3, 0.57),
    (0.6, 0.50),
    (0.82, 0.38),
    (0.93, 0.26),
    (0.96, 0.27),
    (1, 0.28),
)
_TROPHY: Sequence[Point] = (
    (0, 0.33),
    (0.03, 0.335),
    (0.06, 0.31),
    (0.25, 0.29),
    (0.4, 0.22),
    (0.5, 0.09),
    (0.55, 0.045),
    (0.6, 0.075),
    (0.63, 0.05),
    (0.72, 0.06),
    (0.78, 0.13),
    (0.8, 0.2),
    (0.84, 0.205),
    (0.85, 0.235),
    (1, 0.25),
)
_LANTERN_CAP: Sequence[Point] = ((0, 0.05), (0.15, 0.12), (0.55, 0.42), (0.9, 1.02), (1, 1.06))
_LANTERN_GLASS: Sequence[Point] = ((0, 0.40), (0.12, 0.47), (0.5, 0.54), (0.88, 0.43), (1, 0.34))
_LANTERN_FOOT: Sequence[Point] = ((0, 1.0), (0.3, 1.25), (0.6, 1.3), (1, 0.9))


def cup(scene: Scene) -> Picture:
    """A cup on its saucer, and steam as two thin ribbons."""
    on = stage(scene, "cut", "disc")
    palette, picture, reach = scene.palette, on.picture, on.reach
    china = ramp(
        (0, palette.deep),
        (0.3, mix(palette.mid, palette.light, 0.3)),
        (0.7, palette.paper),
        (1, palette.paper),
    )
    colour = palette.accent if scene.rng("china").random() < 0.5 else palette.paper
    if colour is palette.accent:
        china = ramp(
            (0, palette.ink),
            (0.35, mix(colour, palette.ink, 0.45)),
            (0.75, colour),
            (1, palette.paper),
        )
    saucer = coverage(scene.size, ellipse(on.at(-0.06, 0.76), reach * 0.92, reach * 0.16))
    shadow(picture, saucer, palette.ink, 12 * scene.unit, 0.4)
    x, _ = pixels(scene.size)
    across = (x - on.centre[0]) / reach + 0 * saucer
    over(picture, china(0.78 - 0.34 * across), saucer)
    well = coverage(scene.size, ellipse(on.at(-0.06, 0.74), reach * 0.5, reach * 0.075))
    over(picture, china(0.35 - 0.2 * across), well)
    handle = skia.Path().addOval(skia.Rect(*on.at(0.3, -0.2), *on.at(0.98, 0.36)))
    ring = stroke(scene.size, handle, 0.12 * reach)
    over(picture, china(0.58 - 0.5 * (across - 0.6)), ring)
    body = turned(scene.size, on.at(-0.06, 0.76), 1.16 * reach, _CUP)
    lay(picture, body, china, palette, 0.3)
    mouth = on.at(-0.06, -0.4)
    over(
        picture,
        china(0.75 + 0.3 * across),
        coverage(scene.size, ellipse(mouth, 0.696 * reach, 0.15 * reach)),
    )
    drink = coverage(
        scene.size, ellipse((mouth[0], mouth[1] + 0.03 * reach), 0.63 * reach, 0.112 * reach)
    )
    over(
        picture,
        ramp((0, palette.ink), (1, mix(palette.deep, palette.accent, 0.3)))(0.5 + 0.5 * across),
        drink,
    )
    _steam(on)
    return picture


def trophy(scene: Scene) -> Picture:
    """A victory cup under falling confetti."""
    on = stage(scene, "cut", "disc") if flat(scene) else stage(scene, "spot", "place", "disc")
    palette, picture, reach = scene.palette, on.picture, on.reach
    gold = metal(palette, palette.accent2)
    for side in (-1, 1):
        ear = skia.Path()
        ear.moveTo(*on.at(side * 0.6, -0.84))
        ear.cubicTo(
            *on.at(side * 1.2, -0.98), *on.at(side * 1.08, -0.1), *on.at(side * 0.42, -0.12)
        )
        tube = stroke(scene.size, ear, 0.095 * reach)
        over(picture, gold(blur(tube, 3 * scene.unit) * (0.75 if side < 0 else 0.5)), tube)
    body = turned(scene.size, on.at(0, 1.0), 1.98 * reach, _TROPHY)
    lay(picture, body, gold, palette, 0.75)
    plinth = coverage(
        scene.size,
        polygon(on.at(-0.52, 0.72), on.at(0.52, 0.72), on.at(0.58, 1.04), on.at(-0.58, 1.04)),
    )
    x, _ = pixels(scene.size)
    across = (x - on.centre[0]) / reach + 0 * plinth
    over(picture, ramp((0, palette.ink), (1, palette.deep))(0.6 - 0.6 * across), plinth)
    mouth = coverage(scene.size, ellipse(on.at(0, -0.97), 0.655 * reach, 0.085 * reach))
    over(picture, gold(0.34 + 0.28 * across), mouth)
    over(picture, palette.paper, coverage(scene.size, _star(on.at(-0.02, -0.55), 0.2 * reach)))
    _confetti(on)
    if not on.bright:
        melt(picture, scene, on.base)
    return picture


def lantern(scene: Scene) -> Picture:
    """A hanging, glowing lantern, and its light in the air."""
    on = stage(scene, "night", "place", "place")
    palette, picture, reach, unit = scene.palette, on.picture, on.reach, scene.unit
    lamp = on.at(0, 0.12)
    far = distance(scene.size, lamp) / reach
    glow(picture, palette.accent2, np.exp(-far * 1.3) * 0.75)
    dark = metal(palette, mix(palette.accent2, palette.deep, 0.45))
    chain = stroke(scene.size, polygon((on.centre[0], -9.0), on.at(0, -0.86)), 2.4 * unit)
    over(picture, palette.ink, chain)
    ring = skia.Path().addOval(skia.Rect(*on.at(-0.11, -0.93), *on.at(0.11, -0.71)))
    over(picture, dark.at(0.4), stroke(scene.size, ring, 4 * unit))
    glass = turned(scene.size, on.at(0, 0.74), 1.12 * reach, _LANTERN_GLASS)
    heat = ramp((0, palette.accent), (0.45, palette.accent2), (1, palette.paper))
    over(picture, heat(1.12 - distance(scene.size, lamp, 0.8) / (0.72 * reach)), glass.mask)
    _bars(on, glass.mask)
    lay(
        picture, turned(scene.size, on.at(0, -0.36), 0.42 * reach, _LANTERN_CAP), dark, palette, 0.4
    )
    lay(
        picture,
        turned(scene.size, on.at(0, 0.93), 0.24 * reach, [(t, r * 1.3) for t, r in _LANTERN_FOOT]),
        dark,
        palette,
        0.4,
    )
    halo = blur(glass.mask, 26 * unit)
    glow(picture, palette.accent2, halo * 0.42)
    _dust(on, lamp)
    melt(picture, scene, on.base)
    return picture


def _steam(on: Stage) -> None:
    """Draw two ribbons rising from the cup, wavering and fading, in place."""
    rng = on.scene.rng("steam")
    steps = np.linspace(0, 1, 60)
    colour = on.scene.palette.paper
    for start in (-0.2, 0.1):
        waver = line(60, rng, 26, 2) * 0.16 * steps
        middle = [
            on.at(start + float(w), -0.46 - 0.82 * float(t))
            for w, t in zip(waver, steps, strict=True)
        ]
        width = 0.075 * on.reach * np.sin(np.pi * np.clip(steps * 0.94 + 0.06, 0, 1)) ** 0.8
        left = [(x - float(w), y) for (x, y), w in zip(middle, width, strict=True)]
        right = [(x + float(w), y) for (x, y), w in zip(middle, width, strict=True)]
        ribbon = coverage(on.scene.size, polygon(*left, *right[::-1]))
        _, y = pixels(on.scene.size)
        fade = smoothstep(on.at(0, -1.3)[1], on.at(0, -0.6)[1], y)
        over(on.picture, colour, blur(ribbon, 2 * on.scene.unit) * fade * 0.75)


def _star(centre: Point, radius: float) -> skia.Path:
    turns = np.arange(10) * np.pi / 5 - np.pi / 2
    sizes = np.where(np.arange(10) % 2 == 0, radius, radius * 0.42)
    return polygon(
        *(
            (centre[0] + float(s * np.cos(t)), centre[1] + float(s * np.sin(t)))
            for t, s in zip(turns, sizes, strict=True)
        )
    )


def _confetti(on: Stage) -> None:
    scene, rng = on.scene, on.scene.rng("confetti")
    colours = (scene.palette.accent, scene.palette.paper, scene.palette.accent2)
    sheets = [skia.Path() for _ in colours]
    for _ in range(70):
        x, y = on.at(float(rng.uniform(-1.5, 1.5)), float(rng.uniform(-1.7, 0.9)))
        size, turn = float(rng.uniform(3, 8)) * scene.unit, float(rng.uniform(0, np.pi))
        dx, dy = size * np.cos(turn), size * np.sin(turn)
        slip = polygon(
            (x, y),
            (x + dx, y + dy),
            (x + dx - dy * 0.5, y + dy + dx * 0.5),
            (x - dy * 0.5, y + dx * 0.5),
        )
        sheets[int(rng.integers(len(sheets)))].addPath(slip)
    for colour, sheet in zip(colours, sheets, strict=True):
        over(on.picture, colour, coverage(scene.size, sheet) * 0.9)


def _bars(on: Stage, glass: Picture) -> None:
    """Draw the lantern's iron over its glass: bars bent along it, and two hoops."""
    iron = skia.Path()
    for turn in (-0.95, -0.5, 0.0, 0.5, 0.95):
        places = np.linspace(-0.4, 0.76, 40)
        bulge = 0.41 + 0.2 * np.sin(np.pi * (places + 0.4) / 1.16)
        points = [
            on.at(float(np.sin(turn) * b * 1.12), float(p))
            for b, p in zip(bulge, places, strict=True)
        ]
        iron.addPoly([skia.Point(*point) for point in points], close=False)
    for height in (-0.08, 0.46):
        iron.addPath(
            skia.Path().addOval(
                skia.Rect(*on.at(-0.62, height - 0.05), *on.at(0.62, height + 0.05))
            )
        )
    over(on.picture, on.scene.palette.ink, stroke(on.scene.size, iron, 0.035 * on.reach) * glass)


def _dust(on: Stage, lamp: Point) -> None:
    rng, scene = on.scene.rng("dust"), on.scene
    motes = skia.Path()
    for _ in range(46):
        turn, away = float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(0.6, 1.9)) * on.reach
        size = float(rng.uniform(0.8, 2.6)) * scene.unit
        motes.addPath(
            ellipse(
                (lamp[0] + away * np.cos(turn), lamp[1] + away * np.sin(turn) * 0.8), size, size
            )
        )
    spots = coverage(scene.size, motes)
    glow(
        on.picture,
        scene.palette.paper,
        np.clip(spots * 0.6 + blur(spots, 4 * scene.unit) * 1.4, 0, 1),
    )
