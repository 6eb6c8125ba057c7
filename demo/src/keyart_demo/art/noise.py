"""Clouds, fibres, ridges: fractal noise from a generator."""

from typing import Final

import numpy as np
from PIL import Image

from keyart_demo.art.canvas import Mask, Size
from keyart_demo.art.colour import Floats

_UNSEEN: Final = 4
"""With this many waves per pixel, each way, only their mean is visible."""


def fractal(
    size: Size,
    rng: np.random.Generator,
    scale: float,
    octaves: int,
    stretch: tuple[float, float] = (1, 1),
) -> Mask:
    """Return clouds in 0..1, mean about 0.5, with the largest about `scale` pixels across.

    Each octave has half the size and 0.55 of the height of the one before; `stretch` stretches them
    in x and y.
    """
    total = np.zeros(size.shape, np.float32)
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        across, down = (
            side * 2**octave / (scale * axis) for side, axis in zip(size, stretch, strict=True)
        )
        if min(across / size.width, down / size.height) > _UNSEEN:
            total += 0.5 * weight
        else:
            grid = rng.random((int(down) + 3, int(across) + 3), dtype=np.float32)
            box = (0.5, 0.5, 0.5 + across, 0.5 + down)
            image = Image.fromarray(grid, "F").resize(size, Image.Resampling.BICUBIC, box=box)
            total += weight * np.asarray(image, np.float32)
        weights += weight
        weight *= 0.55
    return np.clip(0.5 + (total / weights - 0.5) * 1.6, 0, 1).astype(np.float32)


def line(
    length: int, rng: np.random.Generator, scale: float, octaves: int, gain: float = 0.5
) -> Floats:
    """Return a fractal line of `length` values in about -1..1 whose largest waves are `scale` long.

    Each octave is half as long as the one before and `gain` times as high.
    """
    total = np.zeros(length, np.float32)
    at = np.arange(length)
    for octave in range(octaves):
        place = at * (2**octave / scale)
        knots = rng.uniform(-1, 1, int(place[-1]) + 3)
        index = place.astype(int)
        t = place - index
        t = t * t * (3 - 2 * t)
        total += ((knots[index] * (1 - t) + knots[index + 1] * t) * gain**octave).astype(np.float32)
    return total
