"""Sea: a sail on a path of light, a lighthouse, a boat in high waves."""

import numpy as np
import skia
from scipy.ndimage import uniform_filter1d

from keyart_demo.art.canvas import Mask, coverage, distance, filled, over, pixels, rim, smoothstep
from keyart_demo.art.colour import Floats, mix
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.profile import below, bump, fog, ridge, slab
from keyart_demo.art.settings.sky import clouds, disc_of, sky
from keyart_demo.art.settings.staffage import Spot, birds, lamps, sailing_boat, shape, turn
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.terrain import tones
from keyart_demo.art.settings.water import sea


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views of the sea."""
    return (_sail, _lighthouse, _storm)[stage.choice("view", 3)](stage)


def _sail(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage, low=stage.choice("low", 4) > 0), stage.unit
    x = disc.x - stage.side * 12 * unit
    spot = Spot(x, stage.horizon + 46 * unit, 112 * unit)
    boat = shape(stage, sailing_boat(spot, flip=stage.side > 0), stage.air.near, 0.6)
    island = ridge(stage, "island", stage.horizon + 10 * unit, 40 * unit, 200 * unit)
    island += (1 - bump(stage, x + stage.side * 330 * unit, 190 * unit)) * 60 * unit
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.22), 46 * unit, disc),
        clouds(stage, stage.horizon - 60 * unit, 26 * unit, disc),
        slab(stage, island, stage.air.at(0.22), 0.12, 0.8),
        sea(stage, stage.horizon, disc),
        _shadow(stage, boat, spot.y),
        boat,
        shape(stage, _gulls(stage, x), stage.air.at(0.9), 0.7),
    ]


def _gulls(stage: Stage, x: float) -> skia.Path:
    unit = stage.unit
    return birds(stage, "gulls", (x + stage.side * 120 * unit, stage.y(0.33)), 6, 50 * unit)


def _shadow(stage: Stage, boat: Plane, row: float) -> Plane:
    """Return the dark reflection of a boat, broken by ripples."""
    top, unit = int(row), stage.unit
    rows = np.clip(2 * top - np.arange(stage.size.height), 0, stage.size.height - 1)
    wave = fractal(stage.size, stage.rng("shadow"), 7 * unit, 2, stretch=(6, 0.6)) - 0.5
    columns = np.arange(stage.size.width)[None, :] + wave * 34 * unit
    place = np.clip(columns, 0, stage.size.width - 1).astype(np.intp)
    mask = boat.mask[rows[:, None], place] * smoothstep(0.34, 0.5, wave + 0.5)
    mask[:top] = 0
    return Plane(filled(stage.size, stage.air.near), mask * 0.7, boat.depth)


def _lighthouse(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    x, _ = stage.focus
    shore = stage.horizon + 66 * unit
    rock = shore + 30 * unit - bump(stage, x, 130 * unit) * 104 * unit
    rock -= bump(stage, x + stage.side * 200 * unit, 170 * unit) * 74 * unit
    rough = line(stage.size.width, stage.rng("rock"), 40 * unit, 5, gain=0.6)
    rock = (rock + rough * 9 * unit).astype(np.float32)
    foot = float(rock[int(x)]) + 8 * unit
    tower = Spot(x, foot, 235 * unit)
    body, bands, lamp = (coverage(stage.size, path) for path in _tower(tower))
    head = (x, tower.y - 0.87 * tower.height)
    stone = slab(stage, rock, stage.air.at(0.88), 0.55, 0.0)
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.24), 60 * unit, disc),
        *([_beam(stage, head)] if stage.air.hour.value in {"night", "dusk"} else []),
        sea(stage, stage.horizon, disc),
        *_round(stage, body, bands, tower),
        _faced(stage, stone),
        lamps(stage, lamp, 9 * unit, 0.55),
        _foam(stage, rock, shore),
        _swell(stage, "front", shore + 70 * unit, 26 * unit, 0.85),
        shape(stage, _gulls(stage, x), stage.air.at(0.9), 0.7),
    ]


def _tower(spot: Spot) -> tuple[skia.Path, skia.Path, skia.Path]:
    """Return a lighthouse's body, its bands, and its lamp."""
    body = spot.path(
        [
            ((-0.11, 0.0), (-0.068, 0.79), (0.068, 0.79), (0.11, 0.0)),
            ((-0.1, 0.79), (-0.1, 0.82), (0.1, 0.82), (0.1, 0.79)),
            ((-0.06, 0.82), (-0.06, 0.925), (0.06, 0.925), (0.06, 0.82)),
            ((-0.078, 0.92), (-0.04, 0.975), (0.0, 1.02), (0.04, 0.975), (0.078, 0.92)),
        ]
    )
    body.setFillType(skia.PathFillType.kWinding)
    bands = spot.path(
        [
            ((-0.2, low), (-0.2, low + 0.13), (0.2, low + 0.13), (0.2, low))
            for low in (0.12, 0.4, 0.68)
        ]
    )
    lamp = spot.path([((-0.045, 0.835), (-0.045, 0.915), (0.045, 0.915), (0.045, 0.835))])
    return body, bands, lamp


