"""The small print of a poster: the people who made it."""

from typing import Final

import numpy as np
import skia

from keyart_demo.art.fontbook import BILLING
from keyart_demo.art.fonts import NoGlyphs
from keyart_demo.art.lettering import ink, joined, moved, set_line

_HOUSES: Final = (
    "Northlight",
    "Paper Lantern",
    "Two Rivers",
    "Halfmoon",
    "Low Tide",
    "Kestrel",
    "Ninth Street",
    "Saltbox",
    "Long Shadow",
    "Open Window",
)
_ROLES: Final = (
    "a film by",
    "written by",
    "music by",
    "director of photography",
    "editor",
    "production design",
    "costumes by",
    "casting by",
    "produced by",
)
_SMALL: Final = 0.64
"""The size of the words between names, relative to the capitals."""


def billing(
    names: tuple[str, ...], width: float, size: float, rng: np.random.Generator, align: float = 0.5
) -> skia.Path:
    """Return a block of at most two lines, capitals `size` pixels high, its top at y = 0.

    It consists of names and roles, centred (`align` 0.5) or flush left (0) within the width. The
    path is empty if there are too few names for a block, or no font for them.
    """
    if len(names) < 2:
        return skia.Path()
    try:
        pieces = [_piece(role, name, size) for role, name in _parts(names, rng)]
    except NoGlyphs:
        return skia.Path()
    gap = size * 1.05
    placed: list[skia.Path] = []
    for row, line in enumerate(_lines(pieces, width, gap)[:2]):
        total = sum(ink(piece).right() for piece in line) + gap * (len(line) - 1)
        x = (width - total) * align
        for piece in line:
            placed.append(moved(piece, x, size + row * size * 1.62))
            x += ink(piece).right() + gap
    return joined(placed)


def _parts(names: tuple[str, ...], rng: np.random.Generator) -> list[tuple[str, str]]:
    """Return roles with names; the first names are actors, the last one is the director."""
    house = f"{_HOUSES[int(rng.integers(len(_HOUSES)))]} Pictures"
    cast, crew = names[: max(2, len(names) // 2)], names[max(2, len(names) // 2) :]
    parts = [("", house), ("presents", cast[0])]
    parts += [("", name) for name in cast[1:]]
    roles = [_ROLES[int(i)] for i in rng.permutation(len(_ROLES) - 1)[: max(len(crew) - 1, 0)] + 1]
    parts += list(zip(roles, crew[:-1], strict=True))
    return [*parts, (_ROLES[0], crew[-1])] if crew else parts


def _piece(role: str, name: str, size: float) -> skia.Path:
    """Return a role in small letters and a name in capitals, on one baseline from x = 0."""
    scale = size / 690
    capitals = set_line(name.upper(), BILLING, 40).path
    if not role:
        return moved(capitals, -ink(capitals).left() * scale, 0, scale)
    small = moved(set_line(role, BILLING, 30).path, 0, 0, scale * _SMALL)
    start = ink(small).right() + size * 0.3
    return joined([small, moved(capitals, start, 0, scale)])


def _lines(pieces: list[skia.Path], width: float, gap: float) -> list[list[skia.Path]]:
    """Break pieces into lines no wider than `width`; two lines are about equally long."""
    widths = [ink(piece).right() for piece in pieces]
    total = sum(widths) + gap * (len(widths) - 1)
    limit = width if total <= width else min(width, total / 2 + max(widths) / 2)
    lines: list[list[skia.Path]] = [[]]
    used = 0.0
    for piece, extent in zip(pieces, widths, strict=True):
        if lines[-1] and used + extent > limit:
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += extent + gap
    return lines
