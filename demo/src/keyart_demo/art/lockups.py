"""A title as a single shape: with line breaks, relative sizes, and gestures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
import skia

from keyart_demo.art.breaking import SMALL_WORDS, capitals, ends_badly, partings, script_of, units
from keyart_demo.art.brief import Brief, Script
from keyart_demo.art.fontbook import REGISTERS, faces
from keyart_demo.art.fonts import NoGlyphs, fonts
from keyart_demo.art.lettering import Line, ink, joined, moved, set_line
from keyart_demo.art.voices import VOICES, Gesture, Setting, Voice

_LINES: Final = 4
_SPREAD: Final = 2.3
"""The maximum ratio of the largest to the smallest line of a justified title."""
_SMALL: Final = 0.42
"""The relative size of words between hairlines."""


@dataclass(frozen=True, eq=False, slots=True)
class Lockup:
    """A title's outlines; its ink starts at (0, 0)."""

    letters: tuple[skia.Path, ...]
    """The outlines, glyph by glyph."""
    width: float
    height: float

    @property
    def path(self) -> skia.Path:
        """All letters as one path."""
        return joined(self.letters)


@dataclass(frozen=True, slots=True)
class Box:
    """The space for a title, in pixels."""

    width: float
    height: float
    letter: float
    """The maximum height of a line, so that short titles do not shout."""
    align: float = 0.5
    """0 left, 0.5 centred, 1 right."""


def lockup(brief: Brief, box: Box, rng: np.random.Generator, voice: Voice | None = None) -> Lockup:
    """Return a brief's title as large as the box allows, in its genre's voice or another."""
    brief = spoken(brief)
    if not can_be_set(brief):
        return Lockup((), 0, 0)
    return _locked(brief, box, rng, VOICES[brief.style] if voice is None else voice)


def spoken(brief: Brief) -> Brief:
    """Return a brief that can be set: in Latin letters if no font has its title's script."""
    if can_be_set(brief) or not brief.subtitle:
        return brief
    return replace(brief, title=brief.subtitle, script=Script.LATIN, subtitle="")


def can_be_set(brief: Brief) -> bool:
    """Return whether fonts have all characters of a title."""
    try:
        fonts().covering(brief.title, faces(REGISTERS[brief.style], brief.script))
    except NoGlyphs:
        return False
    return True


def _locked(brief: Brief, box: Box, rng: np.random.Generator, voice: Voice) -> Lockup:
    script = brief.script
    upper = voice.capitals and script in (Script.LATIN, Script.CYRILLIC)
    title = capitals(brief.title) if upper else brief.title
    setter = _setter(brief, voice)
    scored = [
        _arranged([setter(text) for text in texts], texts, voice, box)
        for texts in partings(units(title, script), _LINES)
    ]
    best = max(scored, key=lambda arrangement: arrangement.score)
    letters = [path for line in best.lines for path in _gestured(line, voice.gesture, script, rng)]
    return _at_origin([*letters, *best.rules], box)


@dataclass(frozen=True, eq=False, slots=True)
class _Arrangement:
    lines: tuple[Line, ...]
    """In pixels, at their positions."""
    rules: tuple[skia.Path, ...]
    score: float


def _setter(brief: Brief, voice: Voice) -> Callable[[str], Line]:
    chain = faces(REGISTERS[brief.style], brief.script)

    @cache
    def setter(text: str) -> Line:
        return set_line(text, chain, voice.tracking)

    return setter


def _arranged(lines: list[Line], texts: list[str], voice: Voice, box: Box) -> _Arrangement:
    """Return lines sized and placed below each other, and how well they fill the box."""
    bounds = [ink(line.path) for line in lines]
    sizes = _sizes(bounds, texts, voice)
    gap = voice.gap * min(sizes)
    heights = [b.height() * s for b, s in zip(bounds, sizes, strict=True)]
    widths = [b.width() * s for b, s in zip(bounds, sizes, strict=True)]
    widest = max(widths)
    total = sum(heights) + gap * (len(lines) - 1)
    scale = min(box.width / widest, box.height / total, box.letter / max(heights))
    placed: list[Line] = []
    top = 0.0
    for line, bound, size, height in zip(lines, bounds, sizes, heights, strict=True):
        left = (widest - bound.width() * size) * box.align * scale
        factor = size * scale
        placed.append(
            _moved(line, left - bound.left() * factor, top - bound.top() * factor, factor)
        )
        top += (height + gap) * scale
    rules = _rules(placed, texts, voice)
    return _Arrangement(tuple(placed), rules, _score(widths, sizes, scale, texts))


