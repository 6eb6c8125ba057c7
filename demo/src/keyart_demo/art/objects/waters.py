"""A paper boat, a lighthouse: objects at the edge of water."""

import numpy as np

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    blur,
    coverage,
    distance,
    glow,
    over,
    pixels,
    smoothstep,
)
from keyart_demo.art.colour import Floats, mix, ramp
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.objects.form import Point, ellipse, facet, lay, turned
from keyart_demo.art.objects.grounds import Stage, dusk, melt, night
from keyart_demo.art.scene import Scene


def boat(scene: Scene) -> Picture:
    """A paper boat on still water under a low sun or moon."""
    evening = scene.rng("hour").random() < 0.5
    on = dusk(scene) if evening else night(scene)
    palette, picture, reach = scene.palette, on.picture, on.reach
    water = on.at(0, 0.62)[1]
    sun = on.at(0.42 if scene.rng("sun").random() < 0.5 else -0.42, -0.62)
    far = distance(scene.size, sun) / (reach * 0.46)
    glow(picture, palette.accent2, np.exp(-far * 0.9) * 0.4)
    over(picture, mix(palette.paper, palette.accent2, 0.35), smoothstep(1.02, 0.98, far))
    for tone, points in _folds(palette.paper, palette.light, palette.mid, palette.deep):
        facet(picture, tone, *(on.at(x, y) for x, y in points))
    _water(on, water, sun[0])
    melt(picture, scene, palette.ink)
    return picture


def lighthouse(scene: Scene) -> Picture:
    """A lighthouse on its rock, its beam across the night."""
    on = night(scene) if scene.rng("hour").random() < 0.6 else dusk(scene)
    palette, picture, reach = scene.palette, on.picture, on.reach
    water = on.at(0, 0.86)[1]
    lamp = on.at(0, -0.78)
    _beam(on, lamp)
    _rock(on)
    x, y = pixels(scene.size)
    foot, height = on.at(0, 0.66), 1.3 * reach
    tower = turned(scene.size, foot, height, ((0, 0.088), (0.5, 0.112), (0.9, 0.15), (1, 0.17)))
    white = ramp((0, palette.ink), (0.3, palette.deep), (0.62, palette.light), (1, palette.paper))
    red = ramp(
        (0, palette.ink),
        (0.4, mix(palette.accent, palette.ink, 0.45)),
        (0.9, palette.accent),
        (1, palette.paper),
    )
    lay(picture, tower, white, palette, 0.1)
    stripes = ((y - foot[1]) / height % 0.333 < 0.1667) + 0 * x
    painted = red(0.1 + 0.85 * tower.lambert())
    over(picture, painted, tower.mask * stripes.astype(np.float32))
    _lantern_room(on, lamp)
    _water(on, water, lamp[0])
    melt(picture, scene, palette.ink)
    return picture


def _folds(*tones: Floats) -> list[tuple[Floats, tuple[Point, ...]]]:
    """Return the folds of a paper boat: tone and corners in reaches."""
    paper, light, mid, deep = tones
    return [
        (mix(mid, light, 0.35), ((0.0, -0.38), (-0.44, 0.36), (0.44, 0.36))),
        (paper, ((0.0, -0.38), (-0.44, 0.36), (0.06, 0.36))),
        (paper, ((-1.0, 0.06), (-0.64, 0.64), (0.0, 0.64), (0.0, 0.24), (-0.3, 0.3))),
        (light, ((1.0, 0.06), (0.64, 0.64), (0.0, 0.64), (0.0, 0.24), (0.3, 0.3))),
        (mix(light, mid, 0.5), ((-1.0, 0.06), (-0.64, 0.64), (-0.42, 0.4))),
        (mix(mid, deep, 0.35), ((1.0, 0.06), (0.64, 0.64), (0.42, 0.4))),
    ]


def _water(on: Stage, level: float, bright: float) -> None:
    """Turn everything below a level into water that reflects what is above, in place."""
    scene, picture = on.scene, on.picture
    palette, unit = scene.palette, scene.unit
    row = round(level)
    depth = min(scene.size.height - row, row)
    if depth < 2:
        return
    mirrored = picture[row - depth : row][::-1].copy()
    waves = fractal(scene.size, scene.rng("waves"), 30 * unit, 3, (7, 0.6))[row : row + depth]
    place = np.arange(depth, dtype=np.float32)[:, None]
    shift = ((waves - 0.5) * (5 + 50 * place / depth) * unit).astype(int)
    columns = np.clip(np.arange(scene.size.width)[None, :] + shift, 0, scene.size.width - 1)
    rows = np.broadcast_to(np.arange(depth)[:, None], columns.shape)
    water = mirrored[rows, columns]
    shade = 0.3 + 0.45 * np.clip(place / (depth * 0.8), 0, 1) + 0 * waves
    over(water, palette.deep, shade.astype(np.float32))
    x, _ = pixels(scene.size)
    path = np.exp(-np.abs(x - bright) / (on.reach * (0.16 + 0.5 * place / depth)))
    glitter = smoothstep(0.62, 0.8, waves + 0.14 * path) * path
    glow(water, palette.paper, (glitter * 0.75).astype(np.float32))
    picture[row : row + depth] = water
    picture[row + depth :] = palette.ink
    picture[row : row + max(round(1.5 * unit), 1)] = mix(palette.deep, palette.ink, 0.3)


