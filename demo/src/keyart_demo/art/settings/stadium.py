"""Stadium: floodlights over a pitch, the light at the tunnel's end, lanes from above."""

from typing import Final

import numpy as np
import numpy.typing as npt
import skia

from keyart_demo.art.canvas import (
    Mask,
    blur,
    coverage,
    distance,
    filled,
    glow,
    over,
    pixels,
    smoothstep,
    stroke,
)
from keyart_demo.art.colour import Floats, mix
from keyart_demo.art.noise import fractal
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.air import Hour
from keyart_demo.art.settings.sky import sky
from keyart_demo.art.settings.staffage import Spot, lamps, person, shape, turn
from keyart_demo.art.settings.stage import Stage


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views of a stadium; games are played at night."""
    view = stage.choice("view", 3)
    if view == 2:
        return _lanes(stage)
    night = stage if stage.air.hour is Hour.BOLD else stage.at_night()
    return (_pitch, _tunnel)[view](night)


def _pitch(stage: Stage) -> list[Plane]:
    unit, (x, _) = stage.unit, stage.focus
    row = stage.horizon + 30 * unit
    spot = Spot(x, row + 132 * unit, 78 * unit)
    return [
        *_ground(stage, row),
        *_shadows(stage, spot),
        shape(stage, person(spot), stage.air.near, 0.9),
    ]


def _ground(stage: Stage, row: float) -> list[Plane]:
    """Return sky, stands, floodlights with their beams, and the pitch below the row."""
    posts = _posts(stage, row)
    return [
        sky(stage, None, stars=False),
        _beams(stage, posts),
        _stands(stage, row),
        *_floods(stage, posts),
        _grass(stage, row),
    ]


def _posts(stage: Stage, row: float) -> list[Spot]:
    """Return the floodlights: two far, two near, their feet and heights."""
    unit, (x, _) = stage.unit, stage.focus
    wide = 1.25 if stage.wide else 0.92
    return [
        Spot(x + side * off * wide * unit, row - 20 * unit, tall * unit)
        for off, tall in ((205, 225), (330, 330))
        for side in (-1, 1)
    ]


def _stands(stage: Stage, row: float) -> Plane:
    """Return the bowl: tiers with thousands of people as specks, and the roof's edge."""
    unit, (middle, _) = stage.unit, stage.focus
    x, y = pixels(stage.size)
    off = (x - middle) / (520 * unit)
    top = row - (92 + 150 * off * off) * unit
    foot = row + 6 * unit - 10 * off * off * unit
    mask = np.clip(y - top + 0.5, 0, 1) * np.clip(foot - y + 0.5, 0, 1)
    up = np.clip((foot - y) / (foot - top), 0, 1)
    rng = stage.rng("crowd")
    crowd = fractal(stage.size, rng, 3.2 * unit, 1) * (0.4 + fractal(stage.size, rng, 60 * unit, 2))
    tiers = smoothstep(0.012, 0.03, np.abs(up - 0.44)) * smoothstep(0.0, 0.05, up)
    p, air = stage.scene.palette, stage.air
    picture = filled(stage.size, mix(air.near, p.deep, 0.6))
    over(
        picture, mix(p.mid, p.light, 0.5), smoothstep(0.42, 0.78, crowd) * tiers * (0.85 - 0.5 * up)
    )
    over(picture, air.near, smoothstep(0.84, 0.9, up))
    over(picture, air.lamp, np.exp(-(((up - 0.05) / 0.03) ** 2)) * 0.5)
    glow(picture, air.glow, np.exp(-up * 3.2) * np.exp(-off * off * 2.5) * 0.35)
    return Plane(picture, mask.astype(np.float32), 0.3)


def _floods(stage: Stage, posts: list[Spot]) -> list[Plane]:
    """Return masts with racks of lamps."""
    unit = stage.unit
    masts, racks = skia.Path(), skia.Path()
    for post in posts:
        scale = post.height / 330
        masts.addRect(
            skia.Rect.MakeXYWH(post.x - 2.4 * scale, post.y - post.height, 4.8 * scale, post.height)
        )
        half, tall = 46 * scale, 52 * scale
        top = post.y - post.height - tall
        masts.addRect(skia.Rect.MakeLTRB(post.x - half, top, post.x + half, top + tall))
        for row in range(4):
            for column in range(5):
                racks.addCircle(
                    post.x + (column - 2) * half * 0.4,
                    top + tall * (0.14 + 0.24 * row),
                    7.2 * scale,
                )
    lit = coverage(stage.size, racks)
    body = shape(stage, masts, stage.air.near, 0.35)
    return [body, lamps(stage, lit, 9 * unit, 0.35)]


