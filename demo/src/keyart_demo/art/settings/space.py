"""Space: a ringed giant, dawn over a world's edge, a grey moon with footprints."""

import math

import numpy as np
import skia

from keyart_demo.art.canvas import coverage, filled, glow, over, rim, smoothstep, stroke
from keyart_demo.art.colour import Floats, mix
from keyart_demo.art.noise import fractal
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.ground import Ground
from keyart_demo.art.settings.planet import World, ball, limb, rings
from keyart_demo.art.settings.profile import ridge, slab
from keyart_demo.art.settings.sky import starry
from keyart_demo.art.settings.staffage import Spot, lamps, shape, turn
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.terrain import tones


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views in space; it is always night there."""
    return (_giant, _dawn, _moon)[stage.choice("view", 3)](stage.at_night())


def heavens(stage: Stage) -> Plane:
    """Return stars and the clouds of a nebula."""
    unit, p = stage.unit, stage.scene.palette
    turn = fractal(stage.size, stage.rng("lane"), 420 * unit, 6, stretch=(1.5, 1))
    dust = fractal(stage.size, stage.rng("dust"), 170 * unit, 5)
    field = smoothstep(0.38, 0.85, turn) * (0.35 + 0.65 * dust)
    picture = filled(stage.size, p.ink)
    over(picture, p.deep, field * 0.9)
    glow(picture, p.mid, smoothstep(0.42, 0.95, field) * 0.55)
    starry(stage, picture, np.ones(stage.size.shape, np.float32))
    return Plane(picture, np.ones(stage.size.shape, np.float32), 0.02)


def _giant(stage: Stage) -> list[Plane]:
    unit, rng = stage.unit, stage.rng("giant")
    x, y = stage.focus
    radius = float(rng.uniform(150, 215)) * unit
    world = World(x, y, radius, tilt=-stage.side * float(rng.uniform(0.2, 0.5)))
    stack = [heavens(stage)]
    if rng.random() < 0.75:
        behind, before = rings(stage, "giant", world, 0.3)
        stack += [behind, ball(stage, "giant", world, 0.3), before]
    else:
        stack.append(ball(stage, "giant", world, 0.3))
    for k, away in enumerate((1.45, 1.9)):
        turn = float(rng.uniform(0.6, 2.4)) + k * 2.6
        moon = World(
            x + float(np.cos(turn)) * radius * away,
            y + float(np.sin(turn)) * radius * away * 0.8,
            float(rng.uniform(9, 26)) * unit,
            banded=False,
        )
        stack.append(ball(stage, f"moon {k}", moon, 0.5))
    ship = Spot(x - stage.side * radius * 0.55, y + radius * 0.62, 40 * unit)
    return [*stack, *_ship(stage, ship)]


def _ship(stage: Stage, spot: Spot) -> list[Plane]:
    """Return a small ship on its plume, climbing away from the light."""
    unit = stage.unit
    hull = spot.path(
        [((-0.02, 1.0), (-0.13, 0.62), (-0.3, 0.1), (0.3, 0.1), (0.13, 0.62), (0.02, 1.0))]
    )
    plume = spot.path([((-0.12, 0.1), (-0.03, -3.6), (0.03, -3.6), (0.12, 0.1))])
    for path in (hull, plume):
        turn(path, 38 * stage.side, (spot.x, spot.y))
    trail = Plane(filled(stage.size, stage.air.lamp), coverage(stage.size, plume) * 0.6, 0.8)
    body = shape(stage, hull, stage.scene.palette.ink, 0.8)
    over(body.picture, stage.scene.palette.paper, rim(body.mask, stage.side * 2 * unit, -unit))
    return [trail, body]


def _dawn(stage: Stage) -> list[Plane]:
    unit = stage.unit
    x, y = stage.focus
    radius = float(stage.rng("dawn").uniform(820, 1300)) * unit
    top = y + (40 if stage.wide else 70) * unit
    world = World(x - stage.side * 80 * unit, top + radius, radius)
    spot = Spot(x + stage.side * 10 * unit, top - 70 * unit, 64 * unit)
    far = World(x - stage.side * 190 * unit, stage.y(0.15), 30 * unit, banded=False)
    return [
        heavens(stage),
        ball(stage, "far", far, 0.1),
        *limb(stage, "dawn", world, 0.35),
        *_drifter(stage, spot),
    ]


def _drifter(stage: Stage, spot: Spot) -> list[Plane]:
    """Return a person in a space suit drifting on a long line."""
    limbs = (
        ((0.0, 0.46), (0.0, 0.66), 0.3), ((-0.13, 0.62), (-0.34, 0.44), 0.1),
        ((0.13, 0.62), (0.36, 0.72), 0.1), ((-0.07, 0.4), (-0.16, 0.08), 0.13),
        ((0.07, 0.4), (0.22, 0.14), 0.13),
    )  # fmt: skip
    pivot, lean = (spot.x, spot.y - spot.height / 2), -24 * stage.side
    mask = np.zeros(stage.size.shape, np.float32)
    for start, end, width in limbs:
        stick = turn(spot.path([(start, end)]), lean, pivot)
        mask = np.maximum(mask, stroke(stage.size, stick, width * spot.height))
    path = skia.Path()
    path.addCircle(spot.x + 0.01 * spot.height, spot.y - 0.87 * spot.height, 0.135 * spot.height)
    path.addRect(
        skia.Rect.MakeXYWH(
            spot.x - 0.19 * spot.height,
            spot.y - 0.8 * spot.height,
            0.38 * spot.height,
            0.36 * spot.height,
        )
    )
    path.setFillType(skia.PathFillType.kWinding)
    mask = np.maximum(mask, coverage(stage.size, turn(path, lean, pivot)))
    body = Plane(filled(stage.size, stage.scene.palette.ink), mask, 0.8)
    light = mix(stage.scene.palette.paper, stage.scene.palette.light, 0.3)
    over(body.picture, light, rim(body.mask, stage.side * 2.4 * stage.unit, 2.4 * stage.unit))
    over(body.picture, light, rim(body.mask, stage.side * 5 * stage.unit, -3 * stage.unit) * 0.7)
    return [body]


def _moon(stage: Stage) -> list[Plane]:
    unit, rng = stage.unit, stage.rng("moon view")
    x, y = stage.focus
    risen = World(x, y - 40 * unit, float(rng.uniform(120, 190)) * unit, tilt=0.3 * stage.side)
    ground = Ground(stage, stage.horizon)
    heights = (ground.noise("swells", 1500, 3) - 0.4) * 150 * unit + _craters(stage, ground)
    heights = (heights * ground.rise).astype(np.float32)
    light = ground.light(heights, 0.32)
    relief = ground.seen(heights)
    dust = ground.noise("dust", 60, 3) - 0.5
    tone = relief.seen(tones(np.clip(light * 1.35 + 0.1 * dust, 0, 1).astype(np.float32), 7, 0.4))
    land = Plane(stage.air.land(np.clip(tone * 0.92 + 0.03, 0, 1)), relief.mask, 0.6)
    far = ridge(stage, "far", stage.horizon + 14 * unit, 74 * unit, 210 * unit)
    stand = x - stage.side * 92 * unit
    row = float(relief.crest[int(stand)]) + 26 * unit
    return [
        heavens(stage),
        ball(stage, "risen", risen, 0.12),
        slab(stage, far, mix(stage.air.far, stage.scene.palette.ink, 0.45), 0.2, 0.0),
        land,
        *_walker(stage, Spot(stand, row, 46 * unit)),
    ]


def _craters(stage: Stage, ground: Ground) -> Floats:
    """Return bowls with raised rims: many small, few large."""
    rng, unit = stage.rng("craters"), stage.unit
    total = np.zeros(ground.x.shape, np.float32)
    for _ in range(46):
        radius = math.exp(rng.uniform(math.log(26), math.log(330))) * unit
        where_y = math.exp(rng.uniform(math.log(1.0), math.log(6))) * 620 * unit
        where_x = float(rng.uniform(-1, 1)) * where_y * 0.9
        first, last = np.searchsorted(ground.y[:, 0], (where_y - 2 * radius, where_y + 2 * radius))
        near = slice(int(first), int(last))
        away = np.hypot(ground.x[near] - where_x, ground.y[near] - where_y) / radius
        bowl = np.where(away < 1, (away * away - 1) * 0.32, 0)
        wall = np.exp(-(((away - 1) / 0.22) ** 2)) * 0.13
        total[near] += ((bowl + wall) * radius).astype(np.float32)
    return total


def _walker(stage: Stage, spot: Spot) -> list[Plane]:
    """Return an astronaut on the ground with a lamp on the helmet."""
    body = spot.path(
        [
            (
                (-0.11, 0.0),
                (-0.13, 0.36),
                (0.13, 0.36),
                (0.11, 0.0),
                (0.02, 0.0),
                (0.0, 0.3),
                (-0.02, 0.0),
            ),
            ((-0.2, 0.34), (-0.22, 0.7), (-0.14, 0.77), (0.14, 0.77), (0.22, 0.7), (0.2, 0.34)),
            ((-0.17, 0.42), (-0.17, 0.86), (0.17, 0.86), (0.17, 0.42)),
        ]
    )
    body.addCircle(spot.x, spot.y - 0.88 * spot.height, 0.14 * spot.height)
    body.setFillType(skia.PathFillType.kWinding)
    plane = shape(stage, body, mix(stage.air.near, stage.scene.palette.deep, 0.4), 0.62)
    light = stage.scene.palette.paper
    over(plane.picture, light, rim(plane.mask, stage.side * 2.5 * stage.unit, -1.5 * stage.unit))
    lamp = skia.Path()
    lamp.addCircle(spot.x, spot.y - 0.9 * spot.height, max(1.6 * stage.unit, 1))
    return [plane, lamps(stage, coverage(stage.size, lamp), 6 * stage.unit, 0.62)]
