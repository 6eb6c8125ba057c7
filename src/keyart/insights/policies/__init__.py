"""Which asset to show to whom: rules learned from random traffic, and their honest value.

Start with `answer`: `people` collects those to whom chance gave an asset, `learning` finds rules
and values them.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.insights.policies.answer import decide
    from keyart.insights.policies.request import PolicyRequest, Reward
    from keyart.insights.policies.result import (
        BlockedAsset,
        Policy,
        PolicyGuardrail,
        PolicyRule,
        check_document,
        document_of,
        one_for_all,
    )
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "BlockedAsset",
    "Policy",
    "PolicyGuardrail",
    "PolicyRequest",
    "PolicyRule",
    "Reward",
    "check_document",
    "decide",
    "document_of",
    "one_for_all",
]
