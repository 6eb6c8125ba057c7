"""Fonts through HarfBuzz: their characters, how they shape a word, and their outlines."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import skia
import uharfbuzz as hb

EM: Final = 1000.0
"""All outlines are scaled to this many units."""


@dataclass(frozen=True, eq=False, slots=True)
class Glyph:
    """One glyph on its baseline: x to the right from the start of its run, y downwards."""

    path: skia.Path
    x: float
    advance: float


class Typeface:
    """One font file."""

    def __init__(self, data: bytes) -> None:
        """Read an sfnt file."""
        self._face = hb.Face(hb.Blob(data))
        self._font = hb.Font(self._face)
        self._scale = EM / self._face.upem
        self._outlines: dict[int, skia.Path] = {}

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that have a glyph."""
        return frozenset(self._face.unicodes)

    def shape(self, text: str, *, spaced: bool = False) -> list[Glyph]:
        """Return the glyphs of a text in one script, from left to right.

        Text with letter spacing is set without ligatures.
        """
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, {"liga": not spaced, "clig": not spaced, "kern": True})
        glyphs: list[Glyph] = []
        pen = 0.0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            path = skia.Path(self._outline(info.codepoint))
            path.offset(pen + position.x_offset * self._scale, -position.y_offset * self._scale)
            advance = position.x_advance * self._scale
            glyphs.append(Glyph(path, pen, advance))
            pen += advance
        return glyphs

    def _outline(self, glyph: int) -> skia.Path:
        outline = self._outlines.get(glyph)
        if outline is None:
            outline = skia.Path()
            self._font.draw_glyph(glyph, _PEN, outline)
            outline.transform(skia.Matrix.Scale(self._scale, -self._scale))
            self._outlines[glyph] = outline
        return outline


def _pen() -> hb.DrawFuncs:
    """Return a pen that draws HarfBuzz's outlines into a Skia path."""
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, path: path.moveTo(x, y))
    pen.set_line_to_func(lambda x, y, path: path.lineTo(x, y))
    pen.set_quadratic_to_func(lambda a, b, x, y, path: path.quadTo(a, b, x, y))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, path: path.cubicTo(a, b, c, d, x, y))
    pen.set_close_path_func(lambda path: path.close())
    return pen


_PEN: Final = _pen()
