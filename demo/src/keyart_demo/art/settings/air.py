"""The hour and the weather, which map a palette's colours to sky, distance and light."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from keyart_demo.art.brief import Style
from keyart_demo.art.colour import Colour, Ramp, mix, ramp
from keyart_demo.art.palette import Palette


class Hour(StrEnum):
    """The time of day of a picture."""

    NIGHT = "night"
    DUSK = "dusk"
    DAY = "day"
    PALE = "pale"
    """Snow light or mist: the white of the paper."""
    BOLD = "bold"
    """One flat bright colour for the sky, as on a screen print."""


@dataclass(frozen=True, eq=False, slots=True)
class Air:
    """The colours of light and distance in one picture."""

    hour: Hour
    sky: Ramp
    """From 0, the zenith, to 1, the horizon."""
    far: Colour
    near: Colour
    fog: Colour
    sun: Colour
    """The disc of the sun or moon."""
    glow: Colour
    """The light added to the air around the sun or moon."""
    land: Ramp
    """Ground: from 0, in shade, to 1, facing the light."""
    ground: Colour
    """The colour into which a picture fades where the words are."""
    lamp: Colour
    """Windows, lanterns, fires."""

    @property
    def dark(self) -> bool:
        """Whether lamps are lit and stars are out."""
        return self.hour is Hour.NIGHT

    def at(self, nearness: float) -> Colour:
        """Return the colour of a silhouette from 0, the horizon, to 1, the viewer's feet."""
        return mix(self.far, self.near, nearness**0.8)


_HOURS: Final[dict[Style, str]] = {
    Style.THRILLER: "night night dusk bold",
    Style.CRIME: "bold bold night dusk",
    Style.HORROR: "night night night pale",
    Style.ROMANCE: "dusk dusk day",
    Style.DRAMA: "pale pale dusk day",
    Style.ADVENTURE: "dusk day day",
    Style.COMEDY: "day day bold",
    Style.SCIFI: "night night dusk",
    Style.FANTASY: "night dusk dusk",
    Style.DOCUMENTARY: "day pale pale",
    Style.FAMILY: "night dusk day",
    Style.SPORT: "night night bold",
    Style.GAME: "night dusk bold",
}
"""The hours of each genre, in proportion to how well they suit it."""


def hour_of(style: Style, rng: np.random.Generator) -> Hour:
    """Return the hour of day for a title of a genre."""
    hours = _HOURS[style].split()
    return Hour(hours[int(rng.integers(len(hours)))])


def air(palette: Palette, hour: Hour) -> Air:
    """Return the colours of an hour, from a palette."""
    return _AIRS[hour](palette)


def _night(p: Palette) -> Air:
    return Air(
        hour=Hour.NIGHT,
        sky=ramp((0, p.ink), (0.45, p.deep), (1, mix(p.deep, p.mid, 0.9))),
        far=mix(p.deep, p.mid, 0.62),
        near=mix(p.ink, p.deep, 0.12),
        fog=mix(p.mid, p.light, 0.22),
        sun=mix(p.paper, p.accent2, 0.18),
        glow=mix(p.mid, p.light, 0.5),
        land=ramp((0, p.ink), (0.35, p.deep), (0.7, p.mid), (1, mix(p.mid, p.light, 0.75))),
        ground=p.ink,
        lamp=mix(p.accent2, p.paper, 0.25),
    )


def _dusk(p: Palette) -> Air:
    low = mix(p.light, p.accent, 0.3)
    return Air(
        hour=Hour.DUSK,
        sky=ramp((0, p.deep), (0.4, p.mid), (0.8, low), (1, mix(p.light, p.paper, 0.4))),
        far=mix(p.mid, p.light, 0.42),
        near=mix(p.ink, p.deep, 0.2),
        fog=mix(p.light, low, 0.4),
        sun=mix(p.paper, p.accent2, 0.12),
        glow=mix(p.light, p.accent2, 0.4),
        land=ramp((0, p.ink), (0.3, p.deep), (0.6, p.mid), (0.85, low), (1, p.light)),
        ground=p.ink,
        lamp=mix(p.accent2, p.paper, 0.2),
    )


def _day(p: Palette) -> Air:
    return Air(
        hour=Hour.DAY,
        sky=ramp((0, mix(p.mid, p.light, 0.35)), (0.6, p.light), (1, mix(p.light, p.paper, 0.75))),
        far=mix(p.light, p.mid, 0.45),
        near=mix(p.deep, p.ink, 0.45),
        fog=mix(p.light, p.paper, 0.65),
        sun=mix(p.paper, p.accent2, 0.1),
        glow=p.paper,
        land=ramp(
            (0, mix(p.ink, p.deep, 0.6)),
            (0.35, p.deep),
            (0.6, p.mid),
            (0.85, p.light),
            (1, p.paper),
        ),
        ground=mix(p.ink, p.deep, 0.45),
        lamp=p.accent,
    )


def _pale(p: Palette) -> Air:
    return Air(
        hour=Hour.PALE,
        sky=ramp((0, mix(p.paper, p.light, 0.75)), (0.7, p.paper), (1, p.paper)),
        far=mix(p.paper, p.light, 0.8),
        near=mix(p.deep, p.mid, 0.2),
        fog=p.paper,
        sun=p.accent,
        glow=p.paper,
        land=ramp((0, mix(p.deep, p.mid, 0.45)), (0.4, p.mid), (0.65, p.light), (1, p.paper)),
        ground=p.paper,
        lamp=p.accent,
    )


def _bold(p: Palette) -> Air:
    return Air(
        hour=Hour.BOLD,
        sky=ramp((0, mix(p.accent, p.ink, 0.22)), (0.55, p.accent), (1, p.accent)),
        far=mix(p.accent, p.ink, 0.3),
        near=p.ink,
        fog=mix(p.accent, p.paper, 0.12),
        sun=p.paper,
        glow=mix(p.accent, p.paper, 0.4),
        land=ramp((0, p.ink), (0.45, mix(p.ink, p.accent, 0.45)), (0.8, p.accent), (1, p.paper)),
        ground=p.ink,
        lamp=p.paper,
    )


_AIRS: Final[dict[Hour, Callable[[Palette], Air]]] = {
    Hour.NIGHT: _night,
    Hour.DUSK: _dusk,
    Hour.DAY: _day,
    Hour.PALE: _pale,
    Hour.BOLD: _bold,
}
