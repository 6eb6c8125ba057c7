"""Lines of text as outlines: shaped by HarfBuzz, spaced, and measured by their ink."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import skia

from keyart_demo.art.fontbook import Face
from keyart_demo.art.fonts import fonts, runs
from keyart_demo.art.typeface import EM, Typeface

_JOINED: Final = (("\u0600", "\u08ff"), ("\u0900", "\u097f"))
"""The character ranges of Arabic and Devanagari, whose letters touch: spacing would tear them."""
_SPACE: Final = 0.24
"""The width of a space in em, if the font does not say."""


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """One line on its baseline (y = 0, downwards), in thousandths of an em."""

    glyphs: tuple[skia.Path, ...]
    """Glyphs at their positions, from left to right."""
    words: tuple[skia.Path, ...]

    @property
    def path(self) -> skia.Path:
        """All glyphs as one path."""
        return joined(self.glyphs)


def set_line(text: str, faces: Iterable[Face], tracking: float = 0) -> Line:
    """Return a line of text in the first face that covers it.

    `tracking` is extra space between letters, in thousandths of an em; ignored in scripts with
    joined letters. Raises NoGlyphs.
    """
    typefaces = fonts().covering(text, faces)
    spacing = 0.0 if joins(text) else tracking
    order = text.split()
    if _from_right(text):
        order.reverse()
    pen = 0.0
    glyphs: list[skia.Path] = []
    words: list[skia.Path] = []
    gap = _gap(typefaces) + 1.6 * spacing
    for word in order:
        placed, pen = _word(word, typefaces, spacing, pen)
        glyphs += placed
        words.append(joined(placed))
        pen += gap
    return Line(tuple(glyphs), tuple(words))


def joins(text: str) -> bool:
    """Return whether letters of a text touch each other."""
    return any(low <= char <= high for char in text for low, high in _JOINED)


def joined(paths: Iterable[skia.Path]) -> skia.Path:
    """Return several paths as one."""
    whole = skia.Path()
    for path in paths:
        whole.addPath(path)
    return whole


def moved(path: skia.Path, dx: float, dy: float, scale: float = 1.0) -> skia.Path:
    """Return a path scaled about the origin, then moved."""
    out = skia.Path()
    path.transform(skia.Matrix.Translate(dx, dy).preScale(scale, scale), out)
    return out


def _word(
    word: str, typefaces: tuple[Typeface, ...], spacing: float, pen: float
) -> tuple[list[skia.Path], float]:
    """Return a word's glyphs from a position on, and the position of the next one."""
    parts = list(runs(word, typefaces))
    if any(_from_right(part) for part, _ in parts):
        parts.reverse()
    placed: list[skia.Path] = []
    for part, typeface in parts:
        glyphs = typeface.shape(part, spaced=spacing != 0)
        for glyph in glyphs:
            path = skia.Path(glyph.path)
            path.offset(pen, 0)
            if not path.isEmpty():
                placed.append(path)
            pen += spacing if glyph.advance else 0
        pen += sum(glyph.advance for glyph in glyphs)
    return placed, pen - spacing


def _from_right(part: str) -> bool:
    return any("\u0590" <= char <= "\u08ff" for char in part)


def _gap(typefaces: tuple[Typeface, ...]) -> float:
    """Return the width of a space."""
    for typeface in typefaces:
        if ord(" ") in typeface.characters:
            return typeface.shape(" ")[0].advance
    return _SPACE * EM


def ink(path: skia.Path) -> skia.Rect:
    """Return the bounds of a path's filled area, without its control points."""
    return path.computeTightBounds()
