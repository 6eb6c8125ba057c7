"""Land in relief: a field of heights seen from the front, with light and shadow on it.

The ground is a stack of slices, nearest first, each a line of heights; a slice hides lower parts
behind it. Light comes from one side, so a shadow is a running maximum along a slice.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from keyart_demo.art.canvas import Mask, Size, smoothstep
from keyart_demo.art.colour import Floats
from keyart_demo.art.noise import fractal

_FINE: Final = 3
"""Subdivisions of a pixel's height: faces seen edge-on are thinner than a pixel."""


@dataclass(frozen=True, eq=False)
class Relief:
    """Heights of the ground and their positions in the picture."""

    heights: Floats
    """Shape (slices, width), in pixels; the nearest slice is first."""
    bases: Floats
    """Shape (slices,): the row for height 0 of each slice, decreasing with distance."""
    rows: int
    """The number of rows of the picture."""

    @cached_property
    def _tops(self) -> Floats:
        """The highest row (smallest y) seen up to each slice, shape (slices, width)."""
        return np.minimum.accumulate(self.bases[:, None] - self.heights, axis=0)

    @cached_property
    def crest(self) -> Floats:
        """The row of the skyline, shape (width,)."""
        return self._tops[-1]

    @cached_property
    def _slices(self) -> npt.NDArray[np.intp]:
        """The slice visible in each third of a pixel, shape (3 rows, width)."""
        width = self.heights.shape[1]
        rows = self.rows * _FINE
        row: npt.NDArray[np.intp] = np.clip(np.ceil(self._tops * _FINE), 0, rows).astype(np.intp)
        place = row * width + np.arange(width, dtype=np.intp)
        counts = np.bincount(place.ravel(), minlength=(rows + 1) * width)
        lower = np.cumsum(counts.reshape(rows + 1, width)[::-1], axis=0)[::-1]
        # Above the skyline, use its crest, for pixels it covers partly.
        crest = np.argmin(self.bases[:, None] - self.heights, axis=0)
        return np.minimum(lower[1:], crest)

    @property
    def mask(self) -> Mask:
        """The area of ground, with a smooth skyline."""
        y = np.arange(self.rows, dtype=np.float32)[:, None] + 1
        return np.clip(y - self.crest[None, :], 0, 1).astype(np.float32)

    def seen(self, field: Floats) -> Floats:
        """Return a field over (slices, width) as seen in the picture: shape (rows, width)."""
        fine = np.take_along_axis(field, self._slices, axis=0)
        return fine.reshape(self.rows, _FINE, -1).mean(axis=1)


def sunlight(
    heights: Floats,
    side: int,
    climb: float,
    *,
    across: Floats | float = 1,
    away: Floats | float = 1,
) -> Floats:
    """Return the light on ground, from 0 in shadow to 1 facing it.

    Args:
        heights: Shape (slices, width), in pixels.
        side: -1 for light from the left, 1 from the right.
        climb: Pixels that light rises per pixel it travels: small values give long shadows.
        across: Pixels of ground per column, for each slice: shape (slices, 1).
        away: Pixels of ground from one slice to the next, in the same shape as `across`.
    """
    facing = heights if side < 0 else heights[:, ::-1]
    column = np.arange(facing.shape[1], dtype=np.float32) * climb * across
    ceiling = np.maximum.accumulate(facing + column, axis=1) - column
    to_back, to_side = np.gradient(facing)
    to_back, to_side = to_back / away, to_side / across
    lambert = (climb + to_side + 0.35 * to_back) / np.sqrt(
        (1 + climb * climb) * (1 + to_side * to_side + to_back * to_back)
    )
    shadow = smoothstep(0.8, 4.0, ceiling - facing)
    light = (np.clip(lambert, 0, 1) * (1 - shadow)).astype(np.float32)
    return light if side < 0 else light[:, ::-1]


def crags(
    size: Size, rng: np.random.Generator, scale: float, octaves: int = 6, flat: float = 1.0
) -> Floats:
    """Return ridged fractal noise in 0..1: sharp crests, and more detail at greater heights.

    With `flat` below 1, waves are shorter by that factor from slice to slice.

    F. K. Musgrave's ridged multifractal ("Texturing and Modeling", 2003, chapter 16).
    """
    total = np.zeros(size.shape, np.float32)
    weight: Floats | float = 1.0
    for octave in range(octaves):
        wave = fractal(size, rng, scale / 2**octave, 1, stretch=(1, flat))
        signal = (1 - np.abs(2 * wave - 1)) ** 2 * weight
        weight = np.clip(signal * 2.2, 0, 1)
        total += signal * 0.5**octave
    return (total / 1.6).astype(np.float32)


def tones(light: npt.NDArray[np.floating], count: int, soft: float = 0.12) -> Floats:
    """Return light in `count` flat tones from 0 to 1, with slightly soft steps."""
    scaled = (np.clip(light, 0, 1) * (count - 1)).astype(np.float32)
    base = np.floor(scaled)
    return ((base + smoothstep(0.5 - soft, 0.5 + soft, scaled - base)) / (count - 1)).astype(
        np.float32
    )
