"""Audiences of a store: lists, segments and affinities.

`changes`, `affinities` and `audiences` have what changes a store, `reading` the questions about
audiences.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.curation.affinities import FitReport
    from keyart.curation.audiences import AudienceChanges
    from keyart.curation.changes import check_segments
    from keyart.curation.description import Description
    from keyart.curation.exploration import Exploration
    from keyart.curation.indexes import Index
    from keyart.curation.lookalike_search import find_lookalike, save_lookalike
    from keyart.curation.lookalikes import Lookalike, LookalikeRequest
    from keyart.curation.memberships import AffinityExplanation
    from keyart.curation.model_card import ModelCard
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "AffinityExplanation",
    "AudienceChanges",
    "Description",
    "Exploration",
    "FitReport",
    "Index",
    "Lookalike",
    "LookalikeRequest",
    "ModelCard",
    "check_segments",
    "find_lookalike",
    "save_lookalike",
]
