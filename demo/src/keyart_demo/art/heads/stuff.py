"""Reactions of materials to light: metal and glass mirror, hair has locks, linings are dark."""

import numpy as np

from keyart_demo.art.canvas import Mask, smoothstep
from keyart_demo.art.colour import Floats
from keyart_demo.art.heads.light import Lamp, hollow, lit
from keyart_demo.art.heads.parts import Material
from keyart_demo.art.heads.relief import Relief
from keyart_demo.art.noise import line

_DULL = {Material.EYE: 0.92, Material.CLOTH: 0.86, Material.LIP: 0.78, Material.DARK: 0.10}
"""Share of the light that a material keeps."""


def answered(relief: Relief, tone: Mask, lamp: Lamp, rng: np.random.Generator) -> Mask:
    """Return the tone, 0..1, of each point under the light `tone` of a lamp."""
    out: Floats = (tone * (1 - 0.55 * hollow(relief))).astype(np.float32)
    for material, share in _DULL.items():
        out[relief.material == material] *= share
    hair, metal, glass = (
        relief.material == material for material in (Material.HAIR, Material.METAL, Material.GLASS)
    )
    if hair.any():
        out[hair] = _hair(relief, out, rng)[hair]
    if metal.any():
        out[metal] = _metal(relief, out, lamp)[metal]
    if glass.any():
        out[glass] = _glass(relief, out, lamp)[glass]
    return np.clip(out, 0, 1).astype(np.float32)


def lamplight(relief: Relief, lamp: Lamp, fill: float, rng: np.random.Generator) -> Mask:
    """Return the tone, 0..1, of each point under a lamp and a share of ambient light.

    Ambient light is stronger from above, as under a sky.
    """
    sky = 0.55 + 0.45 * relief.normal[..., 1]
    light = lit(relief, lamp) ** 0.8
    tone = light + (1 - light) * fill * sky
    return answered(relief, tone.astype(np.float32), lamp, rng)


def _hair(relief: Relief, tone: Mask, rng: np.random.Generator) -> Floats:
    """Return the tone with locks from the crown, and a band of sheen across them."""
    x, y = relief.places()
    out, down = x / 0.9, 1.2 - y
    angle = np.arctan2(out, np.maximum(down, 0.02))
    locks = line(512, rng, 22, 4, gain=0.7)
    place = ((angle / np.pi + 0.5) * 511).astype(np.int32)
    # At the crown itself all locks meet, and would look like a star.
    strength = smoothstep(0.15, 0.7, np.hypot(out, down)) * locks[place]
    sheen = np.exp(-(((relief.normal[..., 1] - 0.55) / 0.2) ** 2))
    lit_locks = 0.92 + 0.34 * strength + 0.20 * sheen * (1 + strength)
    return (tone * lit_locks).astype(np.float32)


def _mirrored(relief: Relief) -> Floats:
    """Return the direction, shape (height, width, 3), in which the viewer's ray is reflected."""
    towards = relief.normal * (2 * relief.normal[..., 2:3])
    towards[..., 2] -= 1
    return towards


def _gloss(relief: Relief, lamp: Lamp, narrow: float) -> Mask:
    direction = np.array([lamp.x, lamp.y, lamp.z], np.float32)
    direction /= np.float32(np.linalg.norm(direction))
    return np.clip(_mirrored(relief) @ direction, 0, 1) ** narrow


def _metal(relief: Relief, tone: Mask, lamp: Lamp) -> Floats:
    sky = _mirrored(relief)[..., 1]
    bands = 0.5 + 0.5 * np.sin(sky * 5.2 + 0.6)
    return (tone * (0.40 + 0.55 * bands) + 0.65 * _gloss(relief, lamp, 14)).astype(np.float32)


def _glass(relief: Relief, tone: Mask, lamp: Lamp) -> Floats:
    """Return a dark mirror: a bright horizon, a sky above it, and the lamp's own image."""
    up = _mirrored(relief)[..., 1] + 0.10
    sky = smoothstep(0.0, 0.02, up) * (0.62 - 0.52 * smoothstep(0.02, 0.75, up))
    ground = smoothstep(-0.02, -0.35, up) * 0.22
    shine = 0.10 + 0.75 * sky + ground + 0.14 * tone + 0.9 * _gloss(relief, lamp, 60)
    return shine.astype(np.float32)
