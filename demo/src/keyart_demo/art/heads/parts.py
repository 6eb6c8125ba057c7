"""The parts of a sculpted head: simple shapes in their own frames, added or carved away.

Space is in head units: x to the sitter's left (the viewer's right), y up, z towards the viewer; the
face is about two units high, with the eyes near y = 0.12 and the chin near y = -0.8.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Vector = tuple[float, float, float]
Array = npt.NDArray[np.float64]


class Shape(IntEnum):
    """The shape of a part in its own frame."""

    BALL = 0
    """An ellipsoid; `stretch` holds its radii."""
    ROD = 1
    """From the origin along y; `size` = (radius at the origin, length, radius at the end)."""
    RING = 2
    """A line rotated about y; `size` = (radius at y = 0, radius at the top, height of the top)."""
    BOX = 3
    """`size` = half of each edge, without the rounding."""


class Material(IntEnum):
    """The material of a part, which determines its colour ramp."""

    SKIN = 0
    LIP = 1
    EYE = 2
    HAIR = 3
    CLOTH = 4
    TRIM = 5
    HAT = 6
    METAL = 7
    GLASS = 8
    DARK = 9
    """Openings and linings: always in shade."""
    MASK = 10


Plane = tuple[float, float, float, float]
"""A normal and an offset along it."""
NO_CUT = 1e6
"""The offset of a plane that cuts nothing."""
MOST_CUTS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One shape.

    `axes` has the local axes as rows, shape (3, 3). `blend` is the width, in head units, over which
    it blends into earlier parts. `cuts` are planes in the local frame, at most two; everything
    beyond them is missing, with an edge rounded by `bevel`.
    """

    shape: Shape
    material: Material
    centre: Array
    axes: Array
    size: Vector = (0.0, 0.0, 0.0)
    stretch: Vector = (1.0, 1.0, 1.0)
    rounding: float = 0.0
    blend: float = 0.0
    carved: bool = False
    cuts: tuple[Plane, ...] = ()
    bevel: float = 0.02
    owner: int = 0
    """The person it belongs to, 0..6, if several people are in one table."""


OWNERS = 7
"""People in one table: codes of material and owner fit into eight bits."""


def code(material: Material, owner: int) -> int:
    """Return the number for a material of one person in a table and its relief."""
    return owner * 16 + material


def turn(pitch: float = 0.0, yaw: float = 0.0, roll: float = 0.0) -> Array:
    """Return the rotation (3, 3) by degrees: nod down, turn to x, then lean to -x."""
    a, b, c = np.radians([pitch, yaw, roll])
    nod = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    side = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    lean = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return lean @ side @ nod


def ball(
    material: Material,
    at: Vector,
    radii: Vector,
    blend: float = 0.0,
    tilt: Vector = (0.0, 0.0, 0.0),
) -> Part:
    """Return an ellipsoid; `tilt` is (pitch, yaw, roll) in degrees."""
    axes = turn(*tilt).T
    return Part(Shape.BALL, material, np.array(at, float), axes, stretch=radii, blend=blend)


def rod(
    material: Material,
    ends: tuple[Vector, Vector],
    radii: tuple[float, float],
    blend: float = 0.0,
    flat: float = 1.0,
) -> Part:
    """Return a tapering rod with round ends; `flat` is its depth (near z) relative to its width."""
    start, end = np.array(ends[0], float), np.array(ends[1], float)
    length = float(np.linalg.norm(end - start))
    return Part(
        Shape.ROD,
        material,
        start,
        _axes_along((end - start) / length),
        size=(radii[0], length, radii[1]),
        stretch=(1.0, 1.0, flat),
        blend=blend,
    )


def ring(
    material: Material,
    at: Vector,
    profile: Vector,
    thickness: float,
    tilt: Vector = (0.0, 0.0, 0.0),
) -> Part:
    """Return a line from (profile[0], 0) to (profile[1], profile[2]) rotated about the y axis."""
    axes = turn(*tilt).T
    return Part(Shape.RING, material, np.array(at, float), axes, size=profile, rounding=thickness)


def box(
    material: Material,
    at: Vector,
    half: Vector,
    rounding: float = 0.05,
    tilt: Vector = (0.0, 0.0, 0.0),
) -> Part:
    """Return a box with round edges; `half` has its half edges, including the rounding."""
    inner = (half[0] - rounding, half[1] - rounding, half[2] - rounding)
    axes = turn(*tilt).T
    return Part(Shape.BOX, material, np.array(at, float), axes, size=inner, rounding=rounding)


def carve(part: Part) -> Part:
    """Return the part as a hollow: earlier parts in the list lose its volume."""
    return replace(part, carved=True)


def cut(part: Part, through: Vector, normal: Vector, bevel: float = 0.02) -> Part:
    """Return the part without its volume beyond the plane, given in head space."""
    direction = np.array(normal, float) / np.linalg.norm(normal)
    local = part.axes @ direction
    offset = float(direction @ (np.array(through, float) - part.centre))
    plane = (float(local[0]), float(local[1]), float(local[2]), offset)
    assert len(part.cuts) < MOST_CUTS
    return replace(part, cuts=(*part.cuts, plane), bevel=bevel)


