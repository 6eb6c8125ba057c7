"""City: a skyline across the river, a street of light, a rooftop above it all."""

import numpy as np
import skia

from keyart_demo.art.canvas import blur, coverage, filled
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.profile import fog
from keyart_demo.art.settings.sky import clouds, disc_of, sky
from keyart_demo.art.settings.skyline import blocks, bridge
from keyart_demo.art.settings.staffage import Spot, person, shape
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.street import street
from keyart_demo.art.settings.water import mirrored


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views of a city."""
    return (_river, street, _roof)[stage.choice("view", 3)](stage)


def _river(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    shore = stage.horizon + 34 * unit
    land = [
        sky(stage, disc, stars=False),
        clouds(stage, stage.y(0.24), 50 * unit, disc),
        blocks(stage, "far", shore, 250, 0.12),
        fog(stage, "haze", shore - 50 * unit, 60 * unit, 0.7),
        blocks(stage, "middle", shore, 300, 0.45),
        fog(stage, "smoke", shore, 36 * unit, 0.6),
        blocks(stage, "near", shore + unit, 170, 0.85),
    ]
    stack = [*land, mirrored(stage, land, shore)]
    if stage.choice("bridge", 2):
        stack.append(bridge(stage, shore))
    return [*stack, *_quay(stage)]


def _quay(stage: Stage) -> list[Plane]:
    """Return a railing at the near bank and a person leaning on it."""
    unit, (x, _) = stage.unit, stage.focus
    row = stage.horizon + 188 * unit
    path = skia.Path()
    path.addRect(skia.Rect.MakeLTRB(-9, row, stage.size.width + 9, stage.size.height + 9))
    path.addRect(skia.Rect.MakeLTRB(-9, row - 21 * unit, stage.size.width + 9, row - 18.6 * unit))
    for post in np.arange(-20 * unit, stage.size.width, 23 * unit):
        path.addRect(skia.Rect.MakeXYWH(float(post), row - 20 * unit, 2.1 * unit, 22 * unit))
    spot = Spot(x - stage.side * 60 * unit, row + unit, 58 * unit)
    path.addPath(person(spot))
    path.setFillType(skia.PathFillType.kWinding)
    return [shape(stage, path, stage.air.near, 0.95)]


def _roof(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    base = stage.horizon + 120 * unit
    x, _ = stage.focus
    edge = base + 36 * unit
    roof = skia.Path()
    half = (210 if stage.wide else 190) * unit
    left, right = x - half, x + half * 1.1
    roof.addRect(skia.Rect.MakeLTRB(left, edge, right, stage.size.height + 9))
    roof.addRect(skia.Rect.MakeLTRB(left - 7 * unit, edge - 7 * unit, right + 7 * unit, edge + 5))
    spot = Spot(x - stage.side * 24 * unit, edge - 6 * unit, 74 * unit)
    _tank(roof, x + stage.side * 120 * unit, edge - 6 * unit, 88 * unit)
    lit = blocks(stage, "front", base + 90 * unit, 210, 0.8)
    return [
        sky(stage, disc, stars=False),
        clouds(stage, stage.y(0.2), 50 * unit, disc),
        blocks(stage, "far", base, 330, 0.1),
        fog(stage, "haze", base - 90 * unit, 80 * unit, 0.7),
        blocks(stage, "middle", base + 20 * unit, 330, 0.42),
        fog(stage, "smoke", base - 20 * unit, 60 * unit, 0.55),
        lit,
        shape(stage, roof, stage.air.near, 0.95),
        shape(stage, person(spot), stage.air.near, 0.95),
        *_beacon(stage, roof, x + stage.side * 120 * unit, edge - 120 * unit),
    ]


def _tank(path: skia.Path, x: float, base: float, height: float) -> None:
    """Add a water tank on legs."""
    half, leg = height * 0.3, height * 0.4
    for off in (-0.85, -0.3, 0.3, 0.85):
        path.addRect(skia.Rect.MakeXYWH(x + off * half - 1, base - leg, height * 0.035, leg))
    path.addRect(skia.Rect.MakeLTRB(x - half, base - height * 0.82, x + half, base - leg))
    roof = [(x - half * 1.1, base - height * 0.81), (x, base - height * 1.06)]
    roof.append((x + half * 1.1, base - height * 0.81))
    path.addPoly([skia.Point(*point) for point in roof], close=True)


def _beacon(stage: Stage, _roof: skia.Path, x: float, y: float) -> list[Plane]:
    """Return a red light on a thin mast."""
    unit = stage.unit
    mast, light = skia.Path(), skia.Path()
    mast.addRect(skia.Rect.MakeXYWH(x - unit * 0.7, y, unit * 1.4, 40 * unit))
    light.addCircle(x, y, 2.6 * unit)
    colour = stage.scene.palette.accent
    mask = coverage(stage.size, light)
    shine = np.clip(mask + blur(mask, 6 * unit) * 5, 0, 1).astype(np.float32)
    return [
        shape(stage, mast, stage.air.near, 0.95),
        Plane(filled(stage.size, colour), shine, 0.95),
    ]
