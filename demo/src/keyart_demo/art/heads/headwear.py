"""Headwear: hats, hoods, crowns, scarves, helmets, masks, glasses."""

import itertools

import numpy as np

from keyart_demo.art.heads.parts import (
    Material,
    Part,
    Vector,
    ball,
    box,
    carve,
    cut,
    mirrored,
    ring,
    rod,
    stretched,
)

HAT, TRIM, METAL, GLASS, DARK, CLOTH = (
    Material.HAT,
    Material.TRIM,
    Material.METAL,
    Material.GLASS,
    Material.DARK,
    Material.CLOTH,
)
_OVAL = (0.95, 1.0, 1.08)
"""The head's oval, for things around it."""


def room() -> Part:
    """Return a hollow above the brow, so that no hair shows through a hat."""
    return carve(box(HAT, (0, 1.35, -0.1), (1.3, 0.78, 1.4)))


def fedora(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return a hat with a pinched crown, a band and a brim turned down in front."""
    brim = float(rng.uniform(0.36, 0.50))
    tilt = (9.0, 0.0, float(rng.uniform(-7, 7)))
    crown = stretched(rod(HAT, ((0, 0.50, -0.10), (0, 0.90, -0.12)), (0.78, 0.52)), _OVAL)
    pinch = mirrored(carve(ball(HAT, (0.42, 1.42, 0.42), (0.20, 0.42, 0.34), 0.12, (0, 0, 16))))
    return (
        cut(crown, (0, 0.50, 0), (0, -1, 0), 0.02),
        *pinch,
        carve(ball(HAT, (0, 1.62, -0.12), (0.16, 0.32, 0.60), 0.14)),
        stretched(ring(TRIM, (0, 0.56, -0.10), (0.815, 0.795, 0.16), 0.025, tilt), _OVAL),
        stretched(ring(HAT, (0, 0.55, -0.08), (0.72, 0.80 + brim, -0.10), 0.028, tilt), _OVAL),
    )


def flat_cap(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return a cap with a short peak."""
    aside = float(rng.uniform(-5, 5))
    top = ball(HAT, (0, 0.74, -0.02), (0.80, 0.40, 0.92), 0.05, (12, aside, 0))
    peak = ball(HAT, (0, 0.56, 0.66), (0.54, 0.06, 0.38), 0.04, (20, aside, 0))
    return (cut(top, (0, 0.50, 0), (0, -1, 0.10), 0.05), peak)


def conical_hat(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return a wide hat of straw, a cone with a cord under the chin."""
    wide = float(rng.uniform(1.35, 1.55))
    tilt = (float(rng.uniform(8, 14)), 0.0, float(rng.uniform(-6, 6)))
    cone = ring(HAT, (0, 0.50, 0.02), (wide, 0.03, 0.80), 0.028, tilt)
    cords = mirrored(rod(TRIM, ((0.66, 0.45, 0.06), (0.30, -0.76, 0.30)), (0.022, 0.022)))
    return (*cords, cone)


def crown(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return a band with points all round, each with a pearl, and stones between."""
    points = int(rng.integers(7, 11))
    high = float(rng.uniform(0.30, 0.52))
    y, radius = 0.66, 0.78
    parts: list[Part] = [
        stretched(ring(METAL, (0, y, -0.10), (radius, radius + 0.02, 0.20), 0.035), (0.92, 1, 1.06))
    ]
    for i in range(points):
        angle = 2 * np.pi * (i + 0.5) / points
        x, z = float(np.sin(angle)), float(np.cos(angle))
        root = (radius * 0.92 * x, y + 0.15, -0.10 + radius * 1.06 * z)
        tip = (root[0] * 1.10, y + 0.22 + high, -0.10 + (root[2] + 0.10) * 1.10)
        parts.append(rod(METAL, (root, tip), (0.150, 0.022), 0.02, 0.35))
        parts.append(ball(METAL, tip, (0.05, 0.05, 0.05)))
        between = 2 * np.pi * i / points
        x, z = float(np.sin(between)), float(np.cos(between))
        stone = (radius * 0.95 * x, y + 0.10, -0.10 + radius * 1.10 * z)
        parts.append(ball(TRIM, stone, (0.055, 0.07, 0.055)))
    return tuple(parts)


def hood(rng: np.random.Generator, *, furred: bool) -> tuple[Part, ...]:
    """Return a hood around the face; it must precede the face in the list of parts."""
    peak = float(rng.uniform(0.06, 0.22))
    opening = ball(DARK, (0, 0.03, 0.72), (0.56, 0.80, 0.86), 0.05)
    cloth = (
        ball(CLOTH, (0, 0.30, -0.10), (0.92, 0.98 + peak, 0.98)),
        ball(CLOTH, (0, 0.92 + peak, 0.16), (0.46, 0.36, 0.54), 0.25, (-14, 0, 0)),
        rod(CLOTH, ((0, -0.20, -0.30), (0, -1.30, -0.26)), (0.80, 0.78), 0.2),
        *mirrored(rod(CLOTH, ((0.70, -0.25, 0.12), (0.20, -1.30, 0.30)), (0.22, 0.26), 0.18)),
    )
    rim = _fur_rim() if furred else _hem()
    return (*cloth, carve(opening), *rim)


def wrapped(rng: np.random.Generator, *, veiled: bool) -> tuple[Part, ...]:
    """Return a turban, with folds of cloth over the mouth if `veiled`."""
    folds: list[Part] = []
    for i in range(7):
        tilt = (float(rng.uniform(-16, -4)), 0.0, float(rng.uniform(-13, 13)) + 6 * (-1) ** i)
        y, reach = 0.56 + 0.085 * i, 0.74 - 0.022 * i * i * 0.9
        folds.append(
            stretched(ring(HAT, (0, y, -0.10), (reach, reach, 0.001), 0.105, tilt), (0.94, 1, 1.06))
        )
    top = ball(HAT, (0, 0.70, -0.10), (0.68, 0.56, 0.78), 0.05)
    tail = rod(HAT, ((0.55, 0.1, -0.35), (0.72, -1.3, -0.1)), (0.16, 0.24), 0.05)
    return (cut(top, (0, 0.52, 0), (0, -1, 0.25)), *folds, tail, *(_veil(rng) if veiled else ()))


def headscarf(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return a cloth over hair and around the neck, open around the face."""
    aside = float(rng.uniform(-0.08, 0.08))
    outer = ball(HAT, (0, 0.24, -0.12), (0.80, 0.94, 0.94))
    hole = carve(ball(HAT, (aside * 0.3, -0.08, 0.74), (0.525, 0.74, 0.62), 0.06))
    drape = rod(HAT, ((0, -0.35, -0.24), (0, -1.2, -0.26)), (0.66, 0.70), 0.16)
    folds = [
        ring(
            HAT,
            (0.03 * i, -0.78 - 0.15 * i, -0.12),
            (0.56 + 0.06 * i, 0.56 + 0.06 * i, 0.001),
            0.105,
            (20.0, 0.0, float(rng.uniform(-12, 12))),
        )
        for i in range(4)
    ]
    return (outer, drape, hole, *folds)


def glasses(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return round or square glasses."""
    wide, high = (0.205, 0.205) if rng.random() < 0.6 else (0.225, 0.165)
    z = 0.80
    rim = stretched(
        ring(METAL, (0.265, 0.10, z), (1.0, 1.0, 0.0001), 0.13, (90, 8, 0)),
        (wide, 0.2, high),
    )
    lens = ball(GLASS, (0.265, 0.10, z - 0.005), (wide, high, 0.022), 0.0, (0, 8, 0))
    return (
        *mirrored(
            rim, lens, rod(METAL, ((0.47, 0.13, z - 0.03), (0.70, 0.12, -0.05)), (0.026, 0.026))
        ),
        rod(METAL, ((-0.065, 0.14, z + 0.01), (0.065, 0.14, z + 0.01)), (0.026, 0.026)),
    )


def space_helmet() -> tuple[Part, ...]:
    """Return a round helmet with a mirroring visor, and its base ring."""
    return (
        ball(HAT, (0, 0.08, -0.10), (1.10, 1.14, 1.12)),
        carve(ball(TRIM, (0, 0.10, 0.98), (0.84, 0.74, 0.62), 0.05)),
        ball(GLASS, (0, 0.10, 0.04), (0.93, 0.84, 0.93)),
        *mirrored(
            rod(TRIM, ((1.00, 0.08, -0.10), (1.20, 0.08, -0.10)), (0.26, 0.20), 0.04),
            box(HAT, (0.90, -1.42, -0.1), (0.24, 0.30, 0.34), 0.08, (0, 0, -16)),
        ),
        stretched(ring(METAL, (0, -1.08, -0.12), (0.88, 0.92, 0.14), 0.07), (1, 1, 0.95)),
        box(TRIM, (0, -1.62, 0.34), (0.36, 0.20, 0.14), 0.05, (-14, 0, 0)),
        *mirrored(ball(METAL, (0.18, -1.55, 0.50), (0.06, 0.06, 0.05))),
    )


def knight_helm() -> tuple[Part, ...]:
    """Return a closed helm with a slit for the eyes, breathing holes, and a ridge."""
    shell = ball(METAL, (0, 0.14, -0.04), (0.80, 1.02, 0.92))
    visor = ball(METAL, (0, 0.0, 0.20), (0.72, 0.66, 0.80), 0.04, (8, 0, 0))
    slits = mirrored(carve(box(DARK, (0.32, 0.14, 0.92), (0.26, 0.032, 0.40), 0.02, (0, 0, -4))))
    breaths = mirrored(
        *(
            carve(box(DARK, (0.16 + 0.12 * i, -0.24 - 0.03 * i, 0.9), (0.022, 0.12, 0.4), 0.015))
            for i in range(3)
        )
    )
    ridge = rod(METAL, ((0, -0.50, 0.86), (0, 0.34, 1.02)), (0.05, 0.05), 0.04)
    crest = [(0, 1.04, 0.46), (0, 1.20, 0.10), (0, 1.16, -0.40), (0, 0.86, -0.80), (0, 0.30, -0.98)]
    sizes = (0.05, 0.13, 0.19, 0.20, 0.10)
    plume = [
        rod(TRIM, ends, (sizes[i], sizes[i + 1]), 0.03)
        for i, ends in enumerate(itertools.pairwise(crest))
    ]
    gorget = ring(METAL, (0, -0.98, -0.16), (0.66, 0.62, 0.22), 0.05)
    return (shell, visor, *slits, *breaths, ridge, gorget, *plume)


def racing_helmet() -> tuple[Part, ...]:
    """Return a full helmet with a wide tinted visor and a stripe over the top."""
    stripe = ring(TRIM, (0, 0.16, -0.06), (1.0, 1.0, 0.001), 0.055, (0, 0, 90))
    return (
        ball(HAT, (0, 0.18, -0.06), (0.90, 0.98, 1.03)),
        ball(HAT, (0, -0.42, 0.10), (0.70, 0.44, 0.80), 0.20),
        carve(ball(DARK, (0, 0.16, 0.80), (0.86, 0.36, 0.82), 0.03)),
        ball(GLASS, (0, 0.15, 0.02), (0.84, 0.66, 0.90)),
        stretched(stripe, (1.0, 2.2, 1.05)),
        *mirrored(ball(METAL, (0.86, 0.12, 0.02), (0.07, 0.13, 0.13))),
        *mirrored(carve(box(DARK, (0.17, -0.50, 0.9), (0.12, 0.030, 0.3), 0.02, (0, 14, -5)))),
    )


def fox_mask() -> tuple[Part, ...]:
    """Return a smooth mask with slanted eyes, a snout and ears."""
    stuff = Material.MASK
    ear = cut(
        ball(stuff, (0.46, 0.86, 0.24), (0.22, 0.52, 0.12), 0.05, (0, -14, -20)),
        (0.40, 0.60, 0),
        (0, -1, 0),
        0.05,
    )
    inner = ball(TRIM, (0.47, 0.90, 0.325), (0.10, 0.30, 0.05), 0.0, (0, -14, -20))
    return (
        ball(stuff, (0, 0.16, 0.24), (0.66, 0.70, 0.58)),
        rod(stuff, ((0, -0.08, 0.62), (0, -0.50, 0.96)), (0.28, 0.085), 0.18),
        *mirrored(
            ball(stuff, (0.40, -0.14, 0.40), (0.26, 0.22, 0.28), 0.14),
            ear,
            inner,
            carve(ball(DARK, (0.29, 0.10, 0.84), (0.150, 0.048, 0.30), 0.02, (0, 0, 24))),
        ),
        ball(DARK, (0, -0.50, 1.02), (0.07, 0.05, 0.05), 0.02),
    )


def half_mask(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return a masquerade mask over eyes and nose, with raised corners."""
    lift = float(rng.uniform(16, 30))
    plate = cut(
        cut(
            ball(Material.MASK, (0, 0.06, 0.17), (0.62, 0.66, 0.64), 0.02),
            (0, 0.42, 0),
            (0, 1, 0.1),
            0.05,
        ),
        (0, -0.12, 0),
        (0, -1, 0),
        0.05,
    )
    wings = mirrored(
        ball(Material.MASK, (0.48, 0.34, 0.48), (0.30, 0.13, 0.12), 0.08, (0, 34, lift))
    )
    holes = mirrored(carve(ball(DARK, (0.26, 0.11, 0.78), (0.135, 0.062, 0.30), 0.02, (0, 0, 9))))
    nose = rod(Material.MASK, ((0, 0.26, 0.76), (0, -0.14, 0.90)), (0.09, 0.10), 0.08)
    return (plate, *wings, nose, *holes)


def _around_face(angle: float, wide: float = 1.0) -> Vector:
    """Return a point on the edge of a hood; `wide` 1 is the edge itself, more is outside it."""
    x, y = 0.60 * float(np.sin(angle)) * wide, 0.04 + 0.82 * float(np.cos(angle)) * wide
    return x, y, 0.60 + 0.12 * y


def _fur_rim() -> tuple[Part, ...]:
    """Return a thick roll of fur around the face, with tufts on its outside and inside."""
    fur = Material.MASK
    points = [_around_face(float(a), 1.02) for a in np.linspace(0, 2 * np.pi, 25)]
    roll = [rod(fur, ends, (0.105, 0.105), 0.02) for ends in itertools.pairwise(points)]
    tufts: list[Part] = []
    count = 120
    for i in range(count):
        angle = 2 * np.pi * i / count
        root = _around_face(angle, 1.02)
        x, y, z = _around_face(angle + 0.04, (1.20, 1.14, 1.05, 0.92)[i % 4])
        tip = (x, y, z + (-0.02, 0.10, 0.16, 0.12)[i % 4])
        tufts.append(rod(fur, (root, tip), (0.075, 0.036), 0.02))
    return (*roll, *tufts)


def _hem() -> tuple[Part, ...]:
    points = [_around_face(float(a)) for a in np.linspace(0, 2 * np.pi, 25)]
    return tuple(rod(CLOTH, ends, (0.055, 0.055), 0.03) for ends in itertools.pairwise(points))


def _veil(rng: np.random.Generator) -> tuple[Part, ...]:
    folds = [
        stretched(
            ring(
                HAT,
                (0, -0.24 - 0.135 * i, 0.02),
                (0.60 + 0.015 * i, 0.60 + 0.015 * i, 0.001),
                0.10,
                (float(rng.uniform(2, 12)), 0.0, float(rng.uniform(-9, 9))),
            ),
            (1.0, 1.0, 1.24 - 0.06 * i),
        )
        for i in range(6)
    ]
    bulk = rod(HAT, ((0, -0.40, 0.05), (0, -1.1, -0.10)), (0.64, 0.66), 0.10)
    return (bulk, *folds)
