"""Comparing assets: which one wins, whether that is more than chance, and whether to trust it.

`compare` is the road and the first file to read; `verdict` has the rules by which it judges.
"""

from keyart.insights.comparison.compare import compare
from keyart.insights.comparison.comparison import Comparison
from keyart.insights.comparison.request import Comparing
from keyart.insights.comparison.result import (
    Arm,
    Basis,
    Difference,
    Guard,
    Interval,
    Kind,
)

__all__ = [
    "Arm",
    "Basis",
    "Comparing",
    "Comparison",
    "Difference",
    "Guard",
    "Interval",
    "Kind",
    "compare",
]
