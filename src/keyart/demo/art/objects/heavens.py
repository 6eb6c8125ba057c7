"""A moon, a planet, a rocket that leaves."""

import numpy as np

from keyart.demo.art.canvas import (
    Mask,
    Picture,
    blur,
    coverage,
    distance,
    glow,
    over,
    pixels,
    smoothstep,
)
from keyart.demo.art.colour import Floats, Ramp, mix, ramp
from keyart.demo.art.noise import fractal, line
from keyart.demo.art.objects.form import Form, Point, ball, facet, lay, turned
from keyart.demo.art.objects.grounds import Stage, melt, stage
from keyart.demo.art.objects.person import person
from keyart.demo.art.scene import Scene


def moon(scene: Scene) -> Picture:
    """A large moon over a ridge, and somebody small who looks at it."""
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


def rocket(scene: Scene) -> Picture:
    """A rocket on a pillar of smoke."""
    on = stage(scene, "dusk", "night", "disc")
    palette, picture, reach = scene.palette, on.picture, on.reach
    lean = float(scene.rng("lean").uniform(0, 13))
    if lean > 7:
        lean = 0.0
    foot = on.at(-0.1 * np.sin(np.radians(lean)), 0.42)
    _plume(on, foot)
    skin = ramp(
        (0, palette.ink),
        (0.35, mix(palette.deep, palette.light, 0.35)),
        (0.8, palette.paper),
        (1, palette.paper),
    )
    height = 1.42 * reach
    fins = ((-0.2, 0.28, -0.46, -0.12), (0.2, 0.28, 0.46, -0.12))
    turn = np.radians(lean)

    def place(across: float, up: float) -> Point:
        return (
            foot[0] + reach * (across * float(np.cos(turn)) + up * float(np.sin(turn))),
            foot[1] - reach * (up * float(np.cos(turn)) - across * float(np.sin(turn))),
        )

    for root, high, tip, low in fins:
        colour = palette.accent if tip < 0 else mix(palette.accent, palette.ink, 0.45)
        facet(
            picture,
            colour,
            place(root * 0.9, high + 0.22),
            place(tip, low + 0.06),
            place(tip, low - 0.1),
            place(root * 0.8, 0.02),
        )
    profile = (
        (0, 0.002),
        (0.06, 0.045),
        (0.2, 0.1),
        (0.45, 0.145),
        (0.75, 0.135),
        (0.95, 0.095),
        (1, 0.085),
    )
    body = turned(scene.size, foot, height, profile, lean)
    lay(picture, body, skin, palette, 0.3)
    nose = Form(body.mask * _above(place(0, 1.05), turn, scene), body.x, body.y, body.z)
    red = ramp(
        (0, palette.ink),
        (0.4, mix(palette.accent, palette.ink, 0.4)),
        (0.85, palette.accent),
        (1, palette.paper),
    )
    lay(picture, nose, red, palette, 0.35)
    facet(
        picture,
        palette.accent,
        place(-0.025, 0.36),
        place(0.025, 0.36),
        place(0.03, -0.1),
        place(-0.03, -0.1),
    )
    port = distance(scene.size, place(0, 0.82)) / (0.1 * reach)
    over(picture, palette.deep, smoothstep(1.06, 0.94, port))
    over(picture, mix(palette.accent2, palette.paper, 0.3), smoothstep(0.76, 0.66, port))
    fire = place(0, -0.1)
    heat = distance(scene.size, fire, 0.42) / (0.3 * reach)
    glow(picture, palette.accent2, np.exp(-heat * heat * 1.3) * 0.9)
    facet(
        picture,
        palette.paper,
        place(-0.07, 0.0),
        place(0.07, 0.0),
        place(0.015, -0.42),
        place(-0.015, -0.42),
    )
    glow(picture, palette.light, np.exp(-heat * 1.4) * 0.22)
    return picture


def _above(place: Point, turn: float, scene: Scene) -> Mask:
    x, y = pixels(scene.size)
    up = (x - place[0]) * np.sin(turn) - (y - place[1]) * np.cos(turn)
    return np.clip(up + 0.5, 0, 1).astype(np.float32)


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


def _plume(on: Stage, foot: Point) -> None:
    """Pile up smoke below a place: many lit balls, smaller and brighter near the fire."""
    scene, rng, reach = on.scene, on.scene.rng("plume"), on.reach
    palette = scene.palette
    smoke = ramp(
        (0, mix(palette.ink, palette.deep, 0.6)),
        (0.5, mix(palette.mid, palette.light, 0.3)),
        (1, mix(palette.light, palette.paper, 0.6)),
    )
    depth = scene.size.height - foot[1]
    puffs = 110
    for index in range(puffs):
        t = 1 - index / puffs
        spread = reach * (0.06 + 0.62 * t**1.5)
        x = foot[0] + float(rng.normal(0, 0.42)) * spread
        y = foot[1] + 0.16 * reach + t * depth * 0.8 + float(rng.normal(0, 0.08)) * reach
        size = reach * (0.05 + 0.2 * t**0.8) * float(rng.uniform(0.7, 1.2))
        _puff(on.picture, (x, y), size, smoke, 0.62 - 0.3 * t)
    flame = np.exp(
        -((distance(scene.size, (foot[0], foot[1] + 0.3 * reach), 0.5) / (0.4 * reach)) ** 2)
    )
    glow(on.picture, palette.accent, blur(flame, 2 * scene.unit) * 0.6)


def _puff(picture: Picture, centre: Point, radius: float, paint: Ramp, lift: float) -> None:
    """Lay one ball of smoke onto the part of a picture that it touches."""
    height, width = picture.shape[:2]
    left, right = int(max(centre[0] - radius - 1, 0)), int(min(centre[0] + radius + 2, width))
    top, bottom = int(max(centre[1] - radius - 1, 0)), int(min(centre[1] + radius + 2, height))
    if left >= right or top >= bottom:
        return
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    dx, dy = (x - centre[0]) / radius, (y - centre[1]) / radius
    away = np.hypot(dx, dy)
    tone = np.clip(lift + 0.34 * (-0.6 * dx - 0.6 * dy), 0, 1)
    over(picture[top:bottom, left:right], paint(tone), smoothstep(1.0, 0.72, away))
