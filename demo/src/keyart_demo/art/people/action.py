"""The painter of movement: people, riders and machines, by genre, setting and chance."""

from collections.abc import Callable, Mapping
from typing import Final

from keyart_demo.art.brief import Setting, Style
from keyart_demo.art.canvas import Picture
from keyart_demo.art.people.action_chase import drive, launch, ride, sail
from keyart_demo.art.people.action_people import (
    across_colour,
    before_disc,
    duel,
    in_beam,
    in_setting,
)
from keyart_demo.art.scene import Scene

Composition = Callable[[Scene], Picture]

_BY_STYLE: Final[Mapping[Style, tuple[Composition, ...]]] = {
    Style.THRILLER: (in_setting, before_disc, in_beam),
    Style.CRIME: (across_colour, in_beam, in_setting),
    Style.HORROR: (in_setting, in_beam, before_disc),
    Style.ROMANCE: (in_beam, before_disc, in_setting),
    Style.DRAMA: (in_setting, in_beam, before_disc),
    Style.ADVENTURE: (before_disc, in_setting),
    Style.COMEDY: (across_colour, before_disc, across_colour),
    Style.SCIFI: (before_disc, in_setting),
    Style.FANTASY: (before_disc, duel, in_setting),
    Style.DOCUMENTARY: (in_setting, before_disc),
    Style.FAMILY: (before_disc, in_setting, across_colour),
    Style.SPORT: (across_colour, in_beam, before_disc),
    Style.GAME: (duel, before_disc, across_colour),
}
_CHASES: Final[Mapping[Setting, Composition]] = {
    Setting.DESERT: ride,
    Setting.FIELDS: ride,
    Setting.CASTLE: ride,
    Setting.MOUNTAINS: ride,
    Setting.CITY: drive,
    Setting.SEA: sail,
    Setting.SPACE: launch,
}
_NO_FOOTING: Final = frozenset({Setting.STADIUM, Setting.ICE, Setting.SEA, Setting.SPACE})
"""Settings of water and air, or seen from above: they have no ground for a figure seen from its
side."""
_CHASING: Final = frozenset(
    {Style.THRILLER, Style.CRIME, Style.ADVENTURE, Style.SCIFI, Style.FANTASY, Style.GAME,
     Style.FAMILY, Style.DRAMA, Style.ROMANCE, Style.DOCUMENTARY}
)  # fmt: skip


def compositions(style: Style, setting: Setting) -> tuple[Composition, ...]:
    """Return the ways to show movement in a genre and a setting."""
    ways = _BY_STYLE[style]
    if setting in _NO_FOOTING:
        ways = tuple(dict.fromkeys(before_disc if way is in_setting else way for way in ways))
    chase = _CHASES.get(setting)
    return (chase, *ways) if chase and style in _CHASING else ways


def paint(scene: Scene) -> Picture:
    """Paint the title's lead in motion."""
    choices = compositions(scene.brief.style, scene.brief.setting)
    start = int(scene.rng("movement", shared=True).integers(len(choices)))
    return choices[(start + scene.brief.variant) % len(choices)](scene)
