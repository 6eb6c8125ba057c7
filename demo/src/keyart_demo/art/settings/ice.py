"""Ice: floes from above, a berg above and below the water, a tent under the aurora."""

import numpy as np
import skia

from keyart_demo.art.canvas import Mask, blur, coverage, filled, glow, over, pixels, rim, smoothstep
from keyart_demo.art.colour import Floats, mix
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.planes import Plane
from keyart_demo.art.settings.cells import cells
from keyart_demo.art.settings.mountains import massif
from keyart_demo.art.settings.profile import below, bump, fog, hill, slab
from keyart_demo.art.settings.sky import clouds, disc_of, sky
from keyart_demo.art.settings.staffage import Spot, birds, lamps, person, shape, tent, turn
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.settings.terrain import tones


def planes(stage: Stage) -> list[Plane]:
    """Return one of three views of ice."""
    return (_floes, _berg, _aurora)[stage.choice("view", 3)](stage)


def _floes(stage: Stage) -> list[Plane]:
    unit, p = stage.unit, stage.scene.palette
    mask, chance = _plates(stage)
    depth = fractal(stage.size, stage.rng("deep"), 300 * unit, 4)
    picture = filled(stage.size, mix(p.deep, p.mid, 0.3))
    over(picture, p.mid, smoothstep(0.35, 0.8, depth) * 0.6)
    shelf = blur(mask, 5 * unit)
    over(picture, mix(p.mid, p.light, 0.7), np.clip(shelf * 1.5, 0, 1) * 0.55)
    shade = np.roll(mask, (round(8 * unit), -round(7 * unit) * stage.side), axis=(0, 1))
    over(picture, mix(p.deep, p.ink, 0.5), np.clip(shade - mask, 0, 1) * 0.6)
    return [
        Plane(picture, np.ones(stage.size.shape, np.float32), 0.1),
        Plane(_snow(stage, mask, chance), mask, 0.35),
        *_kayak(stage),
    ]


def _plates(stage: Stage) -> tuple[Mask, Floats]:
    """Return the area of ice, and a number for each floe: large floes, with small ones between."""
    unit = stage.unit
    x, y = pixels(stage.size)
    warp = [fractal(stage.size, stage.rng(f"warp {k}"), 80 * unit, 4) - 0.5 for k in range(2)]
    water = _lane(stage)
    mask, own = (np.zeros(stage.size.shape, np.float32) for _ in range(2))
    for k, (side, share) in enumerate(((180, 0.6), (92, 0.55), (42, 0.42))):
        bent = 34 * unit
        at = ((x + warp[0] * bent) / (side * unit), (y * 1.3 + warp[1] * bent) / (side * unit))
        ice = cells(*at, stage.rng(f"plates {k}"))
        within = (ice.edge - 8 / side - 0.3 * water) * side
        solid = smoothstep(0, 2.4, within.astype(np.float32))
        solid *= ice.chance < share - 0.75 * water
        free = blur(mask, 2.5 * unit) < 0.02
        own = np.where(mask > 0.5, own, ice.chance / share)
        mask = np.maximum(mask, solid * free)
    return mask.astype(np.float32), own.astype(np.float32)


def _lane(stage: Stage) -> Mask:
    """Return open water, a lane past the focus: 1 in its middle."""
    x, y = pixels(stage.size)
    unit, (middle, row) = stage.unit, stage.focus
    bend = line(stage.size.height, stage.rng("lane"), 430 * unit, 2)[:, None] * 90 * unit
    slope = (y - row) * 0.45 * stage.side
    off = np.abs(x - middle - bend + bend[int(row)] - slope)
    return smoothstep(130 * unit, 34 * unit, off)


def _snow(stage: Stage, mask: Mask, chance: Floats) -> Floats:
    """Return the top of floes: near white, each slightly different, bright at the sunny edge."""
    unit, p = stage.unit, stage.scene.palette
    drift = fractal(stage.size, stage.rng("drift"), 120 * unit, 5)
    pale = mix(p.paper, p.light, 0.25)
    picture = filled(stage.size, pale)
    over(picture, p.light, np.clip(0.55 * chance + 0.7 * (drift - 0.5), 0, 0.7))
    over(picture, p.paper, rim(mask, -2 * unit * stage.side, -2 * unit))
    return over(picture, mix(p.mid, p.light, 0.6), rim(mask, 3 * unit * stage.side, 3 * unit) * 0.7)


