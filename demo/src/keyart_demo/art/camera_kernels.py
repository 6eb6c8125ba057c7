# pyright: basic
# ruff: noqa: PLR0913
"""Composite planes, each shifted and enlarged by fractions of a pixel."""

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled, inlined

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]

_ONE = np.float32(256)
"""A whole pixel: positions are integers in this unit."""
_NOTHING = np.float32(0.002)
"""The share of light from farther planes to ignore: less than half a level."""


@compiled
def expose(sheets: Bytes, across: Ints, down: Ints, opacity: Floats, frame: Bytes) -> None:
    """Draw planes into a frame of shape (height, width, 3).

    Args:
        sheets: Planes, farthest first: (planes, height, their width, 4), premultiplied.
        across: Position of each column of the frame on each plane, in 256ths: (planes, width).
        down: Position of each row: (planes, height).
        opacity: Of each plane, 0 to 1: (planes,).
        frame: The frame to draw into.
    """
    count = sheets.shape[0]
    for y in range(frame.shape[0]):
        for x in range(frame.shape[1]):
            red, green, blue = 0.0, 0.0, 0.0
            free = 1.0  # what nearer planes let through
            for plane in range(count - 1, -1, -1):
                left, top = across[plane, x] >> 8, down[plane, y] >> 8
                a, b = sheets[plane, top, left, 3], sheets[plane, top, left + 1, 3]
                c, d = sheets[plane, top + 1, left, 3], sheets[plane, top + 1, left + 1, 3]
                if (a | b | c | d) == 0:
                    continue
                right = np.float32(across[plane, x] & 255) / _ONE
                low = np.float32(down[plane, y] & 255) / _ONE
                share = free * opacity[plane]
                wa, wb = (1 - right) * (1 - low) * share, right * (1 - low) * share
                wc, wd = (1 - right) * low * share, right * low * share
                sheet = sheets[plane]
                red += _between(sheet, top, left, 0, wa, wb, wc, wd)
                green += _between(sheet, top, left, 1, wa, wb, wc, wd)
                blue += _between(sheet, top, left, 2, wa, wb, wc, wd)
                free -= (a * wa + b * wb + c * wc + d * wd) / 255
                if free < _NOTHING:
                    break
            frame[y, x, 0], frame[y, x, 1], frame[y, x, 2] = int(red), int(green), int(blue)


@inlined
def _between(sheet, top, left, channel, wa, wb, wc, wd):
    return (
        sheet[top, left, channel] * wa
        + sheet[top, left + 1, channel] * wb
        + sheet[top + 1, left, channel] * wc
        + sheet[top + 1, left + 1, channel] * wd
    )


@compiled
def add_grain(frame: Bytes, tile: Shorts, light: int) -> None:
    """Add grain, shape (height, width), to a frame in place; `light` of 256 fades it to black."""
    for y in range(frame.shape[0]):
        for x in range(frame.shape[1]):
            for k in range(3):
                level = ((int(frame[y, x, k]) * light) >> 8) + tile[y, x]
                frame[y, x, k] = min(max(level, 0), 255)