def _round(stage: Stage, body: Mask, bands: Mask, spot: Spot) -> list[Plane]:
    """Return the tower as a lit column with bands in the accent colour."""
    x, _ = pixels(stage.size)
    across = (x - spot.x) / (0.11 * spot.height) * stage.side
    light = np.clip(0.5 + 0.5 * across, 0, 1)
    p = stage.scene.palette
    picture = filled(stage.size, mix(stage.air.near, p.mid, 0.35))
    over(picture, mix(p.paper, stage.air.fog, 0.2), np.broadcast_to(light, body.shape))
    stripe = filled(stage.size, mix(p.accent, stage.air.near, 0.6))
    over(stripe, p.accent, np.broadcast_to(light, body.shape))
    over(picture, stripe, bands)
    _, y = pixels(stage.size)
    cap = (y < spot.y - 0.79 * spot.height).astype(np.float32)
    over(picture, stage.air.near, cap)
    return [Plane(picture, body, 0.55)]


def _beam(stage: Stage, head: tuple[float, float]) -> Plane:
    """Return the two rotating beams of a lighthouse."""
    x, y = pixels(stage.size)
    tilt = float(stage.rng("beam").uniform(-0.16, 0.02))
    away = distance(stage.size, head)
    angle = np.arctan2(y - head[1], np.abs(x - head[0])) - tilt
    arm = np.exp(-((angle / 0.085) ** 2)) * np.exp(-away / (420 * stage.unit))
    return Plane(filled(stage.size, stage.air.lamp), (arm * 0.75).astype(np.float32), 0.55)


def _faced(stage: Stage, stone: Plane) -> Plane:
    """Return rock with facets towards the light."""
    unit = stage.unit
    facets = fractal(stage.size, stage.rng("facets"), 46 * unit, 5, stretch=(0.8, 1.4))
    slope = facets - np.roll(facets, -stage.side * max(round(5 * unit), 1), axis=1)
    lit = smoothstep(0.01, 0.09, slope) * 0.6
    edge = rim(stone.mask, 0, -2 * unit)
    picture = over(stone.picture, stage.air.land.at(0.62), lit)
    return Plane(over(picture, stage.air.land.at(0.9), edge * 0.8), stone.mask, stone.depth)


def _foam(stage: Stage, rock: Floats, shore: float) -> Plane:
    """Return the white water around the rock."""
    unit = stage.unit
    _, y = pixels(stage.size)
    spray = fractal(stage.size, stage.rng("foam"), 34 * unit, 5, stretch=(2.4, 0.8))
    solid = below(stage, rock)
    band = np.exp(-(((y - shore) / (13 * unit)) ** 2)) * solid
    return Plane(
        filled(stage.size, stage.air.land.at(1.0)),
        (smoothstep(0.5, 0.7, spray + 0.25 * band) * band).astype(np.float32),
        0.56,
    )


