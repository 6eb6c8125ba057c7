"""Worlds seen from space: banded or stony balls, their rings, their air."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart_demo.art.canvas import Mask, Picture, blur, filled, over, pixels, smoothstep
from keyart_demo.art.colour import Floats, Ramp, mix, ramp
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.stage import Stage


@dataclass(frozen=True, slots=True)
class World:
    """A ball in space, in pixels of the sheet."""

    x: float
    y: float
    radius: float
    banded: bool = True
    tilt: float = -0.35
    """Rotation of its bands and rings, in radians."""


def ball(stage: Stage, name: str, world: World, depth: float) -> Plane:
    """Return a world lit from the stage's side, with its night side lost in the dark."""
    x, y = pixels(stage.size)
    across, down = (x - world.x) / world.radius, (y - world.y) / world.radius
    square = across * across + down * down
    mask = np.clip((1 - np.sqrt(square)) * world.radius + 0.5, 0, 1).astype(np.float32)
    towards = np.sqrt(np.clip(1 - square, 0, 1))
    light = (0.72 * stage.side * across - 0.52 * down + 0.42 * towards) / 0.98
    surface = (
        _bands(stage, name, world, across, down) if world.banded else _stone(stage, name, world)
    )
    tone = smoothstep(-0.12, 0.95, light) * (0.66 + 0.62 * (surface - 0.5)) + 0.14 * smoothstep(
        0.1, 0.8, light
    )
    p = stage.scene.palette
    colours = stage.air.land if not world.banded else _warm(stage)
    picture = over(colours(np.clip(tone, 0, 1)), p.ink, smoothstep(0.12, -0.1, light) * 0.9)
    edge = smoothstep(0.86, 1.0, np.sqrt(square)) * smoothstep(-0.05, 0.5, light)
    return Plane(over(picture, mix(p.light, p.paper, 0.5), edge * 0.55), mask, depth)


def _warm(stage: Stage) -> Ramp:
    """Return the colours of a gas giant, from night to noon."""
    p = stage.scene.palette
    return ramp(
        (0, p.ink),
        (0.25, p.deep),
        (0.5, mix(p.mid, p.accent, 0.55)),
        (0.78, p.accent2),
        (1, p.paper),
    )


def _bands(stage: Stage, name: str, world: World, across: Floats, down: Floats) -> Floats:
    """Return a gas giant's belts, which bend at the edge and curl where they meet."""
    cos, sin = np.cos(world.tilt), np.sin(world.tilt)
    u, v = across * cos + down * sin, -across * sin + down * cos
    curl = fractal(stage.size, stage.rng(f"curl {name}"), world.radius * 0.5, 5, stretch=(2.4, 0.6))
    latitude = v + 0.13 * u * u * np.sign(world.tilt) + 0.075 * (curl - 0.5)
    table = 0.5 + 0.5 * line(512, stage.rng(f"belts {name}"), 70, 5, gain=0.62)
    return _looked_up(table, (latitude + 1.2) / 2.4)


def _looked_up(table: Floats, place: npt.NDArray[np.floating]) -> Floats:
    """Return linearly interpolated values of a table: its first for 0 and its last for 1."""
    last = len(table) - 1
    at = np.clip(place, 0, 1) * last
    before = np.minimum(at.astype(np.intp), last - 1)
    share = at - before
    return (table[before] * (1 - share) + table[before + 1] * share).astype(np.float32)


def _stone(stage: Stage, name: str, world: World) -> Floats:
    rng = stage.rng(f"stone {name}")
    return 0.2 + 0.8 * fractal(stage.size, rng, world.radius * 0.55, 6)


