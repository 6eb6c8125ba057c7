"""Mountains: a great summit, ranges behind ranges, a summit over a lake."""

import numpy as np

from keyart_demo.art.canvas import Size, over, smoothstep
from keyart_demo.art.colour import Floats
from keyart_demo.art.noise import line
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings import trees
from keyart_demo.art.settings.profile import bump, fog, hill, misty, ridge, slab
from keyart_demo.art.settings.sky import clouds, disc_of, sky
from keyart_demo.art.settings.staffage import Spot, birds, lamps, person, shape, tent
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.terrain import Relief, crags, sunlight, tones
from keyart_demo.art.settings.water import mirrored


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views of mountains."""
    return (_summit, _ranges, _lake)[stage.choice("view", 3)](stage)


def massif(stage: Stage, name: str, foot: float, peak: float, nearness: float) -> Plane:
    """Return a range in relief, by the row of its foot, of its highest crest, and its nearness."""
    rng, size, unit = stage.rng(name), stage.size, stage.unit
    slices = max(round(260 * unit), 80)
    grid = Size(size.width, slices)
    x, _ = stage.focus
    rock = crags(grid, rng, 230 * unit, 6, flat=0.5)
    summit = bump(stage, x + float(rng.uniform(-0.05, 0.05)) * size.width, 210 * unit)
    shoulders = line(size.width, rng, 340 * unit, 2) * 0.12
    across = np.clip(0.42 + 0.58 * summit + shoulders, 0.15, 1.1)
    away = np.linspace(0, 1, slices, dtype=np.float32)
    body = np.sin(np.pi * np.clip(away * 0.8, 0, 1)) ** 0.8
    heights = (foot - peak) * across[None, :] * body[:, None] * (0.32 + 0.74 * rock**0.8)
    bases = foot - 60 * unit * away
    relief = Relief(heights.astype(np.float32), bases.astype(np.float32), size.height)
    return Plane(_painted(stage, relief, nearness), relief.mask, 0.12 + 0.4 * nearness)


def _painted(stage: Stage, relief: Relief, nearness: float) -> Floats:
    """Return the lit faces of a range, snow on its heights, fog at its feet."""
    air = stage.air
    light = sunlight(relief.heights, stage.side, 0.75, away=2.2)
    reach = float(relief.heights.max())
    high = smoothstep(0.3, 0.75, relief.heights / reach)
    tone = relief.seen(tones(light * (0.62 + 0.5 * high) + 0.1 * high, 5, 0.2))
    picture = air.land(tone)
    over(picture, air.far, (1 - nearness) * 0.55)
    top = float(np.quantile(relief.crest, 0.3))
    return misty(stage, picture, top + 0.2 * reach, 0.95 if nearness < 0.5 else 0.75)


def _summit(stage: Stage) -> list[Plane]:
    disc = disc_of(stage)
    foot = stage.horizon + 50 * stage.unit
    peak = stage.y(0.2 if not stage.wide else 0.14)
    x, _ = stage.focus
    spur = hill(stage, "spur", stage.horizon + 175 * stage.unit, 40 * stage.unit, 500 * stage.unit)
    spur -= bump(stage, x - stage.side * 70 * stage.unit, 90 * stage.unit) * 46 * stage.unit
    spur += line(stage.size.width, stage.rng("stones"), 30 * stage.unit, 4) * 3.5 * stage.unit
    stand = x - stage.side * 70 * stage.unit
    spot = Spot(stand, float(spur[int(stand)]) + 2 * stage.unit, 52 * stage.unit)
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.3), 60 * stage.unit, disc),
        massif(stage, "back", foot - 30 * stage.unit, peak + 110 * stage.unit, 0.25),
        fog(stage, "high", foot - 60 * stage.unit, 46 * stage.unit, 0.8),
        massif(stage, "front", foot + 40 * stage.unit, peak + 20 * stage.unit, 0.8),
        fog(stage, "low", foot + 20 * stage.unit, 60 * stage.unit, 0.9),
        trees.wood(stage, "wood", foot + 95 * stage.unit, (26, 60), 0.6),
        slab(stage, spur, stage.air.near, 0.95, 0.0),
        shape(stage, person(spot), stage.air.near, 0.95),
    ]


def _ranges(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage, low=True), stage.unit
    stack = [sky(stage, disc), clouds(stage, stage.y(0.24), 50 * unit, disc)]
    count = 6
    for k in range(count):
        near = (k + 0.6) / count
        base = stage.horizon + (k * k * 7.5 + k * 16) * unit
        tops = ridge(stage, f"range {k}", base, (120 - 8 * k) * unit, (270 - 10 * k) * unit)
        stack.append(slab(stage, tops, stage.air.at(near), 0.1 + 0.8 * near, 0.75 - 0.5 * near))
        if k in {1, 3}:
            stack.append(fog(stage, f"fog {k}", base + 30 * unit, 40 * unit, 0.6))
    stack.append(trees.wood(stage, "wood", stage.horizon + 250 * unit, (50, 110), 0.97))
    x, y = stage.focus
    flock = birds(stage, "birds", (x - stage.side * 90 * unit, y - 60 * unit), 9, 55 * unit)
    stack.insert(4, shape(stage, flock, stage.air.at(0.85), 0.3))
    return stack


def _lake(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    shore = stage.horizon + 60 * unit
    land = [
        sky(stage, disc),
        massif(stage, "back", shore - 20 * unit, stage.y(0.25), 0.3),
        massif(stage, "front", shore + 6 * unit, stage.y(0.19), 0.7),
        fog(stage, "shore", shore - 8 * unit, 30 * unit, 0.8),
        trees.wood(stage, "wood", shore + 2 * unit, (22, 48), 0.75),
    ]
    x, _ = stage.focus
    bank = hill(stage, "bank", shore + 180 * unit, 60 * unit, 420 * unit)
    bank -= bump(stage, x, 150 * unit) * 24 * unit
    spot = Spot(x - 30 * unit, float(bank[int(x - 30 * unit)]) + unit, 40 * unit)
    stack = [*land, mirrored(stage, land, shore), slab(stage, bank, stage.air.near, 0.9, 0.0)]
    camp = shape(stage, tent(spot), stage.air.lamp, 0.9)
    return [*stack, lamps(stage, camp.mask, 16 * unit, 0.9) if stage.air.dark else camp]
