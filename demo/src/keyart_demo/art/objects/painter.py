"""The painter of Concept.OBJECT."""

from collections.abc import Callable
from typing import Final

import numpy as np

from keyart_demo.art.brief import Motif
from keyart_demo.art.canvas import Picture
from keyart_demo.art.objects.everyday import clock, mask, umbrella
from keyart_demo.art.objects.heavens import moon, planet
from keyart_demo.art.objects.openings import door, keyhole
from keyart_demo.art.objects.regalia import crown, diamond, sword
from keyart_demo.art.objects.rocket import rocket
from keyart_demo.art.objects.vessels import cup, lantern, trophy
from keyart_demo.art.objects.waters import boat, lighthouse
from keyart_demo.art.scene import Scene

THINGS: Final[dict[Motif, Callable[[Scene], Picture]]] = {
    Motif.CROWN: crown,
    Motif.DIAMOND: diamond,
    Motif.LANTERN: lantern,
    Motif.ROCKET: rocket,
    Motif.TROPHY: trophy,
    Motif.CUP: cup,
    Motif.BOAT: boat,
    Motif.KEYHOLE: keyhole,
    Motif.UMBRELLA: umbrella,
    Motif.DOOR: door,
    Motif.CLOCK: clock,
    Motif.MASK: mask,
    Motif.MOON: moon,
    Motif.PLANET: planet,
    Motif.LIGHTHOUSE: lighthouse,
    Motif.SWORD: sword,
}
"""Each paints one object with its background and lighting."""

_ONE_WAY: Final = frozenset({Motif.CLOCK})
"""Objects that must not be mirrored."""


def paint(scene: Scene) -> Picture:
    """Return the picture of the object that represents a story; half of them are mirrored."""
    picture = THINGS[scene.brief.motif](scene)
    mirrored = scene.rng("mirror").random() < 0.5
    if mirrored and not scene.size.wide and scene.brief.motif not in _ONE_WAY:
        return np.ascontiguousarray(picture[:, ::-1])
    return picture
