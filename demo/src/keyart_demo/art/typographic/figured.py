"""Designs in which letters become something else: a window, a page, rain."""

import numpy as np
import skia
from scipy import ndimage

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    blur,
    coverage,
    filled,
    glow,
    gradient,
    over,
    shifted,
    smoothstep,
    stroke,
)
from keyart_demo.art.colour import mix, ramp
from keyart_demo.art.inking import gilded
from keyart_demo.art.lettering import moved
from keyart_demo.art.lockups import Box, lockup
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.objects.form import polygon
from keyart_demo.art.objects.person import person
from keyart_demo.art.scene import Scene
from keyart_demo.art.typographic.plain import stacked, titled
from keyart_demo.art.typographic.sheet import emblem_path, footing, placed, set_large, sheet


def framed(scene: Scene) -> Picture:
    """The initial in gold on a dark page, within a double frame."""
    palette, size, unit = scene.palette, scene.size, scene.unit
    picture = ramp((0, palette.deep), (1, palette.ink))(
        gradient(size, (size.width * 0.5, size.height * 0.3), (size.width * 0.5, size.height))
    )
    leaves = fractal(size, scene.rng("leather"), 90 * unit, 5)
    over(picture, palette.ink, smoothstep(0.4, 0.9, leaves) * 0.35)
    gold = gilded(size, palette.accent2, palette, unit)
    over(picture, gold, _frame(scene))
    letter = placed(
        emblem_path(scene.brief),
        size.width * (0.58 if size.wide else 0.2),
        size.height * 0.16,
        size.width * (0.3 if size.wide else 0.6),
        size.height * (0.6 if size.wide else 0.36),
    )
    mask = coverage(size, letter)
    over(picture, palette.ink, blur(mask, 8 * unit) * 0.5)
    over(picture, gold, mask)
    box = Box(size.width * (0.38 if size.wide else 0.66), size.height * 0.17, size.height * 0.08)
    title = lockup(scene.brief, box, scene.rng("letters", shared=True))
    x = size.width * 0.3 - title.width / 2 if size.wide else (size.width - title.width) / 2
    y = size.height * (0.44 if size.wide else 0.655) - title.height / 2
    over(picture, gold, coverage(size, moved(title.path, x, y)))
    return _inner_foot(picture, scene)


def window(scene: Scene) -> Picture:
    """A counter of the largest letter as a lit window, with a person in it."""
    on = sheet(scene)
    title = set_large(on)
    top = on.top + (on.height - title.height) * 0.45
    mask = coverage(scene.size, moved(title.path, on.left + (on.width - title.width) / 2, top))
    hole = _largest_counter(mask)
    if hole is None or hole.sum() < 0.004 * mask.size:
        return stacked(scene)
    palette, picture = scene.palette, on.blank()
    over(picture, on.letters, mask)
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    low, high = float(rows[0]), float(rows[-1])
    dawn = ramp((0, palette.accent), (0.6, palette.accent2), (1, palette.paper))
    soft = np.clip(blur(hole, 1.0) * (1 - mask) * 1.6, 0, 1)
    over(picture, dawn(gradient(scene.size, (0, low), (0, high))), soft)
    middle = float(columns.mean())
    figure = coverage(scene.size, person((middle, high + 1), (high - low) * 0.62))
    over(picture, palette.ink, figure * soft)
    if on.ground is palette.ink or on.ground is palette.deep:
        glow(picture, palette.accent2, blur(soft, 22 * scene.unit) * 0.5)
    return footing(picture, scene)


def melting(scene: Scene) -> Picture:
    """Letters that run down the sheet, column by column."""
    on = sheet(scene)
    picture = on.blank()
    title = set_large(on)
    top = on.top + (on.height - title.height) * 0.2
    mask = coverage(scene.size, moved(title.path, on.left + (on.width - title.width) / 2, top))
    running = _run(mask, scene)
    over(picture, mix(on.ground, on.spark, 0.75), running * (1 - mask))
    over(picture, on.letters, mask)
    return footing(picture, scene)


