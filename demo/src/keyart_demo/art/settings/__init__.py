"""The ten settings, each drawn as a stack of planes from the sky to the nearest ground."""

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from typing import Final

from keyart_demo.art.brief import Setting
from keyart_demo.art.planes import Plane
from keyart_demo.art.scene import Scene
from keyart_demo.art.settings import (
    castle,
    city,
    desert,
    fields,
    forest,
    ice,
    mountains,
    sea,
    space,
    stadium,
)
from keyart_demo.art.settings.stage import Stage

_SETTINGS: Final[dict[Setting, Callable[[Stage], list[Plane]]]] = {
    Setting.MOUNTAINS: mountains.planes,
    Setting.FOREST: forest.planes,
    Setting.CITY: city.planes,
    Setting.SEA: sea.planes,
    Setting.DESERT: desert.planes,
    Setting.ICE: ice.planes,
    Setting.SPACE: space.planes,
    Setting.CASTLE: castle.planes,
    Setting.FIELDS: fields.planes,
    Setting.STADIUM: stadium.planes,
}


def planes(scene: Scene, margin: int = 0) -> list[Plane]:
    """Return the planes of a scene's setting, farthest first.

    Each is `margin` pixels wider than the frame on either side, for a camera that moves.
    """
    stack = _SETTINGS[scene.brief.setting](Stage(scene, margin))
    depths = accumulate((plane.depth for plane in stack), max)  # nothing overtakes nearer planes
    return [replace(plane, depth=depth) for plane, depth in zip(stack, depths, strict=True)]
