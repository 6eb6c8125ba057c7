"""A moon, a planet."""

import numpy as np

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    coverage,
    distance,
    glow,
    over,
    pixels,
    smoothstep,
)
from keyart_demo.art.colour import Floats, mix, ramp
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.objects.form import Form, Point, ball
from keyart_demo.art.objects.grounds import Stage, melt, stage
from keyart_demo.art.objects.person import person
from keyart_demo.art.scene import Scene


def moon(scene: Scene) -> Picture:
    """A large moon over a ridge, and a tiny person looking at it."""
    on = stage(scene, "night")
    palette, picture, reach, unit = scene.palette, on.picture, on.reach, scene.unit
    rng = scene.rng("moon")
    radius = reach * float(rng.uniform(0.86, 1.02))
    globe = ball(scene.size, on.centre, radius)
    far = distance(scene.size, on.centre) / radius
    glow(picture, palette.light, np.exp(-np.maximum(far - 1, 0) * 2.6) * 0.42 * (far > 0.97))
    seas = fractal(scene.size, scene.rng("seas"), radius * 0.8, 5)
    ground = _craters(globe, radius, on.centre, scene)
    side = 1.0 if rng.random() < 0.5 else -1.0
    phase = float(rng.choice([0.0, 0.0, 0.55]))
    lit = smoothstep(-0.12, 0.32, globe.x * side * phase + globe.z * (1.02 - phase) - phase * 0.25)
    tone = lit * (0.66 + 0.34 * globe.z) * (1 - 0.34 * smoothstep(0.5, 0.72, seas)) + ground * 0.1
    skin = ramp(
        (0, mix(palette.ink, palette.deep, 0.7)),
        (0.35, palette.mid),
        (0.75, palette.light),
        (1, palette.paper),
    )
    over(picture, skin(tone), globe.mask)
    veil = fractal(scene.size, scene.rng("veil"), 300 * unit, 5, (5, 0.55))
    x, y = pixels(scene.size)
    band = np.exp(-(((y - on.centre[1] - radius * 0.45) / (radius * 0.4)) ** 2)) + 0 * x
    over(picture, mix(palette.deep, palette.mid, 0.4), smoothstep(0.5, 0.85, veil) * band * 0.8)
    _hill(on, radius)
    melt(picture, scene, palette.ink)
    return picture


def planet(scene: Scene) -> Picture:
    """A banded planet with a ring, its shadow side lost in the dark."""
    on = stage(scene, "night")
    palette, picture, reach = scene.palette, on.picture, on.reach
    rng = scene.rng("planet")
    radius = reach * 0.8
    tilt = np.radians(float(rng.uniform(-24, -12)))
    globe = ball(scene.size, on.centre, radius)
    x, y = pixels(scene.size)
    dx, dy = (x - on.centre[0]) / radius, (y - on.centre[1]) / radius
    along = dx * np.cos(tilt) + dy * np.sin(tilt)
    down = -dx * np.sin(tilt) + dy * np.cos(tilt)
    latitude = down / np.sqrt(np.clip(1 - 0.4 * along * along, 0.2, 1))
    swirl = fractal(scene.size, scene.rng("swirl"), radius * 0.5, 4, (3, 0.5))
    bands = line(512, scene.rng("bands"), 60, 4)
    place = np.clip((latitude * 0.5 + 0.5 + (swirl - 0.5) * 0.06) * 511, 0, 511).astype(int)
    light = np.clip(globe.lambert((-0.66, -0.34, 0.67)) * 1.2, 0, 1)
    tone = light * (0.76 + 0.2 * bands[place])
    skin = ramp(
        (0, palette.ink),
        (0.3, palette.deep),
        (0.55, mix(palette.accent, palette.mid, 0.35)),
        (0.8, palette.light),
        (1, palette.paper),
    )
    ring, shade = _ring(along, down, on.scene)
    behind = (down < 0).astype(np.float32)
    over(picture, skin(0.3 + 0.62 * shade), ring * behind * (1 - globe.mask))
    over(picture, skin(tone), globe.mask)
    over(picture, skin(0.36 + 0.62 * shade), ring * (1 - behind))
    edge = smoothstep(0.55, 1.0, np.clip(1 - globe.z, 0, 1)) * light * globe.mask
    glow(picture, palette.light, edge.astype(np.float32) * 0.5)
    small = ball(scene.size, on.at(0.95, -0.95), radius * 0.12)
    over(picture, skin(small.lambert((-0.66, -0.34, 0.67))), small.mask)
    melt(picture, scene, palette.ink)
    return picture


def _craters(globe: Form, radius: float, centre: Point, scene: Scene) -> Mask:
    """Return the rings of craters: bright on one side, dark on the other."""
    rng = scene.rng("craters")
    relief = np.zeros(scene.size.shape, np.float32)
    for _ in range(22):
        turn, away = float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(0, 0.92) ** 0.6)
        size = radius * float(rng.uniform(0.03, 0.13))
        place = (centre[0] + away * radius * np.cos(turn), centre[1] + away * radius * np.sin(turn))
        near = distance(scene.size, place) / size
        relief += np.exp(-(((near - 1) / 0.22) ** 2)) * 0.5 - np.exp(-(near**2) * 1.4) * 0.5
    return (relief * globe.mask).astype(np.float32)


def _hill(on: Stage, radius: float) -> None:
    """Draw a dark ridge at the bottom with a figure on its top, in place."""
    scene = on.scene
    width = scene.size.width
    ridge = line(width, scene.rng("ridge"), width * 0.5, 6, 0.46)
    x = np.arange(width) / width
    summit = on.centre[0] / width + 0.1
    rise = np.exp(-(((x - summit) / 0.3) ** 2)) * 0.16 * radius
    top = on.centre[1] + radius * 1.16 - rise - ridge * 0.05 * radius
    _, y = pixels(scene.size)
    mask = np.clip(y - top[None, :] + 0.5, 0, 1).astype(np.float32)
    over(on.picture, mix(scene.palette.ink, scene.palette.deep, 0.25), mask)
    column = int(min(summit, 0.99) * width)
    stand = person((column, float(top[column]) + 1.5 * scene.unit), 0.19 * radius)
    over(on.picture, scene.palette.ink, coverage(scene.size, stand))


def _ring(along: Floats, down: Floats, scene: Scene) -> tuple[Mask, Mask]:
    """Return where a planet's ring is, and its tone."""
    away = np.hypot(along, down / 0.24)
    grooves = line(400, scene.rng("grooves"), 70, 5)
    place = np.clip((away - 1.2) / 0.85, 0, 1)
    tone = np.clip(0.55 + 0.42 * grooves[(place * 399).astype(int)], 0, 1)
    mask = smoothstep(1.24, 1.27, away) * smoothstep(2.02, 1.97, away) * (0.35 + 0.65 * tone)
    gap = 1 - 0.85 * np.exp(-(((away - 1.72) / 0.025) ** 2))
    return (mask * gap).astype(np.float32), tone.astype(np.float32)
