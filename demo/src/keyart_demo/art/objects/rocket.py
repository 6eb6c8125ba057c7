"""A rocket on a pillar of smoke."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from keyart_demo.art.canvas import Mask, Picture, blur, distance, glow, over, pixels, smoothstep
from keyart_demo.art.colour import Colour, Ramp, mix, ramp
from keyart_demo.art.objects.form import Form, Point, facet, lay, turned
from keyart_demo.art.objects.grounds import Stage, stage
from keyart_demo.art.scene import Scene

_HULL: Final = (
    (0, 0.002),
    (0.06, 0.045),
    (0.2, 0.1),
    (0.45, 0.145),
    (0.75, 0.135),
    (0.95, 0.095),
    (1, 0.085),
)
"""Position from the tip to the tail, and radius, relative to the rocket's length."""
_LENGTH: Final = 1.42
_PUFFS: Final = 110


@dataclass(frozen=True, slots=True)
class _Axis:
    """A rocket's own coordinates: across it and up from its tail, in reaches."""

    foot: Point
    reach: float
    turn: float
    """Radians to the right."""

    def at(self, across: float, up: float) -> Point:
        sin, cos = float(np.sin(self.turn)), float(np.cos(self.turn))
        return (
            self.foot[0] + self.reach * (across * cos + up * sin),
            self.foot[1] - self.reach * (up * cos - across * sin),
        )

    def above(self, up: float, scene: Scene) -> Mask:
        """Return the part nearer to the tip than a position."""
        x, y = pixels(scene.size)
        from_x, from_y = self.at(0, up)
        along = (x - from_x) * np.sin(self.turn) - (y - from_y) * np.cos(self.turn)
        return np.clip(along + 0.5, 0, 1).astype(np.float32)


def rocket(scene: Scene) -> Picture:
    """A rocket taking off, upright or leaning slightly."""
    on = stage(scene, "dusk", "night", "disc")
    palette, picture = scene.palette, on.picture
    rng = scene.rng("lean")
    lean = float(rng.uniform(2, 9)) if rng.random() < 0.5 else 0.0
    axis = _Axis(on.at(-0.002 * lean, 0.42), on.reach, np.radians(lean))
    _plume(on, axis.foot)
    _fins(on, axis)
    hull = turned(scene.size, axis.foot, _LENGTH * on.reach, _HULL, lean)
    lay(picture, hull, _skin(on, palette.paper, palette.light), palette, 0.3)
    nose = Form(hull.mask * axis.above(1.05, scene), hull.x, hull.y, hull.z)
    lay(picture, nose, _skin(on, palette.accent, palette.accent), palette, 0.35)
    spine = ((-0.025, 0.36), (0.025, 0.36), (0.03, -0.1), (-0.03, -0.1))
    facet(picture, palette.accent, *(axis.at(*point) for point in spine))
    port = distance(scene.size, axis.at(0, 0.82)) / (0.1 * on.reach)
    over(picture, palette.deep, smoothstep(1.06, 0.94, port))
    over(picture, mix(palette.accent2, palette.paper, 0.3), smoothstep(0.76, 0.66, port))
    _fire(on, axis)
    return picture


def _skin(on: Stage, colour: Colour, shade: Colour) -> Ramp:
    """Return the ramp of painted metal."""
    palette = on.scene.palette
    dark = mix(palette.deep, shade, 0.4)
    return ramp((0, palette.ink), (0.37, dark), (0.82, colour), (1, palette.paper))


def _fins(on: Stage, axis: _Axis) -> None:
    accent = on.scene.palette.accent
    for side, colour in ((-1, accent), (1, mix(accent, on.scene.palette.ink, 0.45))):
        fin = ((side * 0.18, 0.5), (side * 0.46, -0.06), (side * 0.46, -0.22), (side * 0.16, 0.02))
        facet(on.picture, colour, *(axis.at(*point) for point in fin))


def _fire(on: Stage, axis: _Axis) -> None:
    """Light the flame below the tail, in place."""
    palette = on.scene.palette
    heat = distance(on.scene.size, axis.at(0, -0.1), 0.42) / (0.3 * on.reach)
    glow(on.picture, palette.accent2, np.exp(-heat * heat * 1.3) * 0.9)
    flame = ((-0.07, 0.0), (0.07, 0.0), (0.015, -0.42), (-0.015, -0.42))
    facet(on.picture, palette.paper, *(axis.at(*point) for point in flame))
    glow(on.picture, palette.light, np.exp(-heat * 1.4) * 0.22)


def _plume(on: Stage, foot: Point) -> None:
    """Draw piled-up smoke below a point: many lit balls, smaller and brighter near the fire."""
    scene, rng, reach = on.scene, on.scene.rng("plume"), on.reach
    palette = scene.palette
    smoke = ramp(
        (0, mix(palette.ink, palette.deep, 0.6)),
        (0.5, mix(palette.mid, palette.light, 0.3)),
        (1, mix(palette.light, palette.paper, 0.6)),
    )
    depth = scene.size.height - foot[1]
    for index in range(_PUFFS):
        t = 1 - index / _PUFFS
        spread = reach * (0.06 + 0.62 * t**1.5)
        x = foot[0] + float(rng.normal(0, 0.42)) * spread
        y = foot[1] + 0.16 * reach + t * depth * 0.8 + float(rng.normal(0, 0.08)) * reach
        size = reach * (0.05 + 0.2 * t**0.8) * float(rng.uniform(0.7, 1.2))
        _puff(on.picture, (x, y), size, smoke, 0.62 - 0.3 * t)
    _, y = pixels(scene.size)
    over(
        on.picture,
        palette.ink,
        smoothstep(0.7, 0.98, y / scene.size.height) * 0.85 + 0 * on.picture[..., 0],
    )
    flame = np.exp(
        -((distance(scene.size, (foot[0], foot[1] + 0.3 * reach), 0.5) / (0.4 * reach)) ** 2)
    )
    glow(on.picture, palette.accent, blur(flame, 2 * scene.unit) * 0.6)


def _puff(picture: Picture, centre: Point, radius: float, paint: Ramp, lift: float) -> None:
    """Draw one ball of smoke onto the part of a picture that it covers."""
    height, width = picture.shape[:2]
    left, right = int(max(centre[0] - radius - 1, 0)), int(min(centre[0] + radius + 2, width))
    top, bottom = int(max(centre[1] - radius - 1, 0)), int(min(centre[1] + radius + 2, height))
    if left >= right or top >= bottom:
        return
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    dx, dy = (x - centre[0]) / radius, (y - centre[1]) / radius
    away = np.hypot(dx, dy)
    tone = np.clip(lift + 0.34 * (-0.6 * dx - 0.6 * dy), 0, 1)
    over(picture[top:bottom, left:right], paint(tone), smoothstep(1.0, 0.72, away))
