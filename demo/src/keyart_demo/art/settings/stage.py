"""The drawing area of a setting: the frame, the sheet, which may be wider, and the light."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from keyart_demo.art.canvas import Size
from keyart_demo.art.scene import Scene
from keyart_demo.art.settings.air import Air, Hour, air, hour_of


@dataclass(frozen=True, eq=False)
class Stage:
    """One setting for one picture. It converts shares of the frame to pixels of the sheet."""

    scene: Scene
    margin: int
    """Pixels of the sheet beyond the frame on either side."""
    hour: Hour | None = None
    """The hour of day, if the setting determines it; else the title's."""

    def at_night(self) -> "Stage":
        """Return the same stage at night."""
        return replace(self, hour=Hour.NIGHT)

    def rng(self, name: str) -> np.random.Generator:
        """Return the generator of one named part of the setting."""
        return self.scene.rng(f"setting {name}")

    def choice(self, name: str, count: int) -> int:
        """Return one of `count` choices, by the picture's random numbers."""
        return int(self.rng(name).integers(count))

    @cached_property
    def air(self) -> Air:
        """The light, the same in all pictures of a title."""
        own = hour_of(self.scene.brief.style, self.scene.rng("hour", shared=True))
        return air(self.scene.palette, self.hour or own)

    @property
    def size(self) -> Size:
        """The size of the sheet."""
        return Size(self.scene.size.width + 2 * self.margin, self.scene.size.height)

    @property
    def unit(self) -> float:
        """Pixels: a 720th of the frame's shorter side."""
        return self.scene.unit

    @property
    def wide(self) -> bool:
        """Whether words are at the left instead of below."""
        return self.scene.size.wide

    @property
    def focus(self) -> tuple[float, float]:
        """The centre of the subject."""
        x, y = self.scene.focus
        return x + self.margin, y

    def x(self, share: float) -> float:
        """Return the column at a share of the frame's width."""
        return self.margin + share * self.scene.size.width

    def y(self, share: float) -> float:
        """Return the row at a share of the frame's height."""
        return share * self.scene.size.height

    @cached_property
    def horizon(self) -> float:
        """The row where the ground starts; the subject is above or on it."""
        low, high = (0.60, 0.66) if self.wide else (0.51, 0.57)
        return self.y(float(self.rng("horizon").uniform(low, high)))

    @cached_property
    def side(self) -> int:
        """The side that light comes from: -1 left, 1 right."""
        return -1 if self.rng("side").random() < 0.5 else 1
