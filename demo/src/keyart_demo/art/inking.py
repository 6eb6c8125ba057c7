"""Draws letters onto a picture: plain, worn, gilded, or standing in water."""

from typing import Final

import numpy as np
import skia

from keyart_demo.art.brief import Script
from keyart_demo.art.canvas import Mask, Picture, Size, blur, coverage, over, size_of
from keyart_demo.art.colour import Colour, luminance, mix, ramp
from keyart_demo.art.legibility import legible, window
from keyart_demo.art.noise import fractal
from keyart_demo.art.palette import Palette
from keyart_demo.art.scene import Scene
from keyart_demo.art.voices import Finish

REFLECTED: Final = 0.42
"""Share of the letters' height reflected in water."""
_WEAR: Final = 0.21
"""Share of the noise below which a worn letter has no ink."""


def ink_letters(
    picture: Picture, path: skia.Path, scene: Scene, finish: Finish, colours: tuple[Colour, ...]
) -> Colour:
    """Draw letters onto a picture, in place, in the first of the colours that is legible there."""
    mask = coverage(size_of(picture), path)
    palette = scene.palette
    colour = legible(picture, mask, colours, (palette.ink, palette.paper))
    if finish is Finish.GOLD:
        over(picture, gilded(size_of(picture), colour, palette, scene.unit), mask)
        return colour
    if finish is Finish.RIPPLE:
        _reflect(picture, mask, colour, scene)
    if finish is Finish.WORN:
        mask = worn(mask, scene)
    over(picture, colour, mask)
    return colour


def ink_small(
    picture: Picture, path: skia.Path, palette: Palette, opacity: float, first: Colour | None = None
) -> None:
    """Draw small text onto a picture, in place: in ink or paper, slightly transparent."""
    mask = coverage(size_of(picture), path)
    colours = (palette.paper, palette.ink)
    if first is not None:
        colours = (first, *colours)
    colour = legible(picture, mask, colours, (palette.ink, palette.paper))
    over(picture, colour, mask * opacity)


def worn(mask: Mask, scene: Scene) -> Mask:
    """Return letters with ink missing in specks and scratches, less in dense scripts."""
    rng = scene.rng("wear")
    size, unit = size_of(mask), scene.unit
    specks = fractal(size, rng, 5 * unit, 2)
    patches = fractal(size, rng, 130 * unit, 2)
    scratches = fractal(size, rng, 4 * unit, 1, stretch=(26, 0.7))
    dense = scene.brief.script not in (Script.LATIN, Script.CYRILLIC)
    loss = _WEAR * (0.8 if dense else 1.0) * (0.35 + patches)
    kept = np.clip((specks * 0.72 + scratches * 0.28 - loss) * 12 + 0.5, 0, 1)
    return (mask * (0.22 + 0.78 * kept)).astype(np.float32)


def gilded(size: Size, colour: Colour, palette: Palette, unit: float) -> Picture:
    """Return a sheet of metal with slanted bands of shine, near a colour."""
    bright, dark = mix(colour, palette.paper, 0.55), mix(colour, palette.deep, 0.12)
    metal = ramp((0, dark), (0.45, colour), (0.8, bright), (1, palette.paper))
    if luminance(colour) < 0.2:
        metal = ramp((0, colour), (1, mix(colour, palette.accent2, 0.3)))
    y, x = np.mgrid[: size.height, : size.width].astype(np.float32)
    wave = np.sin((x * 0.7 + y) / (74 * unit)) * 0.5 + np.sin((x * 0.5 - y) / (190 * unit)) * 0.3
    return metal(0.5 + 0.5 * wave)


def _reflect(picture: Picture, mask: Mask, colour: Colour, scene: Scene) -> None:
    """Draw the letters' rippling mirror image below them."""
    rows, _ = window(mask, 0)
    height = rows.stop - rows.start
    bottom = rows.stop + max(int(2 * scene.unit), 1)
    depth = min(int(height * REFLECTED), mask.shape[0] - bottom)
    if depth <= 2:
        return
    rng = scene.rng("ripple")
    mirrored = mask[rows.start : rows.stop][::-1][:depth]
    amount = np.arange(1, len(mirrored) + 1) / height
    shift = (rng.standard_normal(len(mirrored)) * 9 * scene.unit * amount).astype(int)
    rippled = np.stack([np.roll(row, step) for row, step in zip(mirrored, shift, strict=True)])
    fade = (0.4 * np.clip(1 - amount / REFLECTED, 0, 1))[:, None]
    over(picture[bottom : bottom + len(rippled)], colour, blur(rippled, 0.6 * scene.unit) * fade)
