"""A body from the angles of its joints, seen from its side.

Space is in figure units, in which a standing adult is about 1.9 high: x is the way the figure
faces, y up, z to the viewer; the origin is the pelvis.
"""

from dataclasses import dataclass, field

import numpy as np

from keyart_demo.art.heads.parts import Array, Material, Part, Vector, ball, rod

Limb = tuple[float, float]
"""Angles of the upper and lower bone, in degrees from straight down, positive forwards."""

THIGH, SHIN, FOOT = 0.47, 0.46, 0.17
UPPER_ARM, FOREARM, HAND = 0.30, 0.27, 0.09
SPINE, NECK = 0.50, 0.13
HEAD = 0.148
"""The length of a head unit in figure units."""


@dataclass(frozen=True, slots=True)
class Stance:
    """The pose of a body; near limbs are those on the viewer's side."""

    lean: float
    """The back's angle, in degrees from upright, positive forwards."""
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb
    nod: float = 0.0
    """The head's angle, in degrees beyond half of the lean."""
    splay: float = 0.0
    """Degrees by which limbs point to the sides."""


@dataclass(frozen=True, eq=False, slots=True)
class Body:
    """The positions of the joints, and the flesh over them."""

    joints: dict[str, Vector]
    tilt: float
    """The head's angle: degrees forwards."""
    parts: tuple[Part, ...]

    @property
    def lowest(self) -> float:
        """The y of the lower foot's sole."""
        return min(self.joints[f"{side} ankle"][1] for side in ("near", "far")) - 0.075


@dataclass(frozen=True, slots=True)
class Flesh:
    """How thick the body is, and its coverings."""

    weight: float = 1.0
    sleeves: Material = Material.CLOTH
    legs: Material = Material.HAT
    hands: Material = Material.SKIN
    feet: Material = Material.DARK
    hips: float = 1.0
    shoulders: float = field(default=1.0)


def body(stance: Stance, flesh: Flesh) -> Body:
    """Return joints and flesh of a stance."""
    joints = _joints(stance, flesh)
    return Body(joints, stance.lean * 0.5 + stance.nod, _flesh(joints, flesh))


def _joints(stance: Stance, flesh: Flesh) -> dict[str, Vector]:
    pelvis = np.zeros(3)
    up = _down(180 - stance.lean)
    chest = pelvis + up * SPINE
    joints = {"pelvis": pelvis, "chest": chest, "neck": chest + up * 0.07}
    joints["head"] = joints["neck"] + _down(180 - stance.lean * 0.6 - stance.nod * 0.3) * NECK
    for side, sign, arm, leg in (
        ("near", 1.0, stance.near_arm, stance.near_leg),
        ("far", -1.0, stance.far_arm, stance.far_leg),
    ):
        out = sign * stance.splay
        shoulder = chest + np.array([0, 0, sign * 0.17 * flesh.shoulders]) - up * 0.02
        elbow = shoulder + _down(arm[0], out * 1.2) * UPPER_ARM
        wrist = elbow + _down(arm[1], out * 0.6) * FOREARM
        hip = pelvis + np.array([0, 0, sign * 0.09 * flesh.hips])
        knee = hip + _down(leg[0], out) * THIGH
        ankle = knee + _down(leg[1], out * 0.7) * SHIN
        toe = ankle + _down(leg[1] + (72 if leg[1] > -50 else 38), out) * FOOT
        hand = wrist + _down(arm[1] + 8, out * 0.6) * HAND
        named = {"shoulder": shoulder, "elbow": elbow, "wrist": wrist, "hand": hand}
        named |= {"hip": hip, "knee": knee, "ankle": ankle, "toe": toe}
        joints |= {f"{side} {name}": place for name, place in named.items()}
    return {name: _vector(place) for name, place in joints.items()}


def _flesh(joints: dict[str, Vector], flesh: Flesh) -> tuple[Part, ...]:
    w = flesh.weight
    trunk = (
        rod(
            flesh.sleeves,
            (joints["pelvis"], joints["chest"]),
            (0.135 * w * flesh.hips, 0.165 * w),
            0.05,
        ),
        rod(
            flesh.sleeves,
            (joints["near shoulder"], joints["far shoulder"]),
            (0.085 * w, 0.085 * w),
            0.08,
        ),
        rod(Material.SKIN, (joints["chest"], joints["head"]), (0.062, 0.055), 0.03),
    )
    limbs: list[Part] = []
    for side in ("far", "near"):
        at = {name.split()[1]: place for name, place in joints.items() if name.startswith(side)}
        limbs += (
            rod(flesh.legs, (at["hip"], at["knee"]), (0.118 * w * flesh.hips, 0.078 * w), 0.06),
            rod(flesh.legs, (at["knee"], at["ankle"]), (0.078 * w, 0.045 * w), 0.03),
            ball(
                flesh.legs,
                _between(at["knee"], at["ankle"], 0.3, -0.015),
                (0.068 * w, 0.068 * w, 0.068 * w),
                0.05,
            ),
            rod(flesh.feet, (at["ankle"], at["toe"]), (0.052 * w, 0.036 * w), 0.03),
            rod(flesh.sleeves, (at["shoulder"], at["elbow"]), (0.074 * w, 0.052 * w), 0.05),
            rod(flesh.sleeves, (at["elbow"], at["wrist"]), (0.052 * w, 0.034 * w), 0.03),
            rod(flesh.hands, (at["wrist"], at["hand"]), (0.034 * w, 0.026 * w), 0.02),
        )
    return (*trunk, *limbs)


def _between(start: Vector, end: Vector, share: float, back: float) -> Vector:
    a, b = np.array(start), np.array(end)
    return _vector(a + (b - a) * share + np.array([back, 0, 0]))


def _down(angle: float, out: float = 0.0) -> Array:
    """Return the unit vector `angle` degrees forward of straight down, `out` degrees to z."""
    a, b = np.radians([angle, out])
    return np.array([np.sin(a) * np.cos(b), -np.cos(a) * np.cos(b), np.sin(b)])


def _vector(place: Array) -> Vector:
    return float(place[0]), float(place[1]), float(place[2])
