"""Solids and flat shapes: coverage, surface, and lighting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import skia
from scipy.interpolate import PchipInterpolator

from keyart_demo.art.canvas import Mask, Picture, Size, blur, coverage, over, pixels, smoothstep
from keyart_demo.art.colour import Colour, Floats, Ramp, ramp
from keyart_demo.art.palette import Palette

Point = tuple[float, float]

KEY_LIGHT: Final = (-0.62, -0.45, 0.64)
"""The direction of the lamp: left, above, and in front (x right, y down, z to the eye)."""


@dataclass(frozen=True, eq=False, slots=True)
class Form:
    """A solid on the sheet."""

    mask: Mask
    x: Floats
    y: Floats
    z: Floats
    """The normal of its surface."""

    def lambert(self, light: tuple[float, float, float] = KEY_LIGHT) -> Mask:
        """Return how directly each point faces a light, 0..1."""
        across, down, ahead = light
        facing = self.x * across + self.y * down + self.z * ahead
        return np.clip(facing, 0, 1).astype(np.float32)


def turned(
    size: Size, foot: Point, height: float, profile: Sequence[Point], lean: float = 0
) -> Form:
    """Return a solid of revolution on a foot, leaning by some degrees.

    The profile's points are (position from top 0 to bottom 1, radius), both relative to its height.
    """
    angle = np.radians(lean)
    x, y = pixels(size)
    dx, dy = x - foot[0], y - foot[1]
    along = dx * np.sin(angle) - dy * np.cos(angle)
    across = dx * np.cos(angle) + dy * np.sin(angle)
    places, radii = zip(*profile, strict=True)
    curve = PchipInterpolator(places, radii)
    place = 1 - along / height
    inside = np.clip(place, 0, 1)
    radius = np.maximum(np.asarray(curve(inside), np.float32) * height, 1e-3)
    slope = np.asarray(curve.derivative()(inside), np.float32)
    edge = np.clip(radius - np.abs(across) + 0.5, 0, 1)
    ends = np.clip(along + 0.5, 0, 1) * np.clip(height - along + 0.5, 0, 1)
    u = np.clip(across / radius, -1, 1)
    length = np.sqrt(1 + slope * slope)
    side, up = u / length, -slope / length
    return Form(
        (edge * ends).astype(np.float32),
        (side * np.cos(angle) - up * np.sin(angle)).astype(np.float32),
        (side * np.sin(angle) + up * np.cos(angle)).astype(np.float32),
        (np.sqrt(1 - u * u) / length).astype(np.float32),
    )


def ball(size: Size, centre: Point, radius: float) -> Form:
    """Return a sphere."""
    x, y = pixels(size)
    dx, dy = (x - centre[0]) / radius, (y - centre[1]) / radius
    square = dx * dx + dy * dy
    mask = np.clip((1 - np.sqrt(square)) * radius + 0.5, 0, 1).astype(np.float32)
    across, down = np.broadcast_arrays(dx, dy)
    return Form(mask, across, down, np.sqrt(np.clip(1 - square, 0, 1)).astype(np.float32))


def lay(picture: Picture, form: Form, paint: Ramp, palette: Palette, shine: float = 0.55) -> None:
    """Draw a lit solid onto a picture, in place: body, a narrow highlight, a rim of accent."""
    light = form.lambert()
    tone = 0.1 + 0.74 * light + 0.16 * form.z * light
    body = paint(tone)
    polish = smoothstep(0.86, 0.985, form.lambert(_unit(-0.42, -0.3, 0.86)))
    body += (palette.paper - body) * (polish * shine)[..., None]
    edge = smoothstep(0.62, 0.95, form.x) * smoothstep(0.75, 0.3, form.z)
    body += (palette.accent - body) * (edge * 0.8)[..., None]
    over(picture, body, form.mask)


def metal(palette: Palette, colour: Colour) -> Ramp:
    """Return the ramp of polished metal in one colour, from its shadow to its light."""
    return ramp((0, palette.ink), (0.3, palette.deep), (0.62, colour), (1, palette.paper))


def polygon(*points: Point) -> skia.Path:
    """Return a closed path through points."""
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in points], close=True)
    return path


def facet(picture: Picture, colour: Colour, *points: Point) -> None:
    """Draw one flat polygon onto a picture, in place."""
    size = Size(picture.shape[1], picture.shape[0])
    over(picture, colour, coverage(size, polygon(*points)))


def shadow(picture: Picture, mask: Mask, ink: Colour, radius: float, strength: float) -> None:
    """Draw a soft shadow of a mask onto a picture, in place."""
    over(picture, ink, np.clip(blur(mask, radius) * strength, 0, 1))


def ellipse(centre: Point, across: float, down: float) -> skia.Path:
    """Return an ellipse of half axes `across` and `down`."""
    x, y = centre
    return skia.Path().addOval(skia.Rect(x - across, y - down, x + across, y + down))


def _unit(x: float, y: float, z: float) -> tuple[float, float, float]:
    length = float(np.sqrt(x * x + y * y + z * z))
    return x / length, y / length, z / length
