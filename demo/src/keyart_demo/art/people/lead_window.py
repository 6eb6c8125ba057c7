"""Leads that open onto something else: a setting inside a head, a face above its reflection."""

import numpy as np

from keyart_demo.art.canvas import Picture, blur, glow, multiply, over, pixels, smoothstep
from keyart_demo.art.colour import mix, ramp
from keyart_demo.art.heads.light import Lamp
from keyart_demo.art.heads.painting import Cut, outline, spread, wardrobe
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.people.ground import melt, plain, wash
from keyart_demo.art.people.sitting import Model, Pose
from keyart_demo.art.planes import flatten
from keyart_demo.art.settings import planes


def double_exposure(subject: Model) -> Picture:
    """Paint the lead's outline, almost in profile, as a window onto the setting."""
    palette, scene = subject.palette, subject.scene
    seen = subject.seen(Pose(-3, subject.side * 62.0, 0), subject.place(450, -16 * subject.side))
    tone = subject.lamplight(seen, Lamp(0.9 * subject.side, 0.35, 0.4), 0.25)
    light = spread(tone, seen, scene.size)
    window = flatten(planes(scene))
    multiply(window, 0.45 + 0.75 * light)
    glow(window, palette.paper, smoothstep(0.45, 0.95, light) * 0.30)
    shape = outline(seen, scene.size)
    inner = blur(shape, 22 * scene.unit)
    over(window, mix(palette.ink, palette.deep, 0.4), smoothstep(0.98, 0.55, inner) * 0.55)
    np.clip(window, 0, 1, out=window)
    ground = palette.paper
    picture = plain(scene, ground)
    clouds = fractal(scene.size, scene.rng("paper"), 380 * scene.unit, 4)
    over(picture, palette.light, (1 - clouds) * 0.35)
    over(picture, window, shape)
    return melt(picture, scene, ground, 0.57)


def mirrored(subject: Model) -> Picture:
    """Paint a face half under still water, with its reflection."""
    palette, scene, unit = subject.palette, subject.scene, subject.unit
    seen = subject.seen(Pose(-2, 10.0 * subject.side, 0), subject.place(470, 0, -20))
    view = seen.view
    # The nostrils stay above the water.
    level = (view.centre[1] + 0.34 * view.unit) * scene.size.height / view.size.height
    key = Lamp(0.45 * subject.side, 0.75, 0.5)
    tone = subject.lamplight(seen, key, 0.06)
    colours = wardrobe(palette, scene.rng("wardrobe", shared=True))
    above = wash(scene, ramp((0, palette.ink), (1, palette.deep)))
    subject.painted(seen, tone, colours, Cut(5, 0.06, 0.25)).onto(above)
    picture = _reflected(subject, above, level)
    _, y = pixels(scene.size)
    mist = np.exp(-(((y - level) / (26 * unit)) ** 2))
    clouds = fractal(scene.size, scene.rng("mist"), 240 * unit, 4, stretch=(3, 1))
    glow(picture, palette.mid, (mist * clouds * 0.8).astype(np.float32))
    shore = np.exp(-(((y - level) / (1.6 * unit)) ** 2))
    middle = np.exp(-(((pixels(scene.size)[0] - scene.focus[0]) / (260 * unit)) ** 2))
    glow(picture, palette.light, (shore * middle * 0.6).astype(np.float32))
    return melt(picture, scene, palette.ink, 0.56)


def _reflected(subject: Model, above: Picture, level: float) -> Picture:
    """Return the picture whose rows below `level` show those above it, in ripples, darker."""
    scene, unit = subject.scene, subject.unit
    height, width = scene.size.shape
    rows = np.arange(height)
    depth = np.maximum(rows - level, 0)
    source = np.clip(np.where(rows > level, 2 * level - rows, rows), 0, height - 1).astype(int)
    picture = above[source]
    wave = line(height, scene.rng("ripples"), 16 * unit, 3)
    for row in np.flatnonzero(depth > 0):
        reach = (3 + 0.05 * depth[row]) * unit * wave[row]
        picture[row] = np.roll(picture[row], round(float(reach)), axis=0)
    fall = np.clip(0.72 - depth / (520 * unit), 0, 1)
    shade = np.where(depth > 0, fall, 1.0).astype(np.float32)
    dark = np.broadcast_to(1 - shade[:, None], (height, width))
    return over(picture, subject.palette.ink, dark)
