"""The input of a painter: the brief, the size, the colours, and random numbers."""

import hashlib
from dataclasses import dataclass

import numpy as np

from keyart_demo.art.brief import Brief
from keyart_demo.art.canvas import Size
from keyart_demo.art.palette import Palette, palette


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """One picture to paint."""

    brief: Brief
    size: Size
    palette: Palette

    def rng(self, name: str, *, shared: bool = False) -> np.random.Generator:
        """Return the generator of one named part, so that parts do not affect each other.

        A `shared` one is the same in all artworks of a title.
        """
        brief = self.brief
        seed = f"{brief.look}/{'' if shared else f'{brief.concept}/{brief.variant}'}/{name}"
        digest = hashlib.sha256(seed.encode()).digest()
        return np.random.default_rng(np.random.SeedSequence(int.from_bytes(digest)))

    @property
    def unit(self) -> float:
        """Pixels: a 720th of the shorter side. All lengths are multiples of it."""
        return min(self.size) / 720

    @property
    def focus(self) -> tuple[float, float]:
        """The centre of the subject: x, y in pixels."""
        across, down = (0.70, 0.48) if self.size.wide else (0.50, 0.41)
        return self.size.width * across, self.size.height * down


def scene_of(brief: Brief, size: Size) -> Scene:
    """Return the scene of a brief, in its title's palette."""
    return Scene(brief, size, palette(brief.style, brief.look))
