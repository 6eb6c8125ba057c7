"""Designs of large letters on a plain sheet."""

import skia

from keyart.demo.art.breaking import capitals
from keyart.demo.art.brief import Script
from keyart.demo.art.canvas import Picture, coverage, filled, over
from keyart.demo.art.colour import contrast, mix, ramp
from keyart.demo.art.fontbook import REGISTERS, faces
from keyart.demo.art.inking import ink_small
from keyart.demo.art.lettering import ink, moved, set_line
from keyart.demo.art.lockups import Box, lockup
from keyart.demo.art.scene import Scene
from keyart.demo.art.typographic.sheet import emblem_path, footing, placed, set_large, sheet
from keyart.demo.art.voices import VOICES


def stacked(scene: Scene) -> Picture:
    """The title fills the sheet; one of its lines in another colour."""
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
    """One line again and again, each brighter than the last, until the last one stands."""
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
    """One letter so large that the sheet can't hold it, and the title small."""
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
    return _titled(picture, scene)


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
    """The title on a band that cuts the sheet aslant."""
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
    """Each letter on a tile of its own, in all colours of the palette."""
    palette, size = scene.palette, scene.size
    on = sheet(scene)
    picture = filled(size, on.ground)
    letters = _tiles(scene)
    columns, side = _grid(len(letters), on.width, on.height)
    rows = -(-len(letters) // columns)
    rng = scene.rng("tiles")
    grounds = (
        palette.accent,
        palette.accent2,
        palette.mid,
        palette.paper,
        palette.deep,
        palette.light,
    )
    left = on.left + (on.width - columns * side) / 2
    top = on.top + (on.height - rows * side) / 2
    before = -1
    for index, letter in enumerate(letters):
        row, column = divmod(index, columns)
        short = columns * rows - len(letters) if row == rows - 1 else 0
        x, y = left + (column + short / 2) * side, top + row * side
        choice = int(rng.choice([i for i in range(len(grounds)) if i != before]))
        before = choice
        ground = grounds[choice]
        tile = skia.Rect(x + side * 0.03, y + side * 0.03, x + side * 0.97, y + side * 0.97)
        round_ = side * (0.5 if index % 2 else 0.12)
        over(picture, ground, coverage(size, skia.Path().addRoundRect(tile, round_, round_)))
        colour = max((palette.ink, palette.paper), key=lambda c, g=ground: contrast(c, g))
        glyph = placed(letter, x + side * 0.2, y + side * 0.2, side * 0.6, side * 0.6)
        over(picture, colour, coverage(size, glyph))
    return footing(picture, scene)


def _tiles(scene: Scene) -> list[skia.Path]:
    """Return the outlines of a title's letters, or of its words where letters join."""
    brief = scene.brief
    text = capitals(brief.title) if brief.script in (Script.LATIN, Script.CYRILLIC) else brief.title
    line = set_line(text, faces(REGISTERS[brief.style], brief.script))
    if brief.script in (Script.ARABIC, Script.DEVANAGARI):
        return list(line.words[::-1] if brief.script is Script.ARABIC else line.words)
    return list(line.glyphs)


def _grid(count: int, width: float, height: float) -> tuple[int, float]:
    """Return the number of columns that makes tiles largest, and their side."""
    sides = {c: min(width / c, height / -(-count // c)) for c in range(1, count + 1)}
    columns = max(sides, key=lambda c: sides[c])
    return columns, sides[columns]


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


def _titled(picture: Picture, scene: Scene) -> Picture:
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
