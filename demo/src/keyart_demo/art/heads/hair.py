"""Hair and beards, on a head with the proportions of `face`.

Every surface stays about 0.07 head units off the one below it: closer together, the two show
through each other in spots.
"""

import itertools

import numpy as np

from keyart_demo.art.heads.face import Build
from keyart_demo.art.heads.parts import Material, Part, ball, cut, mirrored, rod

HAIR = Material.HAIR
_HAIRLINE = (0.0, 0.60, 0.56)
_SLANT = (0.0, -0.85, 1.0)
"""Where hair starts over the forehead, and the direction of its front edge."""


def short_hair(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return a short cut: swept back, parted, a quiff or curls."""
    cuts = (_swept, _parted, _quiff, _curls)
    return (*_sides(0.735), *cuts[int(rng.integers(len(cuts)))](rng))


def hatted() -> tuple[Part, ...]:
    """Return the short hair visible below a hat."""
    return _sides(0.735)


def bob(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return hair that ends at the jaw, with or without a fringe."""
    low = float(rng.uniform(-0.74, -0.50))
    curtain = mirrored(
        rod(HAIR, ((0.30, 1.00, 0.04), (0.64, 0.55, 0.10)), (0.13, 0.16), 0.14, 1.5),
        rod(HAIR, ((0.64, 0.55, 0.10), (0.70, 0.00, 0.12)), (0.16, 0.19), 0.12, 1.6),
        rod(HAIR, ((0.70, 0.00, 0.12), (0.63, low + 0.14, 0.16)), (0.19, 0.22), 0.10, 1.6),
    )
    back = cut(ball(HAIR, (0, -0.05, -0.34), (0.80, 1.05, 0.62), 0.1), (0, low, 0), (0, -1, 0), 0.1)
    sides = tuple(cut(part, (0, low, 0), (0, -1, 0.1), 0.08) for part in curtain)
    fringe = _fringe(rng) if rng.random() < 0.6 else ()
    return (*_parting(0.0 if fringe else 0.14), back, *sides, *fringe)


def long_hair(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return hair to below the shoulders: straight, in waves, or gathered behind."""
    if rng.random() < 0.3:
        return _gathered(rng)
    wave = float(rng.choice([0.02, 0.10]))
    aside = float(rng.uniform(-0.22, 0.22))
    return (*_parting(aside), *_mane(rng, wave))


def beard(rng: np.random.Generator, build: Build) -> tuple[Part, ...]:
    """Return beard and moustache; add the lips after it."""
    long = float(rng.uniform(0.0, 0.34))
    y = -0.66 - 0.05 * build.length
    wide = 0.42 + 0.04 * build.jaw
    locks = mirrored(
        *(
            rod(
                HAIR,
                ((x, y + 0.06, 0.50 - 0.3 * x), (x * 0.72 + 0.02, y - 0.22 - long * (1 - x), 0.50)),
                (0.15, 0.075),
                0.09,
            )
            for x in (0.05, 0.18, 0.31)
        ),
        rod(HAIR, ((0.655, 0.10, 0.02), (wide + 0.05, -0.44, 0.10)), (0.075, 0.15), 0.08),
        rod(HAIR, ((wide + 0.05, -0.40, 0.10), (0.18, y, 0.47)), (0.15, 0.19), 0.10),
    )
    return (*locks, *moustache(build))


def moustache(build: Build) -> tuple[Part, ...]:
    """Return a moustache over the upper lip."""
    y = -0.345 - 0.02 * build.length
    return mirrored(
        rod(HAIR, ((0.03, y, 0.765), (0.20, y - 0.075, 0.67)), (0.058, 0.045), 0.03),
        rod(HAIR, ((0.20, y - 0.075, 0.67), (0.275, y - 0.20, 0.57)), (0.045, 0.025), 0.03),
    )


def eyebrows(build: Build, lift: float = 0.0) -> tuple[Part, ...]:
    """Return eyebrows; `lift` raises their outer ends."""
    thick = 0.026 + 0.006 * build.brow
    inner, middle, outer = (0.12, 0.322, 0.715), (0.27, 0.340 + lift, 0.668), (0.42, 0.285, 0.540)
    return mirrored(
        rod(HAIR, (inner, middle), (thick, thick), 0.02),
        rod(HAIR, (middle, (outer[0], outer[1] + lift, outer[2])), (thick, thick * 0.45), 0.02),
    )


def _sides(wide: float) -> tuple[Part, ...]:
    """Return the short hair over temples and nape, with sideburns."""
    back = ball(HAIR, (0, 0.26, -0.20), (wide, 0.68, 0.80))
    return (
        cut(back, (0, 0, -0.06), (0, -0.25, 1.0), 0.06),
        *mirrored(rod(HAIR, ((0.67, 0.32, 0.0), (0.655, 0.02, 0.06)), (0.085, 0.045), 0.06, 1.3)),
    )


def _cap(radii: tuple[float, float, float], y: float = 0.37, z: float = -0.12) -> Part:
    return cut(ball(HAIR, (0, y, z), radii, 0.05), _HAIRLINE, _SLANT, 0.05)


def _swept(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return hair combed straight back."""
    return _combed(rng, float(rng.uniform(0.0, 0.05)), 0.0)


def _quiff(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return hair that rises over the forehead and leans to one side."""
    side = float(rng.choice([-1.0, 1.0]))
    return _combed(rng, float(rng.uniform(0.13, 0.26)), 0.10 * side)


def _combed(rng: np.random.Generator, high: float, lean: float) -> tuple[Part, ...]:
    """Return locks from the forehead over the crown; `high` is how far they rise first."""
    locks: list[Part] = []
    for x in np.linspace(-0.58, 0.58, 13):
        bend = float(x * x)
        free = max(1 - 2.8 * bend, 0.0)
        up, aside = high * free * float(rng.uniform(0.8, 1.1)), lean * free
        points = [
            (float(x), _scalp(float(x), 0.55 - 0.75 * bend) - 0.03, 0.57 - 0.75 * bend),
            _on_scalp(float(x), 0.38 - 0.5 * bend, up, 1.5 * aside),
            _on_scalp(float(x), 0.08, 0.55 * up, 0.6 * aside),
            _on_scalp(float(x), -0.36, 0.0, 0.0),
            _on_scalp(0.9 * float(x), -0.72, 0.0, 0.0),
        ]
        locks += _strand(points, 0.085)
    return (_cap((0.725, 0.80, 0.855)), *locks)


def _parted(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return hair combed to both sides of a parting."""
    side = float(rng.choice([-1.0, 1.0]))
    parting = 0.28 * side
    locks: list[Part] = []
    for z in np.linspace(0.44, -0.60, 9):
        full = 0.06 * (1 - abs(float(z)))
        for way, reach in ((-side, 0.90), (side, 0.34)):
            places = parting + way * reach * np.array([0.06, 0.35, 0.7, 1.0])
            lifts = (0.0, 1.4 * full, full, -0.02)
            points = [
                _on_scalp(float(x), float(z), lift, 0.0)
                for x, lift in zip(places, lifts, strict=True)
            ]
            locks += _strand(points, 0.090)
    return (_cap((0.725, 0.80, 0.855)), *locks)


def _scalp(x: float, z: float) -> float:
    """Return the height of the hair's surface over a point of the head."""
    left = 1 - (x / 0.76) ** 2 - ((z + 0.12) / 0.90) ** 2
    return 0.36 + 0.80 * max(left, 0.02) ** 0.5


def _on_scalp(x: float, z: float, up: float, aside: float) -> tuple[float, float, float]:
    """Return a point `up` above the scalp and `aside` from where it grows."""
    return x + aside, _scalp(x, z) + up, z


def _curls(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return balls spread over the cap by the golden angle."""
    size = float(rng.uniform(0.15, 0.21))
    curls: list[Part] = []
    for i in range(64):
        up = 1 - i / 63 * 1.15
        flat = np.sqrt(max(1 - up * up, 0.0))
        angle = i * 2.39996
        x, z = float(flat * np.cos(angle)), float(flat * np.sin(angle))
        place = (0.70 * x, 0.40 + 0.78 * up, -0.12 + 0.80 * z)
        if place[2] > 0.20 + 0.85 * (place[1] - 0.42) or place[1] < 0.0:
            continue
        radius = size * float(rng.uniform(0.85, 1.2))
        curls.append(ball(HAIR, place, (radius, radius, radius), 0.02))
    return (_cap((0.73, 0.83, 0.86)), *curls)


def _parting(aside: float) -> tuple[Part, ...]:
    """Return two halves of a cap that meet in a parting, `aside` from the middle."""
    halves = (
        ball(
            HAIR,
            (aside + side * 0.30, 0.42, -0.10),
            (0.53 - side * aside, 0.76, 0.86),
            0.02,
            (0, 0, -5 * side),
        )
        for side in (-1.0, 1.0)
    )
    cap = _cap((0.735, 0.82, 0.86))
    return (cap, *(cut(half, (0, 0.63, 0.57), (0, -0.75, 1.0), 0.06) for half in halves))


def _fringe(rng: np.random.Generator) -> tuple[Part, ...]:
    low = float(rng.uniform(0.30, 0.40))
    whole = ball(HAIR, (0, 0.56, 0.22), (0.64, 0.50, 0.62), 0.04)
    return (cut(cut(whole, (0, low, 0), (0, -1, 0), 0.04), (0, 0, 0.2), (0, 0, -1), 0.1),)


def _mane(rng: np.random.Generator, wave: float) -> tuple[Part, ...]:
    """Return locks from the parting past the cheeks to the chest, and the hair behind."""
    end = float(rng.uniform(-1.75, -1.30))
    locks: list[Part] = []
    for side in (-1.0, 1.0):
        phase = float(rng.uniform(0, 6.28))
        for out, z, thick in (
            (0.0, 0.30, 0.11),
            (0.07, 0.12, 0.14),
            (0.12, -0.10, 0.17),
            (0.1, -0.34, 0.2),
        ):
            fall = [
                (0.10, 1.10),
                (0.42, 0.98),
                (0.63, 0.66),
                (0.68, 0.25),
                (0.66, -0.2),
                (0.70, -0.7),
            ]
            fall += [(0.72, (end - 0.7) / 2), (0.62, end)]
            swing = (
                wave
                * np.sin(np.arange(8) * 1.9 + phase + 5 * out)
                * np.clip(np.arange(8) - 2, 0, 1)
            )
            points = [
                (
                    side * (x + out * min(k, 2) / 2 + float(s)),
                    y,
                    z * (1 - 0.05 * k) + 0.4 * float(s),
                )
                for k, ((x, y), s) in enumerate(zip(fall, swing, strict=True))
            ]
            locks += _strand(points, thick)
    back = ball(HAIR, (0, -0.40, -0.46), (0.80, 1.25, 0.46), 0.1)
    return (back, *locks)


def _strand(points: list[tuple[float, float, float]], thick: float) -> list[Part]:
    """Return rods from point to point, thinner towards the last."""
    radii = thick * np.interp(np.linspace(0, 1, len(points)), (0, 0.4, 1), (0.75, 1.05, 0.45))
    return [
        rod(HAIR, (start, end), (float(radii[i]), float(radii[i + 1])), 0.08)
        for i, (start, end) in enumerate(itertools.pairwise(points))
    ]


def _gathered(rng: np.random.Generator) -> tuple[Part, ...]:
    """Return hair drawn back into a knot on the crown or a tail behind."""
    cap = (*_sides(0.72), _cap((0.715, 0.80, 0.85)))
    if rng.random() < 0.5:
        return (*cap, ball(HAIR, (0, 1.26, -0.30), (0.30, 0.27, 0.30), 0.05))
    side = float(rng.choice([-1.0, 1.0]))
    tail = [
        (0.1 * side, 0.95, -0.72),
        (0.62 * side, 0.75, -0.86),
        (0.88 * side, 0.1, -0.70),
        (0.80 * side, -0.6, -0.45),
        (0.92 * side, -1.2, -0.2),
    ]
    return (*cap, *_strand(tail, 0.24))