def rings(stage: Stage, name: str, world: World, depth: float) -> tuple[Plane, Plane]:
    """Return a world's rings: the half behind it, and the half in front."""
    x, y = pixels(stage.size)
    cos, sin = np.cos(world.tilt), np.sin(world.tilt)
    u = (x - world.x) * cos + (y - world.y) * sin
    v = -(x - world.x) * sin + (y - world.y) * cos
    away = np.hypot(u, v * 4.6) / world.radius
    table = line(512, stage.rng(f"rings {name}"), 60, 5, gain=0.7)
    density = _looked_up(table, away - 1.25)
    span = smoothstep(1.28, 1.34, away) * smoothstep(2.2, 2.08, away)
    gap = 1 - smoothstep(0.035, 0.02, np.abs(away - 1.86)) * 0.85
    mask = (span * gap * np.clip(0.62 + 0.4 * density, 0.08, 0.95)).astype(np.float32)
    shadow = smoothstep(1.04, 0.9, np.abs(v * 4.6 / world.radius + 0.3 * u / world.radius))
    reach = u * stage.side / world.radius
    behind = smoothstep(0, -0.2, reach) * smoothstep(-2.1, -0.9, reach) * shadow
    p = stage.scene.palette
    picture = filled(stage.size, mix(p.light, p.accent2, 0.4))
    over(picture, p.paper, np.clip(density * 0.5 + 0.15, 0, 0.7))
    over(picture, p.ink, behind * 0.55)
    front = (v > 0).astype(np.float32)
    return Plane(picture, mask * (1 - front), depth), Plane(picture, mask * front, depth)


def limb(stage: Stage, name: str, world: World, depth: float) -> list[Plane]:
    """Return the edge of a huge world: its air glows, and dawn breaks at one point."""
    x, y = pixels(stage.size)
    away = (np.hypot(x - world.x, y - world.y) - world.radius).astype(np.float32)
    unit = stage.unit
    angle = np.arctan2(world.y - y, x - world.x)
    dawn = np.pi / 2 - stage.side * 0.16
    near = np.exp(-(((angle - dawn) / 0.3) ** 2)).astype(np.float32)
    glowing = np.exp(-np.clip(away, 0, None) / (26 * unit)) * (0.16 + 0.84 * near)
    glowing += np.exp(-np.clip(away, 0, None) / (95 * unit)) * near * 0.5
    p = stage.scene.palette
    picture = filled(stage.size, mix(p.light, p.accent2, 0.3))
    over(picture, p.paper, np.exp(-np.abs(away) / (5 * unit)) * near)
    air_mask = np.clip(glowing, 0, 1).astype(np.float32)
    ball_mask = np.clip(0.5 - away, 0, 1).astype(np.float32)
    return [
        Plane(picture, air_mask, depth),
        Plane(_land(stage, name, away, near), ball_mask, depth),
    ]


def _land(stage: Stage, name: str, away: Floats, near: Floats) -> Picture:
    """Return the ground below the limb: clouds in the dawn, then night with its towns."""
    unit, p = stage.unit, stage.scene.palette
    deep = np.clip(-away / (300 * unit), 0, 1)
    rng = stage.rng(f"limb {name}")
    banks = fractal(stage.size, rng, 120 * unit, 6, stretch=(2.2, 0.55))
    light = np.exp(-deep * 5.5) * (0.25 + 0.75 * near)
    tone = light * (0.3 + 0.85 * smoothstep(0.42, 0.7, banks))
    picture = stage.air.land(np.clip(tone + 0.05, 0, 1))
    over(picture, p.paper, np.exp(-np.clip(-away, 0, None) / (4 * unit)) * (0.15 + 0.8 * near))
    towns = fractal(stage.size, rng, 90 * unit, 3) * fractal(stage.size, rng, 4 * unit, 1)
    lit = smoothstep(0.46, 0.62, towns) * smoothstep(0.12, 0.4, deep) * (1 - near * 0.7)
    glowing: Mask = np.clip(lit + blur(lit, 2.5 * unit), 0, 1).astype(np.float32)
    return over(picture, stage.air.lamp, glowing * 0.55)
