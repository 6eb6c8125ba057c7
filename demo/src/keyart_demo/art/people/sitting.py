"""How a person sits for a picture: size, position, pose and lighting."""

from dataclasses import dataclass

import numpy as np

from keyart_demo.art.canvas import Mask
from keyart_demo.art.heads.kit import Sitter, sitter
from keyart_demo.art.heads.light import Lamp, edge
from keyart_demo.art.heads.painting import Cut, Cutout, Wardrobe, painted, spread
from keyart_demo.art.heads.parts import highest
from keyart_demo.art.heads.relief import Relief
from keyart_demo.art.heads.stuff import lamplight
from keyart_demo.art.palette import Palette
from keyart_demo.art.people.shot import Shot
from keyart_demo.art.scene import Scene

_CHIN = -0.80
_BARE_TOP = 1.12
"""The span from the chin to the top of a head without a hat, in head units."""


@dataclass(frozen=True, slots=True)
class Pose:
    """The rotation of a head, in degrees: nodding, towards x, leaning."""

    pitch: float = 0.0
    yaw: float = 0.0
    roll: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a head in a picture, in pixels."""

    middle: tuple[float, float]
    """Halfway between the top of the headwear and the chin."""
    height: float
    """The distance between them, without tall headwear; tall hats shrink a head slightly."""


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """A sitter; `side` is the side of the main light (-1 left, 1 right)."""

    scene: Scene
    person: Sitter
    rng: np.random.Generator
    side: int

    @property
    def palette(self) -> Palette:
        """The picture's seven colours."""
        return self.scene.palette

    @property
    def unit(self) -> float:
        """Pixels: a 720th of the picture's shorter side."""
        return self.scene.unit

    def place(self, height: float = 385.0, dx: float = 0.0, dy: float = 0.0) -> Place:
        """Return a position relative to the picture's focus; lengths in units of the scene."""
        x, y = self.scene.focus
        return Place((x + dx * self.unit, y + dy * self.unit), height * self.unit)

    def seen(self, pose: Pose, place: Place) -> Relief:
        """Return what the picture's rays see of the sitter."""
        parts = self.person.parts(pose.pitch, pose.yaw, pose.roll)
        head = parts[len(self.person.body) :]
        top = max(_BARE_TOP, *(highest(part) for part in head))
        bare = _BARE_TOP - _CHIN
        # A hat as high as the head takes half as much again of the picture, not twice as much.
        scale = place.height / bare * (bare / (top - _CHIN)) ** 0.6
        origin = (place.middle[0], place.middle[1] + (top + _CHIN) / 2 * scale)
        return Shot(self.scene, parts, origin, scale).seen()

    def lamplight(self, seen: Relief, lamp: Lamp, fill: float = 0.12) -> Mask:
        """Return the tone of each ray under one lamp and some ambient light."""
        return lamplight(seen, lamp, fill, self.scene.rng("locks", shared=True))

    def painted(self, seen: Relief, tone: Mask, colours: Wardrobe, cut: Cut) -> Cutout:
        """Return the sitter painted at the picture's size."""
        return painted(seen, tone, (colours,), self.scene.size, cut)

    def rimmed(self, seen: Relief, lamp: Lamp) -> Mask:
        """Return the light of a lamp behind, along the outline, at the picture's size."""
        return spread(edge(seen, lamp), seen, self.scene.size)


def model(scene: Scene) -> Model:
    """Return the title's lead, the same person in all its artworks."""
    brief = scene.brief
    person = sitter(brief.lead, brief.style, scene.rng("lead", shared=True))
    rng = scene.rng("sitting")
    # In wide pictures the words are at the left, and a face looks at them.
    side = -1 if scene.size.wide or rng.random() < 0.5 else 1
    return Model(scene, person, rng, side)
