"""What assets promise and what they keep: which win plays, and which of those keep their viewers.

`answer` is the first file to read: `record` adds up what people did, `judging` says where assets
stand and what is found, `audiences` does the same for the people of one audience.
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
