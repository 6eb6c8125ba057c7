"""Leads by lamplight: disc, half-lit face, blinds, two neon lamps, out of the dark."""

import numpy as np

from keyart_demo.art.canvas import Picture, glow, over, pixels, screen, smoothstep
from keyart_demo.art.colour import Colour, mix, ramp
from keyart_demo.art.heads.light import Lamp, posterised
from keyart_demo.art.heads.painting import Cut, outline, spread, wardrobe
from keyart_demo.art.heads.relief import Relief
from keyart_demo.art.noise import fractal
from keyart_demo.art.people.ground import disc, halo, melt, wash
from keyart_demo.art.people.sitting import Model, Pose

_PAINTED = Cut(tones=5, soft=0.045, keep=0.16)


def before_disc(subject: Model) -> Picture:
    """Paint the lead against a sun or moon, with a rim of its light."""
    palette, unit = subject.palette, subject.unit
    x, y = subject.scene.focus
    place = (x + subject.side * 42 * unit, y - 40 * unit)
    radius = float(subject.rng.uniform(215, 250)) * unit
    picture = wash(subject.scene, ramp((0, palette.ink), (0.6, palette.deep), (1, palette.mid)))
    sun = _sun(subject)
    glow(picture, sun, halo(subject.scene.size, place, radius, 130 * unit) * 0.42)
    down = (pixels(subject.scene.size)[1] - place[1]) / (2 * radius) + 0.5
    face = ramp((0, mix(sun, palette.paper, 0.25)), (1, sun))(down)
    over(picture, face, disc(subject.scene.size, place, radius))
    seen = subject.seen(_three_quarter(subject), subject.place())
    key = Lamp(0.78 * subject.side, 0.42, 0.52)
    return _lay(subject, picture, seen, key, sun)


def half_lit(subject: Model) -> Picture:
    """Paint the lead with one half in light and the other dark except for a thin rim."""
    palette = subject.palette
    picture = wash(
        subject.scene, ramp((0, palette.ink), (1, mix(palette.ink, palette.deep, 0.85))), spread=520
    )
    near = subject.rng.random() < 0.4 and not subject.person.hidden
    place = subject.place(520, -30 * subject.side, 25) if near else subject.place(415)
    seen = subject.seen(_three_quarter(subject, 4, 26), place)
    key = Lamp(0.92 * subject.side, 0.30, 0.36)
    return _lay(subject, picture, seen, key, palette.accent, fill=0.05)


def blinds(subject: Model) -> Picture:
    """Paint the lead in light through blinds, with stripes bent by the face."""
    palette = subject.palette
    seen = subject.seen(_three_quarter(subject, 6, 24), subject.place(430))
    key = Lamp(0.5 * subject.side, 0.10, 0.86)
    x, y = seen.places()
    lean = 0.16 * subject.side
    along = (y + lean * x + 0.30 * np.where(seen.present, seen.depth, 0)) / 0.205
    slats = smoothstep(-0.35, 0.10, np.sin(2 * np.pi * along.astype(np.float32)))
    tone = (subject.lamplight(seen, key, 0.0) * (0.08 + 1.0 * slats)).astype(np.float32)
    colours = wardrobe(palette, subject.scene.rng("wardrobe", shared=True))
    picture = wash(subject.scene, ramp((0, palette.ink), (1, mix(palette.deep, palette.mid, 0.6))))
    cutout = subject.painted(seen, tone, colours, Cut(4, 0.05, 0.12))
    cutout.onto(picture)
    rim = subject.rimmed(seen, Lamp(-0.9 * subject.side, 0.2, -0.25))
    over(picture, palette.accent, rim * cutout.mask * 0.55)
    return melt(picture, subject.scene, palette.ink)


