"""From light on a relief to a cut-out in a few tones, with one colour ramp for each material."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    Size,
    blur,
    enlarge,
    over,
    size_of,
    smoothstep,
)
from keyart_demo.art.colour import Colour, Floats, Ramp, mix, ramp
from keyart_demo.art.heads.light import posterised
from keyart_demo.art.heads.parts import Material
from keyart_demo.art.heads.relief import NOTHING, Relief
from keyart_demo.art.palette import Palette

Wardrobe = Mapping[Material, Ramp]
"""The colours, from shade to light, of every material."""
Box = tuple[slice, slice]
"""Rows and columns of a part of a picture."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The number of tones of light, and their softness (see `light.posterised`)."""

    tones: int = 5
    soft: float = 0.05
    keep: float = 0.12


@dataclass(frozen=True, eq=False, slots=True)
class Cutout:
    """A painted shape."""

    paint: Picture
    mask: Mask

    def onto(self, picture: Picture, strength: Mask | float = 1.0) -> Picture:
        """Lay the shape over a picture of its size, in place."""
        return over(picture, self.paint, self.mask * strength)


def painted(
    relief: Relief, tone: Mask, wardrobes: Sequence[Wardrobe], size: Size, cut: Cut
) -> Cutout:
    """Return the relief at a picture's size, with light in tones.

    `wardrobes` has the colours of each owner's materials; if there are fewer than owners, they
    repeat.
    """
    smooth = spread(tone, relief, size)
    steps = posterised(smooth, cut.tones, cut.soft, cut.keep)
    paint = np.zeros((*size.shape, 3), np.float32)
    for code, box, share in _shares(relief, size):
        owner, material = divmod(code, 16)
        colours = wardrobes[owner % len(wardrobes)][Material(material)]
        paint[box] += colours(steps[box]) * share[..., None]
    return Cutout(paint, outline(relief, size))


def spread(field: Mask, relief: Relief, size: Size) -> Mask:
    """Return a field over the relief at a picture's size, extended beyond the outline."""
    return _fitted(blur(relief.bled(field), 0.6), size)


def outline(relief: Relief, size: Size) -> Mask:
    """Return how much of each pixel the relief covers."""
    if relief.view.size == size:
        return relief.cover
    return smoothstep(0.30, 0.70, enlarge(blur(relief.cover, 0.6), size))


def wardrobe(palette: Palette, rng: np.random.Generator) -> dict[Material, Ramp]:
    """Return a painter's wardrobe: skin in the palette's lights, clothes in its colours."""
    worn = [palette.deep, palette.mid, palette.accent, mix(palette.deep, palette.accent2, 0.5)]
    cloth, hat, trim = (worn[int(i)] for i in rng.permutation(len(worn))[:3])
    bright = mix(palette.accent2, palette.paper, 0.35)
    return {
        Material.SKIN: _skin(palette),
        Material.LIP: _lips(palette),
        Material.EYE: ramp((0, palette.ink), (0.4, palette.mid), (0.8, palette.paper)),
        Material.HAIR: _fabric(palette, mix(palette.ink, palette.deep, 0.75), palette.mid),
        Material.CLOTH: _fabric(palette, cloth, palette.light),
        Material.TRIM: _fabric(palette, trim, palette.paper),
        Material.HAT: _fabric(palette, hat, palette.light),
        Material.METAL: ramp(
            (0, palette.ink), (0.35, palette.deep), (0.62, palette.accent2), (1, bright)
        ),
        Material.GLASS: ramp(
            (0, palette.ink), (0.35, palette.deep), (0.6, palette.accent), (1, palette.paper)
        ),
        Material.DARK: ramp((0, palette.ink), (1, palette.deep)),
        Material.MASK: ramp(
            (0, palette.ink), (0.3, palette.mid), (0.62, palette.light), (1, palette.paper)
        ),
    }


def two_tone(shade: Colour, light: Colour) -> dict[Material, Ramp]:
    """Return a wardrobe of cut paper, in two colours."""
    paper = ramp((0, shade), (0.5, shade), (0.5001, light), (1, light))
    return dict.fromkeys(Material, paper)


def _skin(palette: Palette) -> Ramp:
    return ramp(
        (0, palette.ink),
        (0.25, palette.deep),
        (0.52, mix(palette.mid, palette.light, 0.25)),
        (0.78, palette.light),
        (1, palette.paper),
    )


def _lips(palette: Palette) -> Ramp:
    red = mix(palette.accent, palette.mid, 0.35)
    return ramp(
        (0, palette.ink), (0.3, palette.deep), (0.7, red), (1, mix(red, palette.light, 0.6))
    )


def _fabric(palette: Palette, colour: Colour, light: Colour) -> Ramp:
    shade = mix(palette.ink, colour, 0.4)
    return ramp((0, palette.ink), (0.35, shade), (0.7, colour), (1, mix(colour, light, 0.55)))


def _fitted(field: Floats, size: Size) -> Floats:
    return field if size_of(field) == size else enlarge(field, size)


def _shares(relief: Relief, size: Size) -> list[tuple[int, Box, Mask]]:
    """Return the visible codes, the location of each, and its share of each pixel there.

    Shares sum to 1. Each is computed only within its own box: a group has dozens.
    """
    codes = relief.bled(relief.code)
    larger = size != relief.view.size
    visible: list[tuple[int, Box, Mask]] = []
    total = np.full(size.shape, 1e-6, np.float32)
    for code in (int(value) for value in np.unique(codes) if value != NOTHING):
        area = _everything(size) if larger else _box(codes == code)
        inside = (codes if larger else codes[area]) == code
        soft = ndimage.uniform_filter(inside.astype(np.float32), 3, mode="nearest")
        weight = np.clip(_fitted(soft, size), 0, 1) ** 3 if larger else soft**3
        total[area] += weight
        visible.append((code, area, weight))
    return [(code, area, weight / total[area]) for code, area, weight in visible]


def _everything(size: Size) -> Box:
    return slice(0, size.height), slice(0, size.width)


def _box(present: npt.NDArray[np.bool_]) -> Box:
    """Return the box around everything present, with a margin of one pixel."""
    rows, columns = (np.flatnonzero(present.any(axis=axis)) for axis in (1, 0))
    return (
        slice(max(int(rows[0]) - 1, 0), int(rows[-1]) + 2),
        slice(max(int(columns[0]) - 1, 0), int(columns[-1]) + 2),
    )
