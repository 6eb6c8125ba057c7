"""A face and neck from about forty parts, in the proportions that artists use.

The eyes are halfway between crown and chin, the base of the nose halfway between brow and chin.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from keyart_demo.art.heads.parts import Material, Part, Vector, ball, carve, cut, mirrored, rod

SKIN, LIP, EYE, DARK = Material.SKIN, Material.LIP, Material.EYE, Material.DARK


@dataclass(frozen=True, slots=True)
class Build:
    """The features of a face; 0 is average and ±1 the usual range of each."""

    jaw: float = 0.0
    """Wide and square, or narrow."""
    length: float = 0.0
    brow: float = 0.0
    """A heavy brow, or a smooth one."""
    nose: float = 0.0
    """Long."""
    bridge: float = 0.0
    """A humped nose, or a turned-up one."""
    lips: float = 0.0
    """Full."""
    cheek: float = 0.0
    neck: float = 0.0
    """Thick."""
    lids: float = 0.5
    """How far the eyes are closed: 0 open, 1 shut."""


def feminine(rng: np.random.Generator) -> Build:
    """Return a build with a smaller jaw, smoother brow, fuller lips and slender neck."""
    jaw, brow, lips, neck = rng.normal([-0.8, -1.1, 0.9, -0.9], 0.25)
    return _others(rng, float(jaw), float(brow), float(lips), float(neck))


def masculine(rng: np.random.Generator) -> Build:
    """Return a build with a wider jaw, heavier brow, thinner lips and thick neck."""
    jaw, brow, lips, neck = rng.normal([0.7, 0.6, -0.5, 0.6], 0.3)
    return _others(rng, float(jaw), float(brow), float(lips), float(neck))


def face(build: Build) -> tuple[Part, ...]:
    """Return head and face, without neck and hair."""
    return (*_skull(build), *_eyes(build), *_nose(build), *_mouth(build), *_ears())


def neck(build: Build) -> tuple[Part, ...]:
    """Return the neck and the bare shoulders."""
    thick = 0.31 + 0.045 * build.neck
    return (
        rod(SKIN, ((0, -0.35, -0.22), (0, -1.4, -0.30)), (thick, thick * 1.12), 0.14),
        *mirrored(
            rod(SKIN, ((0.42, -0.38, -0.22), (0.09, -1.36, 0.06)), (0.085, 0.07), 0.12),
            rod(SKIN, ((0.16, -1.24, -0.42), (1.12, -1.62, -0.38)), (0.26, 0.31), 0.24),
        ),
        ball(SKIN, (0, -2.05, -0.28), (1.02, 0.72, 0.5), 0.2),
    )


def _others(rng: np.random.Generator, jaw: float, brow: float, lips: float, thick: float) -> Build:
    length, nose, bridge, cheek = (float(value) for value in rng.normal(0, 0.5, 4))
    lids = float(rng.uniform(0.45, 0.85))
    return Build(jaw, length, brow, nose, bridge, lips, cheek, thick, lids)


def _skull(build: Build) -> tuple[Part, ...]:
    low = -0.70 - 0.05 * build.length
    wide = 0.41 + 0.045 * build.jaw
    cheek = 0.185 + 0.025 * build.cheek
    return (
        ball(SKIN, (0, 0.34, -0.10), (0.655, 0.74, 0.80)),
        ball(SKIN, (0, -0.10 - 0.03 * build.length, 0.13), (0.565, 0.70, 0.545), 0.16),
        *mirrored(
            rod(SKIN, ((wide, -0.36, -0.06), (0.10, low + 0.01, 0.44)), (0.195, 0.16), 0.18),
            ball(SKIN, (0.345, -0.11, 0.42), (cheek, 0.15, 0.17), 0.18),
        ),
        ball(SKIN, (0, low, 0.52), (0.17 + 0.03 * build.jaw, 0.135, 0.13), 0.13),
    )


def _eyes(build: Build) -> tuple[Part, ...]:
    thick = 0.070 + 0.018 * build.brow
    centre = (0.245, 0.105, 0.515)
    upper = ball(SKIN, centre, (0.150, 0.140, 0.150), 0.02)
    lower = ball(SKIN, centre, (0.146, 0.136, 0.146), 0.03)
    shut = 0.060 - 0.105 * build.lids
    return (
        *mirrored(rod(SKIN, ((0.09, 0.27, 0.655), (0.40, 0.285, 0.50)), (thick, 0.06), 0.10)),
        *mirrored(carve(ball(SKIN, (0.25, 0.115, 0.68), (0.185, 0.115, 0.15), 0.10))),
        *mirrored(
            ball(EYE, centre, (0.132, 0.132, 0.132)),
            ball(DARK, (0.238, 0.100, 0.595), (0.062, 0.062, 0.062)),
            cut(upper, (0.245, 0.105 + shut, 0.66), (-0.04, -1, 0.12), 0.012),
            cut(lower, (0.245, 0.055, 0.66), (0.02, 1, 0.10), 0.012),
        ),
        *mirrored(*_lashes(centre, shut)),
    )


def _lashes(centre: Vector, shut: float) -> list[Part]:
    """Return the dark line along the edge of an upper lid, `shut` above the eye's middle."""
    x, y, z = centre
    line: list[Vector] = []
    for aside in (-0.112, -0.06, 0.01, 0.075, 0.132):
        drop = shut - 0.9 * aside * aside - 0.004
        deep = max(0.156**2 - aside**2 - drop**2, 0.0) ** 0.5
        line.append((x + aside, y + drop, z + deep))
    return [rod(DARK, ends, (0.013, 0.013)) for ends in itertools.pairwise(line)]


