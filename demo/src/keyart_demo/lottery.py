"""Weighted random choices for whole columns at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart_demo.arrays import I64

SCALE = 1 << 24
"""The odds of a row's items are integer parts of this; a draw has 24 random bits."""


@dataclass(frozen=True)
class Lottery:
    """For each row, items drawn in proportion to their weights.

    Only integers are compared, so the same draw gives the same item on every machine.

    Attributes:
        bounds: the ends of the shares of all rows' items, row by row: row r is in [r × SCALE, (r +
            1) × SCALE).
        items: the items that belong to `bounds`.
    """

    bounds: I64
    items: I64

    @classmethod
    def of(cls, weights: npt.NDArray[np.number]) -> "Lottery":
        """Return the lottery of `weights`, shape (rows, items), where an item is its column number.

        Each row needs an item of positive weight; items of weight 0 are never drawn.
        """
        wide = np.maximum(weights.astype(np.float64), 0.0)
        ends = np.cumsum(wide, axis=1)
        scaled = np.floor(ends / ends[:, -1:] * SCALE).astype(np.int64)
        rows, items = np.nonzero(np.diff(scaled, axis=1, prepend=0))
        return cls(scaled[rows, items] + rows * SCALE, items)

    @classmethod
    def of_rows(cls, rows: Sequence[tuple[Sequence[int], Sequence[float]]]) -> "Lottery":
        """Return the lottery of rows of (items, weights); empty rows cannot be drawn from."""
        bounds: list[I64] = []
        for number, (items, weights) in enumerate(rows):
            ends = np.cumsum(np.asarray(weights, np.float64))
            total = ends[-1] if len(items) else 1.0
            bounds.append(np.floor(ends / total * SCALE).astype(np.int64) + number * SCALE)
        flat = [item for items, _ in rows for item in items]
        return cls(np.concatenate(bounds), np.array(flat, np.int64))

    def draw(self, row: I64 | int, chance: npt.NDArray[np.floating]) -> I64:
        """Return an item for each row, from a number in [0, 1) for each."""
        place = (chance * SCALE).astype(np.int64) + np.asarray(row) * SCALE
        return self.items[np.searchsorted(self.bounds, place, side="right")]


def whole(u: npt.NDArray[np.floating], count: I64 | int) -> I64:
    """Return 0 … count − 1, equally likely, from numbers in [0, 1)."""
    return (u.astype(np.float64) * count).astype(np.int64)
