"""Rows of tall buildings with their windows, and a bridge on cables."""

import numpy as np
import skia

from keyart_demo.art.canvas import Mask, blur, filled, glow, over, stroke
from keyart_demo.art.colour import mix
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.profile import misty
from keyart_demo.art.settings.staffage import shape
from keyart_demo.art.settings.stage import Stage


def blocks(stage: Stage, name: str, base: float, tall: float, nearness: float) -> Plane:
    """Return a row of buildings on the row `base`, up to about `tall` units high."""
    rng, unit, size = stage.rng(f"blocks {name}"), stage.unit, stage.size
    mask, lit, face = (np.zeros(size.shape, np.float32) for _ in range(3))
    x = float(rng.uniform(-60, 0)) * unit
    while x < size.width:
        wide = float(rng.uniform(26, 74)) * unit * (0.7 + 0.5 * nearness)
        _tower(stage, rng, (mask, lit, face), (x, wide, base), _height(stage, rng, x, tall))
        x += wide * float(rng.uniform(0.72, 1.12))
    return Plane(
        _painted(stage, mask, lit, face, (base, tall, nearness)), mask, nearness * 0.75 + 0.1
    )


def _height(stage: Stage, rng: np.random.Generator, x: float, tall: float) -> float:
    """Return a building's height in pixels: highest near the focus, as in a city centre."""
    off = (x - stage.focus[0]) / (300 * stage.unit)
    centre = 0.5 + 0.5 * float(np.exp(-off * off))
    return tall * stage.unit * centre * float(rng.uniform(0.42, 1.0))


def _tower(
    stage: Stage,
    rng: np.random.Generator,
    sheets: tuple[Mask, Mask, Mask],
    foot: tuple[float, float, float],
    height: float,
) -> None:
    """Draw one building with setbacks, in pixels, onto the sheets of mask, windows, faces."""
    mask, lit, face = sheets
    x, wide, base = foot
    unit, bottom = stage.unit, min(round(base), stage.size.height)
    tone, share = float(rng.uniform(0, 1)), float(rng.uniform(0.06, 0.5)) ** 1.4
    cell = max(2, round(float(rng.uniform(5, 7.5)) * unit))
    steps = int(rng.integers(1, 4))
    for k in range(steps):
        inset = wide * 0.16 * k
        left, right = round(x + inset), round(x + wide - inset)
        left, right = max(left, 0), min(right, stage.size.width)
        top = max(round(base - height * (1 - 0.2 * (steps - 1 - k))), 0)
        if right - left < 2 or top >= bottom:
            continue
        mask[top:bottom, left:right] = 1
        face[top:bottom, left:right] = tone
        split = left + round((right - left) * 0.62)
        face[top:bottom, split:right] = tone - 0.5
        lit[top:bottom, left:right] = 0
        _windows(rng, lit, (left + 2, right - 1, top + 3, bottom), cell, share)
    if steps > 1 and rng.random() < 0.5:
        middle, top = round(x + wide / 2), max(round(base - height), 1)
        reach = max(round(height * float(rng.uniform(0.1, 0.3))), 1)
        mask[max(top - reach, 0) : top, middle : middle + max(1, round(unit * 1.6))] = 1


def _windows(
    rng: np.random.Generator,
    lit: Mask,
    frame: tuple[int, int, int, int],
    cell: int,
    share: float,
) -> None:
    left, right, top, bottom = frame
    columns, rows = (right - left) // cell, (bottom - top) // cell
    if columns < 1 or rows < 1:
        return
    on = (rng.random((rows, columns)) < share) * rng.uniform(0.45, 1, (rows, columns))
    pane = np.zeros((cell, cell), np.float32)
    pane[: max(1, round(cell * 0.55)), : max(1, round(cell * 0.5))] = 1
    grid = np.kron(on.astype(np.float32), pane)
    lit[top : top + grid.shape[0], left : left + grid.shape[1]] = grid


def _painted(
    stage: Stage, mask: Mask, lit: Mask, face: Mask, place: tuple[float, float, float]
) -> Mask:
    base, tall, nearness = place
    air = stage.air
    picture = filled(stage.size, air.at(nearness))
    over(picture, air.far, np.clip(face, 0, 1) * 0.28 * (1 - 0.4 * nearness))
    over(picture, air.near, np.clip(-face, 0, 1) * 0.35)
    misty(stage, picture, base - tall * stage.unit * 0.62, 0.85 * (1 - nearness))
    if air.dark or air.hour.value in {"dusk", "bold"}:
        strength = 0.35 + 0.6 * nearness
        over(picture, air.lamp, lit * strength * mask)
        glow(picture, air.lamp, np.clip(blur(lit, 3.5 * stage.unit) * 0.75, 0, 0.6) * strength)
        return picture
    return over(picture, mix(air.fog, air.far, 0.5), lit * 0.5 * mask)


def bridge(stage: Stage, row: float) -> Plane:
    """Return a suspension bridge over the water at a row, in front of the city."""
    unit, size = stage.unit, stage.size
    rng = stage.rng("bridge")
    deck = row + 30 * unit
    first = stage.focus[0] - float(rng.uniform(150, 230)) * unit
    span, tall = 390 * unit, 170 * unit
    solid, cables = skia.Path(), skia.Path()
    solid.addRect(skia.Rect.MakeLTRB(-9, deck, size.width + 9, deck + 6 * unit))
    for k in range(-3, 5):
        x = first + k * span
        for off in (-9 * unit, 9 * unit):
            solid.addRect(
                skia.Rect.MakeXYWH(x + off - 2.4 * unit, deck - tall, 4.8 * unit, tall * 1.3)
            )
        for cross in (0.06, 0.4, 0.74):
            solid.addRect(
                skia.Rect.MakeXYWH(x - 9 * unit, deck - tall * (1 - cross), 18 * unit, 4 * unit)
            )
        cables.moveTo(x, deck - tall)
        cables.quadTo(x + span / 2, deck + tall * 0.86, x + span, deck - tall)
        for t in np.linspace(0.04, 0.96, 24):
            sag = deck - tall + 2 * t * (1 - t) * tall * 1.86
            cables.moveTo(x + span * float(t), float(sag))
            cables.lineTo(x + span * float(t), deck)
    plane = shape(stage, solid, stage.air.at(0.9), 0.6)
    thin = stroke(size, cables, max(1.5 * unit, 0.9))
    return Plane(plane.picture, np.maximum(plane.mask, thin), 0.6)
