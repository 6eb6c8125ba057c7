"""The painter of groups: several compositions, chosen by genre and chance."""

from collections.abc import Callable, Mapping
from typing import Final

from keyart_demo.art.brief import Style
from keyart_demo.art.canvas import Picture
from keyart_demo.art.people.ensemble_figures import from_fog, line_up
from keyart_demo.art.people.ensemble_heads import around_lead, facing, nested, panels, split
from keyart_demo.art.scene import Scene

Composition = Callable[[Scene], Picture]

COMPOSITIONS: Final[Mapping[Style, tuple[Composition, ...]]] = {
    Style.THRILLER: (around_lead, split, from_fog),
    Style.CRIME: (line_up, panels, split, around_lead),
    Style.HORROR: (from_fog, around_lead, split),
    Style.ROMANCE: (facing, split, nested),
    Style.DRAMA: (nested, around_lead, facing, from_fog),
    Style.ADVENTURE: (around_lead, from_fog, facing),
    Style.COMEDY: (panels, line_up, split),
    Style.SCIFI: (around_lead, from_fog, facing),
    Style.FANTASY: (around_lead, facing, from_fog),
    Style.DOCUMENTARY: (nested, panels, around_lead),
    Style.FAMILY: (nested, panels, around_lead),
    Style.SPORT: (panels, around_lead, from_fog),
    Style.GAME: (around_lead, split, from_fog),
}


def paint(scene: Scene) -> Picture:
    """Paint the title's people."""
    choices = COMPOSITIONS[scene.brief.style]
    start = int(scene.rng("company picture", shared=True).integers(len(choices)))
    return choices[(start + scene.brief.variant) % len(choices)](scene)
