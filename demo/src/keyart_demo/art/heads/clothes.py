"""Clothes of sitters, below the chin."""

from keyart_demo.art.heads.face import Build
from keyart_demo.art.heads.parts import (
    Material,
    Part,
    ball,
    box,
    cut,
    mirrored,
    ring,
    rod,
    stretched,
)

CLOTH, TRIM, METAL = Material.CLOTH, Material.TRIM, Material.METAL


def shirt(build: Build) -> tuple[Part, ...]:
    """Return a plain top with a round neck."""
    broad = 1.05 + 0.09 * build.neck
    neckline = ring(CLOTH, (0, -1.20, -0.20), (0.50, 0.42, 0.10), 0.055, (16, 0, 0))
    return (*_torso(broad, 0.0), stretched(neckline, (1.0, 1.0, 0.9)))


def coat(build: Build) -> tuple[Part, ...]:
    """Return a coat with its collar up, open at the throat."""
    broad = 1.14 + 0.09 * build.neck
    collar = ring(CLOTH, (0, -1.36, -0.24), (0.56, 0.60, 0.48), 0.045, (12, 0, 0))
    collar = cut(collar, (0, -1.1, 0.16), (0, 0.25, 1.0))
    return (
        *_torso(broad, 0.06),
        collar,
        *mirrored(
            rod(CLOTH, ((0.48, -0.98, 0.10), (0.10, -2.2, 0.52)), (0.06, 0.20), 0.05, 0.5),
        ),
    )


def suit(build: Build) -> tuple[Part, ...]:
    """Return a jacket with lapels, a shirt and a tie."""
    broad = 1.14 + 0.09 * build.neck
    band = ring(TRIM, (0, -1.22, -0.22), (0.43, 0.40, 0.16), 0.045, (14, 0, 0))
    return (
        *_torso(broad, 0.05),
        band,
        cut(ball(TRIM, (0, -1.75, 0.0), (0.34, 0.70, 0.36)), (0, -1.25, 0), (0, 1, 0)),
        *mirrored(
            box(TRIM, (0.13, -1.27, 0.20), (0.13, 0.07, 0.03), 0.02, (20, 30, -32)),
            rod(CLOTH, ((0.40, -1.14, 0.02), (0.10, -2.3, 0.42)), (0.07, 0.17), 0.03, 0.45),
        ),
        ball(Material.HAT, (0, -1.36, 0.27), (0.075, 0.085, 0.07)),
        rod(Material.HAT, ((0, -1.40, 0.27), (0, -2.2, 0.42)), (0.06, 0.15), 0.0, 0.35),
    )


def mantle(build: Build) -> tuple[Part, ...]:
    """Return a heavy cloak over the shoulders, with a clasp."""
    broad = 1.16 + 0.05 * build.neck
    folds = mirrored(
        rod(CLOTH, ((0.34, -1.10, -0.10), (1.28, -2.30, -0.10)), (0.17, 0.34), 0.16),
        rod(CLOTH, ((0.26, -1.16, 0.02), (0.72, -2.4, 0.20)), (0.13, 0.26), 0.09),
        rod(CLOTH, ((0.18, -1.24, 0.10), (0.30, -2.4, 0.36)), (0.11, 0.20), 0.07),
    )
    clasp = ball(METAL, (0, -1.30, 0.24), (0.10, 0.10, 0.06))
    return (*_torso(broad, 0.04), *folds, clasp)


def fur(build: Build) -> tuple[Part, ...]:
    """Return a cloak with a broad collar of fur, as tufts in rows around the shoulders."""
    tufts: list[Part] = []
    for row, (reach, y, z) in enumerate(((0.52, -1.12, 0.04), (0.78, -1.30, 0.02))):
        for step in range(9):
            share = (step + 0.5 * (row % 2)) / 8.5
            x = reach * (0.15 + 0.95 * share)
            drop = 0.10 * (1 - share) - 0.22 * share * share
            root = (x, y - drop * 0.6 + 0.02, z + 0.26 * (1 - share))
            tip = (x * 1.18 + 0.03, y - drop - 0.30, z + 0.30 * (1 - share) + 0.04)
            tufts += mirrored(rod(Material.TRIM, (root, tip), (0.13, 0.03), 0.03))
    return (*mantle(build), *tufts)


def armour(build: Build) -> tuple[Part, ...]:
    """Return shoulder plates, a breastplate and a gorget."""
    broad = 1.10 + 0.06 * build.neck
    plates = [
        cut(
            ball(METAL, (1.0, -1.56 - 0.17 * i, -0.28), (0.46 + 0.05 * i, 0.36, 0.46)),
            (1.0, -1.62 - 0.19 * i, 0),
            (-0.25, -1, 0),
        )
        for i in range(3)
    ]
    return (
        *_torso(broad, 0.0),
        ball(METAL, (0, -2.05, -0.08), (0.86, 0.74, 0.52), 0.03),
        ring(METAL, (0, -1.34, -0.24), (0.60, 0.44, 0.32), 0.05, (8, 0, 0)),
        *mirrored(*plates),
    )


def _torso(broad: float, thick: float) -> tuple[Part, ...]:
    """Return shoulders and chest in cloth; `broad` is half the shoulder width."""
    fat = 0.30 + thick
    return (
        *mirrored(
            rod(CLOTH, ((0.20, -1.27, -0.40), (broad, -1.66, -0.38)), (fat * 0.86, fat), 0.22),
            rod(CLOTH, ((broad, -1.66, -0.38), (broad + 0.16, -2.9, -0.34)), (fat, fat), 0.2),
        ),
        ball(CLOTH, (0, -2.12, -0.24), (1.02 + thick, 0.80, 0.54 + thick), 0.2),
    )
