"""Resonance: what people like more than others do, and of what there is too little for them.

`answer` is the first file to read.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.resonance.answer import resonance
    from keyart.insights.resonance.request import ResonanceRequest
    from keyart.insights.resonance.result import Finding, Resonance, ResonanceRow
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["Finding", "Resonance", "ResonanceRequest", "ResonanceRow", "resonance"]
