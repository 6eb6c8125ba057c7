"""Land as a line against its background: ridges, banks, and the mist at their feet."""

import numpy as np

from keyart_demo.art.canvas import Mask, Picture, filled, over, pixels, smoothstep
from keyart_demo.art.colour import Colour, Floats, mix
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.stage import Stage


def below(stage: Stage, tops: Floats) -> Mask:
    """Return the mask under a line; `tops` holds the row of each column, shape (width,)."""
    _, y = pixels(stage.size)
    return np.clip(y + 0.5 - tops[None, :], 0, 1).astype(np.float32)


def ridge(stage: Stage, name: str, base: float, height: float, scale: float) -> Floats:
    """Return the rows of a rugged line, up to about `height` pixels above `base`."""
    rough = line(stage.size.width, stage.rng(name), scale, 7, gain=0.48)
    return (base - height * (0.5 + 0.38 * rough)).astype(np.float32)


def hill(stage: Stage, name: str, base: float, height: float, scale: float) -> Floats:
    """Return the rows of a gently rolling line, with arguments as for `ridge`."""
    soft = line(stage.size.width, stage.rng(name), scale, 2, gain=0.3)
    return (base - height * (0.5 + 0.4 * soft)).astype(np.float32)


def bump(stage: Stage, centre: float, width: float) -> Floats:
    """Return a smooth bell over the columns: 1 at the centre, about this half width."""
    x, _ = pixels(stage.size)
    return np.exp(-(((x[0] - centre) / width) ** 2)).astype(np.float32)


def slab(stage: Stage, tops: Floats, colour: Colour, depth: float, mist: float = 0.6) -> Plane:
    """Return a plane of one colour below a line, fading into fog by `mist` at its foot."""
    picture = misty(stage, filled(stage.size, colour), float(tops.mean()), mist)
    return Plane(picture, below(stage, tops), depth)


def misty(stage: Stage, picture: Picture, top: float, amount: float) -> Picture:
    """Fade a picture into fog from the row `top` on downwards, in place."""
    _, y = pixels(stage.size)
    reach = 260 * stage.unit
    return over(picture, stage.air.fog, smoothstep(top, top + reach, y) * amount)


def fog(stage: Stage, name: str, row: float, thickness: float, strength: float) -> Plane:
    """Return a band of drifting fog."""
    _, y = pixels(stage.size)
    band = np.exp(-(((y - row) / thickness) ** 2))
    drift = fractal(stage.size, stage.rng(name), 260 * stage.unit, 4, stretch=(2.2, 0.7))
    mask = np.clip(band * (0.25 + 1.1 * drift) * strength, 0, 1).astype(np.float32)
    return Plane(filled(stage.size, stage.air.fog), mask, 0.25)


def hazy(stage: Stage, colour: Colour, nearness: float) -> Colour:
    """Return a colour seen through the air, from 0, the horizon, to 1, the viewer's feet."""
    return mix(stage.air.far, colour, 0.25 + 0.75 * nearness)