def _beams(stage: Stage, posts: list[Spot]) -> Plane:
    """Return cones of light in the hazy air below each rack."""
    unit, (x0, _) = stage.unit, stage.focus
    x, y = pixels(stage.size)
    total = np.zeros(stage.size.shape, np.float32)
    for post in posts:
        head = (post.x, post.y - post.height - 26 * unit)
        aim = np.arctan2(x0 - head[0], 330 * unit)
        angle = np.arctan2(x - head[0], np.maximum(y - head[1], 1e-3)) - aim
        away = distance(stage.size, head)
        cone = np.exp(-((angle / 0.3) ** 2)) * np.exp(-away / (330 * unit)) * (y > head[1])
        halo = np.exp(-away / (60 * unit))
        total += (0.5 * cone + 0.75 * halo).astype(np.float32)
    haze = fractal(stage.size, stage.rng("haze"), 200 * unit, 4)
    mask = np.clip(total * (0.6 + 0.5 * haze), 0, 0.85).astype(np.float32)
    return Plane(filled(stage.size, mix(stage.air.glow, stage.air.lamp, 0.5)), mask, 0.2)


def _grass(stage: Stage, row: float) -> Plane:
    """Return the pitch in perspective: mown stripes, lines, light in its middle."""
    unit, p = stage.unit, stage.scene.palette
    x, y = pixels(stage.size)
    away = 250 * unit / np.maximum(y - row + 26 * unit, 1e-3)
    across = (x - stage.focus[0]) / unit * away / 250
    ahead = np.broadcast_to(away, across.shape)
    stripe = smoothstep(-0.05, 0.05, np.sin(ahead * 3.3))
    picture = filled(stage.size, mix(p.deep, p.mid, 0.45))
    over(picture, mix(p.mid, p.light, 0.12), stripe * 0.55)
    lines = _markings(across, ahead, 250 / np.maximum(y - row + 26 * unit, 1e-3))
    over(picture, mix(p.paper, p.light, 0.3), lines * 0.75)
    pool = np.exp(-((across / 1.25) ** 2)) * np.exp(-(((ahead - 1.9) / 1.9) ** 2))
    glow(picture, stage.air.glow, (pool * 0.5).astype(np.float32))
    over(picture, p.ink, smoothstep(1.6, 0.75, ahead) * 0.85)
    mask = np.broadcast_to(np.clip(y - row + 0.5, 0, 1), stage.size.shape)
    return Plane(picture, mask.astype(np.float32), 0.6)


def _markings(
    across: npt.NDArray[np.floating],
    ahead: npt.NDArray[np.floating],
    pixel: npt.NDArray[np.floating],
) -> Mask:
    """Return the halfway line and the centre circle as thin lines of even thickness."""
    thick = 0.012 + 0.0016 * pixel
    circle = np.abs(np.hypot(across, (ahead - 1.62) * 0.42) - 0.5)
    halfway = np.abs(ahead - 1.62) * 0.42
    touch = np.abs(np.abs(across) - 1.9)
    nearest = np.minimum(np.minimum(circle, halfway), touch)
    return smoothstep(1.6, 0.8, (nearest / thick).astype(np.float32))


def _shadows(stage: Stage, spot: Spot) -> list[Plane]:
    """Return the four shadows of one player under floodlights, and the ball."""
    path = skia.Path()
    for side in (-1, 1):
        for reach, down in ((1.5, 0.34), (0.9, 0.6)):
            tip = (spot.x + side * reach * spot.height, spot.y + down * spot.height)
            half = 0.09 * spot.height
            shadow = [(spot.x - half, spot.y - 2), (spot.x + half, spot.y), (tip[0] + half, tip[1])]
            shadow.append((tip[0] - half, tip[1]))
            path.addPoly([skia.Point(*point) for point in shadow], close=True)
    mask = blur(coverage(stage.size, path), 1.6 * stage.unit)
    ball = skia.Path()
    ball.addCircle(spot.x + 0.34 * spot.height, spot.y - 0.08 * spot.height, 0.085 * spot.height)
    return [
        Plane(filled(stage.size, stage.air.near), mask * 0.5, 0.9),
        shape(stage, ball, stage.scene.palette.paper, 0.9),
    ]


def _tunnel(stage: Stage) -> list[Plane]:
    """Return a dark tunnel, the lit pitch beyond its mouth, and a player walking out."""
    unit, (x, y) = stage.unit, stage.focus
    row = y + 60 * unit
    half, top, foot = 150 * unit, y - 190 * unit, y + 170 * unit
    mouth = skia.Path()
    mouth.addRoundRect(
        skia.Rect.MakeLTRB(x - half, top, x + half, foot + 90 * unit), 34 * unit, 34 * unit
    )
    hole = coverage(stage.size, mouth)
    _, rows = pixels(stage.size)
    hole *= np.clip(foot - rows + 0.5, 0, 1)
    spot = Spot(x, foot + 26 * unit, 168 * unit)
    return [
        *_ground(stage, row),
        Plane(_haze(stage), np.full(stage.size.shape, 0.25, np.float32), 0.3),
        Plane(_walls(stage, hole, (x, y, foot)), (1 - hole).astype(np.float32), 0.8),
        shape(stage, person(spot), stage.air.near, 0.9),
    ]


def _haze(stage: Stage) -> Floats:
    return filled(stage.size, mix(stage.air.glow, stage.air.lamp, 0.6))


