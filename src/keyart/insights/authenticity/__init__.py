"""What assets promise and what they keep: which win plays, and which of those keep their viewers.

`road` is the first file to read: `record` adds up what people did, `judging` says where assets
stand and what is found, `audiences` does the same for the people of one audience.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.authenticity.result import Authenticity, Effect, Found, Pair, Standing
    from keyart.insights.authenticity.road import Asked, authenticity
    from keyart.insights.authenticity.rules import Kind, Place, Rules
    from keyart.insights.catalogue.context import Context
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "Asked",
    "Authenticity",
    "Context",
    "Effect",
    "Found",
    "Kind",
    "Pair",
    "Place",
    "Rules",
    "Standing",
    "authenticity",
]
