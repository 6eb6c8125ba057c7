"""A galloping horse, as high as its rider needs: see `skeleton` for the units."""

import numpy as np

from keyart_demo.art.figures.dress import chain, path
from keyart_demo.art.heads.parts import Material, Part, ball, mirrored, rod

COAT, MANE, HOOF = Material.CLOTH, Material.HAIR, Material.DARK
_BONES = (0.40, 0.40, 0.22, 0.12)
"""Lengths of a leg's bones, from the shoulder down to the hoof."""

_GAITS = (
    ((74, 34, 30, 60), (50, -30, -62, -40), (-34, -70, -40, -20), (-12, -66, -58, -40)),
    ((58, 62, 58, 80), (84, 66, 62, 86), (-50, -74, -62, -40), (-66, -86, -70, -50)),
    ((40, -48, -70, -40), (62, -20, -60, -30), (30, -28, 8, 40), (8, -52, -14, 10)),
)
"""Angles of the bones of near fore, far fore, near hind and far hind leg."""


def horse(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return a horse in full gallop, facing +x; its saddle is at the origin."""
    return (*_trunk(), *_head(), *_legs(rng), *_mane(rng), *_tail(rng), *_harness())


def _trunk() -> tuple[Part, ...]:
    return (
        rod(COAT, ((-0.50, -0.37, 0), (0.40, -0.36, 0)), (0.285, 0.285), 0.05),
        ball(COAT, (-0.60, -0.32, 0), (0.36, 0.33, 0.26), 0.10),
        ball(COAT, (0.50, -0.38, 0), (0.29, 0.33, 0.25), 0.10),
        rod(COAT, ((0.52, -0.24, 0), (1.10, 0.32, 0)), (0.27, 0.125), 0.12, 0.75),
    )


def _head() -> tuple[Part, ...]:
    return (
        rod(COAT, ((1.10, 0.38, 0), (1.50, 0.04, 0)), (0.125, 0.070), 0.05, 0.85),
        ball(COAT, (1.17, 0.27, 0), (0.14, 0.13, 0.085), 0.05),
        ball(COAT, (1.50, 0.03, 0), (0.085, 0.080, 0.07), 0.04),
        rod(COAT, ((1.07, 0.44, 0.055), (1.10, 0.62, 0.065)), (0.045, 0.010), 0.02),
        rod(COAT, ((1.07, 0.44, -0.055), (1.10, 0.62, -0.065)), (0.045, 0.010), 0.02),
    )


def _legs(rng: np.random.Generator) -> list[Part]:
    near_fore, far_fore, near_hind, far_hind = _GAITS[int(rng.integers(len(_GAITS)))]
    legs: list[Part] = []
    for angles, x, z, thick in (
        (far_fore, 0.50, -0.13, 0.125),
        (far_hind, -0.64, -0.13, 0.180),
        (near_fore, 0.50, 0.13, 0.125),
        (near_hind, -0.64, 0.13, 0.180),
    ):
        place = (x, -0.50 if x > 0 else -0.40, z)
        radii = (thick, 0.068, 0.046, 0.042, 0.050)
        for i, (angle, bone) in enumerate(zip(angles, _BONES, strict=True)):
            end = path(place, [angle], bone, 0.0)[-1]
            stuff = HOOF if i == 3 else COAT
            legs.append(
                rod(stuff, (place, end), (radii[i], radii[i + 1]), 0.07 if i == 0 else 0.03)
            )
            place = end
    return legs


def _mane(rng: np.random.Generator) -> list[Part]:
    locks: list[Part] = []
    for share in np.linspace(0.05, 0.98, 9):
        start = (0.48 + 0.62 * share, 0.04 + 0.44 * share, float(rng.uniform(-0.03, 0.03)))
        flow = float(rng.uniform(-100, -74))
        angles = [flow + 26, flow, flow - 10 + float(rng.uniform(-14, 14))]
        locks += chain(MANE, path(start, angles, 0.105, 0.0), (0.065, 0.018), 0.05)
    return locks


def _tail(rng: np.random.Generator) -> list[Part]:
    locks: list[Part] = []
    for i in range(4):
        angles = [-112 + 4 * i, -92, -70 - 6 * i, -62 + float(rng.uniform(-16, 16)), -84]
        start = (-0.90, -0.18, 0.03 * (i - 1.5))
        locks += chain(MANE, path(start, angles, 0.19, 0.05 * (i - 1.5)), (0.062, 0.022), 0.06)
    return locks


def _harness() -> tuple[Part, ...]:
    cloth = ball(Material.TRIM, (-0.04, -0.30, 0), (0.30, 0.30, 0.305), 0.0)
    rein = rod(Material.DARK, ((1.40, 0.10, 0.06), (0.30, 0.28, 0.10)), (0.012, 0.012))
    return (cloth, *mirrored(rein)[:1])