def _walls(stage: Stage, hole: Mask, place: tuple[float, float, float]) -> Floats:
    """Return walls, ceiling and wet floor, with light leaking in from the mouth."""
    unit, (x, y, foot) = stage.unit, place
    columns, rows = pixels(stage.size)
    picture = filled(stage.size, stage.air.near)
    leak = blur(hole, 46 * unit) * 0.5 + blur(hole, 120 * unit) * 0.5
    glow(picture, stage.scene.palette.mid, np.clip(leak, 0, 1) * 0.75)
    angle = np.arctan2(rows - y, columns - x)
    joints = smoothstep(0.985, 1.0, np.abs(np.cos(angle * 9)))
    over(picture, stage.air.near, joints * 0.35)
    down = (rows - foot) / unit
    spread = 150 + 0.85 * np.clip(down, 0, None)
    floor = smoothstep(1.06, 0.86, np.abs(columns - x) / unit / spread) * (down > 0)
    wet = fractal(stage.size, stage.rng("floor"), 30 * unit, 4, stretch=(3, 0.7))
    shine = floor * np.exp(-np.clip(down, 0, None) / 130) * (0.45 + 0.7 * wet)
    walker = np.exp(-(((columns - x) / (26 * unit + 0.1 * np.clip(rows - foot, 0, None))) ** 2))
    light = np.clip(shine * (1 - 0.85 * walker), 0, 0.9).astype(np.float32)
    return over(picture, mix(stage.air.glow, stage.air.lamp, 0.4), light)


def _lanes(stage: Stage) -> list[Plane]:
    """Return a running track from above, one runner, one long shadow."""
    unit, p, (x, y) = stage.unit, stage.scene.palette, stage.focus
    columns, rows = pixels(stage.size)
    radius = float(stage.rng("bend").uniform(620, 900)) * unit
    centre = (x + stage.side * radius, y + 120 * unit)
    away = (np.hypot(columns - centre[0], rows - centre[1]) - radius) / (64 * unit)
    ground = p.accent if stage.choice("ground", 2) else p.mid
    picture = filled(stage.size, ground)
    tooth = fractal(stage.size, stage.rng("tooth"), 2.4 * unit, 2)
    over(picture, mix(ground, p.ink, 0.5), (tooth - 0.3).clip(0, 1) * 0.3)
    over(picture, mix(ground, p.ink, 0.35), smoothstep(0.2, 0.9, _diagonal(stage)) * 0.8)
    line_at = np.abs(away - np.round(away - 0.5) - 0.5)
    inside = (away > -3.6) & (away < 3.6)
    over(picture, p.paper, smoothstep(0.034, 0.022, line_at) * inside * 0.9)
    over(picture, mix(p.deep, p.ink, 0.3), smoothstep(3.55, 3.6, np.abs(away)))
    return [
        Plane(picture, np.ones(stage.size.shape, np.float32), 0.2),
        *_runner(stage, Spot(x, y, 112 * unit)),
    ]


def _diagonal(stage: Stage) -> Mask:
    x, y = pixels(stage.size)
    along = x / stage.size.width * -stage.side + y / stage.size.height
    return np.broadcast_to((along + (stage.side > 0)) / 2, stage.size.shape).astype(np.float32)


_LIMBS: Final = (
    (0.2, ((0.0, 0.52), (0.0, 0.76))),
    (0.1, ((-0.03, 0.5), (-0.12, 0.02))),
    (0.1, ((0.03, 0.5), (0.14, 0.02))),
    (0.075, ((-0.1, 0.8), (-0.2, 0.62), (-0.17, 0.42))),
    (0.075, ((0.1, 0.8), (0.22, 0.64), (0.18, 0.46))),
)
"""A runner at rest: the thickness and points of each limb, in heights from the ground."""


def _runner(stage: Stage, spot: Spot) -> list[Plane]:
    """Return a small runner seen from above, and a long shadow that identifies it."""
    unit = stage.unit
    head = skia.Path()
    head.addCircle(spot.x, spot.y - 0.93 * spot.height, 0.085 * spot.height)
    lean, foot = 58 * stage.side, (spot.x, spot.y)
    mask = coverage(stage.size, turn(head, lean, foot, longer=1.9))
    for width, limb in _LIMBS:
        path = turn(_open(spot, limb), lean, foot, longer=1.9)
        mask = np.maximum(mask, stroke(stage.size, path, width * spot.height))
    body, hair = skia.Path(), skia.Path()
    body.addOval(skia.Rect.MakeXYWH(spot.x - 13 * unit, spot.y - 7 * unit, 26 * unit, 14 * unit))
    hair.addCircle(spot.x, spot.y - unit, 6 * unit)
    p = stage.scene.palette
    return [
        Plane(filled(stage.size, p.ink), (mask * 0.8).astype(np.float32), 0.5),
        shape(stage, body, p.paper, 0.5),
        shape(stage, hair, p.ink, 0.5),
    ]


def _open(spot: Spot, limb: tuple[tuple[float, float], ...]) -> skia.Path:
    path = skia.Path()
    points = [(spot.x + x * spot.height, spot.y - y * spot.height) for x, y in limb]
    path.addPoly([skia.Point(*point) for point in points], close=False)
    return path
