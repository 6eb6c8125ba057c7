"""Castle: on a crag over the mist, at the end of a road, over its own reflection."""

import numpy as np
import skia

from keyart_demo.art.canvas import Mask, coverage, filled, over, rim, smoothstep
from keyart_demo.art.colour import Floats, mix
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings import trees
from keyart_demo.art.settings.keep import Keep, keep
from keyart_demo.art.settings.mountains import massif
from keyart_demo.art.settings.profile import bump, fog, hill, ridge, slab
from keyart_demo.art.settings.sky import clouds, disc_of, sky
from keyart_demo.art.settings.staffage import Spot, birds, lamps, person, rowing_boat, shape
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.water import mirrored


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views of a castle."""
    return (_crag, _road, _lake)[stage.choice("view", 3)](stage)


def _crag(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    x, _ = stage.focus
    base = stage.horizon + 120 * unit
    rock = _rock(stage, base, 250)
    foot = float(rock[int(x)]) + 14 * unit
    tops = [
        ridge(stage, f"range {k}", stage.horizon + 40 * k * unit, (150 - 30 * k) * unit, 260 * unit)
        for k in range(2)
    ]
    flock = birds(stage, "birds", (x - stage.side * 110 * unit, stage.y(0.24)), 9, 40 * unit)
    near = _ledge(stage)
    spot = Spot(x - stage.side * 130 * unit, near[1], 42 * unit)
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.2), 50 * unit, disc),
        slab(stage, tops[0], stage.air.at(0.1), 0.1, 0.9),
        slab(stage, tops[1], stage.air.at(0.3), 0.2, 0.9),
        fog(stage, "valley", stage.horizon + 20 * unit, 60 * unit, 0.9),
        *_castle(stage, keep(stage, x, foot, 250), 0.62),
        _stone(stage, rock, 0.62),
        fog(stage, "foot", base + 10 * unit, 60 * unit, 0.95),
        shape(stage, flock, stage.air.at(0.85), 0.5),
        trees.wood(stage, "wood", base + 70 * unit, (40, 96), 0.86),
        slab(stage, near[0], stage.air.near, 1.0, 0.0),
        shape(stage, person(spot), stage.air.near, 1.0),
    ]


def _ledge(stage: Stage) -> tuple[Floats, float]:
    """Return the ground nearest to the viewer, and the row for a person on it."""
    unit, (x, _) = stage.unit, stage.focus
    tops = hill(stage, "ledge", stage.horizon + 235 * unit, 50 * unit, 420 * unit)
    place = x - stage.side * 130 * unit
    tops = tops - bump(stage, place, 110 * unit) * 60 * unit
    tops += line(stage.size.width, stage.rng("stones"), 24 * unit, 3) * 3 * unit
    return tops.astype(np.float32), float(tops[int(place)]) + 2 * unit


def _rock(stage: Stage, base: float, tall: float) -> Floats:
    """Return a steep rock with a narrow flat top at the focus."""
    unit, (x, _) = stage.unit, stage.focus
    off = np.abs(np.arange(stage.size.width) - x) / unit
    slope = np.where(off < 84, 1.0, np.exp(-((np.maximum(off - 84, 0) / 88) ** 1.25)))
    rough = line(stage.size.width, stage.rng("rock"), 52 * unit, 5, gain=0.58)
    edge = smoothstep(70, 120, off.astype(np.float32))
    return (base - unit * (tall * slope + rough * (3 + 20 * edge))).astype(np.float32)


def _stone(stage: Stage, tops: Floats, nearness: float) -> Plane:
    """Return rock with flutes that catch the light, dark towards its other side."""
    unit, air = stage.unit, stage.air
    plane = slab(stage, tops, air.at(nearness), nearness, 0.35)
    flutes = fractal(stage.size, stage.rng("flutes"), 30 * unit, 5, stretch=(0.7, 3.2))
    step = -stage.side * max(round(4 * unit), 1)
    lit = smoothstep(0.015, 0.1, flutes - np.roll(flutes, step, axis=1))
    off = (np.arange(stage.size.width) - stage.focus[0]) / (170 * unit) * stage.side
    share = np.clip(0.5 + 0.5 * off, 0.12, 1)[None, :]
    over(plane.picture, air.at(nearness * 0.25), (lit * share * 0.75).astype(np.float32))
    return plane


def _castle(stage: Stage, castle: Keep, nearness: float) -> list[Plane]:
    """Return a castle's walls, lit at one edge, and its windows."""
    unit, air = stage.unit, stage.air
    wall = coverage(stage.size, castle.walls)
    roof = coverage(stage.size, castle.roofs)
    picture = filled(stage.size, air.at(nearness))
    over(picture, air.at(min(nearness + 0.2, 1)), roof)
    over(picture, air.at(nearness * 0.3), _faces(stage, castle) * wall * 0.6)
    over(picture, air.sun, rim(np.maximum(wall, roof), stage.side * 1.6 * unit, 0) * 0.35)
    mask: Mask = np.maximum(wall, roof)
    walls = Plane(picture, mask, nearness)
    windows = coverage(stage.size, castle.windows)
    if air.hour.value == "pale":
        return [walls, Plane(filled(stage.size, mix(air.near, air.far, 0.3)), windows, nearness)]
    return [walls, lamps(stage, windows, 4.5 * unit, nearness)]


