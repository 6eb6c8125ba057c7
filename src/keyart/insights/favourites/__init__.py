"""Favourites: the asset of a title that an audience takes most, and more than others do.

`road` is the first file to read.
"""

from keyart.insights.favourites.judging import Rules
from keyart.insights.favourites.result import Favourite, Favourites, Rated
from keyart.insights.favourites.road import Asked, favourites

__all__ = ["Asked", "Favourite", "Favourites", "Rated", "Rules", "favourites"]
