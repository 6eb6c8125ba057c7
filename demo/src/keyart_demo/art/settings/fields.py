"""Fields: furrows that meet at the horizon, a quilt of hills, one tree on a hill."""

import numpy as np
import numpy.typing as npt
import skia

from keyart_demo.art.canvas import coverage, filled, over, smoothstep
from keyart_demo.art.colour import Floats
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings import trees
from keyart_demo.art.settings.cells import cells
from keyart_demo.art.settings.ground import Ground
from keyart_demo.art.settings.profile import bump, hill, slab
from keyart_demo.art.settings.sky import clouds, disc_of, sky
from keyart_demo.art.settings.staffage import Spot, birds, house, lamps, person, shape, window
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.terrain import Relief, tones


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views of farmland."""
    return (_furrows, _quilt, _tree)[stage.choice("view", 3)](stage)


def _painted(stage: Stage, ground: Ground, heights: Floats, tone: Floats) -> tuple[Relief, Plane]:
    relief = ground.seen(heights)
    picture = stage.air.land(relief.seen(tone))
    far = np.broadcast_to(smoothstep(2, 15, ground.distance), heights.shape)
    over(picture, stage.air.fog, relief.seen(far) * 0.55)
    return relief, Plane(picture, relief.mask, 0.55)


def _furrows(stage: Stage) -> list[Plane]:
    unit, disc = stage.unit, disc_of(stage, low=True)
    ground = Ground(stage, stage.horizon)
    heights = (ground.noise("rise", 1600, 2) * ground.rise * 95 * unit).astype(np.float32)
    bend = (ground.noise("bend", 2600, 1) - 0.5) * 260 * unit
    furrow = np.sin((ground.x + bend) / (17 * unit)).astype(np.float32)
    shown = smoothstep(9, 2, np.broadcast_to(ground.distance, furrow.shape))
    light = ground.light(heights, 0.4)
    tone = 0.3 + 0.42 * light + 0.2 * shown * smoothstep(-0.4, 0.4, furrow) - 0.1 * shown
    relief, land = _painted(stage, ground, heights, tone.astype(np.float32))
    x, _ = stage.focus
    place = x + stage.side * 46 * unit
    row = float(relief.crest[int(place)]) + 3 * unit
    tree = trees.crown_tree(stage, "tree", place, row, 150 * unit)
    stand = x - stage.side * 20 * unit
    spot = Spot(stand, float(relief.crest[int(stand)]) + 3 * unit, 28 * unit)
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.22), 70 * unit, disc),
        slab(stage, _hills(stage, "far", 22, 60), stage.air.at(0.2), 0.15, 0.8),
        shape(stage, tree, stage.air.at(0.92), 0.5),
        shape(stage, person(spot), stage.air.near, 0.5),
        land,
    ]


def _hills(stage: Stage, name: str, down: float, tall: float) -> Floats:
    unit = stage.unit
    return hill(stage, name, stage.horizon + down * unit, tall * unit, 330 * unit)


def _quilt(stage: Stage) -> list[Plane]:
    unit, disc = stage.unit, disc_of(stage)
    ground = Ground(stage, stage.horizon - 26 * unit)
    rise = ground.noise("rise", 2100, 2) * ground.rise
    heights = (rise * 760 * unit).astype(np.float32)
    tone, hedge = _patches(stage, ground)
    light = ground.light(heights, 0.55)
    tone = tones(light * 0.75 + 0.12, 5, 0.4) * 0.62 + tone
    relief, land = _painted(stage, ground, heights, np.where(hedge, 0.04, tone).astype(np.float32))
    x, _ = stage.focus
    spot = Spot(x, float(relief.crest[int(x)]) + 4 * unit, 30 * unit)
    grove = skia.Path()
    for k, off in enumerate((-62, -44, 48)):
        column = int(x + off * unit)
        row = float(relief.crest[column]) + 3 * unit
        grove.addPath(trees.crown_tree(stage, f"grove {k}", column, row, (58 - 8 * k) * unit))
    flock = birds(stage, "birds", (x - stage.side * 70 * unit, stage.y(0.3)), 6, 40 * unit)
    stack = [
        sky(stage, disc),
        clouds(stage, stage.y(0.2), 80 * unit, disc),
        slab(stage, _hills(stage, "far", 0, 110), stage.air.at(0.15), 0.12, 0.9),
        shape(stage, flock, stage.air.at(0.8), 0.3),
        shape(stage, grove, stage.air.at(0.85), 0.5),
        shape(stage, house(spot), stage.air.near, 0.5),
        land,
    ]
    light = lamps(stage, coverage(stage.size, window(spot)), 5 * unit, 0.5)
    return [*stack, light]


def _patches(stage: Stage, ground: Ground) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return each field's tone with its furrows, and the hedges."""
    side = 560 * stage.unit
    bend = (ground.noise("edge", 500, 2) - 0.5) * 0.5
    at = (ground.x / side + bend, ground.y / (side * 0.8) + bend)
    plots = cells(*at, stage.rng("plots"), 0.7)
    turn = plots.chance * 17.0 % 1.0 * np.pi
    along = ground.x * np.cos(turn) + ground.y * np.sin(turn)
    shown = smoothstep(6, 1.5, np.broadcast_to(ground.distance, along.shape))
    furrow = np.sin(along / (13 * stage.unit)) * shown * (plots.chance > 0.35)
    tone = (0.02 + 0.36 * plots.chance + 0.06 * furrow).astype(np.float32)
    return tone, plots.edge < 0.013 + 0.008 * ground.distance


def _tree(stage: Stage) -> list[Plane]:
    unit, disc = stage.unit, disc_of(stage)
    x, _ = stage.focus
    rise = bump(stage, x, 240 * unit) * 120 * unit
    knoll = (_hills(stage, "knoll", 120, 30) - rise).astype(np.float32)
    place = x + stage.side * 24 * unit
    tree = trees.crown_tree(stage, "tree", place, float(knoll[int(place)]) + 4 * unit, 290 * unit)
    stand = x - stage.side * 84 * unit
    spot = Spot(stand, float(knoll[int(stand)]) + 2 * unit, 44 * unit)
    flock = birds(stage, "birds", (x - stage.side * 120 * unit, stage.y(0.22)), 8, 44 * unit)
    meadow = Plane(_grass(stage, knoll), slab(stage, knoll, stage.air.near, 1, 0).mask, 0.7)
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.3), 80 * unit, disc),
        slab(stage, _hills(stage, "far", 20, 100), stage.air.at(0.18), 0.15, 0.8),
        slab(stage, _hills(stage, "middle", 70, 80), stage.air.at(0.45), 0.3, 0.5),
        shape(stage, flock, stage.air.at(0.8), 0.3),
        shape(stage, tree, stage.air.near, 0.7),
        shape(stage, person(spot), stage.air.near, 0.7),
        meadow,
    ]


def _grass(stage: Stage, tops: Floats) -> Floats:
    """Return a hill that is bright along its edge and falls into shade."""
    y = np.arange(stage.size.height, dtype=np.float32)[:, None]
    down = np.clip((y - tops[None, :]) / (150 * stage.unit), 0, 1)
    picture = filled(stage.size, stage.air.near)
    return over(picture, stage.air.at(0.55), (1 - down) ** 1.5 * 0.8)
