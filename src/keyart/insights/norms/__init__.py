"""Norms: typical rates of an asset's kind, and where an asset stands among similar ones.

`answer` is the first file to read; `baselines` and `deviations` also find outliers.
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
