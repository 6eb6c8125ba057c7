"""Outliers: assets and titles that do far better or worse than similar ones.

`answer` is the first file to read.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.outliers.answer import outliers
    from keyart.insights.outliers.judgement import OutlierRules
    from keyart.insights.outliers.request import OutlierRequest
    from keyart.insights.outliers.result import Outlier, OutlierFamily, Outliers
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["Outlier", "OutlierFamily", "OutlierRequest", "OutlierRules", "Outliers", "outliers"]
