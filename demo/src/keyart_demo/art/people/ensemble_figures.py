"""Groups of whole people: a line-up against a wall, and a band emerging from fog."""

from dataclasses import replace

import numpy as np

from keyart_demo.art.canvas import Mask, Picture, blur, glow, over, pixels, smoothstep
from keyart_demo.art.colour import mix, ramp
from keyart_demo.art.figures.skeleton import HEAD, Flesh, Stance, body
from keyart_demo.art.figures.stances import STANDING, WALKING
from keyart_demo.art.heads.kit import Sitter
from keyart_demo.art.heads.light import Lamp
from keyart_demo.art.heads.painting import Cut, spread
from keyart_demo.art.heads.parts import Material, Part, placed, posed, rod, turn
from keyart_demo.art.noise import fractal
from keyart_demo.art.people.cast import company, wardrobes
from keyart_demo.art.people.ground import halo, melt, plain, wash
from keyart_demo.art.people.shot import Shot, silhouette
from keyart_demo.art.scene import Scene

_NECK = (0.0, -0.62, -0.16)
_HEAD = 1.1 * HEAD
"""Slightly larger than life, so that faces are recognisable at card size."""


def line_up(scene: Scene) -> Picture:
    """Paint five people side by side against a wall with height lines."""
    palette, unit = scene.palette, scene.unit
    x, y = scene.focus
    rng = scene.rng("line-up")
    wall = (palette.paper, palette.accent2, palette.accent, palette.light)[int(rng.integers(4))]
    picture = plain(scene, wall)
    rows = pixels(scene.size)[1]
    pitch = 44 * unit
    ruled = smoothstep(1.6 * unit, 0.8 * unit, np.abs((rows - y) % pitch - pitch / 2))
    over(picture, mix(wall, palette.ink, 0.35), np.broadcast_to(ruled, scene.size.shape) * 0.8)
    people = company(scene, 5)
    large = 400 * unit if not scene.size.wide else 330 * unit
    gap = 0.345
    parts: list[Part] = []
    for i, who in enumerate((3, 1, 0, 2, 4)):
        tall = float(rng.uniform(0.90, 1.02)) if who else 1.05
        own = _upright(people[who], rng, STANDING[int(rng.integers(len(STANDING)))])
        parts += placed(own, ((i - 2) * gap, tall * 0.5, 0.12 * (who == 0)), tall, i)
    group = Shot(scene, parts, (x, y + 330 * unit), large)
    seen = group.seen()
    tone = group.tone(seen, Lamp(0.66, 0.4, 0.6), 0.25)
    clothes = wardrobes(scene, 5)
    colours = [clothes[who] for who in (3, 1, 0, 2, 4)]
    dark = ramp((0, palette.ink), (0.55, palette.ink), (1, mix(palette.ink, palette.deep, 0.8)))
    for one in colours:
        one[Material.CLOTH] = one[Material.HAT] = dark
        one[Material.TRIM] = ramp((0, palette.mid), (0.5, palette.paper), (1, palette.paper))
        one[Material.HAIR] = dark
    group.painted(seen, tone, colours, Cut(3, 0.03, 0.0)).onto(picture)
    return picture if scene.size.wide else melt(picture, scene, palette.ink, 0.60)


