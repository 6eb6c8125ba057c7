"""Ground in perspective, out to the horizon: the position and lighting of each slice."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy import ndimage

from keyart_demo.art.canvas import Size, smoothstep
from keyart_demo.art.colour import Floats
from keyart_demo.art.noise import fractal
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.terrain import Relief, sunlight

_FAR: Final = 30.0
"""The farthest ground is this many times as far as the nearest."""
_TILE: Final = 256
"""Side of a noise table, which repeats beyond it."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Slices of level ground; lengths on the ground are in pixels as seen at the nearest slice."""

    stage: Stage
    horizon: float
    """The row of the vanishing point."""

    @cached_property
    def distance(self) -> Floats:
        """The distance of each slice, 1 to 30, shape (slices, 1): even steps down the picture."""
        count = round(2.4 * (self.stage.size.height - self.horizon))
        return np.reciprocal(np.linspace(1, 1 / _FAR, count, dtype=np.float32))[:, None]

    @cached_property
    def x(self) -> Floats:
        """The x of each point, shape (slices, width): 0 below the focus."""
        columns = np.arange(self.stage.size.width, dtype=np.float32)[None, :]
        return (columns - self.stage.focus[0]) * self.distance

    @cached_property
    def y(self) -> Floats:
        """The y of each slice, shape (slices, 1)."""
        return self.distance * self.stage.unit * 620

    @cached_property
    def rise(self) -> Floats:
        """A factor for heights, shape (slices, 1), that makes the nearest ground start level."""
        return smoothstep(1.0, 1.8, self.distance)

    def seen(self, heights: Floats) -> Relief:
        """Return ground with these heights as seen in the picture."""
        drop = self.stage.size.height * 1.04 - self.horizon
        bases = self.horizon + drop / self.distance[:, 0]
        return Relief(heights / self.distance, bases, self.stage.size.height)

    def light(self, heights: Floats, climb: float) -> Floats:
        """Return the light on ground of these heights, shape (slices, width)."""
        steps = np.gradient(self.y[:, 0])[:, None]
        side = self.stage.side
        return sunlight(heights, side, climb, across=self.distance, away=steps)

    def noise(self, name: str, scale: float, octaves: int) -> Floats:
        """Return smooth noise in 0..1 over the ground; its largest waves are `scale` units long."""
        table = fractal(Size(_TILE, _TILE), self.stage.rng(name), _TILE / 8, octaves)
        table = _endless(table)
        step = scale * self.stage.unit / (_TILE / 8)
        at = np.stack([np.broadcast_to(self.y, self.x.shape) / step, self.x / step])
        return ndimage.map_coordinates(table, at, order=1, mode="grid-wrap").astype(np.float32)


def _endless(table: Floats) -> Floats:
    """Return a table whose opposite edges match, by overlaying a half-shifted copy."""
    share = np.abs(np.linspace(-1, 1, _TILE, dtype=np.float32))
    for axis in (0, 1):
        weight = share[:, None] if axis == 0 else share[None, :]
        moved = np.roll(table, _TILE // 2, axis=axis)
        table = table * (1 - weight) + moved * weight
    spread = float(table.std()) or 1.0
    return np.clip(0.5 + (table - table.mean()) * (0.19 / spread), 0, 1).astype(np.float32)
