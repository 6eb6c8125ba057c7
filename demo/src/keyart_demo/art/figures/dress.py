"""What people wear and carry: skirts, coats and capes that move, swords, staffs, balls."""

import itertools
from collections.abc import Sequence

import numpy as np

from keyart_demo.art.figures.skeleton import HAND, Body, Stance
from keyart_demo.art.heads.parts import Array, Material, Part, Vector, ball, ring, rod


def skirt(
    held: Body, stance: Stance, length: float, stuff: Material = Material.CLOTH
) -> list[Part]:
    """Return cloth that hangs from the hips and follows both legs; `length` in figure units."""
    legs = (stance.near_leg[0], stance.far_leg[0])
    first, last = max(legs) * 0.85 + 6, min(min(legs) * 0.85, -8) - 8
    folds: list[Part] = []
    for i, angle in enumerate(np.linspace(first, last, 11)):
        for z in (-0.07, 0.07):
            start = _offset(held.joints["pelvis"], 0.05 - 0.010 * i, 0.07, z)
            bend = [angle * 0.9, angle, angle * 0.7 - 6]
            folds += chain(stuff, path(start, bend, length / 3, z * 1.8), (0.105, 0.066), 0.06)
    return folds


def cape(held: Body, stream: float, length: float, rng: np.random.Generator) -> list[Part]:
    """Return a cape from the shoulders; `stream` is its angle: 0 hangs, -90 flies behind.

    Its folds fan out between hanging and flying, so that it looks like a sheet from the side, too.
    """
    folds: list[Part] = []
    lift = float(rng.uniform(0, 6.28))
    for i, share in enumerate(np.linspace(0.42, 1.12, 12)):
        z = (-1) ** i * 0.10
        start = _offset(held.joints["chest"], -0.07, 0.03 - 0.04 * (1.12 - share), z)
        wave = [9 * np.sin(lift + 1.9 * step + 0.22 * i) for step in range(3)]
        angles = [stream * share * ease + wave[k] for k, ease in enumerate((0.7, 1.0, 0.96))]
        reach = length / 3 * (0.96 + 0.04 * float(np.sin(i * 1.7)))
        folds += chain(Material.TRIM, path(start, angles, reach, 0.3 * z), (0.060, 0.082), 0.05)
    return folds


def scarf(held: Body, stream: float, rng: np.random.Generator) -> list[Part]:
    """Return a scarf with one end flying behind the neck."""
    around = ring(Material.TRIM, held.joints["neck"], (0.075, 0.075, 0.001), 0.045)
    lift = float(rng.uniform(0, 6.28))
    angles = [stream - 8 + 20 * np.sin(lift + 1.0 * k) * min(k, 2) / 2 for k in range(6)]
    start = _offset(held.joints["neck"], -0.06, 0.0, 0.02)
    end = chain(Material.TRIM, path(start, angles, 0.105, 0.0), (0.040, 0.030), 0.012)
    return [around, *end]


def sword(held: Body, side: str = "near", bend: float = 0.0) -> list[Part]:
    """Return a long sword in one hand, in line with the forearm."""
    hand, along = _grip(held, side, bend)
    blade = rod(Material.METAL, (hand, _on(hand, along, 0.98)), (0.026, 0.010))
    hilt = rod(Material.DARK, (_on(hand, along, -0.14), _on(hand, along, 0.04)), (0.018, 0.018))
    across = np.array([-along[1], along[0], 0.0])
    middle = _on(hand, along, 0.06)
    guard = rod(
        Material.METAL, (_on(middle, across, -0.09), _on(middle, across, 0.09)), (0.015, 0.015)
    )
    return [blade, hilt, guard]


def football(held: Body) -> list[Part]:
    """Return a ball that has just left the near foot."""
    x, y, z = held.joints["near toe"]
    return [ball(Material.EYE, (x + 0.34, y + 0.20, z), (0.125, 0.125, 0.125))]


def backpack(held: Body) -> list[Part]:
    """Return an astronaut's backpack."""
    chest, pelvis = np.array(held.joints["chest"]), np.array(held.joints["pelvis"])
    up = (chest - pelvis) / np.linalg.norm(chest - pelvis)
    back = np.array([-up[1], up[0], 0.0]) * 0.20
    low, high = pelvis + up * 0.16 + back, chest + up * 0.02 + back
    return [rod(Material.TRIM, (_vector(low), _vector(high)), (0.14, 0.15), 0.03, 1.3)]


def chain(
    stuff: Material, points: Sequence[Vector], radii: tuple[float, float], blend: float
) -> list[Part]:
    """Return rods from point to point, with radii from the first to the second of `radii`."""
    sizes = np.linspace(radii[0], radii[1], len(points))
    return [
        rod(stuff, (start, end), (float(sizes[i]), float(sizes[i + 1])), blend)
        for i, (start, end) in enumerate(itertools.pairwise(points))
    ]


def path(start: Vector, angles: Sequence[float], step: float, drift: float) -> list[Vector]:
    """Return points `step` apart at angles from straight down; `drift` is the total shift in z."""
    place = np.array(start)
    points = [start]
    for angle in angles:
        turn = np.radians(angle)
        move = [np.sin(turn) * step, -np.cos(turn) * step, drift / len(angles)]
        place = place + np.array(move)
        points.append(_vector(place))
    return points


def _grip(held: Body, side: str, bend: float) -> tuple[Vector, Array]:
    """Return the hand's position, and the unit direction in which it points, in the x-y plane."""
    wrist, hand = held.joints[f"{side} wrist"], held.joints[f"{side} hand"]
    angle = np.arctan2(hand[1] - wrist[1], hand[0] - wrist[0]) + np.radians(bend)
    middle = _on(wrist, np.array(hand) - np.array(wrist), 0.6)
    return middle, np.array([np.cos(angle), np.sin(angle), 0.04 * HAND])


def _on(place: Vector, along: Array, by: float) -> Vector:
    return _vector(np.array(place) + along * by)


def _offset(place: Vector, x: float, y: float, z: float) -> Vector:
    return place[0] + x, place[1] + y, place[2] + z


def _vector(place: Array) -> Vector:
    return float(place[0]), float(place[1]), float(place[2])
