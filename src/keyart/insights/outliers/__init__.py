"""Outliers: assets and titles that get far more, or far less, than their like.

`road` is the first file to read.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.norms.deviations import Least
    from keyart.insights.outliers.finding import Family, Finding, Outliers
    from keyart.insights.outliers.judging import Rules
    from keyart.insights.outliers.road import Asked, outliers
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["Asked", "Family", "Finding", "Least", "Outliers", "Rules", "outliers"]
