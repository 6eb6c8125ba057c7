"""The sky: its colours, the disc of sun or moon, stars, clouds."""

from typing import NamedTuple

import numpy as np

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    blur,
    distance,
    filled,
    glow,
    over,
    pixels,
    smoothstep,
)
from keyart_demo.art.colour import mix
from keyart_demo.art.noise import fractal
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.air import Hour
from keyart_demo.art.settings.stage import Stage


class Disc(NamedTuple):
    """The sun or the moon, in pixels of the sheet."""

    x: float
    y: float
    radius: float


def disc_of(stage: Stage, *, low: bool = False) -> Disc:
    """Return the place of sun or moon: behind the subject, beside it, or `low` on the horizon."""
    rng = stage.rng("disc")
    x, _ = stage.focus
    radius = float(rng.uniform(60, 105)) * stage.unit
    if low:
        aside = float(rng.uniform(-0.08, 0.08)) * stage.scene.size.width
        return Disc(x + aside, stage.horizon - radius * float(rng.uniform(0.25, 0.8)), radius)
    if rng.random() < 0.5:
        radius *= 1.5
        return Disc(x, stage.horizon - radius * float(rng.uniform(1.0, 1.5)), radius)
    aside = stage.side * float(rng.uniform(0.14, 0.22)) * stage.scene.size.width
    return Disc(x + aside, stage.y(float(rng.uniform(0.16, 0.27))), radius * 0.7)


def sky(stage: Stage, disc: Disc | None, *, stars: bool = True) -> Plane:
    """Return the farthest plane: the air from the zenith to the horizon and its lights."""
    _, y = pixels(stage.size)
    high = np.clip(y / stage.horizon, 0, 1)
    picture = stage.air.sky(np.broadcast_to(high, stage.size.shape))
    if stars and stage.air.dark:
        picture = starry(stage, picture, fade=smoothstep(0.95, 0.35, high))
    if disc is not None:
        picture = lit_by(stage, picture, disc)
    return Plane(picture, np.ones(stage.size.shape, np.float32), 0.0)


def lit_by(stage: Stage, picture: Picture, disc: Disc) -> Picture:
    """Add a disc and the light around it, in place."""
    air, away = stage.air, distance(stage.size, (disc.x, disc.y))
    if air.hour is not Hour.BOLD:
        strength = 0.5 if air.hour in {Hour.DUSK, Hour.DAY} else 0.34
        halo = np.exp(-np.clip(away - disc.radius, 0, None) / (disc.radius * 1.7)) * strength
        wide = np.exp(-((away / (disc.radius * 5.5)) ** 2)) * strength * 0.5
        glow(picture, air.glow, np.clip(halo + wide, 0, 1).astype(np.float32))
    edge = max(stage.unit, 0.7)
    face = np.clip((disc.radius - away) / edge + 0.5, 0, 1).astype(np.float32)
    if air.dark:
        shade = fractal(stage.size, stage.rng("moon"), disc.radius * 0.8, 4)
        seas = smoothstep(0.5, 0.72, shade)[..., None] * 0.16
        face_colour = air.sun + (mix(air.sun, air.far, 0.8) - air.sun) * seas
        return over(picture, face_colour.astype(np.float32), face)
    return over(picture, air.sun, face)


def starry(stage: Stage, picture: Picture, fade: Mask) -> Picture:
    """Scatter stars over a picture, in place, with brightness `fade`."""
    rng = stage.rng("stars")
    size = stage.size
    count = int(size.width * size.height / (900 * stage.unit**2))
    x = rng.uniform(0, size.width, count)
    y = rng.uniform(0, size.height, count)
    bright = (0.16 + 0.84 * rng.random(count) ** 7) * min(1, 0.6 + 0.4 * stage.unit)
    field = np.zeros(size.shape, np.float32)
    np.maximum.at(field, (y.astype(int), x.astype(int)), bright.astype(np.float32))
    field = np.clip(field + 2.2 * blur(field * (field > 0.5), 1.1 * stage.unit), 0, 1)
    return glow(picture, mix(stage.air.sun, stage.scene.palette.paper, 0.5), field * fade)


def clouds(stage: Stage, row: float, thickness: float, disc: Disc | None) -> Plane:
    """Return a bank of long clouds around a row, lit from the disc's side."""
    _, y = pixels(stage.size)
    rng = stage.rng(f"clouds {row:.0f}")
    noise = fractal(stage.size, rng, 230 * stage.unit, 5, stretch=(2.6, 0.7))
    band = np.exp(-(((y - row) / thickness) ** 2))
    body = noise + 0.36 * band - 0.36
    mask = smoothstep(0.42, 0.56, body)
    step = 10 * stage.unit
    towards = -1 if disc is None else np.sign(disc.y - row) or -1
    above = np.roll(body, -round(float(towards) * step), axis=0)
    lit = smoothstep(-0.02, 0.14, body - above)
    air = stage.air
    pale = mix(air.fog, air.sun, 0.45) if air.hour is not Hour.PALE else stage.scene.palette.light
    shade = mix(air.sky.at(row / stage.horizon), air.far, 0.5)
    picture = over(filled(stage.size, shade), pale, lit * 0.75)
    return Plane(picture, (mask * 0.82).astype(np.float32), 0.08)


def rays(stage: Stage, disc: Disc, count: int = 17) -> Mask:
    """Return shafts of light that fan out from a disc, fading with distance."""
    x, y = pixels(stage.size)
    angle = np.arctan2(y - disc.y, x - disc.x)
    rng = stage.rng("rays")
    table = np.convolve(rng.random(count * 3), np.ones(3) / 3, mode="same")
    wave = np.interp(angle % (2 * np.pi), np.linspace(0, 2 * np.pi, count * 3), table)
    fade = np.exp(-distance(stage.size, (disc.x, disc.y)) / (disc.radius * 4.5))
    return (smoothstep(0.4, 0.75, wave.astype(np.float32)) * fade).astype(np.float32)
