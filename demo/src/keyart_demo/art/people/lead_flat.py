"""Leads in flat colour: cut paper, halftone, a bust against a burst, a stamp."""

import numpy as np

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    blur,
    over,
    pixels,
    size_of,
    smoothstep,
)
from keyart_demo.art.colour import Colour, contrast, mix, ramp
from keyart_demo.art.heads.light import Lamp
from keyart_demo.art.heads.painting import Cut, Wardrobe, outline, spread, two_tone, wardrobe
from keyart_demo.art.heads.parts import Material
from keyart_demo.art.people.ground import burst, disc, melt, plain, sunk
from keyart_demo.art.people.sitting import Model, Pose


def cut_paper(subject: Model) -> Picture:
    """Paint the lead in two tones over a background split in the middle, light on dark on light."""
    palette, scene = subject.palette, subject.scene
    bright = _brightest_accent(subject)
    yaw = float(subject.rng.uniform(6, 22)) * subject.side
    seen = subject.seen(Pose(3, yaw, 0), subject.place(430))
    up = -0.05 if subject.person.brimmed else 0.34
    tone = subject.lamplight(seen, Lamp(0.90 * subject.side, up, 0.46), 0.0)
    # Two tones break up locks and folds; a smoother light keeps the large shapes.
    tone = blur(seen.bled(tone), 2.6)
    picture = plain(scene, bright)
    x, _ = pixels(scene.size)
    behind = smoothstep(-0.8, 0.8, (x - scene.focus[0]) * subject.side)
    over(picture, palette.ink, np.broadcast_to(behind, scene.size.shape))
    light = palette.paper if subject.rng.random() < 0.6 else bright
    colours = two_tone(palette.ink, light)
    if light is palette.paper:
        colours[Material.HAT] = colours[Material.LIP] = two_tone(palette.ink, bright)[Material.HAT]
    subject.painted(seen, tone, colours, Cut(2, 0.018, 0.0)).onto(picture)
    return _footed(subject, picture, palette.ink)


def bust(subject: Model) -> Picture:
    """Paint the lead as a bust rising from a disc, in flat tones on a plain bright background."""
    palette, scene, unit = subject.palette, subject.scene, subject.unit
    x, y = scene.focus
    centre, radius = (x, y + 6 * unit), 262 * unit
    ground, round_one = _two_grounds(subject)
    picture = plain(scene, ground)
    if subject.rng.random() < 0.45:
        rays = burst(scene.size, centre, 18, float(subject.rng.uniform(0, 1)))
        fade = (
            1 - sunk(scene, 0.56)
            if not scene.size.wide
            else smoothstep(0.42, 0.62, pixels(scene.size)[0] / scene.size.width)
        )
        over(picture, mix(ground, palette.paper, 0.28), rays * fade)
    circle = disc(scene.size, centre, radius)
    over(picture, round_one, circle)
    seen = subject.seen(_turned(subject), subject.place(450, 0, 4))
    tone = subject.lamplight(seen, Lamp(0.62 * subject.side, 0.42, 0.66), 0.34)
    colours = wardrobe(palette, scene.rng("wardrobe", shared=True))
    cutout = subject.painted(seen, tone, colours, Cut(4, 0.022, 0.0))
    _, rows = pixels(scene.size)
    cutout.onto(picture, np.maximum(circle, smoothstep(centre[1] + 30 * unit, centre[1], rows)))
    return picture


def halftone(subject: Model) -> Picture:
    """Paint the lead in printed dots, with slabs of colour behind."""
    palette, scene, unit = subject.palette, subject.scene, subject.unit
    seen = subject.seen(_turned(subject, -8), subject.place(470, 0, 10))
    tone = subject.lamplight(seen, Lamp(0.80 * subject.side, 0.40, 0.45), 0.10)
    light = spread(tone, seen, scene.size)
    shape = outline(seen, scene.size)
    picture = plain(scene, palette.ink)
    over(picture, palette.deep, _slab(subject, -150, 330))
    over(picture, palette.accent, _slab(subject, 40, 120))
    over(picture, mix(palette.mid, palette.accent, 0.3), _slab(subject, -60, 26))
    over(picture, palette.ink, shape)
    over(picture, palette.accent, shape * _dots(light * 1.25 - 0.02, 13 * unit, 0.35))
    over(picture, palette.accent2, shape * _dots(light * 1.15 - 0.32, 13 * unit, 0.35))
    over(picture, palette.paper, shape * smoothstep(0.70, 0.74, light))
    return _footed(subject, picture, palette.ink)