def _beam(on: Stage, lamp: Point) -> None:
    scene = on.scene
    x, y = pixels(scene.size)
    dx, dy = x - lamp[0], y - lamp[1]
    away = np.hypot(dx, dy) / on.reach
    haze = fractal(scene.size, scene.rng("haze"), 200 * scene.unit, 4, (2, 0.8))
    light = np.zeros(scene.size.shape, np.float32)
    for turn, width in ((np.radians(-14), 0.12), (np.radians(166), 0.12)):
        along = dx * np.cos(turn) + dy * np.sin(turn)
        across = -dx * np.sin(turn) + dy * np.cos(turn)
        cone = np.exp(-((across / (np.maximum(along, 1) * width)) ** 2)) * (along > 0)
        light += (cone * np.exp(-away * 0.42)).astype(np.float32)
    glow(on.picture, scene.palette.accent2, light * (0.55 + 0.5 * (haze - 0.5)))
    glow(on.picture, scene.palette.paper, np.exp(-((away / 0.3) ** 2)).astype(np.float32) * 0.6)


def _rock(on: Stage) -> None:
    scene = on.scene
    width = scene.size.width
    x = (np.arange(width) - on.centre[0]) / on.reach
    rough = line(width, scene.rng("rock"), 60 * scene.unit, 5, 0.55)
    hump = np.exp(-((x / 0.62) ** 4)) * 0.34 + np.exp(-(((x - 0.75) / 0.4) ** 2)) * 0.12
    top = on.at(0, 0.94)[1] - (hump + rough * 0.035) * on.reach
    _, y = pixels(scene.size)
    mask: Mask = np.clip(y - top[None, :] + 0.5, 0, 1).astype(np.float32)
    mask *= (np.abs(x) < 1.25).astype(np.float32)[None, :]
    faces = fractal(scene.size, scene.rng("faces"), 40 * scene.unit, 3, (0.6, 1.6))
    stone = ramp((0, scene.palette.ink), (1, mix(scene.palette.deep, scene.palette.mid, 0.5)))
    lit = np.clip((top[None, :] - y) / on.reach * 3 + 0.9, 0, 1) * smoothstep(0.45, 0.7, faces)
    over(on.picture, stone(lit * smoothstep(0.6, -0.6, x[None, :] + 0 * y)), mask)


def _lantern_room(on: Stage, lamp: Point) -> None:
    scene, palette, reach = on.scene, on.scene.palette, on.reach
    dark = mix(palette.ink, palette.deep, 0.4)
    facet(
        on.picture,
        dark,
        on.at(-0.19, -0.66),
        on.at(0.19, -0.66),
        on.at(0.15, -0.6),
        on.at(-0.15, -0.6),
    )
    facet(
        on.picture,
        palette.paper,
        on.at(-0.1, -0.88),
        on.at(0.1, -0.88),
        on.at(0.1, -0.66),
        on.at(-0.1, -0.66),
    )
    for x in (-0.105, -0.035, 0.035, 0.105):
        facet(
            on.picture,
            dark,
            on.at(x - 0.009, -0.88),
            on.at(x + 0.009, -0.88),
            on.at(x + 0.009, -0.66),
            on.at(x - 0.009, -0.66),
        )
    facet(on.picture, palette.accent, on.at(-0.15, -0.87), on.at(0, -1.06), on.at(0.0, -0.87))
    facet(
        on.picture,
        mix(palette.accent, palette.ink, 0.45),
        on.at(0.15, -0.87),
        on.at(0, -1.06),
        on.at(0.0, -0.87),
    )
    knob = coverage(scene.size, ellipse(on.at(0, -1.07), 0.024 * reach, 0.03 * reach))
    over(on.picture, dark, knob)
    spark = np.exp(-((distance(scene.size, lamp) / (0.1 * reach)) ** 2))
    glow(on.picture, palette.paper, blur(spark, scene.unit))