def _kayak(stage: Stage) -> list[Plane]:
    """Return a kayak seen from above, its paddle and the wake behind it."""
    unit, (x, y) = stage.unit, stage.focus
    hull, wake, paddle = skia.Path(), skia.Path(), skia.Path()
    long, wide = 34 * unit, 5.4 * unit
    hull.moveTo(x, y - long)
    hull.cubicTo(x + wide * 1.3, y - long * 0.3, x + wide * 1.3, y + long * 0.3, x, y + long)
    hull.cubicTo(x - wide * 1.3, y + long * 0.3, x - wide * 1.3, y - long * 0.3, x, y - long)
    wake.moveTo(x, y + long * 0.2)
    wake.lineTo(x + 15 * unit, y + long * 4)
    wake.lineTo(x - 15 * unit, y + long * 4)
    wake.close()
    paddle.addRect(skia.Rect.MakeLTRB(x - 20 * unit, y - 1.1 * unit, x + 20 * unit, y + 1.1 * unit))
    paddle.addCircle(x, y, 4.4 * unit)
    for path in (hull, wake, paddle):
        turn(path, -24 * stage.side, (x, y))
    _, rows = pixels(stage.size)
    fade = smoothstep(y + long * 3.6, y, rows) * 0.4
    p = stage.scene.palette
    return [
        Plane(
            filled(stage.size, p.paper), (coverage(stage.size, wake) * fade).astype(np.float32), 0.4
        ),
        shape(stage, hull, p.accent, 0.4),
        shape(stage, paddle, p.ink, 0.4),
    ]


def _berg(stage: Stage) -> list[Plane]:
    disc, unit = disc_of(stage), stage.unit
    line_row = stage.horizon - (70 if stage.wide else 40) * unit
    x, _ = stage.focus
    tops = _peaks(stage, "above", line_row, 0.24 * stage.size.height, 165)
    under = 2 * line_row - _peaks(stage, "under", line_row, 0.36 * stage.size.height, 235)
    _, y = pixels(stage.size)
    solid = below(stage, tops) * np.clip(line_row - y + 0.5, 0, 1)
    sunk = np.clip(under[None, :] - y + 0.5, 0, 1) * np.clip(y - line_row + 0.5, 0, 1)
    flock = birds(stage, "birds", (x + stage.side * 120 * unit, stage.y(0.2)), 6, 40 * unit)
    boat = Spot(x - stage.side * 215 * unit, line_row + 2 * unit, 26 * unit)
    hull = boat.path(
        [((-0.9, 0.3), (0.9, 0.3), (0.66, 0), (-0.66, 0)), ((-0.1, 0.3), (-0.1, 1.3), (0.5, 0.4))]
    )
    return [
        sky(stage, disc),
        clouds(stage, stage.y(0.17), 46 * unit, disc),
        shape(stage, flock, stage.air.at(0.8), 0.2),
        Plane(_facets(stage, "above", 0.25), solid.astype(np.float32), 0.5),
        _water(stage, line_row),
        Plane(_sunken(stage, line_row), (sunk * 0.92).astype(np.float32), 0.5),
        _surface(stage, line_row),
        shape(stage, hull, stage.scene.palette.accent, 0.6),
    ]


def _peaks(stage: Stage, name: str, base: float, height: float, width: float) -> Floats:
    """Return the jagged outline of a berg around the focus."""
    unit, (x, _) = stage.unit, stage.focus
    rough = line(stage.size.width, stage.rng(f"peaks {name}"), 95 * unit, 5, gain=0.55)
    off = np.abs(np.arange(stage.size.width) - x) / (width * unit)
    envelope = np.clip(1 - off**1.7, 0, 1)
    tall = envelope * (0.74 + 0.34 * rough) - 0.04
    return (base - height * np.clip(tall, 0, 2)).astype(np.float32)


def _facets(stage: Stage, name: str, shade: float) -> Floats:
    """Return faces of ice, some towards the light and some away from it."""
    unit, p = stage.unit, stage.scene.palette
    x, y = pixels(stage.size)
    rng = stage.rng(f"facets {name}")
    warp = fractal(stage.size, rng, 60 * unit, 3) - 0.5
    cut = cells(x / (44 * unit) + warp * 0.3 + y / (150 * unit), y / (92 * unit), rng)
    turned = (x - stage.focus[0]) / (150 * unit) * stage.side
    light = 0.58 + 0.3 * turned + 0.62 * (cut.chance - 0.5) - shade * 0.3
    tone = tones(light, 5, 0.1)
    cold = (p.mid, mix(p.mid, p.light, 0.55), p.light, mix(p.light, p.paper, 0.6), p.paper)
    picture = filled(stage.size, cold[0])
    for k, colour in enumerate(cold[1:], 1):
        over(picture, colour, np.clip(tone * 4 - k + 1, 0, 1).astype(np.float32))
    return picture


