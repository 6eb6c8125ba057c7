"""Colours by their appearance: defined in OKLCH, converted to sRGB, mixed in OKLab.

Matrices of OKLab: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Colour = Floats
"""Shape (3,): sRGB-encoded red, green, blue in 0..1."""

_LMS_FROM_RGB: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB_FROM_LMS: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_RGB_FROM_LMS: Final = np.linalg.inv(_LMS_FROM_RGB)
_LMS_FROM_LAB: Final = np.linalg.inv(_LAB_FROM_LMS)
_LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
_ENTRIES: Final = 1024
"""Entries of a ramp: finer than eight bits of any channel."""


def linear(encoded: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Return linear light of sRGB-encoded values (IEC 61966-2-1)."""
    values = np.asarray(encoded)
    low, high = values / 12.92, np.power((np.maximum(values, 0) + 0.055) / 1.055, 2.4)
    return np.where(values <= 0.04045, low, high).astype(values.dtype)


def encoded(light: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Return sRGB-encoded values of linear light, clipped to 0..1."""
    values = np.clip(np.asarray(light), 0, 1)
    return np.where(values <= 0.0031308, values * 12.92, 1.055 * values ** (1 / 2.4) - 0.055)


def oklab(colour: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return lightness, a and b of sRGB-encoded colours; shape (..., 3)."""
    light = linear(np.asarray(colour, np.float64))
    return np.cbrt(light @ _LMS_FROM_RGB.T) @ _LAB_FROM_LMS.T


def from_oklab(lab: npt.ArrayLike) -> Floats:
    """Return sRGB-encoded colours, clipped to the gamut; shape (..., 3)."""
    return encoded(_light(np.asarray(lab, np.float64))).astype(np.float32)


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """Return the colour of OKLCH coordinates (hue in degrees); chroma shrinks to fit the gamut."""
    angle = np.radians(hue)
    direction = np.array([0.0, np.cos(angle), np.sin(angle)])
    grey = np.array([lightness, 0.0, 0.0])
    low, high = 0.0, chroma
    if _inside(grey + high * direction):
        return from_oklab(grey + high * direction)
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(grey + middle * direction) else (low, middle)
    return from_oklab(grey + low * direction)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour `share` (0..1) of the way from the first to the second, in OKLab."""
    return from_oklab(oklab(first) * (1 - share) + oklab(second) * share)


@dataclass(frozen=True, eq=False, slots=True)
class Ramp:
    """Colours along a line from 0 to 1; call it with a field to paint it."""

    table: Floats
    """Shape (1024, 3)."""

    def __call__(self, field: npt.NDArray[np.floating]) -> Floats:
        """Return the picture, shape (..., 3), of a field whose values are clipped to 0..1."""
        steps = np.clip(field, 0, 1) * (_ENTRIES - 1) + 0.5
        return self.table[steps.astype(np.int32)]

    def at(self, place: float) -> Colour:
        """Return the colour at one place."""
        return self.table[int(min(max(place, 0), 1) * (_ENTRIES - 1) + 0.5)]


def ramp(*stops: tuple[float, Colour]) -> Ramp:
    """Return the ramp through colours at ascending places in 0..1, interpolated in OKLab."""
    places = [place for place, _ in stops]
    labs = oklab(np.stack([colour for _, colour in stops]))
    at = np.linspace(0, 1, _ENTRIES)
    lab = np.stack([np.interp(at, places, labs[:, axis]) for axis in range(3)], axis=1)
    return Ramp(from_oklab(lab))


def luminance(picture: Floats) -> Floats:
    """Return relative luminance, 0..1, of a colour or a picture: shape without the last axis."""
    return linear(picture).astype(np.float32) @ _LUMINANCE


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio, 1..21, of two colours (WCAG 2.2)."""
    return contrast_of_light(float(luminance(first)), float(luminance(second)))


def contrast_of_light(first: float, second: float) -> float:
    """Return the contrast ratio, 1..21, of two relative luminances (WCAG 2.2)."""
    low, high = sorted((first, second))
    return (high + 0.05) / (low + 0.05)


def _light(lab: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return (lab @ _LMS_FROM_LAB.T) ** 3 @ _RGB_FROM_LMS.T


def _inside(lab: npt.NDArray[np.float64]) -> bool:
    light = _light(lab)
    return bool((light >= -1e-6).all() and (light <= 1 + 1e-6).all())
