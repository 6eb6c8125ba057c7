"""Trees: spruces with ragged tiers, bare trunks, one round crown."""

from typing import Final

import numpy as np
import skia

from keyart_demo.art.canvas import Mask, coverage, filled
from keyart_demo.art.colour import Floats
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.profile import below, hill, misty
from keyart_demo.art.settings.stage import Stage

_TIERS: Final = 11


def spruce(path: skia.Path, rng: np.random.Generator, x: float, base: float, height: float) -> None:
    """Add a spruce to a path; `base` is the row of its foot."""
    half = height * float(rng.uniform(0.15, 0.21))
    tiers = max(5, min(_TIERS, round(height / 9)))
    left: list[tuple[float, float]] = [(x, base - height)]
    right: list[tuple[float, float]] = []
    for k in range(1, tiers + 1):
        t = k / tiers
        reach = half * t**0.85
        row = base - height * (1 - 0.93 * t)
        drop = height / tiers * 0.28
        for side, points in ((-1, left), (1, right)):
            tip = reach * float(rng.uniform(0.78, 1.15))
            points.append((x + side * tip, row + drop * float(rng.uniform(0.2, 1))))
            points.append((x + side * tip * 0.52, row - drop * 0.5))
    trunk = height * 0.018
    outline = [*left, (x - trunk, base - 0.06 * height), (x - trunk, base + 2)]
    outline += [(x + trunk, base + 2), (x + trunk, base - 0.06 * height), *reversed(right)]
    path.addPoly([skia.Point(*point) for point in outline], close=True)


def spruces(
    stage: Stage,
    name: str,
    tops: Floats,
    heights: tuple[float, float],
    gap: float = 0.0,
) -> skia.Path:
    """Return a row of spruces on a line of ground; heights in units, with a gap at the focus."""
    rng, unit = stage.rng(name), stage.unit
    path = skia.Path()
    path.setFillType(skia.PathFillType.kWinding)
    middle, _ = stage.focus
    x = -20.0 * unit
    while x < stage.size.width + 20 * unit:
        height = float(rng.uniform(*heights)) * unit * float(rng.uniform(0.75, 1.1))
        x += height * float(rng.uniform(0.12, 0.34))
        near = abs(x - middle) / max(gap * unit, 1e-6)
        if gap and near < 1:
            continue
        column = min(max(int(x), 0), stage.size.width - 1)
        grown = min(1, 0.55 + 0.3 * near) if gap else 1
        spruce(path, rng, x, float(tops[column]) + 3 * unit, height * grown)
    return path


def wood(
    stage: Stage,
    name: str,
    base: float,
    heights: tuple[float, float],
    nearness: float,
    *,
    gap: float = 0.0,
) -> Plane:
    """Return a strip of spruce wood on gentle ground, coloured by its distance."""
    tops = hill(stage, f"{name} ground", base, 26 * stage.unit, 380 * stage.unit)
    trees = coverage(stage.size, spruces(stage, name, tops, heights, gap))
    mask = np.maximum(trees, below(stage, tops))
    picture = filled(stage.size, stage.air.at(nearness))
    top = base - heights[1] * stage.unit * 0.6
    fade = max(0.0, 0.9 - nearness)
    return Plane(misty(stage, picture, top, fade), mask, 0.1 + 0.85 * nearness)


def trunks(stage: Stage, name: str, count: int, width: float, gap: float) -> Mask:
    """Return bare trunks that extend beyond the frame, with stubs of branches; widths in units."""
    rng, unit = stage.rng(name), stage.unit
    middle, _ = stage.focus
    path, branches = skia.Path(), skia.Path()
    for _ in range(count):
        x = float(rng.uniform(0, stage.size.width))
        if abs(x - middle) < gap * unit:
            continue
        half = width * unit * float(rng.uniform(0.5, 1.3)) / 2
        lean = float(rng.normal(0, 14)) * unit
        foot = stage.size.height * 1.02
        outline = [
            (x - half * 1.6, foot), (x - half, foot - 90 * unit), (x - half * 0.7 + lean, -9),
            (x + half * 0.7 + lean, -9), (x + half, foot - 90 * unit), (x + half * 1.6, foot),
        ]  # fmt: skip
        path.addPoly([skia.Point(*point) for point in outline], close=True)
        for _ in range(int(rng.integers(3, 8))):
            _branch(branches, rng, (x + lean * 0.5, float(rng.uniform(0, 0.6)) * foot), half)
    return np.maximum(coverage(stage.size, path), coverage(stage.size, branches))


def _branch(
    path: skia.Path, rng: np.random.Generator, root: tuple[float, float], thick: float
) -> None:
    side = -1 if rng.random() < 0.5 else 1
    reach = thick * float(rng.uniform(4, 14))
    rise = -reach * float(rng.uniform(-0.1, 0.6))
    x, y = root
    path.moveTo(x, y - thick * 0.3)
    path.quadTo(x + side * reach * 0.5, y + rise * 0.3, x + side * reach, y + rise)
    path.quadTo(x + side * reach * 0.5, y + rise * 0.3 + thick * 0.4, x, y + thick * 0.35)
    path.close()


def crown_tree(stage: Stage, name: str, x: float, base: float, height: float) -> skia.Path:
    """Return a broad tree made of many round tufts."""
    rng = stage.rng(name)
    path = skia.Path()
    trunk = height * 0.035
    top = base - height * 0.55
    outline = [
        (x - trunk * 1.7, base), (x - trunk * 0.8, base - height * 0.1), (x - trunk * 0.6, top),
        (x + trunk * 0.6, top), (x + trunk * 0.8, base - height * 0.1), (x + trunk * 1.7, base),
    ]  # fmt: skip
    path.addPoly([skia.Point(*point) for point in outline], close=True)
    for _ in range(9):
        _bough(path, rng, (x, base - height * float(rng.uniform(0.3, 0.5))), height)
    for _ in range(260):
        angle, away = rng.uniform(0, 2 * np.pi), float(rng.random()) ** 0.5
        ragged = 1 + 0.1 * np.sin(5 * angle + x) + 0.07 * np.sin(9 * angle)
        tuft_x = x + height * 0.42 * away * float(np.cos(angle) * ragged)
        tuft_y = base - height * (0.66 + 0.29 * away * float(np.sin(angle) * ragged))
        path.addCircle(tuft_x, tuft_y, height * float(rng.uniform(0.014, 0.05)))
    path.setFillType(skia.PathFillType.kWinding)
    return path


def _bough(
    path: skia.Path, rng: np.random.Generator, root: tuple[float, float], height: float
) -> None:
    """Add a bough that rises from the trunk into the crown."""
    x, y = root
    reach, rise = float(rng.uniform(-0.3, 0.3)) * height, float(rng.uniform(0.1, 0.3)) * height
    thick = height * 0.014
    path.moveTo(x, y + thick)
    path.quadTo(x + reach * 0.5, y - rise * 0.3, x + reach, y - rise)
    path.quadTo(x + reach * 0.4, y - rise * 0.4 - thick, x, y - thick)
    path.close()