def from_fog(scene: Scene) -> Picture:
    """Paint seven people walking out of the light, the last of them lost in the fog."""
    palette, unit = scene.palette, scene.unit
    x, y = scene.focus
    foot = y + 212 * unit
    picture = wash(
        scene, ramp((0, palette.ink), (0.45, palette.deep), (1, palette.mid)), spread=600
    )
    light = mix(palette.light, palette.accent2, 0.4)
    glow(picture, light, halo(scene.size, (x, y - 40 * unit), 70 * unit, 170 * unit) * 0.85)
    large = 228 * unit
    group = Shot(scene, _band(scene), (x, foot - 0.95 * large), large)
    seen = group.seen()
    tone = group.tone(seen, Lamp(0.45, 0.7, 0.5), 0.06)
    cutout = group.painted(seen, tone, [silhouette(palette)], Cut(3, 0.06, 0.1))
    over(picture, palette.ink, _reflection(cutout.mask, foot, 130 * unit))
    behind = picture.copy()
    cutout.onto(picture)
    far = np.where(seen.present, np.clip(-seen.depth / 5.6, 0, 1), 0).astype(np.float32)
    fog = fractal(scene.size, scene.rng("bank"), 280 * unit, 5, stretch=(2.4, 1))
    thick = np.clip(spread(far, seen, scene.size) * (0.75 + 0.4 * fog), 0, 0.9)
    over(picture, behind, thick * 0.9 * cutout.mask)
    line = group.rimmed(seen, Lamp(0, 0.75, -0.5))
    over(picture, mix(light, palette.paper, 0.5), line * cutout.mask * 0.7)
    low = np.exp(-(((pixels(scene.size)[1] - foot) / (60 * unit)) ** 2)) * fog
    glow(picture, mix(palette.mid, light, 0.4), (low * 0.6).astype(np.float32))
    return melt(picture, scene, palette.ink, 0.62)


def _band(scene: Scene) -> tuple[Part, ...]:
    """Return the lead in front and six others behind, in figure units, pelvis at the origin."""
    rng = scene.rng("band")
    people = company(scene, 5)
    places = (
        (-1.00, -5.0, 4), (0.98, -4.6, 3), (-0.66, -3.0, 2), (0.68, -2.6, 1),
        (-0.36, -4.4, 3), (0.38, -3.8, 4), (0.0, 0.0, 0),
    )  # fmt: skip
    parts: list[Part] = []
    for owner, (across, far, who) in enumerate(places):
        size = 1 / (1 - 0.07 * far)
        stances = WALKING if owner % 2 or who == 0 else STANDING
        own = _upright(people[who], rng, stances[int(rng.integers(len(stances)))])
        # Those behind are slightly higher in the picture.
        parts += placed(own, (across, 0.95 * size - 0.95 - 0.028 * far, far), size, owner)
    return tuple(parts)


def _reflection(mask: Mask, foot: float, reach: float) -> Mask:
    """Return a mask's reflection in a wet floor below row `foot`, fading over `reach` pixels."""
    down = np.arange(mask.shape[0], dtype=np.float32) - foot
    source = np.clip(foot - 1.6 * down, 0, mask.shape[0] - 1).astype(np.intp)
    fade = np.exp(-np.maximum(down, 0) / reach) * (down > 0) * 0.6
    return blur(mask[source] * fade[:, None].astype(np.float32), 0.03 * reach)


def _upright(who: Sitter, rng: np.random.Generator, stance: Stance) -> tuple[Part, ...]:
    """Return someone seen from the front, in a suit or a coat, pelvis at the origin."""
    # Arms slightly off the body, so that they show in a silhouette.
    apart = replace(stance, splay=max(stance.splay, 10.0))
    held = body(apart, Flesh(0.92, shoulders=1.05))
    suit = (
        rod(Material.TRIM, ((0.115, 0.50, 0), (0.145, 0.22, 0)), (0.066, 0.012)),
        rod(Material.LIP, ((0.180, 0.46, 0), (0.165, 0.20, 0)), (0.012, 0.022)),
    )
    coat = tuple(
        rod(Material.CLOTH, ((0, 0.04, z), (0, -0.34, 1.9 * z)), (0.105, 0.075), 0.05)
        for z in (-0.08, 0.08)
    )
    worn = suit if rng.random() < 0.6 else coat
    front = posed((*held.parts, *worn), turn(0, -90, 0), (0, 0, 0))
    x, y, z = held.joints["head"]
    face = posed(who.head, turn(2, float(rng.uniform(-16, 16)), 0), _NECK)
    at = (-z, y - _NECK[1] * _HEAD, x - _NECK[2] * _HEAD)
    return (*front, *placed(face, at, _HEAD))
