"""Voronoi cells on an endless plane: floes of ice, patches of fields."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from keyart_demo.art.colour import Floats

_TABLE = 64


class Cells(NamedTuple):
    """The cell at each point; all arrays have the shape of the points."""

    edge: Floats
    """The distance from the cell's border, in cells: 0 on it, about 0.5 in the middle."""
    chance: Floats
    """The cell's own number in 0..1."""


def cells(
    x: npt.NDArray[np.floating],
    y: npt.NDArray[np.floating],
    rng: np.random.Generator,
    jitter: float = 0.85,
) -> Cells:
    """Return the cells at points in units of a cell: one centre per unit square."""
    centres = 0.5 + (rng.random((2, _TABLE, _TABLE), dtype=np.float32) - 0.5) * jitter
    own = rng.random((_TABLE, _TABLE), dtype=np.float32)
    column, row = np.floor(x), np.floor(y)
    first = np.full(np.broadcast_shapes(x.shape, y.shape), 9.0, np.float32)
    second, chance = first.copy(), np.zeros_like(first)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            i = (row + down).astype(np.intp) % _TABLE
            j = (column + right).astype(np.intp) % _TABLE
            to_x = column + right + centres[0, i, j] - x
            to_y = row + down + centres[1, i, j] - y
            away = np.sqrt(to_x * to_x + to_y * to_y)
            nearer = away < first
            second = np.where(nearer, first, np.minimum(second, away))
            chance = np.where(nearer, own[i, j], chance)
            first = np.where(nearer, away, first)
    return Cells((second - first).astype(np.float32), chance)
