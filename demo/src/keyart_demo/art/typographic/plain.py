"""Designs of large letters on a plain sheet."""

from typing import Final

import skia

from keyart_demo.art.breaking import capitals
from keyart_demo.art.brief import Script
from keyart_demo.art.canvas import Picture, coverage, distance, gradient, over, smoothstep
from keyart_demo.art.colour import Colour, contrast, mix, ramp
from keyart_demo.art.fontbook import REGISTERS, faces
from keyart_demo.art.inking import ink_small
from keyart_demo.art.lettering import ink, joins, moved, set_line
from keyart_demo.art.lockups import Box, lockup
from keyart_demo.art.scene import Scene
from keyart_demo.art.typographic.sheet import emblem_path, footing, placed, set_large, sheet
from keyart_demo.art.voices import VOICES

_TILES: Final = 7
"""The most letters in a row; smaller ones no longer work as a design."""


def stacked(scene: Scene) -> Picture:
    """The title fills the sheet, with one of its lines in another colour."""
    on = sheet(scene)
    picture = on.blank()
    title = set_large(on)
    top = on.top + (on.height - title.height) * (0.5 if scene.size.wide else 0.42)
    path = moved(title.path, on.left, top)
    mask = coverage(scene.size, path)
    over(picture, on.letters, mask)
    if contrast(on.spark, on.ground) >= 3:
        lines = _bands(title.letters)
        low, high = lines[int(scene.rng("line").integers(len(lines)))]
        part = mask.copy()
        part[: int(top + low)] = 0
        part[int(top + high) + 1 :] = 0
        if len(lines) > 1:
            over(picture, on.spark, part)
    return footing(picture, scene)


def repeated(scene: Scene) -> Picture:
    """One line repeated, each brighter than the last."""
    on = sheet(scene)
    picture = on.blank()
    text = scene.brief.title
    if scene.brief.script in (Script.LATIN, Script.CYRILLIC):
        text = capitals(text)
    chain = faces(REGISTERS[scene.brief.style], scene.brief.script)
    row = set_line(text, chain, -10).path
    if VOICES[scene.brief.style].gesture == "lean":
        row = _leant(row)
    bound = ink(row)
    scale = on.width / bound.width()
    pitch = max(bound.height() * scale * 1.14, on.height / 11)
    count = max(min(int(on.height / pitch), 11), 2)
    pitch = on.height / count
    shades = ramp(
        (0, mix(on.ground, on.letters, 0.12)),
        (0.75, mix(on.ground, on.spark, 0.75)),
        (1, on.letters),
    )
    for index in range(count):
        x = on.left - bound.left() * scale
        y = on.top + pitch * (index + 0.5) - bound.centerY() * scale
        last = index == count - 1
        colour = on.letters if last else shades.at((index / max(count - 1, 1)) ** 1.6 * 0.85)
        over(picture, colour, coverage(scene.size, moved(row, x, y, scale)))
    return footing(picture, scene)


def cropped(scene: Scene) -> Picture:
    """One letter too large for the sheet, and the title small."""
    on = sheet(scene)
    picture = on.blank()
    size = scene.size
    path = emblem_path(scene.brief)
    bound = ink(path)
    scale = max(
        size.height * 0.66 / bound.height(),
        size.width * (0.5 if size.wide else 0.9) / bound.width(),
    )
    scale = min(scale, size.height * 0.95 / bound.height())
    x = size.width * (0.74 if size.wide else 0.56) - bound.centerX() * scale
    y = size.height * 0.4 - bound.centerY() * scale
    over(picture, mix(on.ground, on.spark, 0.85), coverage(size, moved(path, x, y, scale)))
    return titled(picture, scene)


def upright(scene: Scene) -> Picture:
    """The title rotated beside a low sun; wide sheets have no space for it."""
    size = scene.size
    if size.wide:
        return stacked(scene)
    on = sheet(scene)
    picture = on.blank()
    title = set_large(on, Box(on.height * 1.04, size.width * 0.52, size.width * 0.32))
    turned = _by(title.path, skia.Matrix.RotateDeg(-90, skia.Point(0, 0)))
    right = scene.rng("side").random() < 0.5
    x = size.width - on.left - title.height if right else on.left
    top = on.top + (on.height - title.width) / 2 + title.width
    middle = on.left * 0.4 if right else size.width - on.left * 0.4
    disc = distance(size, (middle, on.top + on.height * 0.5)) / (size.width * 0.37)
    sun = mix(on.ground, on.spark, 0.85)
    shades = ramp((0, sun), (1, mix(sun, on.ground, 0.5)))
    along = gradient(size, (0, on.top), (0, on.top + on.height))
    over(picture, shades(along), smoothstep(1.004, 0.996, disc))
    over(picture, on.letters, coverage(size, moved(turned, x, top)))
    return footing(picture, scene)


def counterchanged(scene: Scene) -> Picture:
    """Letters across a horizon, dark above it and light below."""
    on = sheet(scene)
    picture = on.blank()
    title = set_large(on)
    top = on.top + (on.height - title.height) * 0.45
    mask = coverage(scene.size, moved(title.path, on.left + (on.width - title.width) / 2, top))
    bands = _bands(title.letters)
    low, high = bands[-1]
    level = int(top + low + (high - low) * 0.52)
    picture[level:] = on.letters
    over(picture[:level], on.letters, mask[:level])
    over(picture[level:], on.ground, mask[level:])
    return footing(picture, scene)


