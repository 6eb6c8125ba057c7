"""A street in the rain: house fronts towards the vanishing point, lights on the wet ground."""

import numpy as np
import skia
from scipy import ndimage

from keyart_demo.art.canvas import Mask, blur, coverage, filled, glow, over, pixels, smoothstep
from keyart_demo.art.colour import Floats, mix
from keyart_demo.art.noise import fractal
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.sky import Disc, sky
from keyart_demo.art.settings.skyline import blocks
from keyart_demo.art.settings.staffage import Spot, lamps, person, shape, umbrella
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.water import mirrored


def street(stage: Stage) -> list[Plane]:
    """Return a street with one passer-by."""
    unit, (x, _) = stage.unit, stage.focus
    vanish = stage.horizon - 8 * unit
    disc = Disc(x, vanish - 60 * unit, 74 * unit)
    walls = [
        sky(stage, disc, stars=False),
        blocks(stage, "end", vanish + 26 * unit, 210, 0.1),
        *(_front(stage, vanish, side) for side in (-1, 1)),
        _lights(stage, vanish),
    ]
    ground = vanish + 26 * unit
    spot = Spot(x, stage.horizon + 150 * unit, 92 * unit)
    canopy = shape(stage, umbrella(spot), stage.scene.palette.accent, 0.85)
    return [
        *walls,
        _road(stage, walls, ground, vanish),
        _reflection(stage, spot),
        shape(stage, person(spot), stage.air.near, 0.85),
        canopy,
        Plane(filled(stage.size, stage.air.fog), _rain(stage), 1.0),
    ]


def _away(stage: Stage, side: int) -> Floats:
    """Return the distance (1 at the frame's edge) of the front at each column, or infinity."""
    x, _ = pixels(stage.size)
    off = (x - stage.focus[0]) * side
    reach = 420 * stage.unit
    return np.where(off > 14 * stage.unit, reach / np.maximum(off, 1), np.inf).astype(np.float32)


def _front(stage: Stage, vanish: float, side: int) -> Plane:
    """Return the house fronts of one side of the street, with their windows."""
    unit, rng = stage.unit, stage.rng(f"front {side}")
    away = _away(stage, side)
    _, y = pixels(stage.size)
    known = np.where(np.isfinite(away), away, 40)
    block = np.floor(known * 1.35 + float(rng.uniform(0, 1))).astype(np.intp)
    tall = rng.uniform(330, 760, 64)[block % 64] * unit
    up = (vanish - y) * known
    mask = (np.isfinite(away) & (up < tall) & (up > -58 * unit)).astype(np.float32)
    lit = _panes(rng, known, up / (46 * unit), block)
    picture = filled(stage.size, stage.air.near)
    far = smoothstep(1.0, 9.0, known)
    over(picture, stage.air.far, np.broadcast_to(far, mask.shape) * 0.85)
    over(picture, stage.air.near, ((block % 2) * 0.35).astype(np.float32) * (1 - far))
    over(picture, stage.air.lamp, lit * mask * (0.85 - 0.4 * far))
    glow(picture, stage.air.lamp, np.clip(blur(lit * mask, 5 * unit) * 0.6, 0, 0.5))
    return Plane(picture, mask, 0.45)


def _panes(
    rng: np.random.Generator, away: Floats, storey: Floats, block: "np.ndarray[tuple[int, int]]"
) -> Mask:
    """Return lit windows: on every storey, one per step into the distance."""
    step = away * 9.0
    column, row = np.floor(step).astype(np.intp), np.floor(storey).astype(np.intp)
    table = rng.random((97, 89)).astype(np.float32)
    own = rng.uniform(0.1, 0.5, 64)[block % 64]
    on = table[column % 97, row % 89] < own
    inside = (np.abs(step - column - 0.5) < 0.27) & (np.abs(storey - row - 0.5) < 0.27)
    shown = smoothstep(7.5, 4.0, away)
    return (on & inside & (row >= 0)).astype(np.float32) * shown


def _lights(stage: Stage, vanish: float) -> Plane:
    """Return street lamps on both sides, smaller with distance."""
    path, x = skia.Path(), stage.focus[0]
    for k in range(8):
        away = 1.15 * 1.32**k
        for side in (-1, 1):
            place = x + side * 330 * stage.unit / away
            path.addCircle(place, vanish - 190 * stage.unit / away, 8 * stage.unit / away + 0.5)
    return lamps(stage, coverage(stage.size, path), 9 * stage.unit, 0.5)


def _road(stage: Stage, walls: list[Plane], ground: float, vanish: float) -> Plane:
    """Return the wet street, with long smeared reflections of what is above it."""
    wet = mirrored(stage, walls, ground)
    smeared = np.stack([_down(wet.picture[..., k], 26 * stage.unit) for k in range(3)], axis=2)
    picture = (0.5 * wet.picture + 0.5 * smeared).astype(np.float32)
    x, y = pixels(stage.size)
    near = np.clip((y - vanish) / (stage.size.height - vanish), 1e-3, 1)
    lane = np.abs((x - stage.focus[0]) / near / stage.unit)
    kerb = smoothstep(6, 0, np.abs(lane - 560)) * smoothstep(0.06, 0.35, near)
    over(picture, stage.air.fog, (kerb * 0.35).astype(np.float32))
    over(picture, stage.air.near, smoothstep(0.25, 0.9, near) * 0.7)
    return Plane(picture, wet.mask, 0.6)


def _down(field: Floats, radius: float) -> Floats:
    """Blur a field down its columns."""
    return ndimage.uniform_filter1d(field, max(round(radius), 1), axis=0, mode="nearest")


def _reflection(stage: Stage, spot: Spot) -> Plane:
    """Return the passer-by upside down in the wet, broken by ripples."""
    unit = stage.unit
    mask = coverage(stage.size, person(spot))
    top = int(spot.y)
    rows = np.clip(2 * top - np.arange(stage.size.height), 0, stage.size.height - 1)
    wave = fractal(stage.size, stage.rng("wet"), 10 * unit, 2, stretch=(5, 0.6)) - 0.5
    columns = np.arange(stage.size.width)[None, :] + wave * 16 * unit
    place = np.clip(columns, 0, stage.size.width - 1).astype(np.intp)
    flipped = mask[rows[:, None], place]
    flipped[:top] = 0
    return Plane(
        filled(stage.size, mix(stage.air.near, stage.air.at(0.6), 0.3)), flipped * 0.75, 0.85
    )


def _rain(stage: Stage) -> Mask:
    """Return thin slanted streaks."""
    streaks = fractal(stage.size, stage.rng("rain"), 3 * stage.unit, 1, stretch=(0.7, 26))
    slant = np.arange(stage.size.height)[:, None] * -0.12 * stage.side
    columns = (np.arange(stage.size.width)[None, :] + slant).astype(np.intp) % stage.size.width
    rows = np.arange(stage.size.height)[:, None]
    return smoothstep(0.86, 1.0, streaks)[rows, columns] * 0.2
