"""The painter of Concept.TYPE: one of several designs, by genre and chance."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from keyart_demo.art.brief import Style
from keyart_demo.art.canvas import Picture
from keyart_demo.art.lockups import can_be_set, spoken
from keyart_demo.art.scene import Scene
from keyart_demo.art.typographic.figured import cut_out, drowned, framed, melting, window
from keyart_demo.art.typographic.plain import (
    counterchanged,
    cropped,
    repeated,
    slanted,
    stacked,
    tiled,
    upright,
)
from keyart_demo.art.typographic.sheet import sheet

Design = Callable[[Scene], Picture]

DESIGNS: Final[dict[Style, tuple[Design, ...]]] = {
    Style.THRILLER: (stacked, window, upright, cut_out),
    Style.CRIME: (stacked, counterchanged, cropped, slanted),
    Style.HORROR: (melting, drowned, window, cut_out),
    Style.ROMANCE: (melting, stacked, upright, cut_out),
    Style.DRAMA: (window, cropped, upright, counterchanged),
    Style.ADVENTURE: (cut_out, framed, counterchanged, stacked),
    Style.COMEDY: (tiled, stacked, slanted, counterchanged),
    Style.SCIFI: (repeated, cut_out, upright),
    Style.FANTASY: (framed, cut_out, framed, window),
    Style.DOCUMENTARY: (stacked, cropped, upright, counterchanged),
    Style.FAMILY: (tiled, stacked, tiled, cut_out),
    Style.SPORT: (repeated, slanted, stacked, upright),
    Style.GAME: (repeated, cropped, tiled, slanted),
}


def paint_type(scene: Scene) -> Picture:
    """Return a poster made of the title's letters, with all its words."""
    scene = replace(scene, brief=spoken(scene.brief))
    if not can_be_set(scene.brief):
        return paint_ground(scene)
    designs = DESIGNS[scene.brief.style]
    return designs[int(scene.rng("design").integers(len(designs)))](scene)


def paint_ground(scene: Scene) -> Picture:
    """Return the same sheet without words."""
    return sheet(scene).blank()
