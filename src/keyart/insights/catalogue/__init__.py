"""The catalogue's figures: the results of each asset, or each title, in every context.

They are columns of arrays, so a whole catalogue can be judged in a few steps.
"""

from keyart.insights.catalogue.context import Context
from keyart.insights.catalogue.figures import Figures, Level, figures
from keyart.insights.catalogue.units import CatalogueUnits

__all__ = ["CatalogueUnits", "Context", "Figures", "Level", "figures"]
