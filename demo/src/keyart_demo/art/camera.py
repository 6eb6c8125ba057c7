"""A camera that moves in front of a stack of planes: near ones pass faster than far ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from keyart_demo.art import camera_kernels
from keyart_demo.art.canvas import Picture, Size
from keyart_demo.art.colour import Floats
from keyart_demo.art.finish import Bytes
from keyart_demo.art.planes import Plane


class Pose(NamedTuple):
    """The position of the camera at one moment."""

    x: float = 0.0
    """The shift of the nearest plane (depth 1) to the right, in pixels."""
    y: float = 0.0
    zoom: float = 1.0
    """The enlargement of the nearest plane."""


@dataclass(frozen=True, eq=False, slots=True)
class Stack:
    """Planes in the form that the camera needs."""

    sheets: Bytes
    """Shape (planes, height, width, 4): premultiplied, farthest first."""
    depths: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Shot:
    """Planes, and the movement of the camera in front of them."""

    stack: Stack
    seconds: float
    move: Callable[[float], Pose]
    """From the moment in the shot, 0 to 1."""
    fade: Callable[[float], float] | None = None
    """The opacity of the nearest plane at a moment."""


def stacked(planes: Iterable[Plane], rng: np.random.Generator) -> Stack:
    """Return planes for the camera; dither hides the steps of eight bits."""
    planes = list(planes)
    sheets = np.empty((len(planes), *planes[0].mask.shape, 4), np.uint8)
    for sheet, plane in zip(sheets, planes, strict=True):
        share = np.clip(plane.mask, 0, 1)[..., None]
        dither = rng.random(share.shape, dtype=np.float32)
        # Premultiplied, so that edges keep their colour between pixels.
        sheet[..., :3] = np.minimum(
            np.clip(plane.picture, 0, 1) * share * 255 + dither * share, 255
        )
        sheet[..., 3:] = share * 255 + 0.5
    return Stack(sheets, np.array([plane.depth for plane in planes], np.float32))


def whole(picture: Picture) -> Plane:
    """Return a picture as a plane that moves like the nearest one."""
    return Plane(picture, np.ones(picture.shape[:2], np.float32), 1.0)


def expose(shot: Shot, moment: float, frame: Bytes) -> None:
    """Draw one moment (0 to 1) of a shot into a frame, shape (height, width, 3)."""
    height, width = frame.shape[:2]
    pose, sheets = shot.move(moment), shot.stack.sheets
    across = _places(shot.stack.depths, pose.x, pose.zoom, Size(width, sheets.shape[2]))
    down = _places(shot.stack.depths, pose.y, pose.zoom, Size(height, sheets.shape[1]))
    opacity = np.ones(len(sheets), np.float32)
    if shot.fade is not None:
        opacity[-1] = shot.fade(moment)
    camera_kernels.expose(sheets, across, down, opacity, frame)


def _places(depths: Floats, shift: float, zoom: float, extents: Size) -> camera_kernels.Ints:
    """Return the positions of the frame's pixels on each plane, in 256ths of a pixel.

    `extents` has the number of pixels of the frame and of the planes in this direction.
    """
    frame, plane = extents
    near = depths.astype(np.float64)[:, None]
    from_middle = np.arange(frame)[None, :] - (frame - 1) / 2
    place = (plane - 1) / 2 + (from_middle - shift * near) / (1 + (zoom - 1) * near)
    return np.clip(np.round(place * 256), 0, (plane - 1) * 256 - 1).astype(np.int64)
