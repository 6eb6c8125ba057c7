"""People in motion: the brief's lead, head and clothes, in a stance."""

from dataclasses import dataclass, field

import numpy as np

from keyart_demo.art.brief import Lead, Style
from keyart_demo.art.figures import dress
from keyart_demo.art.figures.skeleton import HEAD, Body, Flesh, Stance, body
from keyart_demo.art.heads.kit import Sitter
from keyart_demo.art.heads.parts import Material, Part, placed, posed, turn

CAPED = frozenset({Style.FANTASY, Style.GAME, Style.ADVENTURE})
_WOMEN = frozenset({Lead.LONG_HAIR, Lead.BOB})
_NECK = (0.0, -0.62, -0.16)
"""The position of the head on the neck, in head units."""


@dataclass(frozen=True, slots=True)
class Wear:
    """Additions to a body: lengths in figure units, 0 for none."""

    skirt: float = 0.0
    cape: float = 0.0
    scarf: bool = False
    pack: bool = False
    flesh: Flesh = field(default_factory=Flesh)


def wear(lead: Lead, style: Style, rng: np.random.Generator) -> Wear:
    """Return what someone in this title would wear to run."""
    if lead is Lead.HELMET and style in {Style.SCIFI, Style.DOCUMENTARY}:
        white = Flesh(1.32, Material.HAT, Material.HAT, Material.HAT, Material.TRIM)
        return Wear(pack=True, flesh=white)
    woman = lead in _WOMEN
    flesh = Flesh(0.86, hips=1.08, shoulders=0.86) if woman else Flesh(1.04, shoulders=1.06)
    if style is Style.SPORT:
        return Wear(flesh=Flesh(flesh.weight, legs=Material.SKIN, hips=1.1))
    if style is Style.COMEDY and not woman:
        return Wear(flesh=flesh)
    return _everyday(lead, style, rng, flesh)


def _everyday(lead: Lead, style: Style, rng: np.random.Generator, flesh: Flesh) -> Wear:
    if lead in {Lead.CROWN, Lead.HOOD} or style in CAPED:
        return Wear(0.42, float(rng.uniform(0.9, 1.25)), flesh=flesh)
    if lead in _WOMEN:
        return Wear(float(rng.uniform(0.5, 0.8)), scarf=bool(rng.random() < 0.3), flesh=flesh)
    if lead in {Lead.SCARF, Lead.CONICAL_HAT}:
        return Wear(0.72, scarf=True, flesh=flesh)
    return Wear(0.36 if rng.random() < 0.4 else 0.0, scarf=bool(rng.random() < 0.35), flesh=flesh)


def figure(
    who: Sitter, stance: Stance, worn: Wear, rng: np.random.Generator, *, stream: float = -72
) -> tuple[Body, tuple[Part, ...]]:
    """Return body and parts of someone seen from their right side, facing +x.

    `stream` is the angle of a flying cape or scarf: 0 hangs, -90 is straight behind.
    """
    held = body(stance, worn.flesh)
    parts = list(held.parts)
    if worn.skirt:
        parts += dress.skirt(held, stance, worn.skirt)
    if worn.cape:
        parts += dress.cape(held, stream, worn.cape, rng)
    if worn.scarf:
        parts += dress.scarf(held, stream, rng)
    if worn.pack:
        parts += dress.backpack(held)
    return held, (*parts, *_head(who, held))


def _head(who: Sitter, held: Body) -> tuple[Part, ...]:
    turned = posed(who.head, turn(held.tilt, 78, 0), _NECK)
    x, y, z = held.joints["head"]
    scale = HEAD
    at = (x - _NECK[0] * scale, y - _NECK[1] * scale, z - _NECK[2] * scale)
    return placed(turned, at, scale)