def neon(subject: Model) -> Picture:
    """Paint the lead between two coloured lamps, in the dark."""
    palette, unit, size = subject.palette, subject.unit, subject.scene.size
    seen = subject.seen(_three_quarter(subject, 3, 22), subject.place(420))
    x, y = subject.scene.focus
    picture = wash(subject.scene, ramp((0, palette.ink), (1, palette.deep)))
    warm, cold = palette.accent, palette.accent2
    glow(picture, warm, halo(size, (x + 300 * unit * subject.side, y), 40 * unit, 260 * unit) * 0.3)
    glow(
        picture, cold, halo(size, (x - 300 * unit * subject.side, y), 40 * unit, 260 * unit) * 0.16
    )
    body = np.zeros_like(picture) + palette.ink
    for colour, side, up in ((cold, -1, 0.1), (warm, 1, 0.35)):
        lamp = Lamp(0.9 * side * subject.side, up, 0.30)
        tone = posterised(spread(subject.lamplight(seen, lamp, 0.0), seen, size), 4, 0.06, 0.2)
        shine = ramp(
            (0, palette.ink * 0),
            (0.5, colour * 0.62),
            (0.8, colour),
            (1, mix(colour, palette.paper, 0.6)),
        )
        screen(body, shine(tone))
    over(picture, body, outline(seen, size))
    return melt(picture, subject.scene, palette.ink)


def out_of_dark(subject: Model) -> Picture:
    """Paint the lead lit from below or above in fog, mostly lost in the dark."""
    palette, unit = subject.palette, subject.unit
    below = subject.person.brimmed or subject.rng.random() < 0.5
    seen = subject.seen(
        Pose(10.0 if not below else -4.0, 5.0 * subject.side, 0), subject.place(450)
    )
    key = Lamp(0.25 * subject.side, -0.75, 0.55) if below else Lamp(0.25 * subject.side, 0.85, 0.5)
    picture = wash(subject.scene, ramp((0, palette.ink), (1, mix(palette.deep, palette.mid, 0.3))))
    fog = fractal(subject.scene.size, subject.scene.rng("fog"), 260 * unit, 5, stretch=(2.4, 1))
    glow(picture, palette.mid, fog * fog * 0.30)
    tone = np.clip(subject.lamplight(seen, key, 0.05) * 1.25, 0, 1)
    colours = wardrobe(palette, subject.scene.rng("wardrobe", shared=True))
    cutout = subject.painted(seen, tone, colours, Cut(5, 0.06, 0.3))
    light = spread(tone, seen, subject.scene.size)
    cutout.onto(picture, 0.35 + 0.65 * smoothstep(0.05, 0.4, light))
    glow(picture, palette.mid, fog * smoothstep(0.45, 0.8, fog) * 0.35)
    return melt(picture, subject.scene, palette.ink)


def _lay(
    subject: Model, picture: Picture, seen: Relief, key: Lamp, rim: Colour, fill: float = 0.14
) -> Picture:
    """Draw the lead over its background, with a rim of light from the other side."""
    palette = subject.palette
    tone = subject.lamplight(seen, key, fill)
    colours = wardrobe(palette, subject.scene.rng("wardrobe", shared=True))
    cutout = subject.painted(seen, tone, colours, _PAINTED)
    cutout.onto(picture)
    edge = subject.rimmed(seen, Lamp(-0.86 * subject.side, 0.30, -0.30))
    over(picture, mix(rim, palette.paper, 0.25), edge * cutout.mask * 0.85)
    return melt(picture, subject.scene, palette.ink)


def _three_quarter(subject: Model, low: float = 12, high: float = 34) -> Pose:
    """Return a pose turned to the light, less if the face is hidden."""
    yaw = float(subject.rng.uniform(low, high)) * (0.6 if subject.person.hidden else 1.0)
    pitch, roll = float(subject.rng.uniform(-3, 6)), float(subject.rng.uniform(-4, 4))
    return Pose(pitch, yaw * subject.side, roll)


def _sun(subject: Model) -> Colour:
    palette = subject.palette
    return (palette.accent, palette.accent2, palette.light)[int(subject.rng.integers(3))]