def slanted(scene: Scene) -> Picture:
    """The title on a slanted band across the sheet."""
    on = sheet(scene)
    size = scene.size
    picture = on.blank()
    turn = float(scene.rng("slant").choice([-14.0, -10.0, 10.0]))
    wide = size.width * (0.78 if size.wide else 0.86)
    box = Box(wide, size.height * (0.44 if size.wide else 0.34), size.height * 0.3)
    title = lockup(scene.brief, box, scene.rng("letters", shared=True))
    centre = skia.Point(size.width / 2, on.top + on.height * 0.5)
    matrix = skia.Matrix.RotateDeg(turn, centre)
    pad = title.height * 0.5 + 34 * scene.unit
    stripes = ((on.spark, pad * 1.5), (on.letters, pad))
    for colour, half in stripes:
        band = skia.Path.Rect(
            skia.Rect(-size.width, centre.y() - half, 2 * size.width, centre.y() + half)
        )
        over(picture, colour, coverage(size, _by(band, matrix)))
    at = moved(title.path, centre.x() - title.width / 2, centre.y() - title.height / 2)
    over(picture, on.ground, coverage(size, _by(at, matrix)))
    return footing(picture, scene)


def tiled(scene: Scene) -> Picture:
    """Each letter on its own tile, one row per word, in all colours of the palette."""
    on = sheet(scene)
    rows = _letters(scene)
    columns = max(map(len, rows))
    most = on.height * (0.36 if sum(map(len, rows)) > 2 else 0.52)
    side = min(on.width / columns, on.height / len(rows), most)
    if columns > _TILES or len(rows) > _TILES - 1:
        return stacked(scene)
    picture = on.blank()
    grounds = [c for c in _colours(scene) if contrast(c, on.ground) > 1.35]
    rng = scene.rng("tiles")
    choice = 0
    top = on.top + (on.height - len(rows) * side) / 2
    for row, letters in enumerate(rows):
        left = on.left + (on.width - len(letters) * side) / 2
        for column, letter in enumerate(letters):
            choice = (choice + int(rng.integers(1, len(grounds)))) % len(grounds)
            place = (left + column * side, top + row * side, side)
            _tile(picture, place, letter, grounds[choice], scene, round_=rng.random() < 0.4)
    return footing(picture, scene)


def _tile(
    picture: Picture,
    place: tuple[float, float, float],
    letter: skia.Path,
    ground: Colour,
    scene: Scene,
    *,
    round_: bool,
) -> None:
    """Draw one tile with its letter at (x, y, side), in place."""
    x, y, side = place
    palette = scene.palette
    edge = skia.Rect(x + side * 0.03, y + side * 0.03, x + side * 0.97, y + side * 0.97)
    corner = side * (0.5 if round_ else 0.1)
    over(picture, ground, coverage(scene.size, skia.Path().addRoundRect(edge, corner, corner)))
    colour = max((palette.ink, palette.paper), key=lambda c: contrast(c, ground))
    glyph = placed(letter, x + side * 0.2, y + side * 0.2, side * 0.6, side * 0.6)
    over(picture, colour, coverage(scene.size, glyph))


def _colours(scene: Scene) -> tuple[Colour, ...]:
    p = scene.palette
    return (p.accent, p.accent2, p.mid, p.paper, p.deep, p.light)


def _letters(scene: Scene) -> list[list[skia.Path]]:
    """Return the outlines of a title's letters by word; of whole words if letters join."""
    brief = scene.brief
    chain = faces(REGISTERS[brief.style], brief.script)
    text = capitals(brief.title) if brief.script in (Script.LATIN, Script.CYRILLIC) else brief.title
    if brief.script is Script.HAN:
        glyphs = list(set_line(text, chain).glyphs)
        half = -(-len(glyphs) // 2)
        return [glyphs[:half], glyphs[half:]] if len(glyphs) > 3 else [glyphs]
    lines = [set_line(word, chain) for word in text.split()]
    if joins(text) and scene.size.wide:
        return [[line.path for line in (lines[::-1] if brief.script is Script.ARABIC else lines)]]
    return [[line.path] if joins(text) else list(line.glyphs) for line in lines]


def _bands(letters: tuple[skia.Path, ...]) -> list[tuple[float, float]]:
    """Return the top and bottom of each line of a lock-up."""
    spans = sorted((b.top(), b.bottom()) for b in map(ink, letters))
    bands = [spans[0]]
    for top, bottom in spans[1:]:
        low, high = bands[-1]
        if top < low + (high - low) * 0.75:
            bands[-1] = (low, max(high, bottom))
        else:
            bands.append((top, bottom))
    return bands


def titled(picture: Picture, scene: Scene) -> Picture:
    """Set the title small, in the lower part, and the footing."""
    size = scene.size
    box = Box(size.width * (0.4 if size.wide else 0.6), size.height * 0.12, size.height * 0.06)
    title = lockup(scene.brief, box, scene.rng("letters", shared=True))
    x = size.width * 0.06 if size.wide else (size.width - title.width) / 2
    y = size.height * (0.62 if size.wide else 0.755) - title.height / 2
    ink_small(picture, moved(title.path, x, y), scene.palette, 1.0)
    return footing(picture, scene)


def _leant(path: skia.Path) -> skia.Path:
    return _by(path, skia.Matrix.MakeAll(1, -0.16, 0, 0, 1, 0, 0, 0, 1))


def _by(path: skia.Path, matrix: skia.Matrix) -> skia.Path:
    out = skia.Path()
    path.transform(matrix, out)
    return out