def _faces(stage: Stage, castle: Keep) -> Mask:
    """Return the half of each tower that faces the light."""
    path = skia.Path()
    for left, right, top, bottom in castle.faces:
        middle = left + (right - left) * 0.58
        span = (middle, right) if stage.side > 0 else (left, left + right - middle)
        path.addRect(skia.Rect.MakeLTRB(span[0], top, span[1], bottom))
    return coverage(stage.size, path)


def _road(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    x, _ = stage.focus
    base = stage.horizon + 60 * unit
    mound = (
        hill(stage, "mound", base, 30 * unit, 400 * unit) - bump(stage, x, 150 * unit) * 80 * unit
    )
    foot = float(mound[int(x)]) + 8 * unit
    rows = hill(stage, "meadow", base + 120 * unit, 40 * unit, 460 * unit)
    stand = x + stage.side * 8 * unit
    spot = Spot(stand, base + 172 * unit, 48 * unit)
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.2), 60 * unit, disc),
        massif(stage, "range", base - 10 * unit, stage.y(0.25), 0.28),
        fog(stage, "vale", base - 40 * unit, 40 * unit, 0.7),
        *_castle(stage, keep(stage, x, foot, 180), 0.55),
        slab(stage, mound.astype(np.float32), stage.air.at(0.5), 0.5, 0.4),
        trees.wood(stage, "wood", base + 50 * unit, (30, 70), 0.62, gap=60),
        slab(stage, rows, stage.air.at(0.78), 0.8, 0.0),
        _way(stage, base, rows),
        shape(stage, person(spot), stage.air.near, 0.85),
        Plane(filled(stage.size, stage.air.near), _wings(stage), 1.0),
    ]


def _way(stage: Stage, base: float, ground: Floats) -> Plane:
    """Return the road, winding from the viewer to the gate."""
    unit, (x, _) = stage.unit, stage.focus
    y = np.arange(stage.size.height, dtype=np.float32)
    t = np.clip((y - base) / (300 * unit), 0, 1)
    middle = x + np.sin(t * 4.4) * 60 * unit * t * stage.side
    half = (2 + 42 * t**1.6) * unit
    columns = np.arange(stage.size.width)
    mask = np.clip(half[:, None] - np.abs(columns[None, :] - middle[:, None]) + 0.5, 0, 1)
    mask = mask * np.clip(y[:, None] - ground[None, :], 0, 1)
    colour = mix(stage.air.fog, stage.air.at(0.6), 0.45)
    return Plane(filled(stage.size, colour), mask.astype(np.float32), 0.8)


def _wings(stage: Stage) -> Mask:
    """Return large spruces at both edges that frame the view."""
    tops = hill(stage, "wing ground", stage.horizon + 330 * stage.unit, 20 * stage.unit, 300)
    return coverage(stage.size, trees.spruces(stage, "wings", tops, (300, 470), gap=250))


def _lake(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    x, _ = stage.focus
    shore = stage.horizon + 50 * unit
    island = shore + 16 * unit - bump(stage, x, 130 * unit) * 80 * unit
    island += line(stage.size.width, stage.rng("island"), 36 * unit, 4) * 5 * unit
    foot = float(island[int(x)]) + 12 * unit
    tops = ridge(stage, "range", shore - 10 * unit, 150 * unit, 300 * unit)
    land = [
        sky(stage, disc),
        clouds(stage, stage.y(0.2), 50 * unit, disc),
        slab(stage, tops, stage.air.at(0.14), 0.12, 0.95),
        trees.wood(stage, "wood", shore - 6 * unit, (26, 60), 0.32),
        fog(stage, "mist", shore - 14 * unit, 34 * unit, 0.9),
        *_castle(stage, keep(stage, x, foot, 215), 0.66),
        _stone(stage, island.astype(np.float32), 0.7),
    ]
    boat = Spot(x - stage.side * 84 * unit, shore + 104 * unit, 24 * unit)
    return [
        *land,
        mirrored(stage, land, shore),
        fog(stage, "water", shore + 6 * unit, 20 * unit, 0.5),
        shape(stage, rowing_boat(boat), stage.air.near, 0.7),
    ]
