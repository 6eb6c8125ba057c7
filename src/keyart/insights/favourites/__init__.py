"""Favourites: the asset of a title that an audience takes most, and more than others do.

`road` is the first file to read.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.favourites.judging import Rules
    from keyart.insights.favourites.result import Favourite, Favourites, Rated
    from keyart.insights.favourites.road import Asked, favourites
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["Asked", "Favourite", "Favourites", "Rated", "Rules", "favourites"]
