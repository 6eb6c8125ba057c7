"""Painter of landscapes: only the setting, with a quiet background for the words."""

from typing import Final

from keyart_demo.art.canvas import Picture, blur, over, pixels, smoothstep
from keyart_demo.art.colour import Colour, luminance
from keyart_demo.art.planes import flatten
from keyart_demo.art.scene import Scene
from keyart_demo.art.settings import planes
from keyart_demo.art.settings.air import Air
from keyart_demo.art.settings.stage import Stage

_DARK: Final = 0.2
"""Relative luminance below which a white ground would look torn off."""


def paint(scene: Scene) -> Picture:
    """Return a landscape without words."""
    return quietened(scene, flatten(planes(scene)))


def quietened(scene: Scene, picture: Picture) -> Picture:
    """Fade the lower part (or, in wide pictures, the left) into a plain ground, in place."""
    x, y = pixels(scene.size)
    air = Stage(scene, 0).air
    ground = _ground(scene, air, picture)
    if not scene.size.wide:
        top = picture[: scene.size.height // 12].mean(axis=(0, 1))
        over(picture, top, smoothstep(0.11, 0.035, y / scene.size.height) * 0.75)
        return over(picture, ground, smoothstep(0.60, 0.85, y / scene.size.height) * 0.96)
    left = picture[:, : scene.size.width * 2 // 5]
    calm = left.mean(axis=1, keepdims=True).repeat(3, axis=1)
    calm = blur(calm, 0.1 * scene.size.height)[:, :1]
    bright = float(luminance(left[left.shape[0] // 4 : left.shape[0] * 2 // 3]).mean()) > 0.34
    over(calm, air.fog if bright else ground, 0.45)
    over(picture, calm, smoothstep(0.58, 0.24, x / scene.size.width) * 0.9)
    foot = smoothstep(0.74, 1.0, y / scene.size.height) * smoothstep(
        0.75, 0.3, x / scene.size.width
    )
    return over(picture, ground, foot * 0.7)


def _ground(scene: Scene, air: Air, picture: Picture) -> Colour:
    """Return the hour's ground; ink if that is white and the picture dark, as in space."""
    middle = picture[picture.shape[0] // 2 : picture.shape[0] * 7 // 10]
    dark = float(luminance(middle).mean()) < _DARK
    return scene.palette.ink if dark and float(luminance(air.ground)) > 0.5 else air.ground
