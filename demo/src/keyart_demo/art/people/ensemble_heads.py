"""Groups of faces: around the lead, in panels, facing, split, nested."""

import numpy as np

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    Size,
    blur,
    glow,
    over,
    pixels,
    shifted,
    smoothstep,
)
from keyart_demo.art.colour import Colour, contrast, mix, ramp
from keyart_demo.art.heads.light import Lamp
from keyart_demo.art.heads.painting import Cut, outline, spread
from keyart_demo.art.heads.parts import Material
from keyart_demo.art.noise import fractal
from keyart_demo.art.people.cast import Standing, company, gathered, wardrobes
from keyart_demo.art.people.ground import disc, halo, melt, plain, wash
from keyart_demo.art.people.shot import Shot
from keyart_demo.art.people.sitting import Pose
from keyart_demo.art.scene import Scene


def around_lead(scene: Scene) -> Picture:
    """Paint the lead in front and four others behind, fainter, all in one light."""
    palette, unit = scene.palette, scene.unit
    rng = scene.rng("around")
    side = -1 if rng.random() < 0.5 else 1
    places = [
        Standing(3, -1.38, 0.66, -3.4, 0.72, Pose(2, -26, 0)),
        Standing(4, 1.38, 0.66, -3.4, 0.72, Pose(2, 26, 0)),
        Standing(1, -1.16, -0.28, -1.9, 0.84, Pose(0, -34, 2)),
        Standing(2, 1.16, -0.28, -1.9, 0.84, Pose(0, 34, -2)),
        Standing(0, 0.0, -0.62, 0.0, 1.06, Pose(3, 14.0 * side, 0)),
    ]
    people = company(scene, 5)
    x, y = scene.focus
    group = Shot(scene, gathered(people, places), (x, y - 4 * unit), 150 * unit)
    seen = group.seen()
    tone = group.tone(seen, Lamp(0.75 * side, 0.45, 0.5))
    far = np.where(seen.present, np.clip(-seen.depth / 4.4, 0, 1), 0).astype(np.float32)
    picture = wash(scene, ramp((0, palette.ink), (0.5, palette.deep), (1, palette.mid)))
    light = (palette.light, palette.accent2, palette.accent)[int(rng.integers(3))]
    glow(picture, light, halo(scene.size, (x, y - 120 * unit), 120 * unit, 210 * unit) * 0.35)
    cutout = group.painted(seen, tone, [wardrobes(scene, 5)[p.who] for p in places], Cut())
    cutout.onto(picture)
    haze = mix(palette.deep, palette.mid, 0.6)
    over(picture, haze, spread(far, seen, scene.size) * cutout.mask * 0.55)
    line = group.rimmed(seen, Lamp(-0.86 * side, 0.3, -0.3))
    over(picture, mix(light, palette.paper, 0.3), line * cutout.mask * 0.7)
    return melt(picture, scene, palette.ink, 0.54)


def panels(scene: Scene) -> Picture:
    """Paint six faces, each in a panel of a different colour."""
    palette, _unit = scene.palette, scene.unit
    columns, rows, box = _grid(scene)
    left, top, width, height = box
    picture = plain(scene, palette.ink)
    people, clothes = company(scene, 6), wardrobes(scene, 6)
    rng = scene.rng("panels")
    grounds = _grounds(scene, columns * rows)
    panel = Size(round(width / columns), round(height / rows))
    for i in range(columns * rows):
        side = -1 if rng.random() < 0.5 else 1
        pose = Pose(
            float(rng.uniform(-4, 8)), float(rng.uniform(12, 38)) * side, float(rng.uniform(-7, 7))
        )
        parts = gathered(people, [Standing(i % 6, 0, 0, 0, 1, pose)])
        scale = panel.height / 2.5
        group = Shot(scene, parts, (panel.width / 2, panel.height * 0.57), scale, panel)
        seen = group.seen()
        tone = blur(seen.bled(group.tone(seen, Lamp(0.66 * side, 0.3, 0.68), 0.40)), 0.9)
        cutout = group.painted(seen, tone, [clothes[i % 6]], Cut(4, 0.03, 0.0))
        x, y = round(left) + i % columns * panel.width, round(top) + i // columns * panel.height
        area = picture[y : y + panel.height, x : x + panel.width]
        area[:] = grounds[i]
        shown = (slice(None, area.shape[0]), slice(None, area.shape[1]))
        over(area, cutout.paint[shown], cutout.mask[shown])
    return picture


def facing(scene: Scene) -> Picture:
    """Paint two profiles facing each other, with a light between them."""
    palette, unit = scene.palette, scene.unit
    x, y = scene.focus
    rng = scene.rng("facing")
    people = company(scene, 2)
    brims = sum(person.brimmed for person in people)
    apart = float(rng.uniform(1.16, 1.34)) + 0.2 * brims
    places = [
        Standing(0, -apart, 0.05, 0.0, 1.0, Pose(2, 82, 0)),
        Standing(1, apart, -0.08, 0.0, 0.96, Pose(-2, -82, 0)),
    ]
    large = (158 - 14 * brims) * unit
    group = Shot(scene, gathered(people, places), (x, y + 10 * unit), large)
    seen = group.seen()
    picture = wash(
        scene, ramp((0, palette.ink), (0.45, palette.deep), (1, palette.mid)), spread=430
    )
    sun = (palette.accent, palette.accent2, palette.light)[int(rng.integers(3))]
    centre = (x, y + 10 * unit)
    glow(picture, sun, halo(scene.size, centre, 84 * unit, 150 * unit) * 0.6)
    over(picture, mix(sun, palette.paper, 0.35), disc(scene.size, centre, 88 * unit))
    away = Lamp(0.0, 0.1, 1.0)
    tone = group.tone(seen, away, 0.0) * 0.28
    x_rays, y_rays = seen.places()
    inward = np.clip(-np.sign(x_rays) * seen.normal[..., 0], 0, 1)
    near = np.exp(-(((np.abs(x_rays) - 0.2) / 0.75) ** 2))
    faces = smoothstep(-1.35, -0.75, y_rays)
    tone = np.clip(tone + 1.15 * (inward**0.9 * near * faces), 0, 1).astype(np.float32)
    cutout = group.painted(seen, tone, wardrobes(scene, 2), Cut(5, 0.05, 0.2))
    cutout.onto(picture)
    return melt(picture, scene, palette.ink)


