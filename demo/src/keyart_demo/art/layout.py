"""Positions of a poster's words: names, title, subtitle, tagline, billing."""

from dataclasses import dataclass, replace
from typing import Final

import skia

from keyart_demo.art.billing import billing
from keyart_demo.art.breaking import script_of
from keyart_demo.art.brief import Brief, Script, Style
from keyart_demo.art.canvas import Picture
from keyart_demo.art.colour import Colour
from keyart_demo.art.fontbook import NAMES, REGISTERS, Face, Register, faces
from keyart_demo.art.fonts import NoGlyphs
from keyart_demo.art.inking import REFLECTED, ink_letters, ink_small
from keyart_demo.art.lettering import ink, moved, set_line
from keyart_demo.art.lockups import Box, Lockup, lockup, spoken
from keyart_demo.art.palette import Palette
from keyart_demo.art.scene import Scene
from keyart_demo.art.voices import VOICES, Finish

_EDGE: Final = 34
"""Units between the billing and the picture's edge."""

CAPITALS: Final = 727
"""Height of Inter's capitals, in thousandths of an em."""

_PREFERRED: Final[dict[Style, tuple[str, ...]]] = {
    Style.COMEDY: ("paper", "deep", "accent", "ink"),
    Style.CRIME: ("paper", "ink"),
    Style.FANTASY: ("accent2", "light", "paper", "ink"),
    Style.SPORT: ("accent2", "paper", "ink"),
    Style.FAMILY: ("paper", "accent2", "deep", "ink"),
    Style.DOCUMENTARY: ("deep", "paper", "ink"),
    Style.GAME: ("paper", "accent2", "ink"),
}
"""Palette colours for titles; the first legible one is used."""


@dataclass(frozen=True, eq=False, slots=True)
class Text:
    """A line or block; its ink starts at (0, 0)."""

    path: skia.Path
    width: float
    height: float


def lay_out(picture: Picture, scene: Scene) -> Picture:
    """Set all words of a brief onto its picture, in place."""
    _set(picture, replace(scene, brief=spoken(scene.brief)))
    return picture


def title_colours(style: Style, palette: Palette) -> tuple[Colour, ...]:
    """Return the preferred title colours of a genre, best first."""
    named = {
        "ink": palette.ink,
        "deep": palette.deep,
        "light": palette.light,
        "paper": palette.paper,
        "accent": palette.accent,
        "accent2": palette.accent2,
    }
    return tuple(named[name] for name in _PREFERRED.get(style, ("paper", "ink")))


def small_text(text: str, size: float, tracking: float, width: float) -> Text:
    """Return a small line of text, capitals about `size` pixels high, never wider than `width`."""
    chain: tuple[Face, ...] = (*NAMES, *faces(Register.PLAIN, script_of(text)))
    try:
        path = set_line(text, chain, tracking).path
    except NoGlyphs:
        path = skia.Path()
    return fitted(path, size / CAPITALS, width)


def fitted(path: skia.Path, scale: float, width: float) -> Text:
    """Return a scaled path, smaller if it would be wider than `width`, with its ink at (0, 0)."""
    bound = ink(path)
    scale = min(scale, width / max(bound.width(), 1))
    at = moved(path, -bound.left() * scale, -bound.top() * scale, scale)
    return Text(at, bound.width() * scale, bound.height() * scale)


def _set(picture: Picture, scene: Scene) -> None:
    title = _title(scene)
    if scene.size.wide:
        _beside(picture, scene, title)
    else:
        bottom = credits_below(picture, scene)
        _below(picture, scene, title, bottom)
        names_above(picture, scene)


def _title(scene: Scene) -> Lockup:
    voice = VOICES[scene.brief.style]
    width, height = scene.size
    rng = scene.rng("letters", shared=True)
    if scene.size.wide:
        align = 1.0 if scene.brief.script is Script.ARABIC else 0.0
        box = Box(width * 0.37, height * 0.42, height * 0.2, align)
    else:
        box = Box(width * voice.width, height * voice.height, height * 0.112)
    return lockup(scene.brief, box, rng)


def subtitle_text(brief: Brief, size: float, width: float) -> Text:
    """Return a brief's subtitle in capitals, with its genre's letter spacing."""
    chain = faces(REGISTERS[brief.style], Script.LATIN)
    tracking = VOICES[brief.style].subtitle_tracking
    try:
        path = set_line(brief.subtitle.upper(), chain, tracking).path
    except NoGlyphs:
        path = skia.Path()
    return fitted(path, size / 700, width)