def _swell(stage: Stage, name: str, row: float, height: float, nearness: float) -> Plane:
    """Return one line of waves: they lean away from the wind, and their crests break into foam."""
    unit, width = stage.unit, stage.size.width
    rng = stage.rng(f"swell {name}")
    scale = (120 + 330 * nearness) * unit
    bend = line(width, rng, scale * 1.8, 2) * 0.55
    start = float(rng.uniform(0, 1))
    phase = ((np.arange(width) / scale + bend + start) % 1.0).astype(np.float32)
    t = phase if stage.side > 0 else 1 - phase
    crest = np.where(t < 0.68, (t / 0.68) ** 2.1, ((1 - t) / 0.32) ** 0.9).astype(np.float32)
    crest = uniform_filter1d(crest, max(round(scale * 0.09), 1))
    size = 0.7 + 0.3 * line(width, rng, scale * 2.5, 2)
    chop = line(width, rng, 24 * unit, 3) * 1.5 * unit
    tops = (row - height * crest * size + chop).astype(np.float32)
    picture = _wave_face(stage, rng, tops, (crest, t), nearness)
    return Plane(picture, below(stage, tops), 0.2 + 0.75 * nearness)


def _wave_face(
    stage: Stage,
    rng: np.random.Generator,
    tops: Floats,
    wave: tuple[Floats, Floats],
    nearness: float,
) -> Floats:
    """Return the water of a line of waves: lit fronts, dark backs, foam sliding down."""
    unit, air, (crest, t) = stage.unit, stage.air, wave
    _, y = pixels(stage.size)
    down = np.maximum(y - tops[None, :], 0) / unit
    streaks = fractal(stage.size, rng, 60 * unit, 4, stretch=(2.8, 0.7))
    front = smoothstep(0.6, 0.8, t)[None, :]
    tone = 0.5 + 0.3 * front * crest[None, :] - 0.36 * np.clip(down / 110, 0, 1)
    tone += 0.6 * (streaks - 0.5) * np.exp(-down / 110)
    picture = air.land(tones(np.clip(tone * (1 - 0.5 * nearness), 0.03, 1), 7, 0.3))
    over(picture, air.far, 0.5 * (1 - nearness))
    cap = (
        np.exp(-down / (2.5 + 11 * nearness * crest[None, :]))
        * smoothstep(0.5, 1.0, crest)[None, :]
    )
    lace = smoothstep(0.5, 0.62, 0.55 * streaks + 0.62 * cap) * smoothstep(0.04, 0.3, cap)
    return over(picture, air.land.at(1.0), np.clip(lace, 0, 0.8))


def _storm(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    x, _ = stage.focus
    base = stage.horizon
    stack = [
        sky(stage, disc),
        clouds(stage, stage.y(0.16), 80 * unit, disc),
        clouds(stage, stage.y(0.34), 70 * unit, disc),
    ]
    for k in range(8):
        near = (k + 0.5) / 8
        row = base + (6 + 13 * k + 4.2 * k * k) * unit
        stack.append(_swell(stage, str(k), row, (11 + 9.5 * k) * unit, near))
        if k == 2:
            spot = Spot(x, row - 4 * unit, 88 * unit)
            stack.append(_heeling(stage, spot))
        if k in {0, 3}:
            stack.append(fog(stage, f"spray {k}", row, 24 * unit, 0.35))
    stack.insert(4, shape(stage, _gulls(stage, x), stage.air.at(0.9), 0.4))
    return stack


def _heeling(stage: Stage, spot: Spot) -> Plane:
    """Return a sailing boat that leans away from the wind."""
    path = sailing_boat(spot, flip=stage.side > 0)
    turn(path, 13 * stage.side, (spot.x, spot.y))
    return shape(stage, path, stage.air.near, 0.5)