def drowned(scene: Scene) -> Picture:
    """Letters half under a surface that bends them."""
    on = sheet(scene)
    picture = on.blank()
    title = set_large(on)
    top = on.top + (on.height - title.height) * 0.4
    mask = coverage(scene.size, moved(title.path, on.left + (on.width - title.width) / 2, top))
    level = int(top + title.height * 0.6)
    bent = mask.copy()
    waves = line(scene.size.height, scene.rng("waves"), 40 * scene.unit, 3)
    for row in range(level, scene.size.height):
        depth = (row - level) / max(title.height * 0.4, 1)
        bent[row] = np.roll(mask[row], int(waves[row] * (6 + 16 * depth) * scene.unit))
    over(picture[level:], mix(on.ground, on.spark, 0.3), 1.0)
    over(picture[:level], on.letters, bent[:level])
    over(picture[level:], mix(on.letters, on.spark, 0.25), bent[level:])
    return footing(picture, scene)


def cut_out(scene: Scene) -> Picture:
    """A sheet of dark card with letters cut out of it, and a sky behind.

    These are the title's letters, or just its first one if the sheet would be mostly empty.
    """
    on = sheet(scene)
    palette, size, unit = scene.palette, scene.size, scene.unit
    sky = ramp(
        (0, palette.deep), (0.4, palette.accent), (0.75, palette.accent2), (1, palette.paper)
    )
    clouds = fractal(size, scene.rng("clouds"), 200 * unit, 5, (3, 0.8))
    behind = sky(gradient(size, (0, on.top), (0, on.top + on.height)) + (clouds - 0.5) * 0.35)
    title = set_large(on)
    alone = not size.wide and title.height < 0.5 * on.height
    if alone:
        path = placed(emblem_path(scene.brief), on.left, on.top, on.width, on.height * 0.84)
    else:
        top = on.top + (on.height - title.height) * 0.45
        path = moved(title.path, on.left + (on.width - title.width) / 2, top)
    mask = coverage(size, path)
    card = filled(size, palette.ink)
    glow(card, palette.light, np.clip(blur(mask, 2.5 * unit) - mask, 0, 1) * 0.25)
    over(card, behind, mask)
    inner = np.clip(mask - shifted(mask, 3 * unit, 4 * unit), 0, 1)
    over(card, palette.ink, inner * 0.55)
    return titled(card, scene) if alone else footing(card, scene)


def _largest_counter(mask: Mask) -> Mask | None:
    """Return the largest hole enclosed by letters."""
    empty = mask < 0.5
    labels, count = ndimage.label(empty)
    if count < 2:
        return None
    sizes = np.bincount(labels.ravel())
    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    sizes[border] = 0
    sizes[0] = 0
    best = int(np.argmax(sizes))
    return (labels == best).astype(np.float32) if sizes[best] else None


def _run(mask: Mask, scene: Scene) -> Mask:
    """Return letters with each of their columns running down some way."""
    size = scene.size
    lengths = np.abs(line(size.width, scene.rng("drops"), 26 * scene.unit, 3)) ** 1.5
    reach = (lengths * 0.27 + 0.02) * size.height
    rows = np.arange(size.height)[:, None]
    last = np.maximum.accumulate(np.where(mask > 0.5, rows, -(10**6)), axis=0)
    run = np.clip(reach[None, :] - (rows - last) + 0.5, 0, 1)
    return blur(run.astype(np.float32), 0.7 * scene.unit)


def _frame(scene: Scene) -> Mask:
    """Return a double frame whose corners turn inwards."""
    size, unit = scene.size, scene.unit
    lines = skia.Path()
    for inset, notch in ((26, 26), (36, 26)):
        a, n = inset * unit, notch * unit
        w, h = size.width - a, size.height - a
        lines.addPath(
            polygon(
                (a + n, a), (w - n, a), (w - n, a + n), (w, a + n), (w, h - n), (w - n, h - n),
                (w - n, h), (a + n, h), (a + n, h - n), (a, h - n), (a, a + n), (a + n, a + n),
            )
        )  # fmt: skip
    return stroke(size, lines, 1.6 * unit)


def _inner_foot(picture: Picture, scene: Scene) -> Picture:
    """Set the small words inside a frame."""
    return footing(picture, scene)
