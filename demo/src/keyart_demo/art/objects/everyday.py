"""An umbrella, a clock, a mask."""

import numpy as np
import skia

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    coverage,
    distance,
    glow,
    over,
    pixels,
    smoothstep,
    stroke,
)
from keyart_demo.art.colour import mix, ramp
from keyart_demo.art.objects.form import Point, ellipse, facet, metal, polygon, shadow
from keyart_demo.art.objects.grounds import Stage, flat, melt, stage, standing_out
from keyart_demo.art.objects.person import person
from keyart_demo.art.scene import Scene


def umbrella(scene: Scene) -> Picture:
    """One bright umbrella in the rain."""
    on = stage(scene, "cut", "disc") if flat(scene) else stage(scene, "spot", "place", "disc")
    palette, picture, reach = scene.palette, on.picture, on.reach
    _rain(on, 0.5)
    colour = standing_out(on)
    steps = np.linspace(0, 1, 24)
    ribs = (-1.0, -0.62, -0.2, 0.24, 0.66, 1.0)
    tones = (0.35, 0.12, 0.0, 0.22, 0.46)
    shaft = stroke(scene.size, _hook(on), 0.04 * reach)
    over(picture, mix(palette.ink, palette.deep, 0.3), shaft)
    for tone, left, right in zip(tones, ribs, ribs[1:], strict=False):
        outer = [_rib(on, left, float(t)) for t in steps]
        inner = [_rib(on, right, float(t)) for t in steps[::-1]]
        scallop = [_hem(on, left, right, float(t)) for t in steps]
        shade = mix(colour, palette.ink, tone) if tone else mix(colour, palette.paper, 0.18)
        facet(picture, shade, *outer, *scallop, *inner)
    spike = polygon(
        on.at(-0.02, -0.74), on.at(0.02, -0.74), on.at(0.006, -0.9), on.at(-0.006, -0.9)
    )
    over(picture, palette.ink, coverage(scene.size, spike))
    body = coverage(scene.size, person(on.at(0.05, 1.06), 1.12 * reach))
    under = smoothstep(on.at(0, 0.0)[1], on.at(0, 0.1)[1], pixels(scene.size)[1])
    over(picture, palette.ink, body * np.maximum(under, 0))
    _rain(on, 0.85)
    if not on.bright:
        melt(picture, scene, on.base)
    return picture


def clock(scene: Scene) -> Picture:
    """A clock a little before the hour, its shadow long."""
    on = stage(scene, "cut", "disc") if flat(scene) else stage(scene, "spot", "disc", "place")
    palette, picture, reach, unit = scene.palette, on.picture, on.reach, scene.unit
    radius = 0.92 * reach
    face = ellipse(on.centre, radius, radius)
    away = distance(scene.size, on.centre) / radius
    if flat(scene):
        over(picture, palette.ink, coverage(scene.size, _cast(on, radius)) * 0.22)
    else:
        glow(picture, palette.light, np.exp(-np.maximum(away - 1, 0) * 3.2) * 0.35)
    gold = metal(palette, palette.accent2)
    x, y = pixels(scene.size)
    slant = ((x - on.centre[0]) * -0.7 + (y - on.centre[1]) * -0.7) / radius
    case = coverage(scene.size, face)
    over(picture, gold(0.45 + 0.42 * slant * smoothstep(0.9, 1.0, away)), case)
    dial = smoothstep(0.9, 0.888, away)
    paper = ramp((0, mix(palette.light, palette.mid, 0.35)), (1, palette.paper))
    over(picture, paper(1.06 - 0.42 * away**2 + 0.16 * slant), dial)
    over(picture, palette.ink, _ticks(on, radius))
    minute = float(scene.rng("minute").integers(49, 58))
    for turn, long, wide in ((11 + minute / 60, 0.5, 0.05), (minute / 5, 0.74, 0.034)):
        angle = 2 * np.pi * turn / 12
        hand = coverage(scene.size, _hand(on, radius, angle, long, wide))
        shadow(picture, hand, palette.ink, 4 * unit, 0.3)
        over(picture, palette.ink, hand)
    seconds = 2 * np.pi * float(scene.rng("second").uniform(0.1, 0.4))
    over(picture, palette.accent, coverage(scene.size, _hand(on, radius, seconds, 0.8, 0.012)))
    over(picture, palette.accent, smoothstep(0.05, 0.04, away))
    gleam = smoothstep(0.885, 0.86, away) * smoothstep(0.02, 0.05, slant - 0.3 + 0.25 * away)
    glow(picture, palette.paper, gleam.astype(np.float32) * 0.22)
    if not on.bright:
        melt(picture, scene, on.base)
    return picture


