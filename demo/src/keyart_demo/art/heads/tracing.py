# pyright: basic
# ruff: noqa: PLR0913
"""The compiled loops of heads: rays against a table of parts, and shadows over a depth map.

Rays are parallel and run along -z. The picture is divided into tiles, and each tile has the few
parts that its rays can hit. A part they cannot hit only affects distances where there is no
surface, so leaving it out changes nothing visible.
"""

import math

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled
from keyart_demo.art.colour import Floats
from keyart_demo.art.heads.parts import (
    AXES,
    BEVEL,
    BLEND,
    BOUND,
    CARVED,
    CENTRE,
    CUTS,
    INVERSE,
    MATERIAL,
    NO_CUT,
    REACH,
    ROUNDING,
    SCALE,
    SHAPE,
    SIZE,
    Array,
)

TILE = 8
STEPS = 72
CLOSE = 0.003
"""Distance, in head units, at which a ray counts as having hit a surface."""
CAREFUL = 0.9
"""The share of a distance that a ray advances at once: blends and ellipsoids are not exact."""
FAR = 1e9
OUTSIDE = -3e9
"""The depth beyond a map's edges: lower than where it has no surface."""


@compiled
def _ball(table, i, u, v, w):
    a, b, c = u * table[i, INVERSE], v * table[i, INVERSE + 1], w * table[i, INVERSE + 2]
    inner = math.sqrt(a * a + b * b + c * c)
    a, b, c = a * table[i, INVERSE], b * table[i, INVERSE + 1], c * table[i, INVERSE + 2]
    slope = math.sqrt(a * a + b * b + c * c)
    if slope < 1e-9:
        return -table[i, SCALE]
    return inner * (inner - 1.0) / slope


@compiled
def _rod(table, i, u, v, w):
    length = table[i, SIZE + 1]
    along = min(max(v / length, 0.0), 1.0)
    v -= along * length
    radius = table[i, SIZE] + along * (table[i, SIZE + 2] - table[i, SIZE])
    return math.sqrt(u * u + v * v + w * w) - radius


@compiled
def _ring(table, i, u, v, w):
    run, rise = table[i, SIZE + 1] - table[i, SIZE], table[i, SIZE + 2]
    across = math.sqrt(u * u + w * w) - table[i, SIZE]
    squared = run * run + rise * rise
    along = 0.0
    if squared > 0.0:
        along = min(max((across * run + v * rise) / squared, 0.0), 1.0)
    across -= along * run
    v -= along * rise
    return math.sqrt(across * across + v * v) - table[i, ROUNDING]


@compiled
def _box(table, i, u, v, w):
    a, b, c = abs(u) - table[i, SIZE], abs(v) - table[i, SIZE + 1], abs(w) - table[i, SIZE + 2]
    inside = min(max(a, b, c), 0.0)
    a, b, c = max(a, 0.0), max(b, 0.0), max(c, 0.0)
    return math.sqrt(a * a + b * b + c * c) + inside - table[i, ROUNDING]


@compiled
def _smooth_min(a, b, width):
    """Polynomial smooth minimum (Quilez): exact where the two differ by more than `width`."""
    if width <= 0.0:
        return min(a, b)
    overlap = max(width - abs(a - b), 0.0)
    return min(a, b) - overlap * overlap / (4.0 * width)


@compiled
def _part(table, i, x, y, z):
    """Return the distance from a point to one part."""
    x, y, z = x - table[i, CENTRE], y - table[i, CENTRE + 1], z - table[i, CENTRE + 2]
    u = table[i, AXES] * x + table[i, AXES + 1] * y + table[i, AXES + 2] * z
    v = table[i, AXES + 3] * x + table[i, AXES + 4] * y + table[i, AXES + 5] * z
    w = table[i, AXES + 6] * x + table[i, AXES + 7] * y + table[i, AXES + 8] * z
    shape = int(table[i, SHAPE])
    if shape == 0:
        far = _ball(table, i, u, v, w)
    else:
        a, b, c = u * table[i, INVERSE], v * table[i, INVERSE + 1], w * table[i, INVERSE + 2]
        if shape == 1:
            far = _rod(table, i, a, b, c)
        elif shape == 2:
            far = _ring(table, i, a, b, c)
        else:
            far = _box(table, i, a, b, c)
        far *= table[i, SCALE]
    for plane in (CUTS, CUTS + 4):
        if table[i, plane + 3] == NO_CUT:
            break
        beyond = (
            table[i, plane] * u
            + table[i, plane + 1] * v
            + table[i, plane + 2] * w
            - table[i, plane + 3]
        )
        far = -_smooth_min(-far, -beyond, table[i, BEVEL])
    return far


@compiled
def _nearest(table, chosen, count, x, y, z):
    """Return the distance from a point to the surface, and the material there."""
    nearest, material = FAR, -1
    for k in range(count):
        i = chosen[k]
        blend = table[i, BLEND]
        carved = table[i, CARVED] > 0.0
        a, b, c = x - table[i, BOUND], y - table[i, BOUND + 1], z - table[i, BOUND + 2]
        reach = table[i, REACH] + blend + (-nearest if carved else nearest)
        if reach <= 0.0 or a * a + b * b + c * c > reach * reach:
            continue
        far = _part(table, i, x, y, z)
        if carved:
            if -far > nearest:
                material = int(table[i, MATERIAL])
            nearest = -_smooth_min(-nearest, far, blend)
        else:
            if far < nearest:
                material = int(table[i, MATERIAL])
            nearest = _smooth_min(nearest, far, blend)
    return nearest, material