def stencil(subject: Model) -> Picture:
    """Paint the lead in four flat colours that split at the middle of the face, as on a stencil."""
    palette, scene = subject.palette, subject.scene
    seen = subject.seen(_turned(subject), subject.place(440))
    tone = subject.lamplight(seen, Lamp(0.72 * subject.side, 0.36, 0.62), 0.30)
    picture = plain(scene, palette.paper)
    steps = ramp(
        (0, palette.ink),
        (0.249, palette.ink),
        (0.25, palette.deep),
        (0.499, palette.deep),
        (0.5, palette.accent),
        (0.749, palette.accent),
        (0.75, palette.paper),
        (1, palette.paper),
    )
    rows = _lines(subject)
    over(picture, mix(palette.paper, palette.light, 0.75), rows)
    colours: Wardrobe = dict.fromkeys(Material, steps)
    subject.painted(seen, np.clip(tone * 1.05, 0, 1), colours, Cut(4, 0.012, 0.0)).onto(picture)
    return melt(picture, scene, palette.paper, 0.60)


def _lines(subject: Model) -> Mask:
    """Return horizontal lines that widen downwards into one field."""
    unit = subject.unit
    _, y = pixels(subject.scene.size)
    share = np.clip((y - subject.scene.focus[1]) / (640 * unit) + 0.45, 0, 1)
    pitch = 15 * unit
    wave = np.abs(((y / pitch) % 1) * 2 - 1)
    line = smoothstep(-0.8, 0.8, (share - wave) * pitch / 2)
    return np.broadcast_to(line, subject.scene.size.shape).astype(np.float32)


def _dots(tone: Mask, cell: float, soft: float) -> Mask:
    """Return a halftone screen at 45 degrees; its dots grow with the tone; `cell` in pixels."""
    x, y = pixels(size_of(tone))
    turn = 2 * np.pi / cell / np.sqrt(2)
    screen = 0.5 + 0.25 * (np.cos((x + y) * turn) + np.cos((x - y) * turn))
    edge = soft * 13 / cell
    return smoothstep(-edge, edge, (tone - 1 + screen).astype(np.float32))


def _slab(subject: Model, start: float, width: float) -> Mask:
    """Return a slanted band across the picture; lengths in units, from the focus."""
    x, y = pixels(subject.scene.size)
    middle_x, middle_y = subject.scene.focus
    across = (x - middle_x) * subject.side + (y - middle_y) * 0.42
    place, unit = across / subject.unit, 0.8 / subject.unit
    inside = smoothstep(start - unit, start + unit, place)
    return inside * smoothstep(start + width + unit, start + width - unit, place)


def _footed(subject: Model, picture: Picture, colour: Colour) -> Picture:
    """End the picture in one colour with an edge, like cut paper, where the words are."""
    scene = subject.scene
    if scene.size.wide:
        return picture
    return over(picture, colour, sunk(scene, 0.60))


def _turned(subject: Model, pitch: float = 3) -> Pose:
    yaw = float(subject.rng.uniform(10, 30)) * (0.6 if subject.person.hidden else 1.0)
    return Pose(pitch, yaw * subject.side, float(subject.rng.uniform(-5, 5)))


def _brightest_accent(subject: Model) -> Colour:
    palette = subject.palette
    ink = palette.ink
    return max((palette.accent, palette.mid), key=lambda colour: contrast(colour, ink))


def _two_grounds(subject: Model) -> tuple[Colour, Colour]:
    """Return a bright background and a contrasting disc."""
    palette = subject.palette
    pairs = (
        (palette.mid, palette.accent),
        (palette.accent2, palette.accent),
        (palette.light, palette.accent2),
        (palette.accent, palette.light),
    )
    apart = [pair for pair in pairs if contrast(*pair) >= 1.35] or [pairs[-1]]
    return apart[int(subject.rng.integers(len(apart)))]
