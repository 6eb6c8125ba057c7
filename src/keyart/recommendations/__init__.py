"""What to recommend to an audience or a profile, by what people watched.

Start with `answer`: `learning` fits the model, `offers` says what may be recommended to whom, and
`ranking` puts titles in order.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.recommendations.answer import recommend
    from keyart.recommendations.exporting import recommend_all
    from keyart.recommendations.request import ExportOptions, RecommendRequest
    from keyart.recommendations.result import (
        ExportedRecommendations,
        ReasonKind,
        Recommendation,
        RecommendationReason,
        Recommendations,
        visible_recommendations,
    )
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "ExportOptions",
    "ExportedRecommendations",
    "ReasonKind",
    "RecommendRequest",
    "Recommendation",
    "RecommendationReason",
    "Recommendations",
    "recommend",
    "recommend_all",
    "visible_recommendations",
]