def _sizes(bounds: list[skia.Rect], texts: list[str], voice: Voice) -> list[float]:
    """Return each line's size relative to the others."""
    if voice.setting is Setting.JUSTIFIED and len(bounds) > 1:
        widest = max(bound.width() for bound in bounds)
        return [min(widest / bound.width(), _SPREAD) for bound in bounds]
    if voice.setting is Setting.HAIRLINES and len(texts) > 1:
        return [_SMALL if text.lower() in SMALL_WORDS else 1.0 for text in texts]
    return [1.0] * len(bounds)


def _score(widths: list[float], sizes: list[float], scale: float, texts: list[str]) -> float:
    """Return the size of the lettering, minus penalties for things that look wrong."""
    size = scale * float(np.mean([size**0.5 for size in sizes]))
    uneven = max(sizes) / min(sizes)
    ragged = min(widths) / max(widths)
    solid = not any(" " in text for text in texts) and script_of("".join(texts)) is Script.HAN
    bad = sum(map(ends_badly, texts))
    fit = size * 0.97 ** len(widths) * 0.94 ** (uneven - 1) * 0.8**bad
    return fit * ragged ** (0.9 if solid else 0.12)


def _rules(lines: list[Line], texts: list[str], voice: Voice) -> tuple[skia.Path, ...]:
    """Return the hairlines left and right of each small word on a line of its own."""
    if voice.setting is not Setting.HAIRLINES or len(lines) < 2:
        return ()
    inks = [ink(line.path) for line in lines]
    left, right = min(b.left() for b in inks), max(b.right() for b in inks)
    rules: list[skia.Path] = []
    for bound, text in zip(inks, texts, strict=True):
        pad = bound.height() * 0.8
        if text.lower() in SMALL_WORDS:
            thick = max(bound.height() * 0.07, 1)
            for start, end in ((left, bound.left() - pad), (bound.right() + pad, right)):
                if end - start > pad:
                    rules.append(
                        skia.Path.Rect(
                            skia.Rect(start, bound.centerY(), end, bound.centerY() + thick)
                        )
                    )
    return tuple(rules)


def _gestured(
    line: Line, gesture: Gesture, script: Script, rng: np.random.Generator
) -> list[skia.Path]:
    """Return a line's parts, moved in the genre's style; joined letters move as words."""
    joins = script in (Script.ARABIC, Script.DEVANAGARI)
    if gesture is Gesture.LEAN:
        lean = skia.Matrix.MakeAll(1, -0.16, 0, 0, 1, 0, 0, 0, 1)
        return [_mapped(path, lean) for path in line.glyphs]
    if gesture is Gesture.STILL:
        return list(line.glyphs)
    swing = 3.0 if gesture is Gesture.BOUNCE else 7.0
    parts = line.words if joins else line.glyphs
    turned: list[skia.Path] = []
    for path in parts:
        bound = ink(path)
        angle = float(rng.uniform(-swing, swing)) * (0.35 if joins else 1)
        lift = float(rng.uniform(-0.045, 0.045)) * bound.height() * (0.5 if joins else 1)
        turn = skia.Matrix.RotateDeg(angle, skia.Point(bound.centerX(), bound.centerY()))
        turned.append(_mapped(path, turn.postTranslate(0, lift)))
    return turned


def _at_origin(letters: list[skia.Path], box: Box) -> Lockup:
    """Return letters with their ink at (0, 0), rescaled to fit, since gestures take space."""
    bound = ink(joined(letters))
    scale = min(1, box.width / bound.width(), box.height / bound.height())
    left, top = bound.left() * scale, bound.top() * scale
    shifted = tuple(moved(path, -left, -top, scale) for path in letters)
    return Lockup(shifted, bound.width() * scale, bound.height() * scale)


def _moved(line: Line, dx: float, dy: float, scale: float) -> Line:
    return Line(
        tuple(moved(path, dx, dy, scale) for path in line.glyphs),
        tuple(moved(path, dx, dy, scale) for path in line.words),
    )


def _mapped(path: skia.Path, matrix: skia.Matrix) -> skia.Path:
    out = skia.Path()
    path.transform(matrix, out)
    return out
