"""Small particles in the air that show movement: sparks, petals, dust, streaks of speed."""

import numpy as np
import skia

from keyart_demo.art.canvas import Mask, Size, blur, coverage
from keyart_demo.art.noise import fractal


def sparks(
    size: Size, rng: np.random.Generator, centre: tuple[float, float], reach: float, unit: float
) -> Mask:
    """Return slivers blown about a point, fewer and smaller further out; lengths in pixels."""
    path = skia.Path()
    for _ in range(64):
        angle, far = float(rng.uniform(0, 2 * np.pi)), float(rng.gamma(3.0, 0.28)) * reach
        x, y = centre[0] + far * np.cos(angle), centre[1] + 0.8 * far * np.sin(angle)
        long = float(rng.uniform(2.5, 9.0)) * unit
        turn = float(rng.normal(-0.4, 0.5))
        path.addPath(_sliver(x, y, long, turn))
    return coverage(size, path)


def streaks(
    size: Size, rng: np.random.Generator, band: tuple[float, float], slope: float, unit: float
) -> Mask:
    """Return thin tapering speed lines between two rows; `slope` in rows per column."""
    path = skia.Path()
    for _ in range(34):
        x = float(rng.uniform(-0.1, 0.9)) * size.width
        y = float(rng.uniform(*band))
        long = float(rng.gamma(2.0, 0.12) + 0.05) * size.width
        thick = float(rng.uniform(0.8, 3.2)) * unit
        path.moveTo(x, y)
        path.lineTo(x + long, y + long * slope - thick / 2)
        path.lineTo(x + long, y + long * slope + thick / 2)
        path.close()
    return coverage(size, path)


def dust(
    size: Size, rng: np.random.Generator, place: tuple[float, float], reach: float, side: int
) -> Mask:
    """Return a cloud that rises behind a point and drifts to the given side, 0..1."""
    x = (np.arange(size.width)[None, :] - place[0]) * side / reach
    y = (np.arange(size.height)[:, None] - place[1]) / reach
    behind = np.exp(-(((x - 0.55) / 0.75) ** 2)) * (x > -0.6)
    high = np.exp(-(((y + 0.10 + 0.10 * np.clip(x, 0, 2)) / (0.12 + 0.14 * np.clip(x, 0, 2))) ** 2))
    clouds = fractal(size, rng, reach * 0.35, 5)
    return blur(np.clip(behind * high * (clouds * 1.9 - 0.35), 0, 1).astype(np.float32), 1.0)


def _sliver(x: float, y: float, long: float, turn: float) -> skia.Path:
    """Return a pointed petal around a point."""
    across, up = np.cos(turn), np.sin(turn)
    path = skia.Path()
    path.moveTo(x - across * long, y - up * long)
    path.quadTo(x - up * long * 0.6, y + across * long * 0.6, x + across * long, y + up * long)
    path.quadTo(x + up * long * 0.3, y - across * long * 0.3, x - across * long, y - up * long)
    path.close()
    return path
