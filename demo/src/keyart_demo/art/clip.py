"""A short clip of a title: the place, someone or something close by, the title card.

Frames are made one at a time, and never all in memory.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from keyart_demo.art.brief import Brief, Concept
from keyart_demo.art.camera import Pose, Shot, expose, stacked, whole
from keyart_demo.art.camera_kernels import add_grain
from keyart_demo.art.canvas import Picture, Size, blur, over, pixels, size_of, smoothstep
from keyart_demo.art.drawing import PAINTERS
from keyart_demo.art.finish import Bytes
from keyart_demo.art.planes import flatten
from keyart_demo.art.scene import Scene, scene_of
from keyart_demo.art.settings import planes
from keyart_demo.art.settings.stage import Stage
from keyart_demo.art.title_card import lettered

RATE: Final = 24
"""Frames per second."""
_MARGIN: Final = 0.11
"""Extra width on either side for the camera to move, relative to the frame's width."""
_CLOSE: Final = 1.35
"""The size of the second shot's picture, relative to the frame."""
_CLOSE_CONCEPTS: Final = (Concept.LEAD, Concept.LEAD, Concept.ACTION, Concept.OBJECT)
"""Concepts for the second shot, in proportion to how often they appear here."""
_PLACE, _NEAR, _TITLE = 0.4, 0.32, 0.28
"""Each shot's share of the clip's time."""
_TILES: Final = 6
_GRAIN: Final = 4.6
"""Standard deviation in levels of 255."""


def frames(brief: Brief, size: Size) -> Iterator[Bytes]:
    """Yield the frames of a brief's clip, each of shape (height, width, 3).

    A frame is only valid until the next one is requested.
    """
    scene = scene_of(brief, size)
    tiles = _grain(scene)
    frame = np.zeros((*size.shape, 3), np.uint8)
    number = 0
    for build in (_place, _close, _card):
        shot = build(scene)
        count = round(shot.seconds * RATE)
        for k in range(count):
            expose(shot, k / max(count - 1, 1), frame)
            light = min(256, 28 * number)  # clips fade up from black
            add_grain(frame, tiles[number % _TILES], light)
            yield frame
            number += 1


def poster_frame(brief: Brief, size: Size) -> Bytes:
    """Return the image that represents the clip before it plays: the middle of its second shot."""
    scene = scene_of(brief, size)
    frame = np.zeros((*size.shape, 3), np.uint8)
    expose(_close(scene), 0.5, frame)
    add_grain(frame, _grain(scene)[0], 256)
    return frame


def _grain(scene: Scene) -> list[npt.NDArray[np.int16]]:
    rng = scene.rng("clip grain")
    shape = (_TILES, *scene.size.shape)
    noise = rng.standard_normal(shape, dtype=np.float32)
    return [(sheet * _GRAIN).astype(np.int16) for sheet in noise]


def _place(scene: Scene) -> Shot:
    """Return the first shot: across the setting, with near things moving faster than far ones."""
    rng = scene.rng("first shot")
    margin = round(_MARGIN * scene.size.width)
    stack = stacked(planes(scene, margin), scene.rng("clip dither"))
    reach = margin * float(rng.uniform(0.6, 0.85)) * (1 if rng.random() < 0.5 else -1)
    closer = float(rng.uniform(0.04, 0.1))

    def move(moment: float) -> Pose:
        return Pose(x=reach * (2 * moment - 1), zoom=1 + closer * moment)

    return Shot(stack, _PLACE * scene.brief.seconds, move)


def _close(scene: Scene) -> Shot:
    """Return the second shot: someone or something close by, with the camera approaching."""
    rng = scene.rng("second shot")
    picture = _near_picture(scene, rng)
    size, frame = size_of(picture), scene.size
    focus_x, focus_y = scene_of(scene.brief, size).focus
    slack_x, slack_y = (size.width - frame.width) / 2, (size.height - frame.height) / 2
    # The picture is centred; the subject moves to the frame's middle, a little above it.
    to_x = float(np.clip(size.width / 2 - focus_x, -slack_x, slack_x))
    to_y = float(np.clip(size.height / 2 - focus_y, -slack_y, slack_y))
    drift = float(rng.uniform(0.3, 0.7)) * slack_x
    closer = float(rng.uniform(0.05, 0.1))

    def move(moment: float) -> Pose:
        return Pose(x=to_x + drift * (1 - moment), y=to_y, zoom=1 + closer * moment)

    stack = stacked([whole(picture)], scene.rng("clip dither"))
    return Shot(stack, _NEAR * scene.brief.seconds, move)


def _near_picture(scene: Scene, rng: np.random.Generator) -> Picture:
    """Return a picture of the title's lead, action or object, larger than the frame."""
    concept = _CLOSE_CONCEPTS[int(rng.integers(len(_CLOSE_CONCEPTS)))]
    width, height = scene.size
    size = Size(round(width * _CLOSE), round(height * _CLOSE))
    return PAINTERS[concept](scene_of(replace(scene.brief, concept=concept), size))


def _card(scene: Scene) -> Shot:
    """Return the last shot: the title fades in over the place, now dark and blurred."""
    ground = _dimmed(scene)
    words = lettered(ground.copy(), scene)
    stack = stacked([whole(ground), whole(words)], scene.rng("clip dither"))

    def move(moment: float) -> Pose:
        return Pose(zoom=1 + 0.035 * moment)

    def fade(moment: float) -> float:
        t = min(max((moment - 0.12) / 0.38, 0), 1)
        return t * t * (3 - 2 * t)

    return Shot(stack, _TITLE * scene.brief.seconds, move, fade)


def _dimmed(scene: Scene) -> Picture:
    """Return the setting out of focus, blended towards the colour behind words."""
    picture = flatten(planes(scene))
    soft = blur(picture, 9 * scene.unit)
    ground = Stage(scene, 0).air.ground
    x, y = pixels(scene.size)
    away = np.hypot((x / scene.size.width - 0.5) * 1.2, (y / scene.size.height - 0.5) * 1.5)
    return over(soft, ground, 0.9 - 0.35 * smoothstep(0.2, 0.85, away))
