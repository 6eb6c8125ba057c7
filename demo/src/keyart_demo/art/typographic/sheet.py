"""Shared parts of letter designs: the area they fill, and the letter that represents the title."""

from dataclasses import dataclass, replace

import skia

from keyart_demo.art.breaking import SMALL_WORDS, capitals
from keyart_demo.art.brief import Brief, Script, Style
from keyart_demo.art.canvas import Picture, filled
from keyart_demo.art.colour import Colour, contrast
from keyart_demo.art.fontbook import REGISTERS, faces
from keyart_demo.art.inking import ink_small
from keyart_demo.art.layout import (
    Text,
    credits_below,
    credits_left,
    small_text,
    subtitle_text,
)
from keyart_demo.art.lettering import ink, joins, moved, set_line
from keyart_demo.art.lockups import Box, Lockup, lockup
from keyart_demo.art.palette import Palette
from keyart_demo.art.scene import Scene
from keyart_demo.art.voices import VOICES, Finish, Gesture, Setting, Voice


@dataclass(frozen=True, eq=False, slots=True)
class Sheet:
    """A plain sheet for letters: two colours with enough contrast, and a third."""

    scene: Scene
    ground: Colour
    letters: Colour
    spark: Colour

    @property
    def left(self) -> float:
        """The left edge of letters."""
        return self.scene.size.width * (0.06 if self.scene.size.wide else 0.075)

    @property
    def top(self) -> float:
        """The top edge of letters."""
        return self.scene.size.height * (0.1 if self.scene.size.wide else 0.075)

    @property
    def width(self) -> float:
        """The width available for letters."""
        return self.scene.size.width - 2 * self.left

    @property
    def height(self) -> float:
        """The height available for letters, above the small words."""
        return self.scene.size.height * (0.7 if self.scene.size.wide else 0.72)

    def blank(self) -> Picture:
        """Return the empty sheet."""
        return filled(self.scene.size, self.ground)


def sheet(scene: Scene) -> Sheet:
    """Return a sheet in two colours of the palette, chosen at random."""
    palette = scene.palette
    pairs = [pair for pair in _pairs(palette, scene.brief.style) if contrast(*pair[:2]) >= 4.6]
    ground, letters, spark = pairs[int(scene.rng("sheet").integers(len(pairs)))]
    return Sheet(scene, ground, letters, spark)


def set_large(on: Sheet, box: Box | None = None) -> Lockup:
    """Return the title as large as the sheet allows, with lines of equal width if allowed."""
    brief = on.scene.brief
    if box is None:
        align = 1.0 if brief.script is Script.ARABIC else 0.0
        box = Box(on.width, on.height, on.height * 0.62, align)
    rng = on.scene.rng("letters", shared=True)
    return lockup(brief, box, rng, _bold(VOICES[brief.style]))


def emblem(brief: Brief) -> str:
    """Return the letter that represents a title; a word if letters join."""
    words = [word for word in brief.title.split() if word.lower() not in SMALL_WORDS]
    word = words[0] if words else brief.title.split()[0]
    if joins(word):
        return word
    return capitals(word)[0]


def emblem_path(brief: Brief) -> skia.Path:
    """Return the emblem's outline, in thousandths of an em."""
    return set_line(emblem(brief), faces(REGISTERS[brief.style], brief.script)).path


def placed(path: skia.Path, left: float, top: float, width: float, height: float) -> skia.Path:
    """Return a path scaled to fit a box, with its ink in the middle."""
    bound = ink(path)
    scale = min(width / bound.width(), height / bound.height())
    x = left + (width - bound.width() * scale) / 2 - bound.left() * scale
    y = top + (height - bound.height() * scale) / 2 - bound.top() * scale
    return moved(path, x, y, scale)


def footing(picture: Picture, scene: Scene) -> Picture:
    """Set subtitle, tagline and billing small at the foot of a sheet, in place."""
    unit, size = scene.unit, scene.size
    if size.wide:
        left = size.width * 0.06
        credits_left(picture, scene, left)
        bottom = size.height - 92 * unit
    else:
        left = size.width * 0.075
        bottom = credits_below(picture, scene) + 12 * unit
    texts: list[Text] = []
    if scene.brief.tagline:
        texts.append(small_text(scene.brief.tagline, 12 * unit, 20, size.width * 0.8))
    if scene.brief.subtitle:
        texts.append(subtitle_text(scene.brief, 13.5 * unit, size.width * 0.6))
    for text in texts:
        bottom -= text.height
        x = left if size.wide else (size.width - text.width) / 2
        ink_small(picture, moved(text.path, x, bottom), scene.palette, 0.92)
        bottom -= 17 * unit
    return picture


def _bold(voice: Voice) -> Voice:
    """Return a voice for letters that fill a sheet."""
    return replace(
        voice,
        setting=Setting.JUSTIFIED if voice.tracking < 200 else Setting.STACK,
        gesture=voice.gesture if voice.gesture is Gesture.LEAN else Gesture.STILL,
        finish=Finish.PLAIN,
        tracking=min(voice.tracking, 60),
        gap=min(voice.gap, 110),
    )


def _pairs(palette: Palette, style: Style) -> list[tuple[Colour, Colour, Colour]]:
    """Return backgrounds with letter and accent colours that suit a genre."""
    dark = [
        (palette.ink, palette.paper, palette.accent),
        (palette.deep, palette.accent2, palette.paper),
        (palette.deep, palette.light, palette.accent),
        (palette.ink, palette.accent2, palette.accent),
    ]
    light = [
        (palette.paper, palette.deep, palette.accent),
        (palette.light, palette.ink, palette.paper),
        (palette.accent2, palette.ink, palette.paper),
        (palette.accent, palette.ink, palette.paper),
        (palette.accent, palette.paper, palette.ink),
        (palette.mid, palette.paper, palette.ink),
    ]
    if style in (Style.HORROR, Style.SCIFI, Style.FANTASY):
        return dark
    if style in (Style.COMEDY, Style.FAMILY, Style.DOCUMENTARY, Style.ROMANCE):
        return light
    return [*light, *dark]
