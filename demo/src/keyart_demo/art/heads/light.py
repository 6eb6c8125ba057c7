"""Lamps over a relief, and the few tones that quantise their light."""

from dataclasses import dataclass

import numpy as np

from keyart_demo.art.canvas import Mask, blur, smoothstep
from keyart_demo.art.colour import Floats
from keyart_demo.art.heads.relief import Relief
from keyart_demo.art.heads.tracing import shadows


@dataclass(frozen=True, slots=True)
class Lamp:
    """A distant light: the direction towards it (x right, y up, z to the viewer)."""

    x: float
    y: float
    z: float
    softness: float = 0.12
    """Its width, as a tangent: the softness of its shadows."""


def falling(relief: Relief, lamp: Lamp) -> Mask:
    """Return the light of a lamp on each point, 0..1, without shadows."""
    direction = _unit(lamp)
    return np.clip(relief.normal @ direction, 0, 1).astype(np.float32)


def lit(relief: Relief, lamp: Lamp) -> Mask:
    """Return the light of a lamp on each point, 0..1, including shadows."""
    x, y, z = (float(value) for value in _unit(lamp))
    unshadowed = np.zeros_like(relief.cover)
    shadows(relief.depth, 1 / relief.view.unit, x, y, z, lamp.softness, unshadowed)
    return falling(relief, lamp) * unshadowed


def hollow(relief: Relief) -> Mask:
    """Return 0..1: how deep each point is below its surroundings (crease shading)."""
    unit = relief.view.unit
    present = relief.present.astype(np.float32)
    depth = np.where(relief.present, relief.depth, 0).astype(np.float32)
    total = np.zeros_like(depth)
    for radius in (0.05, 0.16):
        weight = np.maximum(blur(present, radius * unit), 1e-3)
        around = blur(depth, radius * unit) / weight
        total += np.clip((around - depth) / radius, 0, 1)
    return np.clip(total * 1.1, 0, 1) * present


def edge(relief: Relief, lamp: Lamp, low: float = 0.12, high: float = 0.55) -> Mask:
    """Return the rim light along the outline from a lamp behind (z < 0)."""
    grazing = 1 - np.clip(relief.normal[..., 2], 0, 1)
    return smoothstep(low, high, falling(relief, lamp)) * smoothstep(0.25, 0.6, grazing)


def posterised(tone: Floats, tones: int, soft: float = 0.05, keep: float = 0.0) -> Mask:
    """Return light quantised to a number of tones, 0..1, with soft steps.

    `keep` is the share of smooth light that stays: a little looks painted, none looks cut out.
    """
    steps = sum(
        smoothstep(place - soft, place + soft, tone) for place in np.arange(1, tones) / tones
    )
    cut = np.asarray(steps, np.float32) / (tones - 1)
    return (cut * (1 - keep) + tone * keep).astype(np.float32)


def _unit(lamp: Lamp) -> Floats:
    direction = np.array([lamp.x, lamp.y, lamp.z], np.float32)
    return direction / np.float32(np.linalg.norm(direction))
