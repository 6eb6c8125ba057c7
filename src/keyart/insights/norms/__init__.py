"""Norms: what an asset's kind usually gets, and where an asset stands among its like.

`norms` answers what a user asks; `against` and `deviations` are what outliers are found by.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.norms.answer import norms
    from keyart.insights.norms.request import NormRequest
    from keyart.insights.norms.result import Norm, Norms
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["Norm", "NormRequest", "Norms", "norms"]