def stretched(part: Part, by: Vector) -> Part:
    """Return a ring, rod or box stretched along its own axes."""
    return replace(part, stretch=by)


def mirrored(*parts: Part) -> tuple[Part, ...]:
    """Return the parts, and their mirror images on the other side of the face."""
    return (*parts, *flipped(parts))


def flipped(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts mirrored: parts facing +x face -x."""
    flip = np.array([-1.0, 1.0, 1.0])
    return tuple(replace(part, centre=part.centre * flip, axes=part.axes * flip) for part in parts)


def posed(parts: Iterable[Part], rotation: Array, pivot: Vector) -> tuple[Part, ...]:
    """Return the parts rotated about a point."""
    about = np.array(pivot, float)
    return tuple(
        replace(
            part,
            centre=rotation @ (part.centre - about) + about,
            axes=part.axes @ rotation.T,
        )
        for part in parts
    )


def placed(parts: Iterable[Part], at: Vector, scale: float, owner: int = 0) -> tuple[Part, ...]:
    """Return the parts scaled by `scale` about the origin, then moved to a position."""
    return tuple(_placed(part, np.array(at, float), scale, owner) for part in parts)


def _placed(part: Part, at: Array, scale: float, owner: int) -> Part:
    a, b, c = part.size
    d, e, f = part.stretch
    is_ball = part.shape is Shape.BALL
    return replace(
        part,
        centre=part.centre * scale + at,
        size=(a * scale, b * scale, c * scale),
        stretch=(d * scale, e * scale, f * scale) if is_ball else part.stretch,
        rounding=part.rounding * scale,
        blend=part.blend * scale,
        cuts=tuple((x, y, z, offset * scale) for x, y, z, offset in part.cuts),
        bevel=part.bevel * scale,
        owner=owner,
    )


def _axes_along(direction: Array) -> Array:
    """Return axes (3, 3) whose y is `direction` and whose z is as close to z as possible."""
    aside = np.array([0.0, 0.0, 1.0]) if abs(direction[2]) < 0.9 else np.array([0.0, 1.0, 0.0])
    x = np.cross(direction, aside)
    x /= np.linalg.norm(x)
    return np.stack([x, direction, np.cross(x, direction)])


CENTRE, AXES, INVERSE, SIZE, ROUNDING, CUTS, BEVEL = 0, 3, 12, 15, 18, 19, 27
BLEND, BOUND, REACH, SHAPE, MATERIAL, CARVED, SCALE, WIDTH = 28, 29, 32, 33, 34, 35, 36, 37
"""Columns of a table of parts, as filled by `table` and read by `tracing`.

`INVERSE` is one over the stretch: multiplication is faster than division.
"""


def table(parts: Sequence[Part]) -> Array:
    """Return the parts as rows of numbers, shape (parts, WIDTH), each with a bounding ball."""
    rows = np.zeros((len(parts), WIDTH))
    for row, part in zip(rows, parts, strict=True):
        row[CENTRE:AXES] = part.centre
        row[AXES:INVERSE] = part.axes.ravel()
        row[INVERSE:SIZE] = 1 / np.array(part.stretch)
        row[SIZE:ROUNDING] = part.size
        row[ROUNDING] = part.rounding
        planes = (*part.cuts, *((0.0, 0.0, 0.0, NO_CUT),) * (MOST_CUTS - len(part.cuts)))
        row[CUTS:BEVEL] = np.ravel(planes)
        row[BEVEL], row[BLEND] = part.bevel, part.blend
        row[BOUND:REACH], row[REACH] = _bound(part)
        row[SHAPE], row[CARVED] = part.shape, part.carved
        row[MATERIAL] = code(part.material, part.owner)
        row[SCALE] = min(part.stretch)
    return rows


def _bound(part: Part) -> tuple[Array, float]:
    """Return the centre and radius of a ball around the part."""
    widest = max(part.stretch)
    first, second, third = part.size
    if part.shape is Shape.BALL:
        return part.centre, widest
    if part.shape is Shape.ROD:
        middle = part.centre + part.axes[1] * (second * part.stretch[1] / 2)
        return middle, second * part.stretch[1] / 2 + max(first, third) * widest
    if part.shape is Shape.RING:
        middle = part.centre + part.axes[1] * (third * part.stretch[1] / 2)
        radius = float(np.hypot(max(first, second), third / 2)) + part.rounding
        return middle, radius * widest
    return part.centre, (float(np.linalg.norm(part.size)) + 2 * part.rounding) * widest


def highest(part: Part) -> float:
    """Return the greatest y of the part, ignoring its cuts."""
    lean = part.axes[:, 1] * part.stretch
    first, length, last = part.size
    if part.shape is Shape.BALL:
        return float(part.centre[1] + np.linalg.norm(lean))
    if part.shape is Shape.BOX:
        return float(part.centre[1] + np.abs(lean) @ np.array(part.size) + part.rounding)
    if part.shape is Shape.ROD:
        return float(part.centre[1] + max(first, length * lean[1] + last))
    round_it = float(np.hypot(lean[0], lean[2]))
    ends = max(first * round_it, last * lean[1] + length * round_it)
    return float(part.centre[1] + ends + part.rounding)
