"""Legible words: the better of two colours, and a quiet background."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from keyart_demo.art.canvas import Mask, Picture
from keyart_demo.art.colour import Colour, Floats, contrast_of_light, luminance

READABLE: Final = 4.5
"""The contrast that WCAG 2.2 requires for text."""
_AIM: Final = 5.2
"""Slightly more, since grain is added later."""
_PERCENTILES: Final = (4, 20, 40, 60, 80, 96)
_STRENGTHS: Final = (0.25, 0.4, 0.55, 0.68, 0.8, 0.9, 0.96)


Window = tuple[slice, slice]


def window(mask: npt.NDArray[np.generic], margin: int) -> Window:
    """Return the rows and columns covered by a mask, with a margin."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(int(rows[0]) - margin, 0), int(rows[-1]) + margin + 1),
        slice(max(int(columns[0]) - margin, 0), int(columns[-1]) + margin + 1),
    )


def measured(picture: Picture, mask: Mask, colour: Colour) -> float:
    """Return a colour's contrast with the ground under a mask, near its worst place."""
    light = luminance(picture[mask > 0.5])
    if not light.size:
        return 21.0
    colour_light = float(luminance(colour))
    return min(
        contrast_of_light(colour_light, float(v)) for v in np.percentile(light, _PERCENTILES)
    )


def legible(
    picture: Picture, mask: Mask, colours: tuple[Colour, ...], shades: tuple[Colour, Colour]
) -> Colour:
    """Return the first colour that is legible on the ground under a mask, or else the best one.

    If none is, the ground is blended, softly and no more than needed, towards the darker or lighter
    of the `shades` (ink, paper), in place.
    """
    around = window(mask, 2)
    ground, under = picture[around], mask[around]
    if not under.size:
        return colours[0]
    for colour in colours:
        if measured(ground, under, colour) >= _AIM:
            return colour
    patches = [_patch(picture, mask, colour, shades) for colour in colours]
    best = min(range(len(colours)), key=lambda i: patches[i].cost)
    patch = patches[best]
    part = picture[patch.around]
    part += (patch.shade - part) * patch.share[..., None]
    return colours[best]


@dataclass(frozen=True, eq=False, slots=True)
class _Patch:
    """How far to blend the ground around words towards a shade to make a colour legible."""

    around: Window
    share: Mask
    shade: Colour
    cost: float
    """How much of the picture it would change: the mean difference of its pixels."""


def _patch(picture: Picture, mask: Mask, colour: Colour, shades: tuple[Colour, Colour]) -> _Patch:
    """Return the weakest patch that suffices."""
    band = _band(mask)
    around = window(band > 0.01, 0)
    part, under, band = picture[around], mask[around], band[around]
    dark = float(luminance(colour)) > float(luminance(part[under > 0.5]).mean())
    shade = shades[0] if dark else shades[1]
    strength = next((s for s in _STRENGTHS if _reads(part, under, colour, shade, band * s)), 1.0)
    share = band * np.float32(strength)
    change = np.abs(part.mean(axis=2) - shade.mean()) * share
    return _Patch(around, share, shade, float(change.mean()))


def _reads(part: Picture, under: Mask, colour: Colour, shade: Colour, share: Mask) -> bool:
    """Return whether a colour would be legible with the ground blended towards a shade."""
    rows, columns = window(under, 0)
    inner = part[rows, columns]
    drawn = inner + (shade - inner) * share[rows, columns][..., None]
    return measured(drawn.astype(np.float32), under[rows, columns], colour) >= _AIM


def _band(mask: Mask) -> Mask:
    """Return the area to quieten: softly around words, and out to the nearest edges.

    So it looks like a vignette instead of a smudge: across the full width of a portrait, and to the
    left edge of a wide picture, where its words are.
    """
    height, width = mask.shape
    rows, columns = window(mask, 0)
    reach = max((rows.stop - rows.start) * 0.55, height * 0.018)
    top, bottom = rows.start - reach * 0.5, rows.stop + reach * 0.5
    if rows.start < 0.15 * height:
        top = 0
    if rows.start > 0.6 * height:
        bottom = height
    down = _soft(height, top, bottom, reach)
    if width <= height:
        return np.repeat(down[:, None], width, axis=1)
    right = columns.stop + (columns.stop - columns.start) * 0.12
    left = 0.0 if columns.start < 0.2 * width else columns.start - width * 0.03
    return down[:, None] * _soft(width, left, right, width * 0.1)[None, :]


def _soft(length: int, start: float, stop: float, spread: float) -> Floats:
    """Return a line that is 1 from start to stop and fades to 0 over `spread`."""
    place = np.arange(length, dtype=np.float32)
    outside = np.maximum(np.maximum(start - place, place - stop), 0)
    return np.exp(-((outside / spread) ** 2)).astype(np.float32)
