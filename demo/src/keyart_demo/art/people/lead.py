"""The painter of one face, large: several compositions, chosen by genre and chance."""

from collections.abc import Callable, Mapping
from typing import Final

from keyart_demo.art.brief import Style
from keyart_demo.art.canvas import Picture
from keyart_demo.art.people.lead_flat import bust, cut_paper, halftone, stencil
from keyart_demo.art.people.lead_light import before_disc, blinds, half_lit, neon, out_of_dark
from keyart_demo.art.people.lead_window import double_exposure, mirrored
from keyart_demo.art.people.sitting import Model, model
from keyart_demo.art.scene import Scene

Composition = Callable[[Model], Picture]

COMPOSITIONS: Final[Mapping[Style, tuple[Composition, ...]]] = {
    Style.THRILLER: (blinds, half_lit, neon, double_exposure),
    Style.CRIME: (cut_paper, blinds, half_lit, stencil),
    Style.HORROR: (out_of_dark, mirrored, half_lit),
    Style.ROMANCE: (before_disc, double_exposure, neon, half_lit),
    Style.DRAMA: (double_exposure, half_lit, mirrored, before_disc),
    Style.ADVENTURE: (before_disc, double_exposure, half_lit),
    Style.COMEDY: (bust, stencil, cut_paper, halftone),
    Style.SCIFI: (before_disc, neon, half_lit, double_exposure),
    Style.FANTASY: (before_disc, half_lit, mirrored, double_exposure),
    Style.DOCUMENTARY: (stencil, double_exposure, before_disc, bust),
    Style.FAMILY: (bust, before_disc),
    Style.SPORT: (halftone, neon, cut_paper, half_lit),
    Style.GAME: (neon, before_disc, half_lit, halftone),
}


def paint(scene: Scene) -> Picture:
    """Paint the title's lead."""
    choices = COMPOSITIONS[scene.brief.style]
    start = int(scene.rng("composition", shared=True).integers(len(choices)))
    return choices[(start + scene.brief.variant) % len(choices)](model(scene))
