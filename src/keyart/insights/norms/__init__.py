"""Norms: what an asset's kind usually gets, and where an asset stands among its like.

`norms` answers what a user asks; `against` and `deviations` are what outliers are found by.
"""

from keyart.insights.norms.asking import norms
from keyart.insights.norms.norm import Norm, Norms

__all__ = ["Norm", "Norms", "norms"]