def mask(scene: Scene) -> Picture:
    """A carnival mask, half in light and half in shadow, its ribbons falling."""
    on = stage(scene, "cut", "disc") if flat(scene) else stage(scene, "spot", "disc", "place")
    palette, picture, reach, unit = scene.palette, on.picture, on.reach, scene.unit
    for side in (-1, 1):
        over(picture, palette.accent, coverage(scene.size, _ribbon(on, side)))
        fold = coverage(scene.size, _ribbon(on, side, 0.5))
        over(picture, mix(palette.accent, palette.ink, 0.4), fold)
    shape = coverage(scene.size, _mask_shape(on))
    shadow(picture, shape, palette.ink, 12 * unit, 0.45)
    x, y = pixels(scene.size)
    across = ((x - on.centre[0]) / reach + 0 * y).astype(np.float32)
    down = ((y - on.centre[1]) / reach + 0 * x).astype(np.float32)
    bulge = np.exp(-((across / 0.16) ** 2)) * smoothstep(-0.35, 0.3, down)
    tone = (
        0.62
        - 0.5 * smoothstep(-0.08, 0.1, across)
        + 0.22 * bulge * (across < 0)
        - 0.15 * np.abs(across)
    )
    tone += 0.16 * smoothstep(0.12, -0.5, down)
    skin = ramp((0, palette.ink), (0.25, palette.deep), (0.6, palette.paper), (1, palette.paper))
    over(picture, skin(tone), shape)
    over(picture, palette.accent2, _ornament(on) * shape)
    edge = stroke(scene.size, _mask_shape(on), 0.03 * reach)
    over(picture, palette.accent2, edge)
    for side in (-1, 1):
        eye = coverage(scene.size, _eye(on, side))
        over(picture, palette.ink, eye)
        over(picture, palette.accent2, stroke(scene.size, _eye(on, side), 0.022 * reach))
    if not on.bright:
        melt(picture, scene, on.base)
    return picture


def _rain(on: Stage, share: float) -> None:
    scene, rng = on.scene, on.scene.rng(f"rain{share}")
    drops = skia.Path()
    for _ in range(int(170 * share)):
        x, y = (
            float(rng.uniform(-0.1, 1.1)) * scene.size.width,
            float(rng.uniform(-0.1, 0.9)) * scene.size.height,
        )
        long = float(rng.uniform(14, 46)) * scene.unit * share
        drops.moveTo(x, y)
        drops.lineTo(x - 0.22 * long, y + long)
    lines = stroke(scene.size, drops, 1.3 * scene.unit * share)
    colour = scene.palette.deep if on.bright and flat(scene) else scene.palette.paper
    over(on.picture, colour, lines * 0.42 * share)


def _rib(on: Stage, side: float, t: float) -> Point:
    """Return a point on an umbrella's rib, from its tip (0) to its hem (1)."""
    return on.at(
        1.02 * side * float(np.sin(t * np.pi / 2)), -0.74 + 0.7 * (1 - float(np.cos(t * np.pi / 2)))
    )


def _hem(on: Stage, left: float, right: float, t: float) -> Point:
    across = left + (right - left) * t
    return on.at(1.02 * across, -0.04 - 0.11 * float(np.sin(np.pi * t)))


def _hook(on: Stage) -> skia.Path:
    path = skia.Path()
    path.moveTo(*on.at(0, -0.7))
    path.lineTo(*on.at(0, 0.52))
    path.arcTo(skia.Rect(*on.at(-0.18, 0.42), *on.at(0, 0.62)), 0, 170, False)
    return path


def _ticks(on: Stage, radius: float) -> Mask:
    thin, thick = skia.Path(), skia.Path()
    for minute in range(60):
        turn = 2 * np.pi * minute / 60
        strong = minute % 5 == 0
        path = thick if strong else thin
        for place in (0.7 if strong else 0.79, 0.83):
            point = (
                on.centre[0] + radius * place * np.sin(turn),
                on.centre[1] - radius * place * np.cos(turn),
            )
            path.lineTo(*point) if place == 0.83 else path.moveTo(*point)
    size = on.scene.size
    return np.maximum(stroke(size, thick, 0.035 * radius), stroke(size, thin, 0.011 * radius))


