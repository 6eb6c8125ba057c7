"""Forest: a clearing in the spruces, light between bare trunks, a wooded shore."""

import numpy as np
import skia

from keyart_demo.art.canvas import coverage, distance, filled, glow, over, pixels, smoothstep
from keyart_demo.art.colour import mix
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings import trees
from keyart_demo.art.settings.profile import bump, fog, hill, slab
from keyart_demo.art.settings.sky import Disc, disc_of, rays, sky
from keyart_demo.art.settings.staffage import Spot, birds, lamps, person, rowing_boat, shape
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.water import mirrored


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views of a forest."""
    return (_clearing, _trunks, _shore)[stage.choice("view", 3)](stage)


def _clearing(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    stack = [sky(stage, disc)]
    x, _ = stage.focus
    rows = ((0.05, 30, (90, 190), 20), (0.3, 62, (130, 260), 46), (0.6, 100, (170, 330), 100))
    for k, (near, down, heights, gap) in enumerate(rows):
        base = stage.horizon + down * unit
        stack.append(trees.wood(stage, f"wood {k}", base, heights, near, gap=gap))
        stack.append(fog(stage, f"fog {k}", base - 8 * unit, 44 * unit, 0.95 - 0.12 * k))
    floor = hill(stage, "floor", stage.horizon + 150 * unit, 30 * unit, 400 * unit)
    row = float(floor[int(x)])
    spot = Spot(x, row + 3 * unit, 50 * unit)
    stack.append(slab(stage, floor, stage.air.at(0.86), 0.8, 0.0))
    stack.append(shape(stage, person(spot), stage.air.near, 0.8))
    if stage.air.dark:
        stack.append(_lantern(stage, spot))
    near = trees.spruces(stage, "edge", floor + 150 * unit, (330, 520), gap=230)
    stack.append(Plane(filled(stage.size, stage.air.near), coverage(stage.size, near), 1.0))
    return stack


def _lantern(stage: Stage, spot: Spot) -> Plane:
    lamp = skia.Path()
    lamp.addCircle(
        spot.x + 0.2 * spot.height, spot.y - 0.3 * spot.height, max(0.06 * spot.height, 1.2)
    )
    return lamps(stage, coverage(stage.size, lamp), 7 * stage.unit, 0.8)


def _trunks(stage: Stage) -> list[Plane]:
    unit, (x, y) = stage.unit, stage.focus
    disc = Disc(x, y - 40 * unit, 110 * unit)
    stack = [_backlight(stage, disc)]
    for k, (count, width, gap) in enumerate(((46, 13, 16), (24, 24, 52), (11, 46, 120))):
        near = 0.25 + 0.33 * k
        mask = trees.trunks(stage, f"trunks {k}", _across(stage, count), width, gap)
        picture = filled(stage.size, stage.air.at(near))
        _, rows = pixels(stage.size)
        lift = smoothstep(stage.horizon - 160 * unit, stage.horizon + 120 * unit, rows)
        over(picture, stage.air.fog, lift * (0.62 - 0.3 * k))
        stack.append(Plane(picture, mask, 0.15 + 0.35 * k))
        if k == 0:
            stack.append(fog(stage, "mist", stage.horizon, 110 * unit, 0.75))
        if k == 1:
            stack += _walker(stage, x)
    beams = rays(stage, disc, 21)
    stack.insert(4, Plane(filled(stage.size, stage.air.glow), beams * 0.4, 0.3))
    floor = hill(stage, "floor", stage.horizon + 255 * unit, 46 * unit, 300 * unit)
    floor += bump(stage, x, 190 * unit) * 34 * unit
    return [*stack, slab(stage, floor, stage.air.near, 1.0, 0.0)]


def _across(stage: Stage, count: int) -> int:
    """Return the number of trunks that gives a sheet of this width the same density."""
    return round(count * stage.size.width / (720 * stage.unit))


def _backlight(stage: Stage, disc: Disc) -> Plane:
    air = stage.air
    away = distance(stage.size, (disc.x, disc.y), stretch=0.7)
    picture = filled(stage.size, mix(air.sky.at(0.35), air.far, 0.35))
    glow(picture, air.glow, np.exp(-((away / (3.2 * disc.radius)) ** 2)) * 0.75)
    over(picture, air.sun, smoothstep(disc.radius * 1.5, disc.radius * 0.2, away) * 0.6)
    return Plane(picture, np.ones(stage.size.shape, np.float32), 0.0)


def _walker(stage: Stage, x: float) -> list[Plane]:
    unit = stage.unit
    ground = hill(stage, "path", stage.horizon + 120 * unit, 24 * unit, 420 * unit)
    spot = Spot(x, float(ground[int(x)]) + 2 * unit, 84 * unit)
    return [
        slab(stage, ground, stage.air.at(0.72), 0.5, 0.2),
        shape(stage, person(spot), stage.air.near, 0.55),
    ]


def _shore(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    shore = stage.horizon + 40 * unit
    x, _ = stage.focus
    flock = birds(stage, "birds", (x - 80 * unit, stage.y(0.2)), 7, 42 * unit)
    land = [
        sky(stage, disc),
        shape(stage, flock, stage.air.at(0.75), 0.1),
        trees.wood(stage, "far", shore - 42 * unit, (60, 120), 0.12),
        fog(stage, "high", shore - 60 * unit, 36 * unit, 0.9),
        trees.wood(stage, "middle", shore - 16 * unit, (90, 190), 0.42, gap=60),
        fog(stage, "low", shore - 12 * unit, 30 * unit, 0.8),
        trees.wood(stage, "near", shore + 4 * unit, (110, 260), 0.75, gap=130),
    ]
    boat = Spot(x, shore + 74 * unit, 27 * unit)
    mask = coverage(stage.size, rowing_boat(boat))
    stack = [*land, mirrored(stage, land, shore), _wake(stage, boat)]
    stack.append(Plane(filled(stage.size, stage.air.near), mask, 0.6))
    if stage.air.dark:
        stack.append(_lantern(stage, Spot(boat.x + 14 * unit, boat.y, boat.height)))
    return stack


def _wake(stage: Stage, boat: Spot) -> Plane:
    """Return the bright line on the water around a boat, and its dark reflection."""
    path = skia.Path()
    for k, half in enumerate((2.6, 1.7, 2.1)):
        rise = (0.1 + 0.26 * k) * boat.height
        path.addOval(
            skia.Rect.MakeLTRB(
                boat.x - half * boat.height,
                boat.y + rise,
                boat.x + half * boat.height,
                boat.y + rise + 0.06 * boat.height,
            )
        )
    return Plane(filled(stage.size, stage.air.fog), coverage(stage.size, path) * 0.7, 0.6)
