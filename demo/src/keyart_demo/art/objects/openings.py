"""Light through a door, light through a keyhole, with a person in it."""

import numpy as np
import skia

from keyart_demo.art.canvas import (
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
from keyart_demo.art.colour import mix, ramp
from keyart_demo.art.noise import fractal
from keyart_demo.art.objects.form import ellipse, facet, polygon
from keyart_demo.art.objects.grounds import Stage, flat, melt, reach_of
from keyart_demo.art.objects.person import person
from keyart_demo.art.scene import Scene


def door(scene: Scene) -> Picture:
    """A door standing open in the middle of nowhere, with a different light behind it."""
    on = _plain(scene)
    palette, picture, reach, unit = scene.palette, on.picture, on.reach, scene.unit
    ground = on.at(0, 0.78)[1]
    x, y = pixels(scene.size)
    spill = polygon(on.at(-0.3, 0.78), on.at(0.3, 0.78), on.at(1.15, 1.75), on.at(-0.55, 1.75))
    fade = smoothstep(on.at(0, 1.6)[1], ground, y) + 0 * x
    over(
        picture,
        mix(palette.accent2, palette.paper, 0.3),
        blur(coverage(scene.size, spill), 3 * unit) * fade * 0.75,
    )
    near = distance(scene.size, on.at(0, 0.05)) / reach
    glow(picture, palette.accent2, np.exp(-near * 1.7) * 0.38)
    frame = polygon(on.at(-0.37, -0.86), on.at(0.37, -0.86), on.at(0.37, 0.78), on.at(-0.37, 0.78))
    over(picture, mix(palette.ink, palette.deep, 0.5), coverage(scene.size, frame))
    hole = coverage(
        scene.size,
        polygon(on.at(-0.3, -0.79), on.at(0.3, -0.79), on.at(0.3, 0.78), on.at(-0.3, 0.78)),
    )
    beyond = ramp(
        (0, palette.accent),
        (0.45, palette.accent2),
        (0.8, mix(palette.accent2, palette.paper, 0.6)),
        (1, palette.paper),
    )
    over(picture, beyond(gradient(scene.size, on.at(0, -0.9), on.at(0, 0.8))), hole)
    sun = smoothstep(0.165, 0.15, distance(scene.size, on.at(0.08, 0.18)) / reach)
    over(picture, palette.paper, sun * hole)
    leaf = (on.at(-0.3, -0.79), on.at(-0.66, -0.95), on.at(-0.66, 0.97), on.at(-0.3, 0.78))
    facet(picture, mix(palette.deep, palette.mid, 0.35), *leaf)
    edge = (on.at(-0.66, -0.95), on.at(-0.685, -0.945), on.at(-0.685, 0.965), on.at(-0.66, 0.97))
    facet(picture, mix(palette.ink, palette.deep, 0.4), *edge)
    panels = skia.Path()
    for top, bottom in ((-0.68, -0.06), (0.06, 0.74)):
        panels.addPath(
            polygon(
                on.at(-0.37, top),
                on.at(-0.58, top * 1.14),
                on.at(-0.58, bottom * 1.16),
                on.at(-0.37, bottom),
            )
        )
    over(picture, mix(palette.ink, palette.deep, 0.7), coverage(scene.size, panels) * 0.8)
    over(
        picture,
        palette.accent2,
        coverage(scene.size, ellipse(on.at(-0.615, 0.04), 3.6 * unit, 4 * unit)),
    )
    _stand(on, 0.5, 0.06, 0.9)
    melt(picture, scene, on.base)
    return picture


def keyhole(scene: Scene) -> Picture:
    """A dark wall, a keyhole full of light, and a person standing in it."""
    palette, unit = scene.palette, scene.unit
    reach = reach_of(scene) * 1.12
    wall = palette.accent if flat(scene) and scene.rng("wall").random() < 0.6 else palette.deep
    picture = filled(scene.size, wall)
    on = Stage(picture, scene, scene.focus, reach, False, palette.ink)
    far = distance(scene.size, on.centre, 0.85) / (reach * 2.1)
    over(
        picture, palette.ink, smoothstep(0.25, 1.0, far) * (0.5 if wall is palette.accent else 0.92)
    )
    grain = fractal(scene.size, scene.rng("wall"), 120 * unit, 5, (0.5, 3))
    over(picture, palette.ink, (grain - 0.4).clip(0, 1) * 0.25)
    hole = coverage(scene.size, _keyhole(on, 1.0))
    rim = coverage(scene.size, _keyhole(on, 1.09))
    light = blur(hole, 34 * unit)
    glow(picture, palette.accent2, light * 0.55)
    over(picture, mix(palette.ink, wall, 0.25), rim)
    beyond = ramp(
        (0, mix(palette.mid, palette.accent, 0.4)), (0.5, palette.accent2), (1, palette.paper)
    )
    along = gradient(scene.size, on.at(0, -1.0), on.at(0, 0.75))
    over(picture, beyond(along), hole)
    sun = smoothstep(0.3, 0.285, distance(scene.size, on.at(0, -0.34)) / reach)
    over(picture, palette.paper, sun * hole)
    hills = coverage(
        scene.size,
        polygon(
            on.at(-1, 0.42),
            on.at(-0.1, 0.56),
            on.at(0.2, 0.5),
            on.at(1, 0.66),
            on.at(1, 1.2),
            on.at(-1, 1.2),
        ),
    )
    over(picture, mix(palette.deep, palette.ink, 0.4), hills * hole)
    figure = coverage(scene.size, person(on.at(0, 0.62), 0.78 * reach))
    over(picture, palette.ink, figure)
    glow(picture, palette.light, blur(hole, 9 * unit) * (1 - hole) * 0.3)
    melt(picture, scene, palette.ink)
    return picture


def _plain(scene: Scene) -> Stage:
    """A bare plain under an empty sky: by day for flat genres, else by night."""
    palette, size = scene.palette, scene.size
    reach = reach_of(scene)
    on_day = flat(scene) or scene.rng("hour").random() < 0.35
    sky = (
        (palette.mid, palette.light, palette.paper)
        if on_day
        else (palette.ink, palette.deep, palette.mid)
    )
    land = (
        (palette.paper, palette.light)
        if on_day
        else (mix(palette.deep, palette.mid, 0.5), palette.ink)
    )
    level = scene.focus[1] + reach * 0.5
    picture = ramp((0, sky[0]), (0.65, sky[1]), (1, sky[2]))(gradient(size, (0, 0), (0, level)))
    x, y = pixels(size)
    below = np.clip(y - level + 0.5, 0, 1) + 0 * x
    drift = fractal(size, scene.rng("drift"), 90 * scene.unit, 4, (7, 0.5))
    ground = ramp((0, land[0]), (1, land[1]))(
        gradient(size, (0, level), (0, size.height * 0.9)) + (drift - 0.5) * 0.3
    )
    over(picture, ground, below.astype(np.float32))
    haze = np.exp(-np.abs(y - level) / (reach * 0.2)) + 0 * x
    over(picture, mix(sky[2], palette.paper, 0.3), haze.astype(np.float32) * 0.5)
    return Stage(picture, scene, scene.focus, reach, on_day, land[1])


def _stand(on: Stage, height: float, x: float, y: float) -> None:
    """Draw a person in front of the light, with a shadow towards the viewer."""
    scene, palette = on.scene, on.scene.palette
    foot = on.at(x, y)
    tall = height * on.reach
    cast = polygon(
        (foot[0] - 0.05 * tall, foot[1]),
        (foot[0] + 0.05 * tall, foot[1]),
        (foot[0] + 0.5 * tall, foot[1] + 1.15 * tall),
        (foot[0] + 0.12 * tall, foot[1] + 1.15 * tall),
    )
    over(on.picture, palette.ink, blur(coverage(scene.size, cast), 2.5 * scene.unit) * 0.45)
    over(on.picture, palette.ink, coverage(scene.size, person(foot, tall)))


def _keyhole(on: Stage, grow: float) -> skia.Path:
    pad = (grow - 1) * 0.9
    radius = 0.46 + pad
    path = ellipse(on.at(0, -0.42), radius * on.reach, radius * on.reach)
    shaft = polygon(
        on.at(-0.2 - pad * 0.7, -0.2),
        on.at(0.2 + pad * 0.7, -0.2),
        on.at(0.42 + pad, 0.92 + pad),
        on.at(-0.42 - pad, 0.92 + pad),
    )
    return skia.Op(path, shaft, skia.PathOp.kUnion_PathOp)
