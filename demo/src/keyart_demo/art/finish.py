"""Makes a drawing look printed: vignette, paper, grain; always the last step."""

from typing import Final

import numpy as np
import numpy.typing as npt

from keyart_demo.art.canvas import Picture, Size, pixels, size_of, smoothstep
from keyart_demo.art.colour import Colour, Floats
from keyart_demo.art.noise import fractal
from keyart_demo.art.scene import Scene

Bytes = npt.NDArray[np.uint8]
"""Shape (height, width, 3): a finished picture."""

_GRAIN: Final = 0.024
"""Standard deviation in midtones; nearly twice as much looked like dirt on a card."""
_PAPER: Final = 0.035


def finished(picture: Picture, scene: Scene, *, flat: bool = False) -> Picture:
    """Return the picture with its vignette, paper (for flat designs) and grain; in place."""
    rng = scene.rng("finish")
    if flat:
        picture *= paper(scene.size, rng, scene.unit)[..., None]
    else:
        vignette(picture, scene.palette.ink, 0.24)
    return grain(picture, rng)


def vignette(picture: Picture, ink: Colour, strength: float) -> Picture:
    """Blend the corners towards ink, in place."""
    size = size_of(picture)
    x, y = pixels(size)
    across, down = (x / size.width - 0.5) * 1.9, (y / size.height - 0.5) * 1.8
    shade = smoothstep(0.55, 1.45, np.hypot(across, down)) * strength
    picture += (ink - picture) * shade[..., None]
    return picture


def paper(size: Size, rng: np.random.Generator, unit: float) -> Floats:
    """Return the shade, about 1, of a sheet: fine tooth, fibres both ways, broad blotches."""
    tooth = fractal(size, rng, 2.5 * unit, 1)
    fibres = fractal(size, rng, 6 * unit, 2, stretch=(6, 0.5))
    weave = fractal(size, rng, 6 * unit, 2, stretch=(0.5, 6))
    blotches = fractal(size, rng, 320 * unit, 2)
    mean = 0.3 * tooth + 0.25 * fibres + 0.25 * weave + 0.2 * blotches
    return (1 + (mean - 0.5) * 2 * _PAPER).astype(np.float32)


def grain(picture: Picture, rng: np.random.Generator) -> Picture:
    """Add film grain, strongest in midtones, in place: it also hides the steps of eight bits."""
    noise = rng.standard_normal(picture.shape[:2], dtype=np.float32)
    tone = picture.mean(axis=2)
    weight = _GRAIN * (0.35 + 2.6 * tone * (1 - tone))
    picture += (noise * weight)[..., None]
    return picture


def eight_bits(picture: Picture, rng: np.random.Generator) -> Bytes:
    """Return a picture as bytes, rounded with half a level of dither."""
    dither = rng.random(picture.shape, dtype=np.float32)
    return np.clip(picture * 255 + dither, 0, 255).astype(np.uint8)