def split(scene: Scene) -> Picture:
    """Paint one face made of two people: dark on light and light on dark."""
    palette, unit = scene.palette, scene.unit
    x, y = scene.focus
    people = company(scene, 2)
    columns = pixels(scene.size)[0] - x
    right = np.broadcast_to(smoothstep(-0.8, 0.8, columns), scene.size.shape).astype(np.float32)
    bright = (palette.accent, palette.accent2)[int(scene.rng("split").integers(2))]
    picture = plain(scene, palette.ink)
    over(picture, bright, right)
    lit = ramp(
        (0, palette.ink), (0.4, mix(palette.ink, bright, 0.5)), (0.7, bright), (1, palette.paper)
    )
    shaded = ramp(
        (0, palette.ink),
        (0.4, palette.deep),
        (0.7, mix(palette.deep, palette.mid, 0.7)),
        (1, palette.paper),
    )
    for who, half, side, steps in ((0, 1 - right, -1, lit), (1, right, 1, shaded)):
        parts = gathered(people, [Standing(who, 0, 0, 0, 1, Pose(2, 0, 0))])
        group = Shot(scene, parts, (x, y + 16 * unit), 196 * unit)
        seen = group.seen()
        up = -0.05 if people[who].brimmed else 0.4
        tone = blur(seen.bled(group.tone(seen, Lamp(0.8 * side, up, 0.5), 0.12)), 1.2)
        cutout = group.painted(seen, tone, [dict.fromkeys(Material, steps)], Cut(4, 0.03, 0.05))
        cutout.onto(picture, half)
    return melt(picture, scene, palette.ink)


def nested(scene: Scene) -> Picture:
    """Paint three profiles, one inside another, in flat tones with one soft shadow each."""
    palette, unit = scene.palette, scene.unit
    x, y = scene.focus
    side = -1 if scene.size.wide or scene.rng("way").random() < 0.5 else 1
    ground, tones = _pale_or_dark(scene)
    picture = plain(scene, ground)
    clouds = fractal(scene.size, scene.rng("paper"), 420 * unit, 4)
    over(picture, mix(ground, palette.mid, 0.3), clouds * 0.35)
    inside: Mask = np.ones(scene.size.shape, np.float32)
    people = company(scene, 3)
    for i, (scale, back, down) in enumerate(((232, 0, 0), (142, 34, 62), (84, 52, 98))):
        parts = gathered(people, [Standing(i, 0, 0, 0, 1, Pose(0, 84.0 * side, 0))])
        at = (x - back * side * unit, y + (20 + down) * unit)
        group = Shot(scene, parts, at, scale * unit)
        seen = group.seen()
        shape = outline(seen, scene.size) * inside
        over(picture, palette.ink, _cast(shape, 12 * unit, side) * inside * 0.35)
        light = spread(group.tone(seen, Lamp(0.55 * side, 0.5, 0.6), 0.5), seen, scene.size)
        over(
            picture,
            ramp((0, mix(tones[i], palette.ink, 0.35)), (1, tones[i]))(
                smoothstep(0.2, 0.75, light)
            ),
            shape,
        )
        inside = smoothstep(0.4, 0.6, blur(shape, 3 * unit))
    return melt(picture, scene, ground, 0.56)


def _cast(shape: Mask, reach: float, side: int) -> Mask:
    """Return the soft shadow of a sheet on the one below it."""
    moved = shifted(shape, -reach * 0.5 * side, reach * 0.6)
    return blur(moved, reach * 0.6) * (1 - shape)


def _pale_or_dark(scene: Scene) -> tuple[Colour, tuple[Colour, Colour, Colour]]:
    """Return a background, and the colours of the three sheets from the outermost."""
    palette = scene.palette
    if contrast(palette.paper, palette.light) < 1.55:
        return palette.paper, (mix(palette.mid, palette.light, 0.4), palette.deep, palette.accent)
    if scene.rng("sheets").random() < 0.5:
        return palette.deep, (palette.mid, palette.light, palette.accent)
    return palette.light, (palette.deep, palette.mid, palette.accent2)


def _grid(scene: Scene) -> tuple[int, int, tuple[float, float, float, float]]:
    """Return columns, rows and the box (left, top, width, height) of the panels, in pixels."""
    width, height = scene.size
    if scene.size.wide:
        return 3, 2, (0.46 * width, 0.0, 0.54 * width, height)
    if width > 0.9 * height:
        return 3, 2, (0.0, 0.0, width, 0.62 * height)
    return 2, 3, (0.0, 0.0, width, 0.645 * height)


def _grounds(scene: Scene, count: int) -> list[Colour]:
    """Return colours for panels, with different colours for neighbours."""
    palette = scene.palette
    colours = [
        palette.accent,
        palette.light,
        palette.mid,
        palette.accent2,
        palette.deep,
        mix(palette.accent, palette.paper, 0.5),
    ]
    turn = int(scene.rng("grounds").integers(6))
    return [colours[(turn + i * 5) % 6] for i in range(count)]