def _hand(on: Stage, radius: float, angle: float, long: float, wide: float) -> skia.Path:
    sin, cos = float(np.sin(angle)), float(np.cos(angle))
    points = (
        (-wide * 0.8, -0.14),
        (wide * 0.8, -0.14),
        (wide, 0.1),
        (wide * 0.35, long),
        (-wide * 0.35, long),
        (-wide, 0.1),
    )
    return polygon(
        *(
            (
                on.centre[0] + radius * (x * cos + y * sin),
                on.centre[1] + radius * (x * sin - y * cos),
            )
            for x, y in points
        )
    )


def _cast(on: Stage, radius: float) -> skia.Path:
    """Return the long flat shadow of a disc, down and to the right."""
    x, y = on.centre
    side = radius * 0.7071
    return polygon(
        (x + side, y - side),
        (x - side, y + side),
        (x - side + 2.4 * radius, y + side + 2.4 * radius),
        (x + side + 2.4 * radius, y - side + 2.4 * radius),
    )


def _mask_shape(on: Stage) -> skia.Path:
    path = skia.Path()
    path.moveTo(*on.at(0, -0.3))
    for side in (1, -1):
        ends = (
            ((0.3, -0.62), (0.82, -0.66), (1.12, -0.5)),
            ((1.06, -0.05), (0.86, 0.36), (0.52, 0.42)),
            ((0.28, 0.45), (0.16, 0.2), (0.0, 0.2)),
        )
        steps = ends if side == 1 else _backwards(ends)
        for first, second, third in steps:
            path.cubicTo(
                *on.at(side * first[0], first[1]),
                *on.at(side * second[0], second[1]),
                *on.at(side * third[0], third[1]),
            )
    path.close()
    return path


def _backwards(ends: tuple[tuple[Point, Point, Point], ...]) -> list[tuple[Point, Point, Point]]:
    """Return the same curve, reversed, from its end to its start (0, -0.3)."""
    starts: list[Point] = [(0.0, -0.3), *(third for _, _, third in ends)]
    return [(second, first, starts[i]) for i, (first, second, _) in reversed(list(enumerate(ends)))]


def _eye(on: Stage, side: int) -> skia.Path:
    path = skia.Path()
    path.moveTo(*on.at(side * 0.2, 0.02))
    path.cubicTo(*on.at(side * 0.32, -0.22), *on.at(side * 0.6, -0.24), *on.at(side * 0.78, -0.16))
    path.cubicTo(*on.at(side * 0.7, 0.06), *on.at(side * 0.44, 0.16), *on.at(side * 0.2, 0.02))
    path.close()
    return path


def _ornament(on: Stage) -> Mask:
    """Return lines that sweep up from the nose, and a lozenge on the brow."""
    lines = skia.Path()
    for side in (-1, 1):
        for lift in (0.0, 0.09, 0.18):
            lines.moveTo(*on.at(side * 0.07, 0.02 - lift))
            lines.cubicTo(
                *on.at(side * 0.3, -0.42 - lift * 0.6),
                *on.at(side * 0.7, -0.44 - lift * 0.3),
                *on.at(side * 1.02, -0.36 - lift),
            )
    size = on.scene.size
    brow = polygon(on.at(0, -0.26), on.at(0.065, -0.12), on.at(0, 0.02), on.at(-0.065, -0.12))
    return np.maximum(stroke(size, lines, 0.017 * on.reach), coverage(size, brow))


def _ribbon(on: Stage, side: int, part: float = 1.0) -> skia.Path:
    path = skia.Path()
    path.moveTo(*on.at(side * 1.02, -0.42))
    path.cubicTo(*on.at(side * 1.34, -0.2), *on.at(side * 0.86, 0.4), *on.at(side * 1.12, 0.98))
    path.lineTo(*on.at(side * (1.12 - 0.2 * part), 0.9))
    path.cubicTo(
        *on.at(side * (0.86 - 0.2 * part), 0.4),
        *on.at(side * (1.3 - 0.2 * part), -0.12),
        *on.at(side * 0.98, -0.3),
    )
    path.close()
    return path
