"""Chases: a rider against a low sun, a car at night, a boat on a swell, a rocket in flight."""

import numpy as np
import skia

from keyart_demo.art.canvas import (
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
from keyart_demo.art.colour import Floats, Ramp, mix, ramp
from keyart_demo.art.figures import stances
from keyart_demo.art.figures.horse import horse
from keyart_demo.art.figures.vehicles import boat, car, rocket
from keyart_demo.art.heads.light import Lamp
from keyart_demo.art.heads.painting import wardrobe
from keyart_demo.art.heads.parts import Material, flipped, placed, posed, turn
from keyart_demo.art.landscape import quietened
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.palette import Palette
from keyart_demo.art.people.action_people import actor, background
from keyart_demo.art.people.ground import disc, halo, melt
from keyart_demo.art.people.motes import dust, streaks
from keyart_demo.art.people.shot import Shot, ground_at, silhouette
from keyart_demo.art.scene import Scene
from keyart_demo.art.settings.air import Air
from keyart_demo.art.settings.stage import Stage


def ride(scene: Scene) -> Picture:
    """Paint the lead on a galloping horse in open land, against a low sun."""
    palette, unit, air = scene.palette, scene.unit, Stage(scene, 0).air
    x, _ = scene.focus
    foot = ground_at(scene)
    side = 1 if scene.rng("way").random() < 0.6 else -1
    picture = _open_land(scene, air, foot, (x + 36 * unit * side, foot - 225 * unit))
    rider = actor(scene, (stances.RIDING,), 1)
    beast = placed(horse(scene.rng("horse")), (0, 0, 0), 1.0, owner=1)
    both = (*beast, *placed(rider.parts, (-0.02, 0.03, 0), 0.92))
    large = 166 * unit
    shade = distance(scene.size, (x - 40 * unit * side, foot + 14 * unit), 7.0) / (200 * unit)
    over(picture, air.near, np.exp(-shade * shade) * 0.8)
    parts = both if side > 0 else flipped(both)
    rim = Lamp(0.1 * side, 0.75, -0.4)
    colours = (_bright(palette), silhouette(palette))
    Shot(scene, parts, (x, foot - 1.42 * large), large).onto(
        picture, Lamp(0.6 * side, 0.7, 0.3), colours, (rim, air.sun)
    )
    cloud = dust(scene.size, scene.rng("dust"), (x - 60 * unit * side, foot), 300 * unit, -side)
    over(picture, air.fog, cloud * 0.75)
    return quietened(scene, picture)


def drive(scene: Scene) -> Picture:
    """Paint a car with its headlights on, on a dark road below a band of evening sky."""
    palette, unit, size = scene.palette, scene.unit, scene.size
    x, y = scene.focus
    road = y + 128 * unit
    side = 1 if scene.rng("way").random() < 0.5 else -1
    picture = _evening(scene, road)
    over(picture, mix(palette.ink, palette.deep, 0.45), _town(scene, road, 120, 0.65))
    over(picture, mix(palette.ink, palette.deep, 0.2), _town(scene, road, 66, 0.45))
    rows = pixels(size)[1]
    below = np.broadcast_to(smoothstep(road - 0.8, road + 0.8, rows), size.shape)
    over(picture, palette.ink, below)
    large = 218 * unit
    lamp = (x + side * 1.12 * large, road - 0.42 * large)
    glow(picture, mix(palette.accent2, palette.paper, 0.4), _headlight(scene, lamp, side))
    streak = streaks(size, scene.rng("streaks"), (road - 190 * unit, road - 6 * unit), 0.0, unit)
    behind = smoothstep(0, 1, (x - pixels(size)[0]) * side / (260 * unit))
    over(picture, palette.accent2, streak * behind * 0.6)
    parts = car() if side > 0 else flipped(car())
    colours = wardrobe(palette, scene.rng("wardrobe", shared=True))
    paint = _paintwork(scene)
    colours[Material.CLOTH] = paint
    colours[Material.EYE] = ramp((0, palette.light), (1, palette.paper))
    rim = Lamp(-0.2 * side, 0.85, -0.35)
    Shot(scene, parts, (x, road - 0.40 * large), large).onto(
        picture, Lamp(0.5 * side, 0.85, 0.42), (colours,), (rim, palette.paper)
    )
    return melt(picture, scene, palette.ink, 0.60)


def sail(scene: Scene) -> Picture:
    """Paint a sailing boat heeling on a swell."""
    palette, unit, size = scene.palette, scene.unit, scene.size
    x, _ = scene.focus
    level = ground_at(scene) - 10 * unit
    side = 1 if scene.rng("way").random() < 0.5 else -1
    picture = background(scene)
    glow(picture, palette.light, halo(size, (x, level - 190 * unit), 70 * unit, 170 * unit) * 0.4)
    heel = posed(boat(), turn(0, 18, float(scene.rng("heel").uniform(6, 14))), (0, 0, 0))
    parts = heel if side > 0 else flipped(heel)
    colours = wardrobe(palette, scene.rng("wardrobe", shared=True))
    colours[Material.CLOTH] = ramp((0, palette.ink), (0.6, palette.deep), (1, palette.mid))
    colours[Material.EYE] = ramp((0, palette.mid), (0.45, palette.light), (1, palette.paper))
    large = 148 * unit
    rim = Lamp(-0.6 * side, 0.5, -0.35)
    Shot(scene, parts, (x, level), large).onto(
        picture, Lamp(0.7 * side, 0.45, 0.5), (colours,), (rim, palette.paper)
    )
    return quietened(scene, _swell(scene, picture, level))


def launch(scene: Scene) -> Picture:
    """Paint a rocket on a slanting trail through the setting's sky."""
    palette, unit = scene.palette, scene.unit
    x, y = scene.focus
    picture = background(scene)
    side = 1 if scene.rng("way").random() < 0.65 else -1
    angle = float(scene.rng("angle").uniform(38, 62))
    large = 165 * unit
    direction = (float(np.cos(np.radians(angle))) * side, -float(np.sin(np.radians(angle))))
    tail = (x - direction[0] * 0.95 * large, y - direction[1] * 0.95 * large)
    trail = _trail(scene, tail, direction)
    glow(picture, palette.accent, blur(trail, 26 * unit) * 0.8)
    glow(picture, mix(palette.accent2, palette.paper, 0.4), trail)
    climbing = posed(rocket(), turn(24, 0, 0), (0, 0, 0))
    climbing = posed(climbing, turn(0, 0, angle), (0, 0, 0))
    parts = climbing if side > 0 else flipped(climbing)
    colours = wardrobe(palette, scene.rng("wardrobe", shared=True))
    colours[Material.CLOTH] = ramp((0, palette.ink), (0.5, palette.accent), (1, palette.light))
    colours[Material.EYE] = ramp((0, palette.deep), (0.4, palette.mid), (0.8, palette.paper))
    rim = Lamp(0.7 * side, -0.4, -0.3)
    Shot(scene, parts, (x, y), large).onto(
        picture, Lamp(-0.75 * side, 0.6, 0.45), (colours,), (rim, palette.accent2)
    )
    return quietened(scene, picture)


def _bright(palette: Palette) -> dict[Material, Ramp]:
    """Return the rider's wardrobe: in shade, except for one garment in the accent colour."""
    colours = silhouette(palette)
    colours[Material.TRIM] = ramp(
        (0, mix(palette.accent, palette.ink, 0.5)), (0.5, palette.accent), (1, palette.light)
    )
    return colours


def _open_land(scene: Scene, air: Air, foot: float, sun: tuple[float, float]) -> Picture:
    """Return a sky with a large low sun, three ranges of hills, and the ground from a row on."""
    unit, size = scene.unit, scene.size
    rows = pixels(size)[1]
    picture = air.sky(np.broadcast_to(rows / foot, size.shape))
    glow(picture, air.glow, halo(size, sun, 150 * unit, 130 * unit) * 0.4)
    over(picture, air.sun, disc(size, sun, 152 * unit))
    for i, (nearness, high) in enumerate(((0.15, 92), (0.32, 56), (0.5, 26))):
        hills = line(size.width, scene.rng(f"hills {i}"), (420 - 90 * i) * unit, 5, gain=0.45)
        crest = foot - (high + (34 - 8 * i) * hills) * unit
        over(picture, air.at(nearness), _under(rows, crest))
        mist = np.exp(-(((rows - foot + 8 * unit) / (40 * unit)) ** 2)) * _under(rows, crest)
        over(picture, air.fog, (mist * 0.5).astype(np.float32))
    near = line(size.width, scene.rng("strip"), 300 * unit, 4) * 6 * unit + foot
    lit = np.broadcast_to(0.55 - smoothstep(foot, foot + 210 * unit, rows) * 0.55, size.shape)
    return over(picture, air.land(lit), _under(rows, near))


def _under(rows: Floats, crest: Floats) -> Mask:
    """Return the area below a line; rows (height, 1) and crest (width,) are in pixels."""
    return smoothstep(-0.8, 0.8, (rows - crest[None, :]).astype(np.float32))


def _evening(scene: Scene, road: float) -> Picture:
    palette = scene.palette
    bright = (palette.accent, palette.mid)[int(scene.rng("evening").integers(2))]
    rows = np.broadcast_to(pixels(scene.size)[1] / road, scene.size.shape)
    sky = ramp(
        (0, mix(palette.ink, bright, 0.25)), (0.55, bright), (1, mix(bright, palette.light, 0.65))
    )
    return sky(rows.astype(np.float32))


def _town(scene: Scene, road: float, high: float, gap: float) -> Mask:
    """Return the outline of flat roofs along a road; `high` in units."""
    rng, unit, path = scene.rng(f"town {high}"), scene.unit, skia.Path()
    x = -20 * unit
    while x < scene.size.width:
        wide = float(rng.uniform(26, 80)) * unit
        tall = float(rng.uniform(gap, 1.35)) * high * unit
        path.addRect(skia.Rect.MakeLTRB(x, road - tall, x + wide, road + 2))
        if rng.random() < 0.25:
            middle = x + wide * 0.6
            path.addRect(
                skia.Rect.MakeLTRB(middle, road - tall - 22 * unit, middle + 2 * unit, road)
            )
        x += wide
    return coverage(scene.size, path)


def _headlight(scene: Scene, lamp: tuple[float, float], side: int) -> Mask:
    """Return the cone of light in front of a car."""
    x, y = pixels(scene.size)
    ahead = (x - lamp[0]) * side
    off = np.abs(y - lamp[1] - 0.05 * ahead) / (6 * scene.unit + 0.13 * np.maximum(ahead, 0))
    cone = smoothstep(1.0, 0.5, off) * (ahead > 0) * np.exp(-ahead / (330 * scene.unit))
    near = np.exp(-(distance(scene.size, lamp) / (20 * scene.unit)))
    return np.clip(cone * 0.75 + near, 0, 1).astype(np.float32)


def _paintwork(scene: Scene) -> Ramp:
    palette = scene.palette
    if scene.rng("paintwork").random() < 0.5:
        return ramp((0, palette.ink), (0.5, mix(palette.ink, palette.deep, 0.5)), (1, palette.mid))
    return ramp((0, palette.ink), (0.5, palette.accent2), (1, palette.paper))


def _swell(scene: Scene, picture: Picture, level: float) -> Picture:
    """Draw three rows of waves over the water line, each nearer one darker, with lit crests."""
    palette, unit, width = scene.palette, scene.unit, scene.size.width
    rows = pixels(scene.size)[1]
    for i in range(3):
        rng = scene.rng(f"swell {i}")
        long = (150 + 60 * i) * unit
        wave = line(width, rng, long, 3, gain=0.35)
        crest = level + (4 + 30 * i) * unit - np.abs(wave) * (15 + 7 * i) * unit
        below = (rows - crest[None, :]).astype(np.float32)
        mask = smoothstep(-0.8, 0.8, below)
        water = ramp(
            (0, mix(palette.mid, palette.light, 0.35 - 0.15 * i)),
            (0.25, mix(palette.deep, palette.mid, 0.7 - 0.25 * i)),
            (1, mix(palette.ink, palette.deep, 0.6 - 0.2 * i)),
        )
        over(picture, water(np.clip(below / (70 * unit), 0, 1)), mask)
        foam = np.exp(-((below / (2.2 * unit)) ** 2)) * (np.abs(wave)[None, :] > 0.35)
        over(picture, palette.paper, (foam * 0.7).astype(np.float32))
    return picture


def _trail(scene: Scene, tail: tuple[float, float], direction: tuple[float, float]) -> Mask:
    """Return the burning trail behind a rocket: narrow and bright, then wide, broken by noise."""
    x, y = pixels(scene.size)
    along = -((x - tail[0]) * direction[0] + (y - tail[1]) * direction[1]) / scene.unit
    off = np.abs((x - tail[0]) * direction[1] - (y - tail[1]) * direction[0]) / scene.unit
    cloud = fractal(scene.size, scene.rng("trail"), 46 * scene.unit, 4)
    wide = 13 + 0.16 * np.maximum(along, 0) * (0.6 + 0.8 * cloud)
    core = smoothstep(1.0, 0.2, (off / wide).astype(np.float32)) * (along > -6)
    return (core * np.exp(-np.maximum(along, 0) / 210)).astype(np.float32)
