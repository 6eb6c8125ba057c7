"""Affinities: tastes inferred from what people watch, with names and members.

Start with `fitting`. This package takes numbers and returns data; it does not depend on a store.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.audiences.affinities.explanation import (
        AffinityReason,
        AffinityReasons,
        ReasonTitle,
        explain_affinities,
    )
    from keyart.audiences.affinities.fitting import LEAST_VIEWERS, FitOptions, FitResult, fit
    from keyart.audiences.affinities.membership import AffinityMembers
    from keyart.audiences.affinities.model import (
        Affinity,
        AffinityChange,
        AffinityModel,
        Fate,
        TitlePart,
        read_model,
    )
    from keyart.audiences.affinities.selection import PreviousFit
    from keyart.audiences.affinities.structure import StructureLimits
    from keyart.audiences.affinities.titles import Sensitive, TitleInfo
    from keyart.audiences.affinities.viewing import ViewingSource, WatchedTitles
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "LEAST_VIEWERS",
    "Affinity",
    "AffinityChange",
    "AffinityMembers",
    "AffinityModel",
    "AffinityReason",
    "AffinityReasons",
    "Fate",
    "FitOptions",
    "FitResult",
    "PreviousFit",
    "ReasonTitle",
    "Sensitive",
    "StructureLimits",
    "TitleInfo",
    "TitlePart",
    "ViewingSource",
    "WatchedTitles",
    "explain_affinities",
    "fit",
    "read_model",
]
