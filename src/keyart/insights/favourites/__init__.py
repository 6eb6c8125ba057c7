"""Favourites: the asset of a title that an audience takes most, and more than others do.

`answer` is the first file to read.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.favourites.answer import favourites
    from keyart.insights.favourites.judgement import FavouriteRules
    from keyart.insights.favourites.request import FavouriteRequest
    from keyart.insights.favourites.result import AudienceRate, Favourite, Favourites
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "AudienceRate",
    "Favourite",
    "FavouriteRequest",
    "FavouriteRules",
    "Favourites",
    "favourites",
]