def _below(picture: Picture, scene: Scene, title: Lockup, bottom: float) -> None:
    """Set title, subtitle and tagline from the bottom up, centred."""
    brief, unit, width = scene.brief, scene.unit, scene.size.width
    y = bottom
    small: list[tuple[Text, float]] = []
    if brief.tagline:
        text = small_text(brief.tagline, 11.5 * unit, 40, width * 0.82)
        y -= text.height
        small.append((text, y))
        y -= 19 * unit
    if brief.subtitle:
        text = subtitle_text(brief, 14.5 * unit, min(title.width * 0.98, width * 0.8))
        y -= text.height
        small.append((text, y))
        y -= 19 * unit
    if VOICES[brief.style].finish is Finish.RIPPLE and small:
        y -= REFLECTED * title.height
    y -= title.height
    path = moved(title.path, (width - title.width) / 2, y)
    colour = ink_letters(
        picture, path, scene, VOICES[brief.style].finish, title_colours(brief.style, scene.palette)
    )
    for text, top in small:
        at = moved(text.path, (width - text.width) / 2, top)
        ink_small(picture, at, scene.palette, 0.92, colour)


def _beside(picture: Picture, scene: Scene, title: Lockup) -> None:
    """Set title, subtitle and tagline at the left, around 47% of the height, and the billing."""
    brief, unit = scene.brief, scene.unit
    width, height = scene.size
    left = width * 0.06
    limit = width * 0.37
    small: list[Text] = []
    if brief.subtitle:
        small.append(subtitle_text(brief, 14 * unit, limit))
    if brief.tagline:
        small.append(small_text(brief.tagline, 12.5 * unit, 30, limit))
    gap = 24 * unit
    total = title.height + sum(text.height + gap for text in small)
    y = height * 0.47 - total / 2
    colour = ink_letters(
        picture,
        moved(title.path, left, y),
        scene,
        VOICES[brief.style].finish,
        title_colours(brief.style, scene.palette),
    )
    y += title.height
    if VOICES[brief.style].finish is Finish.RIPPLE:
        y += REFLECTED * title.height * 0.7
    for text in small:
        ink_small(picture, moved(text.path, left, y + gap), scene.palette, 0.92, colour)
        y += gap + text.height
    credits_left(picture, scene, left)


def credits_below(picture: Picture, scene: Scene) -> float:
    """Set the billing at the bottom, centred; return the lower limit for anything above it."""
    unit = scene.unit
    width, height = scene.size
    block = billing(scene.brief.names, width * 0.82, 11.5 * unit, scene.rng("billing", shared=True))
    if block.isEmpty():
        return height - 64 * unit
    bound = ink(block)
    top = height - _EDGE * unit - bound.height()
    ink_small(picture, moved(block, width * 0.09, top - bound.top()), scene.palette, 0.82)
    return top - 46 * unit


def credits_left(picture: Picture, scene: Scene, left: float) -> None:
    """Set the billing at the bottom left, in less than half the width."""
    unit = scene.unit
    width, height = scene.size
    rng = scene.rng("billing", shared=True)
    block = billing(scene.brief.names, width * 0.42, 9.5 * unit, rng, align=0)
    if block.isEmpty():
        return
    bound = ink(block)
    top = height - _EDGE * unit - bound.height()
    at = moved(block, left - bound.left(), top - bound.top())
    ink_small(picture, at, scene.palette, 0.78)


def names_above(picture: Picture, scene: Scene) -> None:
    """Set the first names along the top, centred, on one baseline."""
    unit, width = scene.unit, scene.size.width
    size, gap = 10.5 * unit, 40 * unit
    try:
        lines = [set_line(name.upper(), NAMES, 240).path for name in scene.brief.names[:3]]
    except NoGlyphs:
        return
    scale = size / CAPITALS
    extents = [ink(line).right() * scale for line in lines]
    while lines and sum(extents) + gap * (len(lines) - 1) > width * 0.88:
        lines.pop()
        extents.pop()
    x = (width - sum(extents) - gap * (len(lines) - 1)) / 2
    for line, extent in zip(lines, extents, strict=True):
        at = moved(line, x, scene.size.height * 0.047 + size, scale)
        ink_small(picture, at, scene.palette, 0.9)
        x += extent + gap
