"""Staffage: the small figure that gives a landscape its scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import skia

from keyart_demo.art.canvas import Mask, blur, coverage, filled
from keyart_demo.art.colour import Colour
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.stage import Stage

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """The position of a figure, in pixels: the middle of its feet, and its height."""

    x: float
    y: float
    height: float

    def path(self, shapes: Sequence[Sequence[Point]], *, flip: bool = False) -> skia.Path:
        """Return smooth closed shapes given in heights from the feet: x right, y up."""
        path = skia.Path()
        sign = -1 if flip else 1
        for shape in shapes:
            points = [(self.x + sign * x * self.height, self.y - y * self.height) for x, y in shape]
            path.addPoly([skia.Point(*point) for point in points], close=True)
        return path


_COAT: Final = (
    ((-0.05, 0.0), (-0.075, 0.34), (-0.13, 0.36), (-0.11, 0.72), (-0.075, 0.82), (-0.03, 0.845)),
    ((0.03, 0.845), (0.075, 0.82), (0.11, 0.72), (0.14, 0.36), (0.085, 0.34), (0.075, 0.0)),
    ((0.02, 0.0), (0.005, 0.33), (-0.005, 0.33), (-0.005, 0.0)),
)
"""A person in a long coat, seen from behind: left outline, right outline, the gap of the legs."""


def person(spot: Spot) -> skia.Path:
    """Return a standing person in a coat, from behind."""
    left, right, gap = _COAT
    body = spot.path([(*left, *right)])
    legs = spot.path([gap])
    body = skia.Op(body, legs, skia.PathOp.kDifference_PathOp)
    body.addCircle(spot.x, spot.y - 0.915 * spot.height, 0.075 * spot.height)
    return body


def umbrella(spot: Spot) -> skia.Path:
    """Return the umbrella over a person's head."""
    path = skia.Path()
    h, top = spot.height, spot.y - 1.28 * spot.height
    half = 0.42 * h
    path.moveTo(spot.x - half, top + 0.3 * h)
    path.cubicTo(
        spot.x - half, top - 0.08 * h, spot.x + half, top - 0.08 * h, spot.x + half, top + 0.3 * h
    )
    for k in range(4):
        right = spot.x + half - k * half / 2
        path.quadTo(right - half / 4, top + 0.22 * h, right - half / 2, top + 0.3 * h)
    path.close()
    path.addRect(skia.Rect.MakeXYWH(spot.x - 0.012 * h, top + 0.2 * h, 0.024 * h, 0.6 * h))
    return path


def sailing_boat(spot: Spot, *, flip: bool = False) -> skia.Path:
    """Return a small boat with two sails; its feet are the water line."""
    hull = ((-0.34, 0.1), (0.38, 0.12), (0.27, -0.02), (-0.26, -0.02))
    main = ((0.0, 0.16), (0.0, 1.0), (-0.12, 0.62), (-0.33, 0.16))
    jib = ((0.03, 0.17), (0.03, 0.86), (0.18, 0.5), (0.36, 0.17))
    return spot.path([hull, main, jib], flip=flip)


def rowing_boat(spot: Spot) -> skia.Path:
    """Return a boat with one rower, seen from the side."""
    hull = ((-0.9, 0.24), (0.9, 0.24), (0.66, 0.0), (-0.66, 0.0))
    body = ((-0.16, 0.22), (-0.13, 0.62), (-0.02, 0.72), (0.1, 0.62), (0.16, 0.22))
    arm = ((0.02, 0.6), (0.52, 0.4), (0.52, 0.34), (0.0, 0.48))
    path = spot.path([hull, body, arm])
    path.addCircle(spot.x, spot.y - 0.86 * spot.height, 0.13 * spot.height)
    return path


def house(spot: Spot) -> skia.Path:
    """Return a small house with a chimney."""
    walls = ((-0.62, 0.0), (-0.62, 0.5), (-0.74, 0.48), (-0.38, 1.0), (0.42, 1.0), (0.78, 0.48))
    rest = ((0.66, 0.5), (0.66, 0.0))
    chimney = ((0.2, 0.9), (0.2, 1.18), (0.34, 1.18), (0.34, 0.9))
    return spot.path([(*walls, *rest), chimney])