def _water(stage: Stage, row: float) -> Plane:
    """Return the water below the line: light above, ink in the deep."""
    _, y = pixels(stage.size)
    p = stage.scene.palette
    down = np.clip((y - row) / (stage.size.height - row), 0, 1)
    picture = filled(stage.size, mix(p.mid, p.light, 0.25))
    over(picture, p.deep, smoothstep(0.02, 0.7, down))
    over(picture, p.ink, smoothstep(0.35, 0.95, down))
    mask = np.broadcast_to(np.clip(y - row + 0.5, 0, 1), stage.size.shape)
    return Plane(picture, mask.astype(np.float32), 0.45)


def _sunken(stage: Stage, row: float) -> Floats:
    """Return the berg's body under water, fading downwards."""
    _, y = pixels(stage.size)
    p = stage.scene.palette
    down = np.clip((y - row) / (0.36 * stage.size.height), 0, 1)
    picture = _facets(stage, "under", 0.9)
    over(picture, p.mid, 0.42)
    over(picture, p.deep, smoothstep(0.1, 1.0, down) * 0.8)
    return over(picture, p.ink, smoothstep(0.6, 1.1, down) * 0.7)


def _surface(stage: Stage, row: float) -> Plane:
    """Return the bright line of the water's surface."""
    _, y = pixels(stage.size)
    line_mask = np.exp(-(((y - row) / (1.4 * stage.unit)) ** 2)) * 0.85
    mask = np.broadcast_to(line_mask, stage.size.shape).astype(np.float32)
    return Plane(filled(stage.size, stage.scene.palette.paper), mask, 0.45)


def _aurora(stage: Stage) -> list[Plane]:
    night, unit = stage.at_night(), stage.unit
    x, _ = stage.focus
    foot = stage.horizon + 40 * unit
    snow = hill(stage, "snow", stage.horizon + 130 * unit, 60 * unit, 460 * unit)
    snow -= bump(stage, x, 210 * unit) * 26 * unit
    camp = Spot(x, float(snow[int(x)]) + 3 * unit, 36 * unit)
    beside = Spot(x - stage.side * 60 * unit, float(snow[int(x)]) + 5 * unit, 40 * unit)
    glowing = shape(night, tent(camp), night.air.lamp, 0.8)
    return [
        _curtains(night),
        massif(night, "range", foot, stage.y(0.33), 0.5),
        fog(night, "drift", foot - 10 * unit, 40 * unit, 0.6),
        _snowfield(night, snow),
        lamps(night, glowing.mask, 20 * unit, 0.8),
        shape(night, person(beside), night.air.near, 0.8),
        slab(night, _edge(stage), night.air.near, 1.0, 0.0),
    ]


def _edge(stage: Stage) -> Floats:
    return hill(stage, "edge", stage.horizon + 270 * stage.unit, 50 * stage.unit, 330 * stage.unit)


def _snowfield(stage: Stage, tops: Floats) -> Plane:
    """Return snow that catches the light of the sky along its edge."""
    down = np.arange(stage.size.height, dtype=np.float32)[:, None] - tops[None, :]
    tone = 0.72 - 0.55 * np.clip(down / (190 * stage.unit), 0, 1)
    drift = fractal(stage.size, stage.rng("snowfield"), 130 * stage.unit, 4, stretch=(3, 0.6))
    picture = stage.air.land(np.clip(tone + 0.22 * (drift - 0.5), 0, 1))
    return Plane(picture, below(stage, tops), 0.75)


def _curtains(stage: Stage) -> Plane:
    """Return the night sky with ribbons of northern light."""
    plane = sky(stage, None)
    picture, unit, p = plane.picture, stage.unit, stage.scene.palette
    _, y = pixels(stage.size)
    columns = np.arange(stage.size.width)
    colours = (mix(p.mid, p.light, 0.6), mix(p.light, p.accent2, 0.5), mix(p.mid, p.accent, 0.35))
    for k, colour in enumerate(colours):
        rng = stage.rng(f"ribbon {k}")
        tilt = float(rng.uniform(-0.25, 0.25)) * (columns - stage.focus[0])
        hem = stage.y(0.22 + 0.1 * k) + line(columns.size, rng, 330 * unit, 3) * 80 * unit + tilt
        pleats = 0.5 + 0.5 * line(columns.size, rng, 34 * unit, 4, gain=0.6)
        bright = np.clip(0.55 + 0.6 * line(columns.size, rng, 260 * unit, 2), 0.08, 1)
        up = (hem[None, :] - y) / unit
        reach = 70 + 110 * pleats[None, :]
        veil = np.where(up > 0, np.exp(-np.clip(up, 0, None) / reach), np.exp(up / 9))
        strength = veil * (bright * (0.45 + 0.55 * pleats))[None, :]
        glow(picture, colour, np.clip(strength * 0.85, 0, 1).astype(np.float32))
    return plane
