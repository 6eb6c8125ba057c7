"""Backgrounds behind people: washes, discs, beams, and the fade where the words are."""

import numpy as np

from keyart_demo.art.canvas import (
    Mask,
    Picture,
    Size,
    distance,
    filled,
    over,
    pixels,
    smoothstep,
)
from keyart_demo.art.colour import Colour, Ramp
from keyart_demo.art.noise import fractal
from keyart_demo.art.scene import Scene


def wash(scene: Scene, colours: Ramp, *, spread: float = 620.0) -> Picture:
    """Return a slightly clouded background that is brightest (the ramp's end) at the focus."""
    far = distance(scene.size, scene.focus) / (spread * scene.unit)
    clouds = fractal(scene.size, scene.rng("wash"), 420 * scene.unit, 4)
    light = np.exp(-1.6 * far * far) * (0.82 + 0.36 * clouds)
    return colours(light)


def disc(size: Size, centre: tuple[float, float], radius: float) -> Mask:
    """Return a disc with a fine edge; lengths in pixels."""
    return smoothstep(0.8, -0.8, distance(size, centre) - radius)


def halo(size: Size, centre: tuple[float, float], radius: float, reach: float) -> Mask:
    """Return light that falls off outside a disc over about `reach` pixels."""
    out = np.maximum(distance(size, centre) - radius, 0) / reach
    return np.exp(-1.2 * out).astype(np.float32)


def burst(size: Size, centre: tuple[float, float], rays: int, turn: float) -> Mask:
    """Return `rays` wedges about a centre, rotated by radians."""
    x, y = pixels(size)
    angle = np.arctan2(y - centre[1], x - centre[0]) + turn
    edge = np.maximum(distance(size, centre), 1) * np.pi / rays
    # The sine's slope at an edge, in pixels, so that every edge is one pixel soft.
    wave = np.sin(angle * rays) * edge / np.pi
    return smoothstep(-0.8, 0.8, wave.astype(np.float32))


def melt(picture: Picture, scene: Scene, colour: Colour, start: float = 0.58) -> Picture:
    """Fade the picture into one colour where the words are, in place.

    That is the lower part of a portrait or square, from the share `start` of the height, and the
    left part and foot of a wide picture.
    """
    x, y = pixels(scene.size)
    if scene.size.wide:
        left = smoothstep(0.52, 0.30, x / scene.size.width)
        foot = smoothstep(0.74, 1.02, y / scene.size.height)
        return over(picture, colour, 1 - (1 - left * 0.9) * (1 - foot))
    return over(picture, colour, sunk(scene, start))


def sunk(scene: Scene, start: float = 0.58) -> Mask:
    """Return 0 above and 1 below the start of a portrait's words; (height, width)."""
    _, y = pixels(scene.size)
    end = start + 0.25
    fall = smoothstep(start, end, y / scene.size.height)
    return np.broadcast_to(fall, scene.size.shape).astype(np.float32)


def plain(scene: Scene, colour: Colour) -> Picture:
    """Return a background of one colour."""
    return filled(scene.size, colour)
