"""Comparing assets: which one wins, whether that is beyond chance, and whether to trust it.

Start with `answer`; `verdict` has the rules behind the verdict.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.comparison.answer import compare
    from keyart.insights.comparison.parts import (
        Arm,
        Basis,
        Difference,
        GuardrailState,
        Interval,
        VerdictKind,
    )
    from keyart.insights.comparison.request import ComparisonRequest
    from keyart.insights.comparison.result import Comparison
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "Arm",
    "Basis",
    "Comparison",
    "ComparisonRequest",
    "Difference",
    "GuardrailState",
    "Interval",
    "VerdictKind",
    "compare",
]
