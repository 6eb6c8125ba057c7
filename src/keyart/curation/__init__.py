"""Audiences that people make and ask about: lists put, segments saved, affinities inferred.

`roads` and `affinities` have what changes a store, `audiences` what users hold as
`store.audiences`.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.curation.affinities import FitReport
    from keyart.curation.audiences import Audiences
    from keyart.curation.checking import check_segments
    from keyart.curation.description import Description
    from keyart.curation.exploring import Exploration
    from keyart.curation.model_card import ModelCard
    from keyart.curation.over_indexing import Index
    from keyart.curation.reasons import Why
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "Audiences",
    "Description",
    "Exploration",
    "FitReport",
    "Index",
    "ModelCard",
    "Why",
    "check_segments",
]
