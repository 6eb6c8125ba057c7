"""The plan of a castle: slender towers around a keep, roofs, battlements, windows."""

from dataclasses import dataclass, field

import numpy as np
import skia

from keyart_demo.art.settings.stage import Stage

Box = tuple[float, float, float, float]
"""Left, right, top, bottom, in pixels."""


@dataclass(frozen=True, eq=False, slots=True)
class Keep:
    """A castle as paths."""

    walls: skia.Path = field(default_factory=skia.Path)
    roofs: skia.Path = field(default_factory=skia.Path)
    windows: skia.Path = field(default_factory=skia.Path)
    faces: list[Box] = field(default_factory=list[Box])


def keep(stage: Stage, x: float, foot: float, tall: float) -> Keep:
    """Return a castle on the row `foot`, with a keep about `tall` units high."""
    rng, unit = stage.rng("keep"), stage.unit
    castle = Keep()
    castle.walls.setFillType(skia.PathFillType.kWinding)
    half = tall * 0.36 * unit
    _wall(castle, (x - half, x + half, foot - 0.2 * tall * unit, foot + 30 * unit), unit)
    count = int(rng.integers(7, 10))
    for k in range(count):
        off = (k - (count - 1) / 2) / ((count - 1) / 2)
        place = x + off * half * 0.94 + float(rng.normal(0, 3)) * unit
        height = tall * unit * (0.3 + 0.5 * (1 - abs(off)) ** 1.2) * float(rng.uniform(0.8, 1.12))
        _tower(castle, rng, (place, foot, height), tall * unit * float(rng.uniform(0.032, 0.06)))
    _tower(
        castle,
        rng,
        (x + float(rng.uniform(-8, 8)) * unit, foot, tall * 0.86 * unit),
        tall * 0.07 * unit,
    )
    return castle


def _wall(castle: Keep, box: Box, unit: float) -> None:
    left, right, top, bottom = box
    castle.walls.addRect(skia.Rect.MakeLTRB(left, top, right, bottom))
    castle.faces.append(box)
    tooth = 4.2 * unit
    for x in np.arange(left, right - tooth, tooth * 2):
        castle.walls.addRect(skia.Rect.MakeXYWH(float(x), top - tooth * 0.9, tooth, tooth))


def _tower(
    castle: Keep, rng: np.random.Generator, place: tuple[float, float, float], half: float
) -> None:
    """Add a tower with a corbelled top and a pointed roof, or battlements."""
    x, foot, height = place
    top = foot - height
    castle.walls.addRect(skia.Rect.MakeLTRB(x - half, top, x + half, foot + half * 3))
    castle.faces.append((x - half, x + half, top, foot + half * 3))
    wide = half * 1.32
    castle.walls.addRect(
        skia.Rect.MakeLTRB(x - wide, top - half * 0.2, x + wide, top + half * 0.75)
    )
    if rng.random() < 0.72:
        peak = half * float(rng.uniform(2.6, 4.4))
        roof = [
            (x - wide * 1.12, top - half * 0.15),
            (x, top - peak),
            (x + wide * 1.12, top - half * 0.15),
        ]
        castle.roofs.addPoly([skia.Point(*point) for point in roof], close=True)
        castle.roofs.addRect(
            skia.Rect.MakeLTRB(x - half * 0.05, top - peak * 1.22, x + half * 0.05, top - peak + 1)
        )
    else:
        for k in (-1.0, -0.33, 0.33, 1.0):
            left = x + k * wide * 0.82 - wide * 0.18
            castle.walls.addRect(
                skia.Rect.MakeXYWH(left, top - half * 0.7, wide * 0.36, half * 0.6)
            )
    rows = int(height / (half * 2.6))
    for k in range(rows):
        if rng.random() < 0.42:
            y = top + half * (1.4 + 2.3 * k)
            castle.windows.addRoundRect(
                skia.Rect.MakeXYWH(x - half * 0.16, y, half * 0.32, half * 0.66),
                half * 0.16,
                half * 0.16,
            )
