"""A picture as a stack of sheets, from the sky to the nearest grass."""

from collections.abc import Iterable
from dataclasses import dataclass

from keyart_demo.art.canvas import Mask, Picture, over


@dataclass(frozen=True, eq=False, slots=True)
class Plane:
    """One sheet of a stack."""

    picture: Picture
    mask: Mask
    """The opacity of the sheet."""
    depth: float
    """0 stands still, like the sky; 1 is nearest and moves with the camera."""


def flatten(planes: Iterable[Plane]) -> Picture:
    """Return the picture of a stack, its farthest plane first."""
    stack = iter(planes)
    picture = next(stack).picture.copy()
    for plane in stack:
        over(picture, plane.picture, plane.mask)
    return picture
