"""Desert: dunes with a caravan, buttes in the last light."""

import math
from typing import Final

import numpy as np
import skia

from keyart_demo.art.canvas import over, pixels, smoothstep
from keyart_demo.art.colour import Floats
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.ground import Ground
from keyart_demo.art.settings.profile import below, fog, hill, misty, slab
from keyart_demo.art.settings.sky import clouds, disc_of, sky
from keyart_demo.art.settings.staffage import Spot, birds, camel, person, shape
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.terrain import Relief, tones

_GENTLE: Final = 0.66
"""The windward share of a dune's width; sand slides down the other side."""


def planes(stage: Stage) -> list[Plane]:
    """Return one of two views of a desert."""
    return (_dunes, _dunes, _buttes)[stage.choice("view", 3)](stage)


def _dunes(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage, low=stage.choice("low", 3) > 0), stage.unit
    relief, sand = dunes(stage)
    x, _ = stage.focus
    far = hill(stage, "far", stage.horizon + 14 * unit, 52 * unit, 300 * unit)
    caravan = shape(stage, _caravan(stage, relief, x), stage.air.near, 0.55)
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.2), 36 * unit, disc),
        slab(stage, far, stage.air.at(0.12), 0.12, 0.9),
        fog(stage, "haze", stage.horizon, 34 * unit, 0.7),
        caravan,
        Plane(sand, relief.mask, 0.55),
    ]


def dunes(stage: Stage) -> tuple[Relief, Floats]:
    """Return dunes in perspective and their picture."""
    unit, rng = stage.unit, stage.rng("dunes")
    ground = Ground(stage, stage.horizon - 8 * unit)
    turn = float(rng.uniform(0.25, 0.6)) * -stage.side
    bend = ground.noise("bend", 900, 2) * 2.6
    wave = float(rng.uniform(700, 950)) * unit
    phase = (ground.x * np.cos(turn) + ground.y * np.sin(turn) * 1.6) / wave + bend
    t = (phase - np.floor(phase)).astype(np.float32)
    t = t if stage.side < 0 else 1 - t
    up = np.minimum(t / _GENTLE, (1 - t) / (1 - _GENTLE))
    size = 0.35 + ground.noise("size", 1500, 2)
    level = smoothstep(14, 4, ground.distance)
    heights = (up**1.25 * size * level * ground.rise * 165 * unit).astype(np.float32)
    light = ground.light(heights, 0.3)
    ripple = np.sin((phase * 46 + ground.noise("grain", 120, 3) * 14).astype(np.float32))
    near = smoothstep(5, 1, np.broadcast_to(ground.distance, light.shape))
    lit = light * 1.5 + 0.05 * ripple * near * (light > 0.1)
    relief = ground.seen(heights)
    shown = smoothstep(11, 3, ground.distance)
    tone = tones(np.clip(0.08 + lit * 0.95, 0, 1).astype(np.float32), 7, 0.35)
    tone = relief.seen(0.66 + (tone - 0.66) * shown)
    haze = relief.seen(np.broadcast_to(smoothstep(1.5, 12, ground.distance), light.shape))
    picture = stage.air.land(tone)
    return relief, over(picture, stage.air.fog, haze * 0.7)


def _caravan(stage: Stage, relief: Relief, x: float) -> skia.Path:
    """Return camels and a leader walking along the skyline."""
    path, unit = skia.Path(), stage.unit
    towards = -stage.side
    for k in range(5):
        place = x + towards * (70 - 38 * k) * unit
        row = float(relief.crest[min(max(int(place), 0), stage.size.width - 1)]) + 3 * unit
        if k == 0:
            path.addPath(person(Spot(place, row, 24 * unit)))
        else:
            path.addPath(camel(Spot(place, row, 25 * unit), flip=towards < 0))
    return path


def _buttes(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage, low=True), stage.unit
    base = stage.horizon + 26 * unit
    x, _ = stage.focus
    plain = hill(stage, "plain", base + 150 * unit, 60 * unit, 420 * unit)
    plain += line(stage.size.width, stage.rng("stones"), 26 * unit, 4) * 3 * unit
    place = x + stage.side * 64 * unit
    spot = Spot(place, float(plain[int(place)]) + 2 * unit, 50 * unit)
    flock = birds(stage, "birds", (x, stage.y(0.24)), 7, 46 * unit)
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.22), 44 * unit, disc),
        _butte_row(stage, "far", base, 0.25),
        fog(stage, "dust", base, 30 * unit, 0.7),
        _butte_row(stage, "near", base + 44 * unit, 0.7),
        shape(stage, flock, stage.air.at(0.8), 0.4),
        slab(stage, plain, stage.air.near, 0.95, 0.0),
        shape(stage, person(spot), stage.air.near, 0.95),
    ]


def _butte_row(stage: Stage, name: str, base: float, nearness: float) -> Plane:
    rng, unit, width = stage.rng(f"buttes {name}"), stage.unit, stage.size.width
    columns = np.arange(width, dtype=np.float32)
    rough = line(width, rng, 26 * unit, 4, gain=0.55)
    heights = np.full(width, 10 * unit, np.float32) + rough * 3 * unit
    face = np.zeros(width, np.float32)
    x = float(rng.uniform(-0.1, 0.1)) * width
    while x < width:
        half = math.exp(rng.uniform(math.log(16), math.log(120))) * unit * (0.5 + 0.6 * nearness)
        tall = float(rng.uniform(70, 270)) * unit * (0.4 + 0.5 * nearness)
        off = np.abs(columns - x) / half
        talus = np.clip(0.4 - (off - 1) * 0.4 * half / (34 * unit), 0, 1)
        cliff = np.where(off < 1, np.float32(1), talus)
        rise = tall * cliff + rough * 5 * unit
        face = np.where(rise > heights, (columns - x) / half, face).astype(np.float32)
        heights = np.maximum(heights, rise.astype(np.float32))
        x += half + float(rng.uniform(70, 330)) * unit
    tops = (base - heights).astype(np.float32)
    rock = _strata(stage, name, face, nearness)
    _, y = pixels(stage.size)
    over(rock, stage.air.at(nearness), smoothstep(base - 16 * unit, base + 4 * unit, y))
    picture = misty(stage, rock, base - 70 * unit, 0.7 - 0.35 * nearness)
    return Plane(picture, below(stage, tops), 0.2 + nearness / 2)


def _strata(stage: Stage, name: str, face: Floats, nearness: float) -> Floats:
    """Return layered rock: bands across, flutes down, one side in shade."""
    unit, air = stage.unit, stage.air
    bands = line(stage.size.height, stage.rng(f"bands {name}"), 34 * unit, 4)[:, None]
    flutes = fractal(stage.size, stage.rng(f"flutes {name}"), 20 * unit, 3, stretch=(0.5, 6))
    turned = smoothstep(0.15, -0.15, face * -stage.side + 0.25 * (flutes[0] - 0.5))[None, :]
    tone = 0.22 + 0.44 * turned + 0.1 * bands + 0.3 * (flutes - 0.5) * (0.4 + turned)
    picture = air.land(tones(tone.astype(np.float32), 6, 0.2))
    return over(picture, air.at(nearness), 0.62 - 0.3 * nearness)