def window(spot: Spot) -> skia.Path:
    """Return the lit window of a house."""
    return spot.path([((0.12, 0.16), (0.12, 0.38), (0.36, 0.38), (0.36, 0.16))])


def tent(spot: Spot) -> skia.Path:
    """Return a ridge tent."""
    return spot.path([((-0.85, 0.0), (-0.12, 1.0), (0.16, 1.0), (0.85, 0.0))])


def camel(spot: Spot, *, flip: bool = False) -> skia.Path:
    """Return a camel with a rider."""
    body = (
        (-0.42, 0.36), (-0.46, 0.55), (-0.3, 0.66), (-0.12, 0.76), (0.02, 0.78), (0.14, 0.66),
        (0.3, 0.62), (0.42, 0.5), (0.5, 0.58), (0.55, 0.8), (0.6, 0.88), (0.74, 0.84),
        (0.74, 0.78), (0.63, 0.76), (0.6, 0.5), (0.46, 0.36), (0.2, 0.33),
    )  # fmt: skip
    legs = [
        (
            (x, 0.0),
            (x - 0.015, 0.2),
            (x - 0.04, 0.42),
            (x + 0.06, 0.42),
            (x + 0.035, 0.2),
            (x + 0.03, 0),
        )
        for x in (-0.39, -0.29, 0.24, 0.36)
    ]
    rider = ((-0.12, 0.7), (-0.09, 1.0), (-0.02, 1.06), (0.07, 1.0), (0.1, 0.7))
    path = spot.path([body, rider, *legs], flip=flip)
    path.addCircle(spot.x, spot.y - 1.14 * spot.height, 0.075 * spot.height)
    return path


def rocket(spot: Spot) -> skia.Path:
    """Return a rocket standing on its fins."""
    hull = [(0.13 * np.sin(np.pi * min(t * 0.62 + 0.2, 1)), 0.12 + 0.88 * t) for t in _STEPS]
    left = [(-x, y) for x, y in hull]
    fins = ((-0.1, 0.4), (-0.27, 0.0), (-0.08, 0.14), (0.08, 0.14), (0.27, 0.0), (0.1, 0.4))
    return spot.path([[*left, *reversed(hull)], fins])


_STEPS: Final = [k / 20 for k in range(21)]


def turn(path: skia.Path, degrees: float, pivot: Point, *, longer: float = 1.0) -> skia.Path:
    """Stretch a path upwards and rotate it clockwise about a point, in place."""
    x, y = pivot
    path.transform(skia.Matrix.MakeAll(1, 0, 0, 0, longer, y * (1 - longer), 0, 0, 1))
    about = skia.Matrix()
    about.setRotate(degrees, x, y)
    path.transform(about)
    return path


def birds(stage: Stage, name: str, centre: Point, count: int, spread: float) -> skia.Path:
    """Return a loose flock of gliding birds."""
    rng = stage.rng(name)
    path = skia.Path()
    for _ in range(count):
        x = centre[0] + float(rng.normal(0, spread))
        y = centre[1] + float(rng.normal(0, spread * 0.35))
        half = float(rng.uniform(4.5, 9)) * stage.unit
        lift = half * float(rng.uniform(0.35, 0.65))
        path.moveTo(x - half, y - lift)
        path.quadTo(x - half * 0.4, y - lift * 0.9, x, y)
        path.quadTo(x + half * 0.4, y - lift * 0.9, x + half, y - lift)
        path.quadTo(x + half * 0.35, y - lift * 0.45, x, y + half * 0.22)
        path.quadTo(x - half * 0.35, y - lift * 0.45, x - half, y - lift)
        path.close()
    return path


def shape(stage: Stage, path: skia.Path, colour: Colour, depth: float) -> Plane:
    """Return a plane with one path in one colour."""
    return Plane(filled(stage.size, colour), coverage(stage.size, path), depth)


def lamps(stage: Stage, mask: Mask, radius: float, depth: float) -> Plane:
    """Return a plane of lit lamps, opaque within the mask, with light `radius` pixels around."""
    near, far = blur(mask, radius), blur(mask, radius * 3.2)
    shine = np.clip(near * 2.6, 0, 0.55) + np.clip(far * 5, 0, 0.4)
    share = np.clip(mask + shine * (1 - mask), 0, 1).astype(np.float32)
    return Plane(filled(stage.size, stage.air.lamp), share, depth)