def _nose(build: Build) -> tuple[Part, ...]:
    tip_y, tip_z = -0.165 - 0.035 * build.nose, 0.835 + 0.035 * build.nose
    hump = 0.745 + 0.025 * build.bridge
    return (
        rod(SKIN, ((0, 0.25, 0.655), (0, 0.04, hump)), (0.055, 0.062), 0.09),
        rod(SKIN, ((0, 0.05, hump), (0, tip_y, tip_z)), (0.060, 0.080), 0.05),
        *mirrored(ball(SKIN, (0.095, tip_y - 0.035, 0.745), (0.068, 0.062, 0.085), 0.05)),
        *mirrored(carve(ball(DARK, (0.055, tip_y - 0.095, 0.79), (0.028, 0.022, 0.045), 0.02))),
    )


def _mouth(build: Build) -> tuple[Part, ...]:
    full = 1 + 0.26 * build.lips
    y = -0.420 - 0.02 * build.length
    wide = 0.215 + 0.012 * build.jaw
    upper = ((0.03, y + 0.030, 0.700), (wide, y - 0.006, 0.575))
    lower = ((0.0, y - 0.050, 0.686), (wide - 0.04, y - 0.024, 0.590))
    between = ((0.0, y - 0.010, 0.748), (wide + 0.01, y - 0.010, 0.605))
    return (
        ball(SKIN, (0, y + 0.01, 0.53), (0.27, 0.20, 0.155), 0.15),
        *mirrored(
            rod(LIP, upper, (0.034 * full, 0.014), 0.035),
            rod(LIP, lower, (0.044 * full, 0.016), 0.035),
        ),
        *mirrored(carve(rod(LIP, between, (0.013, 0.009), 0.022))),
        carve(ball(SKIN, (0, y - 0.135, 0.775), (0.12, 0.035, 0.10), 0.08)),
    )


def _ears() -> tuple[Part, ...]:
    lobe = ball(SKIN, (0.665, 0.02, -0.10), (0.055, 0.185, 0.115), 0.05, (12, -22, -6))
    shell = carve(ball(SKIN, (0.720, 0.04, -0.045), (0.035, 0.115, 0.065), 0.03, (12, -22, -6)))
    return mirrored(lobe, shell)
