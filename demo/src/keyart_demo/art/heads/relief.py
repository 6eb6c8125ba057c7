"""The visible surface of a sculpted head: depth, direction and material of each point."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from keyart_demo.art.canvas import Size
from keyart_demo.art.colour import Floats
from keyart_demo.art.heads.parts import Part, table
from keyart_demo.art.heads.tracing import FAR, trace

Value = TypeVar("Value", bound=np.generic)
NOTHING = -1
"""The code where no surface is."""


@dataclass(frozen=True, slots=True)
class View:
    """A window on head space: the number of rays, and their positions."""

    size: Size
    """One ray for each pixel."""
    centre: tuple[float, float]
    """The pixel, x and y, of the ray at x = y = 0."""
    unit: float
    """Rays per head unit."""


@dataclass(frozen=True, eq=False)
class Relief:
    """The visible surface, by ray: shapes (height, width) and (height, width, 3)."""

    view: View
    depth: Floats
    """z in head units; -1e9 where there is no surface."""
    normal: Floats
    code: npt.NDArray[np.int8]
    """Owner and material (see `parts.code`), or -1 where there is no surface."""
    cover: Floats
    """0..1: the share of a pixel that the head covers."""

    @cached_property
    def present(self) -> npt.NDArray[np.bool_]:
        """Where a ray met a surface."""
        return self.code != NOTHING

    @cached_property
    def material(self) -> npt.NDArray[np.int8]:
        """The `Material` of each point, for any owner; -1 where there is no surface."""
        return np.where(self.present, self.code % 16, NOTHING).astype(np.int8)

    def bled(self, field: npt.NDArray[Value]) -> npt.NDArray[Value]:
        """Return a field extended beyond the outline, each ray with its nearest point's value."""
        return field if self._nearest is None else field[self._nearest]

    @cached_property
    def _nearest(self) -> tuple[npt.NDArray[np.int32], ...] | None:
        if self.present.all() or not self.present.any():
            return None
        nearest = ndimage.distance_transform_edt(
            ~self.present, return_distances=False, return_indices=True
        )
        return tuple(nearest)

    def places(self) -> tuple[Floats, Floats]:
        """Return x (1, width) and y (height, 1) of the rays, in head units."""
        size, (middle_x, middle_y), unit = self.view.size, self.view.centre, self.view.unit
        x = (np.arange(size.width, dtype=np.float32)[None, :] + 0.5 - middle_x) / unit
        y = (middle_y - np.arange(size.height, dtype=np.float32)[:, None] - 0.5) / unit
        return x, y


def relief(parts: Sequence[Part], view: View) -> Relief:
    """Return what parallel rays from the viewer see of the parts."""
    shape = view.size.shape
    depth = np.full(shape, -FAR, np.float32)
    normal = np.zeros((*shape, 3), np.float32)
    material = np.full(shape, NOTHING, np.int8)
    gap = np.full(shape, FAR, np.float32)
    left = (0.5 - view.centre[0]) / view.unit
    top = (view.centre[1] - 0.5) / view.unit
    trace(table(parts), left, top, 1 / view.unit, depth, normal, material, gap)
    cover = np.clip(1 - gap * view.unit, 0, 1).astype(np.float32)
    return Relief(view, depth, normal, material, cover)
