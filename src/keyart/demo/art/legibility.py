"""Words that can be read: the better of two colours, and quiet ground beneath them."""

from typing import Final

import numpy as np
import numpy.typing as npt

from keyart.demo.art.canvas import Mask, Picture
from keyart.demo.art.colour import Colour, Floats, contrast_of_light, luminance

READABLE: Final = 4.5
"""The contrast that WCAG 2.2 asks of text."""
_AIM: Final = 5.2
"""A little more, since grain comes on top."""
_STRENGTHS: Final = (0.0, 0.25, 0.4, 0.55, 0.68, 0.8, 0.9, 0.96)

Window = tuple[slice, slice]


def window(mask: npt.NDArray[np.generic], margin: int) -> Window:
    """Return the rows and columns of what a mask covers, and a margin around it."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(int(rows[0]) - margin, 0), int(rows[-1]) + margin + 1),
        slice(max(int(columns[0]) - margin, 0), int(columns[-1]) + margin + 1),
    )


def measured(picture: Picture, mask: Mask, colour: Colour) -> float:
    """Return the contrast of a colour against the ground under a mask, where it is nearly worst."""
    light = luminance(picture[mask > 0.5])
    if not light.size:
        return 21.0
    own = float(luminance(colour))
    low, mean, high = (float(v) for v in np.percentile(light, (4, 50, 96)))
    worst = high if own > mean else low
    return contrast_of_light(own, worst)


def legible(
    picture: Picture, mask: Mask, colours: tuple[Colour, ...], shades: tuple[Colour, Colour]
) -> Colour:
    """Return the first colour that reads well on the ground under a mask, else the best of them.

    If none does, the ground is drawn, softly and no more than is needed, towards the darker or
    lighter of the `shades` (ink, paper), in place.
    """
    around = window(mask, 2)
    ground, under = picture[around], mask[around]
    if not under.size:
        return colours[0]
    contrasts = [measured(ground, under, colour) for colour in colours]
    for colour, ratio in zip(colours, contrasts, strict=True):
        if ratio >= _AIM:
            return colour
    best = colours[int(np.argmax(contrasts))]
    shade = max(shades, key=lambda s: abs(float(luminance(s)) - float(luminance(best))))
    _quieten(picture, mask, best, shade)
    return best


def _quieten(picture: Picture, mask: Mask, colour: Colour, shade: Colour) -> None:
    """Draw the ground around a mask towards a shade until a colour can be read on it.

    The patch is a band, wider than the words and very soft, so that it looks like light.
    """
    rows, columns = window(mask, 0)
    reach = max((rows.stop - rows.start) * 0.55, 7)
    down = _soft(mask.shape[0], rows, reach * 0.5, reach)
    across = _soft(
        mask.shape[1], columns, (columns.stop - columns.start) * 0.12, mask.shape[1] * 0.1
    )
    band = down[:, None] * across[None, :]
    around = window(band > 0.01, 0)
    part, under, patch = picture[around], mask[around], band[around]
    ground = part.copy()
    for strength in _STRENGTHS:
        part[...] = ground + (shade - ground) * (patch * strength)[..., None]
        if measured(part, under, colour) >= _AIM:
            return


def _soft(length: int, solid: slice, margin: float, spread: float) -> Floats:
    """Return a line that is 1 over a stretch and a margin, and fades to 0 over `spread`."""
    place = np.arange(length, dtype=np.float32)
    outside = np.maximum(np.maximum(solid.start - margin - place, place - solid.stop - margin), 0)
    return np.exp(-((outside / spread) ** 2)).astype(np.float32)
