"""From a brief to pixels: the painter of its concept, the words, the finish."""

from collections.abc import Callable
from typing import Final

from keyart_demo.art import landscape
from keyart_demo.art.brief import Brief, Concept
from keyart_demo.art.canvas import Picture, Size
from keyart_demo.art.finish import Bytes, eight_bits, finished
from keyart_demo.art.layout import lay_out
from keyart_demo.art.objects import painter as objects
from keyart_demo.art.people import action, ensemble, lead
from keyart_demo.art.scene import Scene, scene_of
from keyart_demo.art.type_only import paint_ground, paint_type

PAINTERS: Final[dict[Concept, Callable[[Scene], Picture]]] = {
    Concept.LEAD: lead.paint,
    Concept.ENSEMBLE: ensemble.paint,
    Concept.OBJECT: objects.paint,
    Concept.ACTION: action.paint,
    Concept.LANDSCAPE: landscape.paint,
    Concept.TYPE: paint_ground,
}
"""Each paints a picture without words, with a quiet background for them."""


def draw(brief: Brief, size: Size, *, words: bool = True) -> Bytes:
    """Return the artwork of a brief: shape (height, width, 3)."""
    scene = scene_of(brief, size)
    if words and brief.concept is Concept.TYPE:
        picture = paint_type(scene)
    else:
        picture = PAINTERS[brief.concept](scene)
        if words:
            lay_out(picture, scene)
    finished(picture, scene, flat=brief.concept is Concept.TYPE)
    return eight_bits(picture, scene.rng("dither"))
