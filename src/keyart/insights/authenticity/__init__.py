"""What assets promise and what they keep: which win plays, and which of those keep their viewers.

Start with `answer`: `record` adds up what people did, `judgement` decides where assets stand and
what is found.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.authenticity.answer import authenticity
    from keyart.insights.authenticity.request import AuthenticityRequest
    from keyart.insights.authenticity.result import (
        Authenticity,
        AuthenticityFinding,
        AuthenticityRules,
        AuthenticityStanding,
        FindingKind,
        LikelyEffect,
        OwnAndOthers,
        Place,
    )
    from keyart.insights.catalogue.context import Context
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "Authenticity",
    "AuthenticityFinding",
    "AuthenticityRequest",
    "AuthenticityRules",
    "AuthenticityStanding",
    "Context",
    "FindingKind",
    "LikelyEffect",
    "OwnAndOthers",
    "Place",
    "authenticity",
]
