"""Water: its reflections, and the path of light on it."""

import numpy as np
import numpy.typing as npt

from keyart_demo.art.canvas import Mask, Picture, filled, over, pixels, smoothstep
from keyart_demo.art.colour import Floats
from keyart_demo.art.noise import fractal
from keyart_demo.art.planes import Plane, flatten
from keyart_demo.art.settings.sky import Disc
from keyart_demo.art.settings.stage import Stage


def mirrored(stage: Stage, land: list[Plane], shore: float) -> Plane:
    """Return still water from the row `shore` down, reflecting the picture above it."""
    above = flatten(land)
    height = stage.size.height
    top = int(shore)
    rows = 2 * top - np.arange(top, height) - 1
    picture = np.empty_like(above)
    picture[:top] = above[:top]
    picture[top:] = above[np.clip(np.abs(rows), 0, top - 1)]
    _, y = pixels(stage.size)
    down = np.clip((y - shore) / (height - shore), 0, 1)
    picture[top:] = _rippled(stage, picture, down)[top:]
    over(picture, stage.air.near, 0.12 + 0.55 * down)
    mask = np.broadcast_to(np.clip(y + 0.5 - shore, 0, 1), stage.size.shape).astype(np.float32)
    return Plane(picture, mask, 0.3)


def _rippled(stage: Stage, picture: Picture, down: Floats) -> Picture:
    """Shift each pixel sideways and up by waves that grow towards the viewer."""
    size, unit = stage.size, stage.unit
    wave = fractal(size, stage.rng("ripples"), 16 * unit, 3, stretch=(7, 0.5)) - 0.5
    x = np.arange(size.width)[None, :] + wave * 26 * unit * (0.15 + down)
    y = np.arange(size.height)[:, None] + wave * 20 * unit * (0.1 + down)
    columns = np.clip(x, 0, size.width - 1).astype(np.intp)
    rows = np.clip(y, 0, size.height - 1).astype(np.intp)
    return picture[rows, columns]


def swell(stage: Stage, name: str, top: float, *, scale: float = 1.0) -> Floats:
    """Return waves in perspective below the row `top`, about 0..1: slivers far, hollows near."""
    size, unit = stage.size, stage.unit
    _, y = pixels(size)
    near = np.clip((y[:, 0] - top) / (size.height - top), 0, 1)
    waves = fractal(size, stage.rng(name), 60 * unit * scale, 4, stretch=(2.6, 0.6))
    ripples = fractal(size, stage.rng(f"{name} fine"), 18 * unit * scale, 3, stretch=(4, 0.7))
    spread = np.log(1 + 14 * near) / np.log(15)
    rows = np.clip(spread * size.height * 0.98, 0, size.height - 1).astype(np.intp)
    mixed = (0.62 * waves + 0.38 * ripples).astype(np.float32)
    middle = (size.width - 1) / 2
    zoom = 0.55 + 0.7 * near
    across = middle + (np.arange(size.width)[None, :] - middle) / (zoom[:, None] / 0.55)
    columns: npt.NDArray[np.intp] = np.clip(across, 0, size.width - 1).astype(np.intp)
    return mixed[rows[:, None], columns]


def glitter(stage: Stage, waves: Floats, top: float, disc: Disc) -> Mask:
    """Return the path of light below a disc: broken slivers, dense in the middle."""
    x, y = pixels(stage.size)
    down = np.clip((y - top) / (stage.size.height - top), 0, 1)
    width = disc.radius * (0.55 + 1.9 * down)
    column = np.exp(-(((x - disc.x) / width) ** 2))
    low = 0.72 - 0.36 * column * (1 - 0.35 * down)
    fade = smoothstep(0.0, 0.05, column) * (1 - 0.6 * down)
    return (smoothstep(0, 0.05, waves - low) * fade).astype(np.float32)


def sea(stage: Stage, top: float, disc: Disc | None, depth: float = 0.3) -> Plane:
    """Return open water from the row `top` down, dark towards the viewer, lit by the disc."""
    air = stage.air
    _, y = pixels(stage.size)
    down = np.clip((y - top) / (stage.size.height - top), 0, 1)
    waves = swell(stage, "waves", top)
    shade = 0.5 * (1 - down) ** 1.5 + 0.5 * (waves - 0.5) * (0.35 + 0.5 * (1 - down))
    picture = air.land(np.clip(0.12 + shade, 0, 1))
    over(picture, air.sky.at(0.97), np.exp(-down * 14) * 0.75)
    if disc is not None:
        over(picture, air.sun, glitter(stage, waves, top, disc))
    mask = np.broadcast_to(np.clip(y + 0.5 - top, 0, 1), stage.size.shape).astype(np.float32)
    return Plane(picture, mask, depth)


def flat_water(stage: Stage, top: float) -> Plane:
    """Return water as one flat tone, for a plane behind waves."""
    _, y = pixels(stage.size)
    mask = np.broadcast_to(np.clip(y + 0.5 - top, 0, 1), stage.size.shape).astype(np.float32)
    return Plane(filled(stage.size, stage.air.at(0.4)), mask, 0.25)
