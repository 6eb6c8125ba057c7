"""The tastes of a demo world's viewers, each with its theme."""

from keyart_demo.catalogue.model import Taste
from keyart_demo.catalogue.stories.dramas import DRAMAS
from keyart_demo.catalogue.stories.light import LIGHT
from keyart_demo.catalogue.stories.real import REAL
from keyart_demo.catalogue.stories.theme import Theme
from keyart_demo.catalogue.stories.thrillers import THRILLERS
from keyart_demo.catalogue.stories.wonders import WONDERS

THEMES: tuple[Theme, ...] = (*DRAMAS, *THRILLERS, *WONDERS, *LIGHT, *REAL)
"""In the order of `TASTES`."""

TASTES: tuple[Taste, ...] = tuple(
    Taste(number, theme.name, theme.genres, theme.tags) for number, theme in enumerate(THEMES)
)

NUMBERS = {theme.name: number for number, theme in enumerate(THEMES)}
"""The numbers of tastes, by name."""
