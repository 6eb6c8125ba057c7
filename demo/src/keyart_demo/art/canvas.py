"""Pictures and masks, and the operations on them.

Skia only draws *coverage*; colour and light are computed with numpy.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import skia
from PIL import Image
from scipy import ndimage

from keyart_demo.art.colour import Colour, Floats

Picture = Floats
"""Shape (height, width, 3): sRGB-encoded, 0..1."""
Mask = Floats
"""Shape (height, width): 0..1."""

Field = npt.NDArray[np.floating]
"""Numbers of any precision, one per pixel: the input of paint."""

_BOXES: Final = 3
"""This many box filters in a row look like a Gaussian, at a cost independent of its radius."""


class Size(NamedTuple):
    """The size of a picture, in pixels."""

    width: int
    height: int

    @property
    def shape(self) -> tuple[int, int]:
        """The shape of an array that holds it: (height, width)."""
        return self.height, self.width

    @property
    def wide(self) -> bool:
        """Whether it is clearly wider than high, so that words are at its side."""
        return self.width > 1.2 * self.height


def size_of(field: Floats) -> Size:
    """Return the size of a picture or mask."""
    return Size(field.shape[1], field.shape[0])


def filled(size: Size, colour: Colour) -> Picture:
    """Return a picture of one colour."""
    return np.broadcast_to(colour, (*size.shape, 3)).astype(np.float32)


def pixels(size: Size) -> tuple[Floats, Floats]:
    """Return the x of each column, shape (1, width), and the y of each row, shape (height, 1)."""
    x = np.arange(size.width, dtype=np.float32)[None, :] + 0.5
    y = np.arange(size.height, dtype=np.float32)[:, None] + 0.5
    return x, y


def smoothstep(low: float, high: float, x: Field) -> Floats:
    """Return 0 below `low`, 1 above `high`, and a smooth transition (`low` may be greater)."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


def over(picture: Picture, paint: Colour | Picture, mask: Field | float) -> Picture:
    """Lay paint over a picture within the mask, in place."""
    share = mask if isinstance(mask, float | int) else mask[..., None]
    picture += (paint - picture) * share
    return picture


def screen(picture: Picture, light: Field) -> Picture:
    """Add light to a picture, in place: no pixel gets darker or burns out."""
    picture += light * (1 - picture)
    return picture


def multiply(picture: Picture, shade: Field) -> Picture:
    """Darken a picture by a shade, in place; a mask is a grey shade."""
    picture *= shade[..., None] if shade.ndim == picture.ndim - 1 else shade
    return picture


def glow(picture: Picture, colour: Colour, mask: Field) -> Picture:
    """Add light of one colour within the mask, in place."""
    return screen(picture, colour * mask[..., None])


def blur(field: Field, radius: float) -> Floats:
    """Return a field or picture blurred by a Gaussian of about this standard deviation (pixels)."""
    width = round(float(np.sqrt(12 * radius * radius / _BOXES + 1)))
    width += 1 - width % 2
    if width < 2:
        return field.astype(np.float32)
    out = field.astype(np.float32)
    for _ in range(_BOXES):
        for axis in (0, 1):
            out = ndimage.uniform_filter1d(out, width, axis=axis, mode="nearest")
    return out


def coverage(size: Size, path: skia.Path) -> Mask:
    """Return how much of each pixel a path covers."""
    pixels = np.zeros((*size.shape, 4), np.uint8)
    paint = skia.Paint(AntiAlias=True, Color=skia.ColorWHITE)
    with skia.Surface(pixels) as sheet:
        sheet.drawPath(path, paint)
    return (pixels[..., 3] / 255).astype(np.float32)


def stroke(size: Size, path: skia.Path, width: float) -> Mask:
    """Return how much of each pixel a line along a path covers."""
    pixels = np.zeros((*size.shape, 4), np.uint8)
    paint = skia.Paint(
        AntiAlias=True,
        Color=skia.ColorWHITE,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )
    with skia.Surface(pixels) as sheet:
        sheet.drawPath(path, paint)
    return (pixels[..., 3] / 255).astype(np.float32)


def shifted(field: Floats, dx: float, dy: float) -> Floats:
    """Return a field moved by whole pixels to the right and down, with its edge repeated."""
    across, down = round(dx), round(dy)
    pad = ((max(down, 0), max(-down, 0)), (max(across, 0), max(-across, 0)))
    rest = ((0, 0),) * (field.ndim - 2)
    moved = np.pad(field, (*pad, *rest), mode="edge")
    top, left = max(-down, 0), max(-across, 0)
    return moved[top : top + field.shape[0], left : left + field.shape[1]]


def rim(mask: Mask, dx: float, dy: float) -> Mask:
    """Return the edge of a mask that faces a light in the direction (dx, dy), in pixels."""
    edge = np.clip(mask - shifted(mask, -dx, -dy), 0, 1)
    return blur(edge, max(abs(dx), abs(dy)) * 0.25) * mask


def gradient(size: Size, start: tuple[float, float], end: tuple[float, float]) -> Mask:
    """Return a linear gradient: 0 at the start, 1 at the end (x, y in pixels), clipped beyond."""
    x, y = pixels(size)
    across, down = end[0] - start[0], end[1] - start[1]
    along = (x - start[0]) * across + (y - start[1]) * down
    return np.clip(along / (across * across + down * down), 0, 1).astype(np.float32)


def distance(size: Size, centre: tuple[float, float], stretch: float = 1.0) -> Floats:
    """Return each pixel's distance from a point, in pixels; `stretch` > 1 makes flat ellipses."""
    x, y = pixels(size)
    return np.hypot(x - centre[0], (y - centre[1]) * stretch).astype(np.float32)


def enlarge(field: Floats, size: Size) -> Floats:
    """Return a field or picture at another size, bicubic."""
    if field.ndim == 3:
        return np.stack([enlarge(field[..., i], size) for i in range(field.shape[2])], axis=2)
    image = Image.fromarray(np.ascontiguousarray(field, np.float32), "F")
    return np.asarray(image.resize(size, Image.Resampling.BICUBIC), np.float32)
