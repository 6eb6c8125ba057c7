"""Briefs: one page for a commissioning meeting, with the numbers of `keyart.insights.resonance`.

`answer` is the first file to read.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.brief.answer import brief
    from keyart.insights.brief.request import BriefRequest
    from keyart.insights.brief.result import Brief
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["Brief", "BriefRequest", "brief"]