@compiled
def _choose(table, chosen, middle_x, middle_y, radius):
    """Fill `chosen` with the parts that a round tile can hit; return their number and their z."""
    count, front, back = 0, -FAR, FAR
    for i in range(len(table)):
        a, b = table[i, BOUND] - middle_x, table[i, BOUND + 1] - middle_y
        reach = table[i, REACH] + table[i, BLEND] + radius
        if a * a + b * b <= reach * reach:
            chosen[count] = i
            count += 1
            if table[i, CARVED] == 0.0:
                deep = table[i, REACH] + table[i, BLEND]
                front = max(front, table[i, BOUND + 2] + deep)
                back = min(back, table[i, BOUND + 2] - deep)
    return count, front, back


@compiled
def _approach(table, chosen, count, x, y, z, back, radius):
    """Return the z down to which a round beam of parallel rays hits nothing."""
    for _ in range(STEPS):
        room = _nearest(table, chosen, count, x, y, z)[0] - radius
        if room < CLOSE or z < back:
            break
        z -= room * CAREFUL
    return z


@compiled
def _slope(table, chosen, count, x, y, z, out):
    """Write the surface's unit normal into `out` (3,), from four samples (Quilez)."""
    e = 0.004
    a, _ = _nearest(table, chosen, count, x + e, y - e, z - e)
    b, _ = _nearest(table, chosen, count, x - e, y - e, z + e)
    c, _ = _nearest(table, chosen, count, x - e, y + e, z - e)
    d, _ = _nearest(table, chosen, count, x + e, y + e, z + e)
    out[0], out[1], out[2] = a - b - c + d, -a - b + c + d, -a + b - c + d
    length = math.sqrt(out[0] * out[0] + out[1] * out[1] + out[2] * out[2])
    if length > 0.0:
        out[0], out[1], out[2] = out[0] / length, out[1] / length, out[2] / length


@compiled
def trace(
    table: Array,
    left: float,
    top: float,
    pixel: float,
    depth: Floats,
    normal: Floats,
    material: npt.NDArray[np.int8],
    gap: Floats,
) -> None:
    """Fill (H, W) depth, material and gap and (H, W, 3) normals.

    The ray of row r and column c runs through x = left + c pixel, y = top - r pixel. `gap` is the
    smallest distance from the surface of a ray that misses it, in head units.
    """
    height, width = depth.shape
    chosen = np.empty(len(table), np.int64)
    for tile in range(((height + TILE - 1) // TILE) * ((width + TILE - 1) // TILE)):
        across = (width + TILE - 1) // TILE
        first_row, first_column = tile // across * TILE, tile % across * TILE
        half = (TILE - 1) / 2
        x, y = left + (first_column + half) * pixel, top - (first_row + half) * pixel
        # One pixel more than the tile, so that gaps at outlines are included.
        radius = (half * math.sqrt(2.0) + 1.5) * pixel
        count, front, back = _choose(table, chosen, x, y, radius)
        if count == 0:
            continue
        front = _approach(table, chosen, count, x, y, front, back, radius)
        if front < back:
            continue
        for row in range(first_row, min(first_row + TILE, height)):
            for column in range(first_column, min(first_column + TILE, width)):
                x, y = left + column * pixel, top - row * pixel
                z, closest = front, FAR
                for _ in range(STEPS):
                    far, stuff = _nearest(table, chosen, count, x, y, z)
                    closest = min(closest, far)
                    if far < CLOSE:
                        depth[row, column] = z
                        material[row, column] = stuff
                        closest = 0.0
                        _slope(table, chosen, count, x, y, z, normal[row, column])
                        break
                    z -= far * CAREFUL
                    if z < back:
                        break
                gap[row, column] = closest


@compiled
def _height(depth, row, column):
    """Return the depth between four rays, or `OUTSIDE`."""
    r, c = int(row), int(column)
    if row < 0.0 or column < 0.0 or r + 1 >= depth.shape[0] or c + 1 >= depth.shape[1]:
        return OUTSIDE
    a, b = row - r, column - c
    upper = depth[r, c] * (1.0 - b) + depth[r, c + 1] * b
    lower = depth[r + 1, c] * (1.0 - b) + depth[r + 1, c + 1] * b
    return upper * (1.0 - a) + lower * a


@compiled
def shadows(
    depth: Floats, pixel: float, x: float, y: float, z: float, softness: float, out: Floats
) -> None:
    """Fill `out` (H, W) with 1 where a lamp in direction (x, y, z), z > 0, is visible, down to 0.

    The depth map is treated as a solid, which is correct for light from the viewer's side.
    `softness` is the lamp's width, as a tangent.
    """
    height, width = depth.shape
    flat = math.sqrt(x * x + y * y)
    if flat < 1e-6:
        out[:] = 1.0
        return
    down, right, rise = -y / flat, x / flat, z / flat * pixel
    top = depth.max()
    for row in range(height):
        for column in range(width):
            here = depth[row, column]
            if here < -FAR / 2:
                continue
            here += 0.5 * pixel
            lit, s = 1.0, 1.5
            while here + s * rise < top:
                ground = _height(depth, row + s * down, column + s * right)
                room = (here + s * rise - ground) / (s * pixel * softness)
                lit = min(lit, 0.5 + room)
                if lit <= 0.0 or ground == OUTSIDE:
                    break
                s += max(1.0, 0.035 * s)
            out[row, column] = min(max(lit, 0.0), 1.0)
