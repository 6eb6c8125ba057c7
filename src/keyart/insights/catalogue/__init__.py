"""The catalogue's figures: what each asset, or each title, got in every circumstance.

They come as columns of arrays, so that whatever judges a whole catalogue does so in a few steps.
"""

from keyart.insights.catalogue.context import Context
from keyart.insights.catalogue.figures import Figures, Level, figures
from keyart.insights.catalogue.units import CatalogueUnits

__all__ = ["CatalogueUnits", "Context", "Figures", "Level", "figures"]
